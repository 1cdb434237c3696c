// The player: loads tapes and posts their records from a thread of its own, at the tape's pace, a given rate, or as fast as it can.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-chaos.h"
#include "sim-clock.h"
#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"
#include "sim-queue.h"
#include "tape.h"

/** Deliveries that may wait when playing as fast as possible: memory, not courtesy. */
#define QUEUE_LIMIT 65536

typedef struct {
  uint8_t *records;
  uint64_t count;
} Tape;

static Tape tape;
static SimThread thread;
static atomic_bool threadRuns, started, paused;
/** Thousandths of real time; 0 = as fast as possible. Or a rate in events a second, if not 0. */
static _Atomic int64_t speedMilli, eventsPerSecond;
/** Records that may still be played; negative = all. */
static _Atomic int64_t allowance = -1;
static _Atomic int64_t waitForSubscriptions = 1;

static void *read_file(const char *path, uint64_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  uint64_t capacity = 1 << 20, used = 0;
  uint8_t *memory = malloc(capacity);
  while (memory != NULL) {
    size_t got = fread(memory + used, 1, capacity - used, file);
    used += got;
    if (got == 0) break;
    if (used == capacity) memory = realloc(memory, capacity *= 2);
  }
  fclose(file);
  *bytes = used;
  return memory;
}

static void add_assets(const TapeAsset *rows, uint32_t count, SimAsset **out) {
  for (uint32_t i = 0; i < count; i++) {
    out[i] = sim_asset_add(rows[i].ticker, rows[i].exchange[0]);
    out[i]->tick = rows[i].tick;
    out[i]->lot = rows[i].lot;
    out[i]->minQuantity = rows[i].lot;
    out[i]->pointValue = rows[i].pointValue;
  }
}

static void add_continuous(const TapeAsset *rows, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    char line[96];
    if (rows[i].dated[0] == 0) continue;
    snprintf(line, sizeof line, "continuous %s %c %s", rows[i].ticker, rows[i].exchange[0], rows[i].dated);
    sim_assets_command(line);
  }
}

static Tape load(const char *path) {
  uint64_t bytes = 0;
  uint8_t *memory = read_file(path, &bytes);
  TapeHead head;
  if (memory == NULL || bytes < sizeof head) sim_misuse("the tape %s cannot be read", path);
  memcpy(&head, memory, sizeof head);
  uint64_t tableBytes = (uint64_t)head.assets * sizeof(TapeAsset);
  if (memcmp(head.magic, TAPE_MAGIC, 8) != 0 || head.version != TAPE_VERSION || head.assets > SIM_ASSETS ||
      bytes != sizeof head + tableBytes + head.records * FEED_RECORD_BYTES) {
    sim_misuse("%s is no tape of version %d, or is cut", path, TAPE_VERSION);
  }
  SimAsset *assets[SIM_ASSETS];
  const TapeAsset *rows = (const TapeAsset *)(memory + sizeof head);
  sim_lock();
  add_assets(rows, head.assets, assets);
  sim_unlock();
  add_continuous(rows, head.assets);
  uint8_t *records = memory + sizeof head + tableBytes;
  for (uint64_t i = 0; i < head.records;) {
    FeedHead record;
    memcpy(&record, records + i * FEED_RECORD_BYTES, sizeof record);
    if (record.asset == 0 || record.asset > head.assets || record.parts == 0 || i + record.parts > head.records) {
      sim_misuse("record %llu of %s is damaged", (unsigned long long)i, path);
    }
    record.asset = sim_asset_number(assets[record.asset - 1]);
    memcpy(records + i * FEED_RECORD_BYTES, &record, sizeof record);
    i += record.parts;
  }
  return (Tape){records, head.records};
}

static FeedHead head_at(const Tape *from, uint64_t index) {
  FeedHead head;
  memcpy(&head, from->records + index * FEED_RECORD_BYTES, sizeof head);
  return head;
}

/** What traded on earlier days: straight into the history, nobody is told. */
static void load_history(const char *path) {
  Tape past = load(path);
  for (uint64_t i = 0; i < past.count; i += head_at(&past, i).parts) {
    FeedHead head = head_at(&past, i);
    if (head.kind != FEED_TRADE) continue;
    FeedTrade f;
    memcpy(&f, past.records + i * FEED_RECORD_BYTES + 16, sizeof f);
    SimTrade trade = {f.localMs, f.price, f.quantity, f.volume, f.number, f.buyAgent, f.sellAgent, f.tradeType};
    sim_trade_keep(sim_asset_numbered(head.asset), &trade, (head.flags & FEED_EDIT) != 0);
  }
}

