// Faults of the market side: lost connections, repeated and corrected trades, stalls, blocked calls, crashes.
#include "sim-faults.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-clock.h"
#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"
#include "sim-queue.h"

static _Atomic int64_t accessorUs;
static atomic_bool blocking;
static char blockedName[48];
static int64_t blockedMs;
static SimMutex mutex = SIM_MUTEX;

void sim_faults_accessor(void) {
  int64_t us = atomic_load(&accessorUs);
  if (us > 0) sim_sleep_us(us);
}

void sim_faults_block(const char *name) {
  if (!atomic_load(&blocking)) return;
  int64_t ms = 0;
  sim_mutex_lock(&mutex);
  // A family of names is blocked by its beginning: "DLLInitialize" stands for both.
  if (strncmp(blockedName, name, strlen(name)) == 0 || strncmp(name, blockedName, strlen(blockedName)) == 0) {
    ms = blockedMs;
    atomic_store(&blocking, false);
  }
  sim_mutex_unlock(&mutex);
  if (ms > 0) sim_sleep_us(ms * 1000);
}

void sim_market_lost(void) { sim_tell_state(2, 0); }

static void resend(void *unused) {
  (void)unused;
  uint64_t repeats = (uint64_t)sim_setting("reconnect-duplicates", 3);
  for (uint32_t number = 1; number <= sim_asset_count(); number++) {
    SimAsset *asset = sim_asset_numbered(number);
    if (atomic_load(&asset->market->offerBook)) sim_offers_snapshot(asset);
    if (atomic_load(&asset->market->priceDepth)) sim_depth_snapshot(asset);
    if (repeats > 0 && asset->dated == NULL) sim_repeat_trades(asset, repeats);
  }
}

void sim_market_back(void) {
  sim_tell_state(2, 1);
  sim_tell_state(2, 2);
  sim_tell_state(2, 4);
  sim_now_or_post(resend, NULL, NULL);
}

void sim_repeat_trades(SimAsset *asset, uint64_t count) {
  SimMarket *market = asset->market;
  uint64_t first = market->toldCount > count ? market->toldCount - count : 0;
  for (uint64_t i = first; i < market->toldCount; i++) {
    SimTrade trade = market->trades[i];
    sim_trade_deliver(asset, &trade, 0);
    sim_count("trades-repeated", 1);
  }
}

void sim_edit_last(SimAsset *asset, double ticks) {
  SimMarket *market = asset->market;
  if (market->tradeCount == 0) return;
  SimTrade trade = market->trades[market->tradeCount - 1];
  trade.price += ticks * asset->tick;
  trade.volume = trade.price * (double)trade.quantity * asset->pointValue;
  sim_trade_happens(asset, &trade, true);
  if (sim_state.marketConnected) sim_trade_deliver(asset, &trade, 1);
  sim_count("trades-edited", 1);
}

// Commands: each takes its place among the events ---------------------------------------------------------------------------------

typedef struct {
  SimAsset *asset;
  double number;
  int64_t whole;
} Order;

static void post_order(SimDeliver deliver, Order order) {
  Order *copy = sim_context(sizeof *copy);
  *copy = order;
  sim_now_or_post(deliver, copy, sim_release);
}

static void do_back(void *unused) {
  (void)unused;
  sim_market_back();
}

static void do_disconnect(void *raw) {
  sim_market_lost();
  sim_post(do_back, NULL, NULL, ((Order *)raw)->whole * 1000 + 1);
}

static void do_repeat(void *raw) { sim_repeat_trades(((Order *)raw)->asset, (uint64_t)((Order *)raw)->whole); }
static void do_edit(void *raw) { sim_edit_last(((Order *)raw)->asset, ((Order *)raw)->number); }
static void do_freeze(void *raw) { sim_sleep_us(((Order *)raw)->whole * 1000); }
static void do_state(void *raw) { sim_state_set(((Order *)raw)->asset, sim_now_local_ms(), (int32_t)((Order *)raw)->whole); }

static void do_theoretical(void *raw) {
  Order *order = raw;
  sim_theoretical_set(order->asset, order->number, order->whole);
}

static void do_deadlock(void *unused) {
  (void)unused;
  for (;;) sim_sleep_us(1000000);
}

static void crash(const char *how) {
  fputs("simulated ProfitDLL: crash as commanded\n", stderr);
  fflush(stderr);
  if (strcmp(how, "abort") == 0) abort();
  if (strcmp(how, "exit") == 0) _Exit(3);
  static volatile int *volatile nowhere;
  *nowhere = 1;
}

static void do_crash(void *raw) { crash(raw); }

static bool asset_command(const char *line) {
  char verb[32], ticker[24], exchange;
  Order order = {0};
  if (sscanf(line, "%31s %23s %c %lf", verb, ticker, &exchange, &order.number) != 4) return false;
  order.asset = sim_asset_named(ticker, exchange);
  if (order.asset == NULL) return false;
  order.whole = (int64_t)order.number;
  if (strcmp(verb, "repeat") == 0) post_order(do_repeat, order);
  else if (strcmp(verb, "edit") == 0) post_order(do_edit, order);
  else if (strcmp(verb, "ticker-state") == 0) post_order(do_state, order);
  else if (strcmp(verb, "theoretical") == 0) {
    long long quantity = 0;
    sscanf(line, "%*s %*s %*c %*f %lld", &quantity);
    order.whole = quantity;
    post_order(do_theoretical, order);
  } else return false;
  return true;
}

static bool stop_command(const char *line) {
  static char how[16];
  long long number;
  Order order = {0};
  if (sscanf(line, "freeze %lld", &number) == 1) {
    order.whole = number;
    Order *copy = sim_context(sizeof *copy);
    *copy = order;
    sim_post_first(do_freeze, copy, sim_release);
  } else if (sscanf(line, "slow-accessor %lld", &number) == 1) {
    atomic_store(&accessorUs, number);
  } else if (strcmp(line, "deadlock") == 0) {
    sim_post_first(do_deadlock, NULL, NULL);
  } else if (strcmp(line, "crash exit now") == 0) {
    crash("exit");
  } else if (sscanf(line, "crash %15s", how) == 1) {
    sim_now_or_post(do_crash, how, NULL);
  } else {
    sim_mutex_lock(&mutex);
    bool block = sscanf(line, "block %47s %lld", blockedName, &number) == 2;
    if (block) blockedMs = number;
    sim_mutex_unlock(&mutex);
    if (!block) return false;
    atomic_store(&blocking, true);
  }
  return true;
}

bool sim_faults_command(const char *line) {
  long long a, b;
  if (sscanf(line, "state %lld %lld", &a, &b) == 2 && a >= 0 && a < 4) {
    sim_tell_state((int32_t)a, (int32_t)b);
  } else if (sscanf(line, "disconnect market %lld", &a) == 1) {
    post_order(do_disconnect, (Order){.whole = a});
  } else if (strcmp(line, "lose market") == 0) {
    sim_market_lost();
  } else if (strcmp(line, "regain market") == 0) {
    sim_now_or_post(do_back, NULL, NULL);
  } else if (sscanf(line, "skew %lld", &a) == 1) {
    sim_clock_skew(a);
  } else {
    return asset_command(line) || stop_command(line);
  }
  return true;
}
