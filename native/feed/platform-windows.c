// What the feed needs of Windows: clock, locks and libraries of Win32 in, the functions of platform.h out.
#ifdef _WIN32
#include "platform.h"
#include <stdio.h>

int64_t clock_now_ns(void) {
  static int64_t frequency = 0;
  LARGE_INTEGER value;
  // Fixed at the start of the system: two threads that both ask for it write the same number.
  if (frequency == 0) {
    QueryPerformanceFrequency(&value);
    frequency = value.QuadPart;
  }
  QueryPerformanceCounter(&value);
  const int64_t seconds = value.QuadPart / frequency;
  return seconds * 1000000000 + (value.QuadPart - seconds * frequency) * 1000000000 / frequency;
}

void lock_init(FeedLock *lock) { InitializeSRWLock(lock); }

void lock_take(FeedLock *lock) { AcquireSRWLockExclusive(lock); }

void lock_give(FeedLock *lock) { ReleaseSRWLockExclusive(lock); }

void condition_init(FeedCondition *condition) { InitializeConditionVariable(condition); }

void condition_wake_all(FeedCondition *condition) { WakeAllConditionVariable(condition); }

void condition_wait(FeedCondition *condition, FeedLock *lock, int64_t untilNs) {
  const int64_t leftNs = untilNs - clock_now_ns();
  // Rounded up: a wait of less than a millisecond must not spin.
  if (leftNs > 0) SleepConditionVariableSRW(condition, lock, (DWORD)((leftNs + 999999) / 1000000), 0);
}

int nap_us(int64_t us) {
  (void)us;
  return 0;
}

void *library_load(const PdChar16 *path, char *reason, int32_t reasonBytes) {
  // The altered search path finds the libraries that lie beside the vendor's own.
  HMODULE library = LoadLibraryExW((const WCHAR *)path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (library == NULL) {
    snprintf(reason, (size_t)reasonBytes, "Windows error %lu", (unsigned long)GetLastError());
    return NULL;
  }
  library_pin((void *)library);
  return (void *)library;
}

void *library_symbol(void *library, const char *name) {
  return (void *)(uintptr_t)GetProcAddress((HMODULE)library, name);
}

int library_pin(void *address) {
  HMODULE pinned;
  return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)address, &pinned) != 0;
}
#else
typedef int PlatformIsPosix;
#endif