static void tape_over(void *unused) {
  (void)unused;
  sim_chaos_end();
  for (uint32_t number = 1; number <= sim_asset_count(); number++) {
    SimAsset *asset = sim_asset_numbered(number);
    if (sim_state.marketConnected && asset->market->daily.trades > 0) sim_daily_deliver(asset);
  }
  sim_gauge("tape-ended", 1);
}

typedef struct {
  int64_t startNs;
  int64_t firstNs;
  uint64_t played;
} Pace;

static void wait_until(int64_t dueNs) {
  while (!sim_ending()) {
    int64_t leftUs = (dueNs - sim_monotonic_ns()) / 1000;
    if (leftUs < 60) return;
    sim_sleep_us(leftUs > 20000 ? 20000 : leftUs - 50);
  }
}

static void wait_turn(Pace *pace, const FeedHead *head) {
  int64_t rate = atomic_load(&eventsPerSecond), speed = atomic_load(&speedMilli);
  while (!sim_ending() && (atomic_load(&paused) || atomic_load(&allowance) == 0)) {
    sim_sleep_us(500);
    pace->startNs = 0;
  }
  if (pace->startNs == 0) {
    *pace = (Pace){sim_monotonic_ns(), head->timeNs, 0};
    if (rate == 0 && speed > 0) sim_clock_anchor(head->timeNs / 1000000, speed);
  }
  if (rate > 0) wait_until(pace->startNs + (int64_t)(pace->played * 1e9 / (double)rate));
  else if (speed > 0) wait_until(pace->startNs + (head->timeNs - pace->firstNs) / speed * 1000);
  else if ((pace->played & 255) == 0) {
    while (!sim_ending() && !sim_queue_wait_below(QUEUE_LIMIT)) continue;
  }
  pace->played++;
}

static void player_main(void *unused) {
  (void)unused;
  Pace pace = {0};
  while (!atomic_load(&started) && !sim_ending()) sim_sleep_us(500);
  for (uint64_t i = 0; i < tape.count && !sim_ending();) {
    FeedHead head = head_at(&tape, i);
    wait_turn(&pace, &head);
    if (sim_ending()) return;
    sim_post(sim_play_record, tape.records + i * FEED_RECORD_BYTES, NULL, 0);
    if (atomic_load(&allowance) > 0) atomic_fetch_sub(&allowance, 1);
    i += head.parts;
  }
  if (tape.count > 0 && !sim_ending()) sim_post(tape_over, NULL, NULL, 0);
}

void sim_player_start(void) {
  if (tape.count > 0 && !sim_clock_is_anchored()) sim_clock_anchor(head_at(&tape, 0).timeNs / 1000000, 0);
  atomic_store(&threadRuns, sim_thread_start(&thread, "SimPlayer", player_main, NULL));
}

void sim_player_stop(void) {
  if (atomic_exchange(&threadRuns, false)) sim_thread_join(thread);
}

void sim_player_subscribed(void) {
  int64_t left = atomic_load(&waitForSubscriptions);
  if (left <= 0) return;
  if (atomic_fetch_sub(&waitForSubscriptions, 1) == 1) atomic_store(&started, true);
}

/** `tape`, `history`, `speed real|max|xN`, `rate N`, `start login|subscribe [N]|command`, `go [N]`, `pause`, `resume`. */
bool sim_player_command(const char *line) {
  char path[1024];
  double times;
  long long number = -1;
  if (sscanf(line, "tape %1023[^\n]", path) == 1) {
    if (tape.count > 0) sim_misuse("a second tape");
    tape = load(path);
  } else if (sscanf(line, "history %1023[^\n]", path) == 1) load_history(path);
  else if (strcmp(line, "speed real") == 0) atomic_store(&speedMilli, 1000);
  else if (strcmp(line, "speed max") == 0) atomic_store(&speedMilli, 0);
  else if (sscanf(line, "speed x%lf", &times) == 1) atomic_store(&speedMilli, (int64_t)(times * 1000));
  else if (sscanf(line, "rate %lld", &number) == 1) atomic_store(&eventsPerSecond, number);
  else if (strcmp(line, "start login") == 0) atomic_store(&started, true);
  else if (strcmp(line, "start command") == 0) atomic_store(&waitForSubscriptions, 0);
  else if (sscanf(line, "start subscribe %lld", &number) == 1) atomic_store(&waitForSubscriptions, number);
  else if (strncmp(line, "go", 2) == 0 && (line[2] == 0 || line[2] == ' ')) {
    sscanf(line, "go %lld", &number);
    atomic_store(&allowance, number);
    atomic_store(&started, true);
  } else if (strcmp(line, "pause") == 0) atomic_store(&paused, true);
  else if (strcmp(line, "resume") == 0) atomic_store(&paused, false);
  else return false;
  return true;
}
