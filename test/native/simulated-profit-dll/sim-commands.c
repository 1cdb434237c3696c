// Commands: from simulation.txt at the initialisation, from SimCommand, and from lines appended to simulation-commands.txt.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-chaos.h"
#include "sim-clock.h"
#include "sim-control.h"
#include "sim-faults.h"
#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"
#include "sim-queue.h"
#include "sim-settings.h"
#include "sim-walk.h"

#define LINE_BYTES 1200
#define LATER 256
#define POLL_US 5000

typedef struct {
  int64_t at;
  char line[256];
} Later;

/** By milliseconds since the initialisation, and by played events; sorted by nothing, few. */
static Later byTime[LATER], byEvents[LATER];
static uint32_t byTimeCount, byEventsCount;
static _Atomic int64_t nextEvents = INT64_MAX, eventsPlayed;
static int64_t beginNs;
static SimMutex mutex = SIM_MUTEX;
static SimThread control;
static atomic_bool controlRuns, frozen;

static bool keep(Later *list, uint32_t *count, int64_t at, const char *line) {
  if (*count == LATER) sim_misuse("more than %d timed commands", LATER);
  list[*count].at = at;
  snprintf(list[*count].line, sizeof list[*count].line, "%s", line);
  ++*count;
  return true;
}

/** `at MS COMMAND` and `after-events N COMMAND`. */
static bool timed_command(const char *line) {
  long long at;
  int used = 0;
  bool kept = false;
  sim_mutex_lock(&mutex);
  if (sscanf(line, "at %lld %n", &at, &used) == 1 && used > 0) kept = keep(byTime, &byTimeCount, at, line + used);
  used = 0;
  if (!kept && sscanf(line, "after-events %lld %n", &at, &used) == 1 && used > 0) {
    kept = keep(byEvents, &byEventsCount, at, line + used);
    if (at < atomic_load(&nextEvents)) atomic_store(&nextEvents, at);
  }
  sim_mutex_unlock(&mutex);
  return kept;
}

/** `clock DATETIME [NS]`: now, or when the machine's monotonic clock showed NS. */
static bool clock_command(const char *line) {
  unsigned year, month, day, hour, minute, second;
  long long ns = sim_monotonic_ns();
  if (sscanf(line, "clock %u-%u-%uT%u:%u:%u %lld", &year, &month, &day, &hour, &minute, &second, &ns) < 6) return false;
  PdSystemTime time = {.year = (uint16_t)year, .month = (uint16_t)month, .day = (uint16_t)day};
  time.hour = (uint16_t)hour, time.minute = (uint16_t)minute, time.second = (uint16_t)second;
  sim_clock_anchor_at(sim_local_ms(&time), ns, 1000);
  return true;
}

static bool named_command(const char *line) {
  char name[48], text[1024];
  long long value, second = 0;
  if (sscanf(line, "set %47s %lld", name, &value) == 2) sim_settings_set(name, value);
  else if (sscanf(line, "text %47s %1023[^\n]", name, text) == 2) sim_settings_set_text(name, text);
  else if (strncmp(line, "fault ", 6) == 0) {
    value = 1;
    if (sscanf(line, "fault %47s %lld %lld", name, &value, &second) < 1) return false;
    sim_settings_fault(name, value, second);
  } else if (sscanf(line, "late %lld %lld", &value, &second) == 2) sim_settings_fault("late", value, second);
  else if (sscanf(line, "seed %lld", &value) == 1) sim_seed((uint64_t)value);
  else if (sscanf(line, "chaos %lld %lld", &value, &second) == 2) {
    if (second > 0) sim_chaos_start((uint64_t)value, (uint32_t)second);
    else sim_chaos_end();
  }
  else return false;
  return true;
}

static bool run_command(const char *line) {
  return named_command(line) || timed_command(line) || clock_command(line) || sim_assets_command(line) ||
         sim_player_command(line) || sim_truth_command(line) || sim_burst_command(line) || sim_login_command(line) ||
         sim_faults_command(line) || sim_walk_command(line) || venue_command(line);
}

PROFIT_EXPORT int32_t SimCommand(const char *line) {
  char own[LINE_BYTES];
  if (line == NULL) return NL_INVALID_ARGS;
  while (*line == ' ' || *line == '\t') line++;
  snprintf(own, sizeof own, "%s", line);
  own[strcspn(own, "\r\n")] = 0;
  if (own[0] == 0 || own[0] == '#') return NL_OK;
  sim_note("%s", own);
  if (run_command(own)) return NL_OK;
  fprintf(stderr, "simulated ProfitDLL: not a command: %s\n", own);
  fflush(stderr);
  return NL_INVALID_ARGS;
}

