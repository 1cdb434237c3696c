// Subscriptions: which checks each one makes, and the first things that a new subscriber is told.
#include "sim-life.h"
#include "sim-market.h"

typedef struct {
  PdAssetIdentifier id;
  char ticker[24];
  char exchange[8];
} Unknown;

static void deliver_invalid(void *raw) {
  const Unknown *unknown = raw;
  if (sim_callbacks.invalidTicker == NULL) return;
  PdAssetIdentifier id = {.version = 0, .ticker = sim_text(unknown->ticker), .exchange = sim_text(unknown->exchange)};
  sim_callbacks.invalidTicker(&id);
}

static void post_invalid(PdText ticker, PdText exchange) {
  Unknown *unknown = sim_context(sizeof *unknown);
  sim_utf8(ticker, unknown->ticker, sizeof unknown->ticker);
  sim_utf8(exchange, unknown->exchange, sizeof unknown->exchange);
  sim_post(deliver_invalid, unknown, sim_release, 0);
}

/** Entry, text and exchange; `asset` stays null for a ticker that does not exist. */
static int32_t check(const char *name, PdText ticker, PdText exchange, SimAsset **asset) {
  int32_t answer = sim_enter_request(name);
  if (answer != NL_OK) return answer;
  if (ticker == NULL) return NL_INVALID_ARGS;
  answer = sim_check_exchange(exchange);
  if (answer != NL_OK) return answer;
  sim_count("subscription-calls", 1);
  sim_lock();
  *asset = sim_asset(ticker, exchange);
  sim_unlock();
  return NL_OK;
}

PROFIT_EXPORT int32_t SubscribeTicker(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("SubscribeTicker", ticker, exchange, &asset);
  if (answer != NL_OK) return answer;
  if (asset == NULL) {
    post_invalid(ticker, exchange);
    return NL_OK;
  }
  bool again = atomic_exchange(&asset->market->ticker, true);
  if (!again) sim_post(sim_ticker_snapshot, asset, NULL, 0);
  sim_player_subscribed();
  return NL_OK;
}

PROFIT_EXPORT int32_t UnsubscribeTicker(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("UnsubscribeTicker", ticker, exchange, &asset);
  if (answer == NL_OK && asset != NULL) atomic_store(&asset->market->ticker, false);
  return answer;
}

PROFIT_EXPORT int32_t SubscribeOfferBook(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("SubscribeOfferBook", ticker, exchange, &asset);
  if (answer != NL_OK) return answer;
  if (asset == NULL) return NL_INVALID_TICKER;
  atomic_store(&asset->market->offerBook, true);
  sim_post(sim_offers_snapshot, asset, NULL, 0);
  sim_player_subscribed();
  return NL_OK;
}

PROFIT_EXPORT int32_t UnsubscribeOfferBook(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("UnsubscribeOfferBook", ticker, exchange, &asset);
  if (answer == NL_OK && asset != NULL) atomic_store(&asset->market->offerBook, false);
  return answer;
}

static int32_t depth(const char *name, const PdAssetIdentifier *id, bool on) {
  SimAsset *asset = NULL;
  if (id == NULL) return NL_INVALID_ARGS;
  if (id->version != 0) return NL_VERSION_NOT_SUPPORTED;
  int32_t answer = check(name, id->ticker, id->exchange, &asset);
  if (answer != NL_OK) return answer;
  if (asset == NULL) return NL_INVALID_TICKER;
  if (on && sim_callbacks.priceDepth == NULL) sim_misuse("SubscribePriceDepth before SetPriceDepthCallback: access violation");
  atomic_store(&asset->market->priceDepth, on);
  if (on) {
    sim_post(sim_depth_snapshot, asset, NULL, 0);
    sim_player_subscribed();
  }
  return NL_OK;
}

PROFIT_EXPORT int32_t SubscribePriceDepth(const PdAssetIdentifier *id) { return depth("SubscribePriceDepth", id, true); }
PROFIT_EXPORT int32_t UnsubscribePriceDepth(const PdAssetIdentifier *id) { return depth("UnsubscribePriceDepth", id, false); }

/** Replaced by the price depth: accepted, and never told anything. */
static int32_t quiet(const char *name, PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check(name, ticker, exchange, &asset);
  if (answer != NL_OK) return answer;
  return asset == NULL ? NL_INVALID_TICKER : NL_OK;
}

PROFIT_EXPORT int32_t SubscribePriceBook(PdText ticker, PdText exchange) { return quiet("SubscribePriceBook", ticker, exchange); }
PROFIT_EXPORT int32_t UnsubscribePriceBook(PdText ticker, PdText exchange) {
  return quiet("UnsubscribePriceBook", ticker, exchange);
}

static void deliver_adjustment(void *raw) {
  SimAsset *asset = raw;
  PdText empty = sim_text("");
  PdText date = sim_text("02/01/2026");
  PdAssetIdRec id = sim_asset_record(asset);
  if (sim_callbacks.adjustHistory != NULL) {
    sim_callbacks.adjustHistory(&id, 0.25, sim_text("Dividendo"), empty, date, date, date, 1);
  }
  if (sim_callbacks.adjustHistoryV2 != NULL) {
    sim_callbacks.adjustHistoryV2(&id, 0.25, sim_text("Dividendo"), empty, date, date, date, 3, -9999);
  }
}

PROFIT_EXPORT int32_t SubscribeAdjustHistory(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("SubscribeAdjustHistory", ticker, exchange, &asset);
  if (answer != NL_OK) return answer;
  if (asset == NULL) return NL_INVALID_TICKER;
  // Futures have no corporate actions.
  if (asset->exchange == 'B') sim_post(deliver_adjustment, asset, NULL, 0);
  return NL_OK;
}

PROFIT_EXPORT int32_t UnsubscribeAdjustHistory(PdText ticker, PdText exchange) {
  return quiet("UnsubscribeAdjustHistory", ticker, exchange);
}

static void deliver_info(void *raw) {
  SimAsset *a = raw;
  PdAssetIdRec id = sim_asset_record(a);
  PdText name = sim_text(a->ticker), description = sim_text(a->market->description), valid = sim_text("30/12/2026");
  PdText isin = sim_text("BRBMEFWDO0X0"), empty = sim_text("");
  if (sim_callbacks.assetList != NULL) sim_callbacks.assetList(&id, name);
  if (sim_callbacks.assetListInfo != NULL) {
    sim_callbacks.assetListInfo(&id, name, description, a->minQuantity, a->maxQuantity, a->lot, a->securityType, a->subType,
                                a->tick, a->pointValue, valid, isin);
  }
  if (sim_callbacks.assetListInfoV2 != NULL) {
    sim_callbacks.assetListInfoV2(&id, name, description, a->minQuantity, a->maxQuantity, a->lot, a->securityType, a->subType,
                                  a->tick, a->pointValue, valid, isin, empty, empty, empty);
  }
}

PROFIT_EXPORT int32_t RequestTickerInfo(PdText ticker, PdText exchange) {
  SimAsset *asset = NULL;
  int32_t answer = check("RequestTickerInfo", ticker, exchange, &asset);
  if (answer != NL_OK) return answer;
  if (asset == NULL) post_invalid(ticker, exchange);
  else sim_post(deliver_info, asset, NULL, 0);
  return NL_OK;
}
