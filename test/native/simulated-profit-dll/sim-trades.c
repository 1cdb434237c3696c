// Trades: kept for the history, told through V1 and V2, with handles that die when the callback returns.
#include <stdlib.h>
#include <string.h>

#include "sim-market.h"

/** Handles are numbers, not addresses: whoever looks inside one fails at once. */
#define HANDLE_TAG 0x5D00000000000000u

static _Atomic uint64_t liveHandle;
static uint64_t lastHandle = HANDLE_TAG;
static SimTrade liveTrade;
static SimAsset *liveAsset;

static void add_trade(SimMarket *market, const SimTrade *trade) {
  if (market->tradeCount == market->tradeCapacity) {
    uint64_t capacity = market->tradeCapacity == 0 ? 4096 : market->tradeCapacity * 2;
    SimTrade *trades = realloc(market->trades, capacity * sizeof *trades);
    if (trades == NULL) sim_misuse("no memory for %llu trades", (unsigned long long)capacity);
    market->trades = trades;
    market->tradeCapacity = capacity;
  }
  market->trades[market->tradeCount++] = *trade;
}

static void edit_trade(SimMarket *market, const SimTrade *trade) {
  for (uint64_t i = market->tradeCount; i > 0; i--) {
    SimTrade *old = &market->trades[i - 1];
    if (old->number != trade->number || old->localMs / 86400000 != trade->localMs / 86400000) continue;
    *old = *trade;
    return;
  }
}

void sim_trade_keep(SimAsset *asset, const SimTrade *trade, bool edit) {
  SimMarket *market = asset->market;
  sim_lock();
  if (edit) {
    edit_trade(market, trade);
  } else {
    add_trade(market, trade);
    sim_daily_add(market, trade);
    asset->last = trade->price;
  }
  sim_unlock();
}

void sim_trade_happens(SimAsset *asset, const SimTrade *trade, bool edit) {
  sim_trade_keep(asset, trade, edit);
  if (!edit) venue_on_trade(asset, trade->price, trade->quantity, trade->localMs);
}

typedef struct {
  const SimTrade *trade;
  uint32_t flags;
} Told;

static void with_handle(SimAsset *listener, const Told *told, PdTradeV2Callback callback) {
  PdAssetIdentifier id = sim_asset_identifier(listener);
  liveTrade = *told->trade;
  liveAsset = listener;
  uint64_t handle = ++lastHandle;
  atomic_store(&liveHandle, handle);
  callback(&id, (void *)(uintptr_t)handle, told->flags);
  atomic_store(&liveHandle, 0);
  memset(&id, 0xDB, sizeof id);
}

/** The vendor's Char: the bits above the low eight are whatever was there before. */
static PdChar dirty(bool value) { return (PdChar)(((uint32_t)sim_random() & 0xFFFFFF00u) | (value ? 1u : 0u)); }

static void tell_trade(SimAsset *listener, const void *what) {
  const Told *told = what;
  const SimTrade *t = told->trade;
  if (sim_callbacks.tradeV2 != NULL) {
    sim_count("trades-delivered", 1);
    with_handle(listener, told, sim_callbacks.tradeV2);
  }
  char date[24];
  if (sim_callbacks.trade != NULL || sim_callbacks.changeCotation != NULL) sim_date_text(t->localMs, date);
  if (sim_callbacks.trade != NULL) {
    PdAssetIdRec id = sim_asset_record(listener);
    sim_callbacks.trade(&id, sim_text(date), t->number, t->price, t->volume, (int32_t)t->quantity, t->buyAgent, t->sellAgent,
                        t->type, dirty(told->flags & 1));
  }
  if (sim_callbacks.changeCotation != NULL) {
    PdAssetIdRec id = sim_asset_record(listener);
    sim_callbacks.changeCotation(&id, sim_text(date), t->number, t->price);
  }
}

void sim_trade_deliver(SimAsset *asset, const SimTrade *trade, uint32_t flags) {
  Told told = {trade, flags};
  sim_each_listener(asset, SIM_SUBSCRIPTION(ticker), tell_trade, &told);
}

void sim_history_deliver(SimAsset *asset, const SimTrade *trade, uint32_t flags) {
  Told told = {trade, flags};
  sim_count("history-trades-delivered", 1);
  if (sim_callbacks.historyTradeV2 != NULL) with_handle(asset, &told, sim_callbacks.historyTradeV2);
  if (sim_callbacks.historyTrade == NULL) return;
  char date[24];
  sim_date_text(trade->localMs, date);
  PdAssetIdRec id = sim_asset_record(asset);
  sim_callbacks.historyTrade(&id, sim_text(date), trade->number, trade->price, trade->volume, (int32_t)trade->quantity,
                             trade->buyAgent, trade->sellAgent, trade->type);
}

static void fill(PdTrade *out, const SimTrade *t) {
  out->tradeDate = sim_system_time(t->localMs);
  out->tradeNumber = t->number;
  out->price = t->price;
  out->quantity = t->quantity;
  out->volume = t->volume;
  out->buyAgent = t->buyAgent;
  out->sellAgent = t->sellAgent;
  out->tradeType = t->type;
  if (sim_fault("sentinel-price")) out->price = sim_random() & 1 ? 0 : -1;
  if (sim_fault("sentinel-date")) memset(&out->tradeDate, 0, sizeof out->tradeDate);
  if (sim_fault("old-date")) out->tradeDate = sim_system_time(t->localMs - 3 * 365 * 86400000LL);
}

PROFIT_EXPORT int32_t TranslateTrade(void *handle, PdTrade *out) {
  int32_t entered = sim_enter_accessor("TranslateTrade");
  if (entered != NL_OK) return entered;
  if (handle == NULL || out == NULL) return NL_INVALID_ARGS;
  uint64_t token = (uint64_t)(uintptr_t)handle;
  if (token != atomic_load(&liveHandle)) {
    if (token < HANDLE_TAG || token > lastHandle) sim_misuse("TranslateTrade with something that never was a trade handle");
    sim_misuse("TranslateTrade with a dead handle: the callback it belongs to has returned");
  }
  if (out->version != 0) return NL_VERSION_NOT_SUPPORTED;
  if (sim_fault("translate-fails")) return NL_INTERNAL_ERROR;
  fill(out, &liveTrade);
  return NL_OK;
}
