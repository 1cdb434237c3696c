// Tiny book, daily summary, theoretical price and ticker state: set as the tape says, told to those who subscribed.
#include <math.h>
#include <string.h>

#include "sim-market.h"

static void new_day(SimMarket *market, const SimTrade *trade) {
  if (market->daily.trades > 0) market->previousClose = market->daily.close;
  market->dayFirst = market->tradeCount - 1;
  market->daily = (FeedDaily){.open = trade->price, .high = trade->price, .low = trade->price};
  market->daily.settlement = market->previousClose;
  market->daily.upperLimit = market->upperLimit;
  market->daily.lowerLimit = market->lowerLimit;
}

/** With the lock held, after the trade was added. */
void sim_daily_add(SimMarket *market, const SimTrade *t) {
  if (market->ownDaily) return;
  FeedDaily *d = &market->daily;
  if (d->trades == 0 || d->localMs / 86400000 != t->localMs / 86400000) new_day(market, t);
  d->localMs = t->localMs;
  if (t->price > d->high) d->high = t->price;
  if (t->price < d->low) d->low = t->price;
  d->close = t->price;
  d->volume += t->volume;
  d->quantity += (int32_t)t->quantity;
  d->trades++;
  if (t->type == 2) {
    d->buyerVolume += t->volume;
    d->buyerQuantity += (int32_t)t->quantity;
    d->buyerTrades++;
  } else if (t->type == 3) {
    d->sellerVolume += t->volume;
    d->sellerQuantity += (int32_t)t->quantity;
    d->sellerTrades++;
  }
}

static void tell_daily(SimAsset *listener, const void *what) {
  if (sim_callbacks.daily == NULL) return;
  FeedDaily d = *(const FeedDaily *)what;
  char date[24];
  sim_date_text(d.localMs, date);
  PdAssetIdRec id = sim_asset_record(listener);
  sim_callbacks.daily(&id, sim_text(date), d.open, d.high, d.low, d.close, d.volume, d.settlement, d.upperLimit, d.lowerLimit,
                      d.buyerVolume, d.sellerVolume, d.quantity, d.trades, d.openContracts, d.buyerQuantity, d.sellerQuantity,
                      d.buyerTrades, d.sellerTrades);
  sim_count("daily-delivered", 1);
}

void sim_daily_deliver(SimAsset *asset) {
  sim_each_listener(asset, SIM_SUBSCRIPTION(ticker), tell_daily, &asset->market->daily);
}

static void tell_limits(void *raw) {
  SimAsset *asset = raw;
  if (sim_state.marketConnected && asset->market->daily.trades > 0) sim_daily_deliver(asset);
}

void sim_daily_limits(SimAsset *asset, double lower, double upper) {
  SimAsset *source = sim_source(asset);
  source->market->lowerLimit = source->market->daily.lowerLimit = lower;
  source->market->upperLimit = source->market->daily.upperLimit = upper;
  sim_post(tell_limits, source, NULL, 0);
}

void sim_tiny_set(SimAsset *asset, int32_t side, double price, int64_t quantity) {
  sim_lock();
  if (side == 0) asset->bid = price;
  if (side == 1) asset->ask = price;
  asset->market->tinyQuantity[side & 1] = quantity;
  sim_unlock();
  venue_on_quote(asset, asset->bid, asset->ask);
}

typedef struct {
  double price;
  int64_t quantity;
  int32_t side;
} Tiny;

static void tell_tiny(SimAsset *listener, const void *what) {
  if (sim_callbacks.tinyBook == NULL) return;
  const Tiny *tiny = what;
  PdAssetIdRec id = sim_asset_record(listener);
  sim_callbacks.tinyBook(&id, tiny->price, (int32_t)tiny->quantity, tiny->side);
  sim_count("tiny-delivered", 1);
}

void sim_tiny_deliver(SimAsset *asset, int32_t side) {
  Tiny tiny = {side == 0 ? asset->bid : asset->ask, asset->market->tinyQuantity[side & 1], side};
  sim_each_listener(asset, SIM_SUBSCRIPTION(ticker), tell_tiny, &tiny);
}

typedef struct {
  int64_t localMs;
  int32_t state;
} StateTold;

static void tell_state(SimAsset *listener, const void *what) {
  if (sim_callbacks.changeStateTicker == NULL) return;
  const StateTold *told = what;
  char date[24];
  sim_date_text(told->localMs, date);
  PdAssetIdRec id = sim_asset_record(listener);
  sim_callbacks.changeStateTicker(&id, sim_text(date), told->state);
}

void sim_state_set(SimAsset *asset, int64_t localMs, int32_t state) {
  StateTold told = {localMs, state};
  asset->tickerState = state;
  venue_on_phase(asset, state);
  if (sim_state.marketConnected) sim_each_listener(asset, SIM_SUBSCRIPTION(ticker), tell_state, &told);
}

static void tell_theoretical(SimAsset *listener, const void *what) {
  const SimMarket *market = what;
  if (sim_callbacks.theoreticalPrice == NULL) return;
  PdAssetIdRec id = sim_asset_record(listener);
  sim_callbacks.theoreticalPrice(&id, market->theoreticalPrice, market->theoreticalQuantity);
}

void sim_theoretical_set(SimAsset *asset, double price, int64_t quantity) {
  sim_lock();
  asset->market->theoreticalPrice = price;
  asset->market->theoreticalQuantity = quantity;
  sim_unlock();
  if (!sim_state.marketConnected) return;
  sim_each_listener(asset, SIM_SUBSCRIPTION(ticker), tell_theoretical, asset->market);
  sim_depth_theoretical(asset);
}

PROFIT_EXPORT int32_t GetTheoreticalValues(const PdAssetIdentifier *id, double *price, int64_t *quantity) {
  int32_t entered = sim_enter_accessor("GetTheoreticalValues");
  if (entered != NL_OK) return entered;
  if (id == NULL || price == NULL || quantity == NULL) return NL_INVALID_ARGS;
  if (id->version != 0) return NL_VERSION_NOT_SUPPORTED;
  int32_t exchange = sim_check_exchange(id->exchange);
  if (exchange != NL_OK) return exchange;
  SimAsset *asset = sim_asset(id->ticker, id->exchange);
  if (asset == NULL) return NL_INVALID_TICKER;
  sim_lock();
  SimMarket *market = sim_source(asset)->market;
  bool known = !isnan(market->theoreticalPrice);
  *price = known ? market->theoreticalPrice : 0;
  *quantity = known ? market->theoreticalQuantity : 0;
  sim_unlock();
  return NL_OK;
}

/** With a closed market one cached last trade comes with its old date. */
void sim_ticker_snapshot(void *raw) {
  SimAsset *asset = raw;
  SimAsset *source = sim_source(asset);
  SimMarket *market = source->market;
  if (!sim_state.marketConnected) return;
  if (market->daily.trades > 0) tell_daily(asset, &market->daily);
  if (!isnan(source->bid)) tell_tiny(asset, &(Tiny){source->bid, market->tinyQuantity[0], 0});
  if (!isnan(source->ask)) tell_tiny(asset, &(Tiny){source->ask, market->tinyQuantity[1], 1});
  if (source->tickerState != 0) tell_state(asset, &(StateTold){sim_now_local_ms(), source->tickerState});
  if (source->tickerState != 6 || market->tradeCount == 0) return;
  SimTrade stale = market->trades[market->tradeCount - 1];
  sim_count("stale-trades", 1);
  sim_trade_deliver(asset, &stale, 0);
}
