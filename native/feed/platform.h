// What the feed needs of the operating system: a monotonic clock, locks, waiting with a time limit, and loading of libraries.
#ifndef FEED_PLATFORM_H
#define FEED_PLATFORM_H

#include "../include/profit-dll.h"

#ifdef _WIN32
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
typedef SRWLOCK FeedLock;
typedef CONDITION_VARIABLE FeedCondition;
#else
#include <pthread.h>
typedef pthread_mutex_t FeedLock;
typedef pthread_cond_t FeedCondition;
#endif

/** Nanoseconds of CLOCK_MONOTONIC or of the performance counter. */
int64_t clock_now_ns(void);

void lock_init(FeedLock *lock);
void lock_take(FeedLock *lock);
void lock_give(FeedLock *lock);
void condition_init(FeedCondition *condition);
void condition_wake_all(FeedCondition *condition);
/** Gives the lock back while it waits, until it is woken (also without cause) or `untilNs` of the clock above. */
void condition_wait(FeedCondition *condition, FeedLock *lock, int64_t untilNs);

/** Sleeps for about so long; 0 where the system cannot sleep for less than a millisecond. */
int nap_us(int64_t us);

/** Loads a library for the life of the process; null when it cannot be loaded, with the system's reason in `reason`. */
void *library_load(const PdChar16 *path, char *reason, int32_t reasonBytes);
/** Address of an export; null when there is none of that name. */
void *library_symbol(void *library, const char *name);
/** Keeps the library that holds `address` in memory until the process ends; 0 when that cannot be done. */
int library_pin(void *address);

#endif
