// Random walks of trades with their touch: step N of a walk is the same whenever and wherever it is computed.
#include "sim-walk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "sim-clock.h"
#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"

enum { WALKS = 16, REACH_TICKS = 300, JUMP_EVERY = 400, WALK_POLL_US = 500 };

typedef struct {
  SimAsset *asset;
  uint64_t seed, state;
  int64_t startMs, rate, ticks, middle;
  /** Of the step that was made last. */
  int64_t step, at;
  bool isBuy;
  int64_t quantity;
} Walk;

static Walk walks[WALKS];
static atomic_int walkCount;
/** Ticks that a walk is to jump by, by its place. */
static atomic_llong jumps[WALKS];
static SimThread thread;
static atomic_bool running;

/** splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(Walk *walk) {
  uint64_t z = (walk->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static int64_t within(Walk *walk, int64_t most) {
  return (int64_t)(draw(walk) % (uint64_t)(2 * most + 1)) - most;
}

static void begin(Walk *walk) {
  walk->state = walk->seed;
  walk->step = -1;
  walk->at = walk->middle;
}

/** One step; sometimes a jump over whatever rests between. */
static void make_step(Walk *walk) {
  walk->step++;
  int64_t move = within(walk, walk->ticks);
  if (draw(walk) % JUMP_EVERY == 0) move = within(walk, walk->ticks * 10);
  const int64_t away = walk->at + move - walk->middle;
  if (away > REACH_TICKS || away < -REACH_TICKS) move = -move;
  walk->at += move;
  walk->isBuy = draw(walk) % 2 == 0;
  walk->quantity = 1 + (int64_t)(draw(walk) % 20);
}

static int64_t step_ms(const Walk *walk, int64_t step) { return walk->startMs + step * 1000 / walk->rate; }
static double bid_of(const Walk *walk) { return (double)walk->at * walk->asset->tick; }
static double ask_of(const Walk *walk) { return (double)(walk->at + 1) * walk->asset->tick; }
static double price_of(const Walk *walk) { return walk->isBuy ? ask_of(walk) : bid_of(walk); }

static SimTrade trade_of(const Walk *walk) {
  const double price = price_of(walk);
  const double volume = price * (double)walk->quantity * walk->asset->pointValue;
  return (SimTrade){step_ms(walk, walk->step), price, walk->quantity, volume, (uint32_t)walk->step + 1, 3, 72,
                    (uint8_t)(walk->isBuy ? 2 : 3)};
}

static void post_touch(Walk *walk, int32_t side, double price) {
  FeedTinyBook tiny;
  memset(&tiny, 0, sizeof tiny);
  tiny.price = price;
  tiny.quantity = 50;
  tiny.side = (uint8_t)side;
  uint8_t *record = sim_new_record(FEED_TINY_BOOK, 0, walk->asset, step_ms(walk, walk->step), 1);
  memcpy(record + 16, &tiny, sizeof tiny);
  sim_post(sim_play_record, record, sim_release, 0);
}

static void play_step(Walk *walk) {
  const int64_t jump = atomic_exchange(&jumps[walk - walks], 0);
  walk->at += jump;
  walk->middle += jump;
  make_step(walk);
  post_touch(walk, 0, bid_of(walk));
  post_touch(walk, 1, ask_of(walk));
  const SimTrade trade = trade_of(walk);
  sim_post_trade(walk->asset, &trade, 0);
}

static void walk_main(void *unused) {
  (void)unused;
  while (!sim_ending() && atomic_load(&running)) {
    const int64_t nowMs = sim_now_local_ms();
    for (int32_t i = 0; i < atomic_load(&walkCount); i++) {
      while (step_ms(&walks[i], walks[i].step + 1) <= nowMs) play_step(&walks[i]);
    }
    sim_sleep_us(WALK_POLL_US);
  }
}

void sim_walk_stop(void) {
  if (atomic_exchange(&running, false)) sim_thread_join(thread);
}

/** What was before this process is history. */
static void catch_up(Walk *walk) {
  const int64_t nowMs = sim_now_local_ms();
  while (step_ms(walk, walk->step + 1) <= nowMs) {
    make_step(walk);
    const SimTrade trade = trade_of(walk);
    sim_trade_keep(walk->asset, &trade, false);
  }
  if (walk->step < 0) return;
  sim_lock();
  walk->asset->bid = bid_of(walk);
  walk->asset->ask = ask_of(walk);
  sim_unlock();
}

static bool jump(const char *ticker, int64_t ticks) {
  for (int32_t i = 0; i < atomic_load(&walkCount); i++) {
    if (strcmp(walks[i].asset->ticker, ticker) != 0) continue;
    atomic_store(&jumps[i], ticks);
    return true;
  }
  return false;
}

bool sim_walk_command(const char *line) {
  char ticker[24];
  long long seed, rate, ticks;
  double price = 5000;
  if (strcmp(line, "walk-end") == 0) {
    sim_walk_stop();
    return true;
  }
  if (sscanf(line, "walk-jump %23s %lld", ticker, &ticks) == 2) return jump(ticker, ticks);
  if (sscanf(line, "walk %23s %lld %lld %lld %lf", ticker, &seed, &rate, &ticks, &price) < 4) return false;
  SimAsset *asset = sim_asset_named(ticker, 'F');
  const int32_t count = atomic_load(&walkCount);
  if (asset == NULL || rate <= 0 || ticks <= 0 || count == WALKS) return false;
  Walk *walk = &walks[count];
  *walk = (Walk){.asset = sim_source(asset), .seed = (uint64_t)seed, .startMs = sim_clock_start_ms(), .rate = rate, .ticks = ticks};
  walk->middle = (int64_t)(price / walk->asset->tick + 0.5);
  begin(walk);
  catch_up(walk);
  atomic_store(&walkCount, count + 1);
  if (!atomic_exchange(&running, true)) atomic_store(&running, sim_thread_start(&thread, "SimWalk", walk_main, NULL));
  return true;
}

void sim_walk_between(int64_t fromMs, int64_t toMs, SimWalkStep step, void *context) {
  for (int32_t i = 0; i < atomic_load(&walkCount); i++) {
    Walk walk = walks[i];
    begin(&walk);
    while (step_ms(&walk, walk.step + 1) <= toMs) {
      make_step(&walk);
      if (step_ms(&walk, walk.step) > fromMs) step(walk.asset, bid_of(&walk), ask_of(&walk), price_of(&walk), walk.quantity, context);
    }
  }
}