void sim_commands_read(void) {
  const char *path = getenv("QT_SIMULATION");
  char line[LINE_BYTES];
  beginNs = sim_monotonic_ns();
  FILE *file = fopen(path == NULL || path[0] == 0 ? "simulation.txt" : path, "rb");
  if (file == NULL) {
    if (path != NULL && path[0] != 0) sim_misuse("QT_SIMULATION names %s, which cannot be read", path);
    return;
  }
  while (fgets(line, sizeof line, file) != NULL) {
    if (SimCommand(line) != NL_OK) sim_misuse("a command of the simulation file was not understood: %s", line);
  }
  fclose(file);
}

/** Takes one command whose time has come; false when there is none. */
static bool take_due(Later *list, uint32_t *count, int64_t now, char *line) {
  bool found = false;
  sim_mutex_lock(&mutex);
  uint32_t best = 0;
  for (uint32_t i = 0; i < *count; i++) {
    if (list[i].at <= now && (!found || list[i].at < list[best].at)) {
      best = i;
      found = true;
    }
  }
  if (found) {
    snprintf(line, sizeof list[best].line, "%s", list[best].line);
    memmove(&list[best], &list[best + 1], (size_t)(*count - best - 1) * sizeof *list);
    --*count;
  }
  sim_mutex_unlock(&mutex);
  return found;
}

void sim_commands_events(void) {
  int64_t played = atomic_fetch_add(&eventsPlayed, 1) + 1;
  char line[256];
  if (played < atomic_load(&nextEvents)) return;
  while (take_due(byEvents, &byEventsCount, played, line)) SimCommand(line);
  int64_t next = INT64_MAX;
  sim_mutex_lock(&mutex);
  for (uint32_t i = 0; i < byEventsCount; i++) next = byEvents[i].at < next ? byEvents[i].at : next;
  atomic_store(&nextEvents, next);
  sim_mutex_unlock(&mutex);
}

// The control thread --------------------------------------------------------------------------------------------------------------

bool sim_control_frozen(void) { return atomic_load(&frozen); }

static void tell_six(void *unused) {
  (void)unused;
  sim_state.states[2] = 6;
  if (sim_callbacks.state != NULL) sim_callbacks.state(2, 6);
}

/** A stalled client is told by the health callback from here, since its own thread is the one that stalls. */
static void watch(void) {
  int64_t since = sim_queue_busy_since_ns();
  bool now = since != 0 && sim_monotonic_ns() - since > sim_setting("freeze-limit-ms", 300) * 1000000;
  bool before = atomic_exchange(&frozen, now);
  if (now == before) return;
  if (now) {
    sim_count("freezes-seen", 1);
    if (sim_state.states[2] == 4) sim_post_first(tell_six, NULL, NULL);
  } else if (sim_state.states[2] == 6 || sim_state.states[2] == 4) {
    sim_post_state(2, 4, 0);
  }
  if (sim_callbacks.health != NULL) sim_callbacks.health(now ? 1 : 0);
}

/** Whole lines that another process appended since the last look. */
static void read_appended(long *position) {
  char line[LINE_BYTES];
  FILE *file = fopen("simulation-commands.txt", "rb");
  if (file == NULL) return;
  fseek(file, *position, SEEK_SET);
  while (fgets(line, sizeof line, file) != NULL) {
    if (strchr(line, '\n') == NULL) break;
    *position = ftell(file);
    SimCommand(line);
  }
  fclose(file);
}

static void control_main(void *unused) {
  (void)unused;
  char line[256];
  long position = 0;
  while (!sim_ending()) {
    while (take_due(byTime, &byTimeCount, (sim_monotonic_ns() - beginNs) / 1000000, line)) SimCommand(line);
    read_appended(&position);
    watch();
    venue_log_alive();
    sim_sleep_us(POLL_US);
  }
}

void sim_control_start(void) { atomic_store(&controlRuns, sim_thread_start(&control, "SimControl", control_main, NULL)); }

void sim_control_stop(void) {
  if (atomic_exchange(&controlRuns, false)) sim_thread_join(control);
}
