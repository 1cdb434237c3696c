// Threads, locks, clocks and the working folder on Linux and on Windows behind the same names.
#ifndef SIM_PLATFORM_H
#define SIM_PLATFORM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
typedef SRWLOCK SimMutex;
typedef CONDITION_VARIABLE SimCondition;
typedef HANDLE SimThread;
#define SIM_MUTEX SRWLOCK_INIT
#define SIM_CONDITION CONDITION_VARIABLE_INIT
#else
#include <pthread.h>
typedef pthread_mutex_t SimMutex;
typedef pthread_cond_t SimCondition;
typedef pthread_t SimThread;
#define SIM_MUTEX PTHREAD_MUTEX_INITIALIZER
#define SIM_CONDITION PTHREAD_COND_INITIALIZER
#endif

typedef void (*SimThreadMain)(void *argument);

void sim_mutex_lock(SimMutex *mutex);
void sim_mutex_unlock(SimMutex *mutex);
/** Waits at most so long; may wake early for no reason. */
void sim_condition_wait(SimCondition *condition, SimMutex *mutex, int64_t us);
void sim_condition_wake(SimCondition *condition);
bool sim_thread_start(SimThread *thread, const char *name, SimThreadMain main, void *argument);
void sim_thread_join(SimThread thread);
/** Milliseconds since 1970-01-01 UTC. */
int64_t sim_utc_ms(void);
/** Opens a file that no other process may hold at the same time; false while another holds it. */
bool sim_exclusive_file(const char *path);

#endif
