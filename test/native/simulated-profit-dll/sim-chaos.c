// Faults that come by chance: duplicates, edits, late events, disconnects with lost trades, stalls, states that oscillate.
#include "sim-chaos.h"

#include <stdatomic.h>

#include "../../../native/include/feed-record.h"
#include "sim-faults.h"
#include "sim-market.h"
#include "sim-settings.h"

static atomic_uint everyEvents;
/** Own generator: what others draw from sim_random depends on threads, this only on the events. */
static uint64_t state;
static uint32_t untilReconnect;

static uint64_t draw(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void sim_chaos_start(uint64_t seed, uint32_t every) {
  state = seed;
  sim_seed(seed);
  atomic_store(&everyEvents, every);
}

static void one_fault(SimAsset *asset, uint64_t which) {
  // Not every test wants every fault: bit by bit in the order of the cases.
  if (((sim_setting("chaos-faults", 255) >> (which % 8)) & 1) == 0) return;
  sim_count("chaos-faults", 1);
  switch (which % 8) {
    case 0: sim_repeat_trades(asset, 1 + draw() % 5); break;
    case 1: sim_edit_last(asset, (double)(draw() % 5) - 2); break;
    case 2: sim_settings_fault("late", 1 + (int64_t)(draw() % 3), (int64_t)(draw() % 5)); break;
    case 3:
      sim_market_lost();
      untilReconnect = 1 + (uint32_t)(draw() % 40);
      break;
    case 4: sim_settings_fault("translate-fails", 1, 0); break;
    case 5: sim_settings_fault("sentinel-price", 1, 0); break;
    case 6: sim_sleep_us((int64_t)(draw() % 2000)); break;
    default: sim_post_state(0, 0, 0); break;
  }
}

void sim_chaos_step(SimAsset *asset, uint8_t kind) {
  uint32_t every = atomic_load(&everyEvents);
  if (every == 0 || kind != FEED_TRADE) return;
  if (untilReconnect > 0) {
    if (--untilReconnect == 0) sim_market_back();
    return;
  }
  if (draw() % every != 0) return;
  one_fault(asset, draw());
}

void sim_chaos_end(void) {
  atomic_store(&everyEvents, 0);
  // What is still pending would otherwise hit the history.
  sim_settings_fault("translate-fails", 0, 0);
  sim_settings_fault("sentinel-price", 0, 0);
  sim_settings_fault("late", 0, 0);
  if (untilReconnect > 0) sim_market_back();
  untilReconnect = 0;
}
