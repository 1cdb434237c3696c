// Settings, faults and counters by name, the seeded generator, and the words that end the process after a misuse.
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-platform.h"
#include "sim-settings.h"
#include "sim.h"

#define NAMES 256
#define NAME_BYTES 48
#define TEXTS 64

typedef struct {
  char name[NAME_BYTES];
  int64_t value;
  int64_t second;
} Named;

typedef struct {
  Named entries[NAMES];
  atomic_uint count;
} Names;

static Names settings, faults, counters;
static struct {
  char name[NAME_BYTES];
  char *text;
} texts[TEXTS];
static uint32_t textCount;
static SimMutex mutex = SIM_MUTEX;
/** Faults that have not been used up; lets the hot path pass without a lock. */
static atomic_int pendingFaults;
static uint64_t randomState = 0x9E3779B97F4A7C15u;

/** With the mutex held. */
static Named *find(Names *names, const char *name, bool add) {
  uint32_t count = atomic_load(&names->count);
  for (uint32_t i = 0; i < count; i++) {
    if (strcmp(names->entries[i].name, name) == 0) return &names->entries[i];
  }
  if (!add) return NULL;
  if (count == NAMES) sim_misuse("more than %d names, at %s (mistake of the simulator)", NAMES, name);
  Named *entry = &names->entries[count];
  snprintf(entry->name, sizeof entry->name, "%s", name);
  atomic_store(&names->count, count + 1);
  return entry;
}

int64_t sim_setting(const char *name, int64_t fallback) {
  if (atomic_load(&settings.count) == 0) return fallback;
  sim_mutex_lock(&mutex);
  Named *entry = find(&settings, name, false);
  int64_t value = entry == NULL ? fallback : entry->value;
  sim_mutex_unlock(&mutex);
  return value;
}

void sim_settings_set(const char *name, int64_t value) {
  sim_mutex_lock(&mutex);
  find(&settings, name, true)->value = value;
  sim_mutex_unlock(&mutex);
}

void sim_settings_set_text(const char *name, const char *text) {
  sim_mutex_lock(&mutex);
  uint32_t at = 0;
  while (at < textCount && strcmp(texts[at].name, name) != 0) at++;
  if (at == TEXTS) sim_misuse("more than %d texts", TEXTS);
  snprintf(texts[at].name, sizeof texts[at].name, "%s", name);
  // The earlier text is kept alive: somebody may still read it.
  char *copy = malloc(strlen(text) + 1);
  if (copy != NULL) texts[at].text = strcpy(copy, text);
  if (at == textCount) textCount++;
  sim_mutex_unlock(&mutex);
}

const char *sim_text_setting(const char *name, const char *fallback) {
  const char *text = fallback;
  sim_mutex_lock(&mutex);
  for (uint32_t i = 0; i < textCount; i++) {
    if (strcmp(texts[i].name, name) == 0) text = texts[i].text;
  }
  sim_mutex_unlock(&mutex);
  return text;
}

void sim_settings_fault(const char *name, int64_t count, int64_t value) {
  sim_mutex_lock(&mutex);
  Named *entry = find(&faults, name, true);
  if (entry->value == 0 && count != 0) atomic_fetch_add(&pendingFaults, 1);
  if (entry->value != 0 && count == 0) atomic_fetch_sub(&pendingFaults, 1);
  entry->value = count;
  entry->second = value;
  sim_mutex_unlock(&mutex);
}

bool sim_fault(const char *name) {
  if (atomic_load(&pendingFaults) == 0) return false;
  sim_mutex_lock(&mutex);
  Named *entry = find(&faults, name, false);
  bool pending = entry != NULL && entry->value != 0;
  if (pending && entry->value > 0 && --entry->value == 0) atomic_fetch_sub(&pendingFaults, 1);
  sim_mutex_unlock(&mutex);
  if (pending) sim_count("faults-used", 1);
  return pending;
}

int64_t sim_fault_value(const char *name) {
  sim_mutex_lock(&mutex);
  Named *entry = find(&faults, name, false);
  int64_t value = entry == NULL ? 0 : entry->second;
  sim_mutex_unlock(&mutex);
  return value;
}

void sim_count(const char *name, int64_t more) {
  sim_mutex_lock(&mutex);
  find(&counters, name, true)->value += more;
  sim_mutex_unlock(&mutex);
}

void sim_gauge(const char *name, int64_t value) {
  sim_mutex_lock(&mutex);
  find(&counters, name, true)->value = value;
  sim_mutex_unlock(&mutex);
}

PROFIT_EXPORT int32_t SimReport(char *buffer, int32_t capacity) {
  int32_t used = 0;
  if (buffer == NULL || capacity <= 0) return -1;
  buffer[0] = 0;
  sim_mutex_lock(&mutex);
  uint32_t count = atomic_load(&counters.count);
  for (uint32_t i = 0; i < count && used < capacity; i++) {
    used += snprintf(buffer + used, (size_t)(capacity - used), "%s %lld\n", counters.entries[i].name,
                     (long long)counters.entries[i].value);
  }
  sim_mutex_unlock(&mutex);
  return used < capacity ? used : capacity - 1;
}

void sim_seed(uint64_t seed) {
  sim_mutex_lock(&mutex);
  randomState = seed * 2 + 0x9E3779B97F4A7C15u;
  sim_mutex_unlock(&mutex);
}

/** splitmix64 (Steele, Lea, Flood 2014). */
uint64_t sim_random(void) {
  sim_mutex_lock(&mutex);
  uint64_t z = (randomState += 0x9E3779B97F4A7C15u);
  sim_mutex_unlock(&mutex);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void sim_misuse(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("SIMULATED PROFITDLL: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  fflush(stderr);
  va_end(arguments);
  abort();
}

void sim_note(const char *format, ...) {
  if (sim_setting("verbose", 0) == 0) return;
  // In one piece: others print at the same time.
  char line[1300];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  fprintf(stderr, "simulated ProfitDLL: %s\n", line);
  fflush(stderr);
}
