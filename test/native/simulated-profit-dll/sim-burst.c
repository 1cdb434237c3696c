// Bursts: trades made on the spot at a given rate, numbered from 1, for measurements and floods.
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"

typedef struct {
  SimAsset *asset;
  int64_t rate;
  double seconds;
} Burst;

static Burst burst;
static SimThread thread;
static atomic_bool running;
static uint32_t number;

static void one_trade(SimAsset *asset) {
  uint32_t n = ++number;
  double price = 5000 + (double)(n % 64) * asset->tick;
  int64_t quantity = 1 + n % 7;
  SimTrade trade = {sim_now_local_ms(), price, quantity, price * (double)quantity * asset->pointValue, n, 3, 72,
                    (uint8_t)(2 + (n & 1))};
  sim_post_trade(asset, &trade, 0);
}

static void burst_main(void *unused) {
  (void)unused;
  int64_t startNs = sim_monotonic_ns();
  int64_t total = (int64_t)((double)burst.rate * burst.seconds);
  for (int64_t made = 0; made < total && !sim_ending();) {
    int64_t due = (sim_monotonic_ns() - startNs) * burst.rate / 1000000000 + 1;
    if (due > total) due = total;
    for (; made < due; made++) one_trade(burst.asset);
    if (made < total) sim_sleep_us(100);
  }
  sim_gauge("burst-ended", 1);
}

void sim_burst_stop(void) {
  if (atomic_exchange(&running, false)) sim_thread_join(thread);
}

/** `burst EVENTS_PER_SECOND SECONDS [TICKER EXCHANGE]` (WDOFUT's contract when none is named). */
bool sim_burst_command(const char *line) {
  char ticker[24] = "WDOFUT", exchange = 'F';
  long long rate;
  double seconds;
  if (sscanf(line, "burst %lld %lf %23s %c", &rate, &seconds, ticker, &exchange) < 2) return false;
  SimAsset *asset = sim_asset_named(ticker, exchange);
  if (asset == NULL || rate <= 0) return false;
  sim_burst_stop();
  burst = (Burst){sim_source(asset), rate, seconds};
  sim_gauge("burst-ended", 0);
  atomic_store(&running, sim_thread_start(&thread, "SimBurst", burst_main, NULL));
  return true;
}
