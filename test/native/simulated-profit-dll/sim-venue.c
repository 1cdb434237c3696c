// Connects the matching engine with the simulated library: hooks of the market side, the lock, versions, entries of requests.
#include "sim-venue.h"

#include <stdlib.h>
#include <string.h>

VenueState sim_venue;

void venue_lock(void) {
  const int64_t nowMs = sim_now_local_ms();
  sim_lock();
  sim_venue.engine.nowMs = nowMs;
}

void venue_unlock(void) {
  sim_unlock();
}

void venue_defaults(void) {
  memset(&sim_venue.engine.faults, 0, sizeof sim_venue.engine.faults);
  sim_venue.engine.faults.partialCancelStatus = STATUS_CANCELLED;
  memset(&sim_venue.set, 0, sizeof sim_venue.set);
  memset(&sim_venue.engine.rules, 0, sizeof sim_venue.engine.rules);
  venue_chaos_start(0, 0, 0);
  sim_venue.set.delayUs = 2000;
  sim_venue.set.historyDelayUs = 5000;
  sim_venue.set.zeroFlatCode = NL_INVALID_ARGS;
}

void venue_reset(void) {
  sim_lock();
  venue_log_close();
  venue_keep_close();
  for (int32_t i = 0; sim_venue.view != NULL && i < VENUE_MAX_ORDERS; i++) free(sim_venue.view[i]);
  free(sim_venue.view);
  venue_engine_close(&sim_venue.engine);
  memset(&sim_venue, 0, sizeof sim_venue);
  venue_engine_open(&sim_venue.engine, venue_deliver, NULL);
  sim_venue.engine.record = venue_log_order;
  sim_venue.view = calloc(VENUE_MAX_ORDERS, sizeof *sim_venue.view);
  venue_defaults();
  venue_accounts_reset();
  sim_unlock();
}

void venue_asset_refresh(VenueAsset *asset) {
  const SimAsset *known = asset->market;
  if (known == NULL) return;
  asset->tick = known->tick > 0 ? known->tick : 0.01;
  asset->lot = known->lot > 0 ? known->lot : 1;
  if (known->maxQuantity > 0) asset->maximum = known->maxQuantity;
  asset->aggregator = known->dated != NULL ? 1 : 0;
  asset->phase = known->tickerState;
  asset->lowerLimit = 0;
  asset->upperLimit = 0;
  // The market's unknown is no number; here it is 0.
  asset->bid = known->bid > 0 ? known->bid : 0;
  asset->ask = known->ask > 0 ? known->ask : 0;
  asset->last = known->last > 0 ? known->last : 0;
}

VenueAsset *venue_asset(PdText ticker, PdText exchange) {
  SimAsset *known = sim_asset(ticker, exchange);
  if (known == NULL) return NULL;
  const int32_t before = sim_venue.engine.assetCount;
  VenueAsset *asset = venue_engine_asset(&sim_venue.engine, ticker, exchange);
  if (asset == NULL || sim_venue.engine.assetCount == before) return asset;
  asset->market = known;
  venue_asset_refresh(asset);
  return asset;
}

/** The engine's asset of a market event, only when an order ever named it. */
static VenueAsset *named_asset(const SimAsset *market) {
  for (int32_t i = 0; i < sim_venue.engine.assetCount; i++) {
    if (sim_venue.engine.assets[i]->market == market) return sim_venue.engine.assets[i];
  }
  return NULL;
}

void venue_on_trade(SimAsset *market, double price, int64_t quantity, int64_t localMs) {
  sim_lock();
  VenueAsset *asset = named_asset(market);
  sim_venue.engine.nowMs = localMs;
  if (asset != NULL && price > 0) venue_engine_trade(&sim_venue.engine, asset, price, quantity);
  sim_unlock();
}

void venue_on_quote(SimAsset *market, double bid, double ask) {
  const int64_t nowMs = sim_now_local_ms();
  sim_lock();
  VenueAsset *asset = named_asset(market);
  sim_venue.engine.nowMs = nowMs;
  if (asset != NULL) venue_engine_quote(&sim_venue.engine, asset, bid, ask);
  sim_unlock();
}

void venue_on_phase(SimAsset *market, int32_t phase) {
  const int64_t nowMs = sim_now_local_ms();
  sim_lock();
  VenueAsset *asset = named_asset(market);
  sim_venue.engine.nowMs = nowMs;
  if (asset != NULL) venue_engine_phase(&sim_venue.engine, asset, phase);
  sim_unlock();
}

/** Tells what happened to orders while the broker was away. */
static void catch_up(void) {
  for (int32_t i = 0; i < sim_venue.engine.orderCount; i++) {
    VenueOrder *order = sim_venue.engine.orders[i];
    const VenueOrder *seen = sim_venue.view[i];
    if (seen != NULL && seen->eventId != order->eventId) venue_deliver_state(order, 0);
  }
}

void venue_on_state(int32_t type, int32_t result) {
  if (type != 1) return;
  venue_lock();
  venue_log_word("routing", result);
  if (result == 5) {
    const int wasAway = !sim_venue.brokerConnected && sim_venue.hasConnected;
    sim_venue.brokerConnected = 1;
    sim_venue.hasConnected = 1;
    venue_accounts_connect(wasAway);
    if (wasAway) catch_up();
  } else if (result == 0 || result == 3 || result == 4) {
    sim_venue.brokerConnected = 0;
  }
  venue_unlock();
}

int32_t venue_brokers(void) {
  int32_t count = 0;
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    int isFirst = 1;
    for (int32_t j = 0; j < i; j++) isFirst &= sim_venue.accounts[j].brokerId != sim_venue.accounts[i].brokerId;
    count += isFirst;
  }
  return count;
}

int32_t venue_enter(const char *name) {
  const int32_t entered = sim_enter_request(name);
  if (entered != NL_OK) return entered;
  if (!sim_state.routing) return NL_MARKET_ONLY;
  int32_t code = NL_OK;
  sim_lock();
  if (sim_venue.set.failCount > 0 && strcmp(sim_venue.set.failName, name) == 0) {
    sim_venue.set.failCount--;
    code = sim_venue.set.failCode;
  }
  sim_unlock();
  return code;
}

int32_t venue_check_version(const char *record, uint8_t version, int32_t maximum) {
  for (int32_t i = 0; i < sim_venue.set.versionCount; i++) {
    if (strcmp(sim_venue.set.versions[i].name, record) == 0) maximum = sim_venue.set.versions[i].maximum;
  }
  return version <= maximum ? NL_OK : NL_VERSION_NOT_SUPPORTED;
}

int64_t venue_day(int64_t localMs) {
  return localMs / 86400000;
}
