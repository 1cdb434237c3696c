// Threads, locks and clocks of the simulated ProfitDLL: pthreads on Linux, Win32 on Windows.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "sim-platform.h"

#include <stdlib.h>
#include <time.h>

#include "sim.h"

typedef struct {
  SimThreadMain main;
  void *argument;
} ThreadStart;

#ifdef _WIN32

void sim_mutex_lock(SimMutex *mutex) { AcquireSRWLockExclusive(mutex); }
void sim_mutex_unlock(SimMutex *mutex) { ReleaseSRWLockExclusive(mutex); }
void sim_condition_wake(SimCondition *condition) { WakeAllConditionVariable(condition); }

void sim_condition_wait(SimCondition *condition, SimMutex *mutex, int64_t us) {
  DWORD ms = us <= 0 ? 0 : (DWORD)((us + 999) / 1000);
  SleepConditionVariableSRW(condition, mutex, ms, 0);
}

static DWORD WINAPI thread_main(LPVOID raw) {
  ThreadStart start = *(ThreadStart *)raw;
  free(raw);
  start.main(start.argument);
  return 0;
}

bool sim_thread_start(SimThread *thread, const char *name, SimThreadMain main, void *argument) {
  (void)name;
  ThreadStart *start = malloc(sizeof *start);
  if (start == NULL) return false;
  *start = (ThreadStart){main, argument};
  *thread = CreateThread(NULL, 0, thread_main, start, 0, NULL);
  return *thread != NULL;
}

void sim_thread_join(SimThread thread) {
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}

int64_t sim_monotonic_ns(void) {
  LARGE_INTEGER frequency, now;
  QueryPerformanceFrequency(&frequency);
  QueryPerformanceCounter(&now);
  int64_t seconds = now.QuadPart / frequency.QuadPart;
  int64_t rest = now.QuadPart % frequency.QuadPart;
  return seconds * 1000000000 + rest * 1000000000 / frequency.QuadPart;
}

int64_t sim_utc_ms(void) {
  FILETIME time;
  GetSystemTimeAsFileTime(&time);
  int64_t ticks = ((int64_t)time.dwHighDateTime << 32) | time.dwLowDateTime;
  return ticks / 10000 - 11644473600000LL;
}

void sim_sleep_us(int64_t us) {
  if (us <= 0) return;
  Sleep((DWORD)((us + 999) / 1000));
}

bool sim_exclusive_file(const char *path) {
  HANDLE file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  return file != INVALID_HANDLE_VALUE;
}

#else

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

void sim_mutex_lock(SimMutex *mutex) { pthread_mutex_lock(mutex); }
void sim_mutex_unlock(SimMutex *mutex) { pthread_mutex_unlock(mutex); }
void sim_condition_wake(SimCondition *condition) { pthread_cond_broadcast(condition); }

void sim_condition_wait(SimCondition *condition, SimMutex *mutex, int64_t us) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  int64_t ns = until.tv_nsec + (us < 0 ? 0 : us) * 1000;
  until.tv_sec += ns / 1000000000;
  until.tv_nsec = ns % 1000000000;
  pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &until);
}

static void *thread_main(void *raw) {
  ThreadStart start = *(ThreadStart *)raw;
  free(raw);
  start.main(start.argument);
  return NULL;
}

bool sim_thread_start(SimThread *thread, const char *name, SimThreadMain main, void *argument) {
  ThreadStart *start = malloc(sizeof *start);
  if (start == NULL) return false;
  *start = (ThreadStart){main, argument};
  if (pthread_create(thread, NULL, thread_main, start) != 0) {
    free(start);
    return false;
  }
  pthread_setname_np(*thread, name);
  return true;
}

void sim_thread_join(SimThread thread) { pthread_join(thread, NULL); }

int64_t sim_monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t sim_utc_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sim_sleep_us(int64_t us) {
  if (us <= 0) return;
  struct timespec left = {us / 1000000, us % 1000000 * 1000};
  while (nanosleep(&left, &left) != 0) {
  }
}

bool sim_exclusive_file(const char *path) {
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  return flock(file, LOCK_EX | LOCK_NB) == 0;
}

#endif
