// What the feed needs of Linux: clock, locks and libraries of POSIX in, the functions of platform.h out.
#ifndef _WIN32
#define _GNU_SOURCE
#include "platform.h"
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

#define PATH_BYTES_MAX 4096

int64_t clock_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void lock_init(FeedLock *lock) { pthread_mutex_init(lock, NULL); }

void lock_take(FeedLock *lock) { pthread_mutex_lock(lock); }

void lock_give(FeedLock *lock) { pthread_mutex_unlock(lock); }

void condition_init(FeedCondition *condition) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(condition, &attributes);
  pthread_condattr_destroy(&attributes);
}

void condition_wake_all(FeedCondition *condition) { pthread_cond_broadcast(condition); }

void condition_wait(FeedCondition *condition, FeedLock *lock, int64_t untilNs) {
  struct timespec until = {.tv_sec = untilNs / 1000000000, .tv_nsec = untilNs % 1000000000};
  pthread_cond_timedwait(condition, lock, &until);
}

int nap_us(int64_t us) {
  const struct timespec nap = {.tv_sec = 0, .tv_nsec = us * 1000};
  nanosleep(&nap, NULL);
  return 1;
}

/** UTF-16 to UTF-8; 0 when it does not fit. */
static int utf8_of(const PdChar16 *text, char *target, size_t bytes) {
  size_t used = 0;
  for (size_t at = 0; text[at] != 0; at++) {
    uint32_t code = text[at];
    if (code >= 0xd800 && code < 0xdc00 && text[at + 1] >= 0xdc00 && text[at + 1] < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (text[++at] - 0xdc00u);
    }
    if (used + 5 > bytes) return 0;
    if (code < 0x80) {
      target[used++] = (char)code;
    } else if (code < 0x800) {
      target[used++] = (char)(0xc0 | code >> 6);
      target[used++] = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
      target[used++] = (char)(0xe0 | code >> 12);
      target[used++] = (char)(0x80 | (code >> 6 & 63));
      target[used++] = (char)(0x80 | (code & 63));
    } else {
      target[used++] = (char)(0xf0 | code >> 18);
      target[used++] = (char)(0x80 | (code >> 12 & 63));
      target[used++] = (char)(0x80 | (code >> 6 & 63));
      target[used++] = (char)(0x80 | (code & 63));
    }
  }
  target[used] = 0;
  return 1;
}

void *library_load(const PdChar16 *path, char *reason, int32_t reasonBytes) {
  char name[PATH_BYTES_MAX];
  if (!utf8_of(path, name, sizeof name)) {
    snprintf(reason, (size_t)reasonBytes, "its path is longer than %d bytes", PATH_BYTES_MAX);
    return NULL;
  }
  void *library = dlopen(name, RTLD_NOW | RTLD_NODELETE);
  if (library == NULL) {
    const char *why = dlerror();
    snprintf(reason, (size_t)reasonBytes, "%s", why == NULL ? "no reason given" : why);
  }
  return library;
}

void *library_symbol(void *library, const char *name) { return dlsym(library, name); }

int library_pin(void *address) {
  Dl_info info;
  return dladdr(address, &info) != 0 && dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE) != NULL;
}
#else
typedef int PlatformIsWindows;
#endif
