// Price depth: notices bracketed by prepare and flush, and the accessors by which a client reads the levels.
#include <math.h>
#include <string.h>

#include "sim-market.h"

enum { ADD = 0, EDIT = 1, DELETE = 2, INSERT = 3, FULL_BOOK = 4, PREPARE = 5, FLUSH = 6, THEORETICAL = 7, BOTH = 254 };

typedef struct {
  uint8_t side;
  int32_t position;
  uint8_t update;
} Notice;

static void tell(SimAsset *listener, const void *what) {
  const Notice *notice = what;
  if (sim_callbacks.priceDepth == NULL) return;
  PdAssetIdentifier id = sim_asset_identifier(listener);
  sim_callbacks.priceDepth(&id, notice->side, notice->position, notice->update);
  memset(&id, 0xDB, sizeof id);
  sim_count("depth-notices", 1);
}

static void notice(SimAsset *asset, uint8_t side, int32_t position, uint8_t update) {
  Notice what = {side, position, update};
  if (sim_state.marketConnected) sim_each_listener(asset, SIM_SUBSCRIPTION(priceDepth), tell, &what);
}

static bool better(int32_t side, double a, double b) { return side == 0 ? a > b : a < b; }

static void remove_level(SimMarket *market, int32_t side, int32_t at) {
  SimLevel *levels = market->levels[side];
  int32_t left = --market->levelCount[side] - at;
  memmove(&levels[at], &levels[at + 1], (size_t)left * sizeof *levels);
}

static void insert_level(SimMarket *market, int32_t side, int32_t at, SimLevel level) {
  SimLevel *levels = market->levels[side];
  if (market->levelCount[side] == SIM_LEVELS) market->levelCount[side]--;
  memmove(&levels[at + 1], &levels[at], (size_t)(market->levelCount[side] - at) * sizeof *levels);
  levels[at] = level;
  market->levelCount[side]++;
}

/** One step towards the wanted level at `at`; returns the update that it is, or -1 when nothing is left to do there. */
static int32_t step(SimMarket *market, int32_t side, int32_t at, const SimLevel *wanted, int32_t count) {
  int32_t have = market->levelCount[side];
  SimLevel *now = &market->levels[side][at];
  if (at >= count && at >= have) return -1;
  if (at >= count || (at < have && better(side, now->price, wanted[at].price))) {
    remove_level(market, side, at);
    return DELETE;
  }
  if (at >= have || now->price != wanted[at].price) {
    insert_level(market, side, at, wanted[at]);
    return INSERT;
  }
  if (now->quantity == wanted[at].quantity && now->orders == wanted[at].orders) return -1;
  *now = wanted[at];
  return EDIT;
}

static void change_side(SimAsset *asset, int32_t side, const SimLevel *wanted, int32_t count) {
  SimMarket *market = asset->market;
  int32_t at = 0;
  while (at < count || at < market->levelCount[side]) {
    sim_lock();
    int32_t update = step(market, side, at, wanted, count);
    sim_unlock();
    // A bracket is told change by change: between prepare and flush the book is between two states.
    if (update >= 0) notice(asset, (uint8_t)side, at, (uint8_t)update);
    if (update != DELETE) at++;
  }
}

static void derive_tiny(SimAsset *asset, int32_t side) {
  SimMarket *market = asset->market;
  if (market->ownTiny || market->levelCount[side] == 0) return;
  SimLevel top = market->levels[side][0];
  double told = side == 0 ? asset->bid : asset->ask;
  if (top.price == told && top.quantity == market->tinyQuantity[side]) return;
  sim_tiny_set(asset, side, top.price, top.quantity);
  if (sim_state.marketConnected) sim_tiny_deliver(asset, side);
}

void sim_depth_set(SimAsset *asset, const SimLevel *buy, int32_t buyCount, const SimLevel *sell, int32_t sellCount) {
  notice(asset, BOTH, 0, PREPARE);
  change_side(asset, 0, buy, buyCount < SIM_LEVELS ? buyCount : SIM_LEVELS);
  change_side(asset, 1, sell, sellCount < SIM_LEVELS ? sellCount : SIM_LEVELS);
  notice(asset, BOTH, 0, FLUSH);
  derive_tiny(asset, 0);
  derive_tiny(asset, 1);
}

void sim_depth_theoretical(SimAsset *asset) { notice(asset, BOTH, 0, THEORETICAL); }

void sim_depth_snapshot(void *raw) {
  SimAsset *asset = raw;
  if (!sim_state.marketConnected) return;
  tell(asset, &(Notice){BOTH, 0, FULL_BOOK});
}

/** During an auction the top entry is the theoretical one: price -infinity, flag bit 0. */
static bool has_theoretical(const SimAsset *source) {
  return source->tickerState == 4 && !isnan(source->market->theoreticalPrice);
}

static int32_t find(const PdAssetIdentifier *id, uint8_t side, SimAsset **source) {
  if (id == NULL || side > 1) return NL_INVALID_ARGS;
  if (id->version != 0) return NL_VERSION_NOT_SUPPORTED;
  int32_t exchange = sim_check_exchange(id->exchange);
  if (exchange != NL_OK) return exchange;
  SimAsset *asset = sim_asset(id->ticker, id->exchange);
  if (asset == NULL) return NL_INVALID_TICKER;
  if (!atomic_load(&asset->market->priceDepth)) return NL_ASSET_NO_DATA;
  *source = sim_source(asset);
  return NL_OK;
}

PROFIT_EXPORT int32_t GetPriceDepthSideCount(const PdAssetIdentifier *id, uint8_t side) {
  SimAsset *source = NULL;
  int32_t entered = sim_enter_accessor("GetPriceDepthSideCount");
  if (entered == NL_OK) entered = find(id, side, &source);
  if (entered != NL_OK) return entered;
  sim_lock();
  int32_t count = source->market->levelCount[side] + (has_theoretical(source) ? 1 : 0);
  sim_unlock();
  return count;
}

PROFIT_EXPORT int32_t GetPriceGroup(const PdAssetIdentifier *id, uint8_t side, int32_t position, PdPriceGroup *out) {
  SimAsset *source = NULL;
  int32_t entered = sim_enter_accessor("GetPriceGroup");
  if (entered == NL_OK) entered = find(id, side, &source);
  if (entered != NL_OK) return entered;
  if (out == NULL || position < 0) return NL_INVALID_ARGS;
  if (out->version != 0) return NL_VERSION_NOT_SUPPORTED;
  int32_t answer = NL_OK;
  sim_lock();
  const SimMarket *market = source->market;
  int32_t at = position - (has_theoretical(source) ? 1 : 0);
  if (at < 0) {
    out->price = -INFINITY;
    out->count = 1;
    out->quantity = market->theoreticalQuantity;
    out->flags = 1;
  } else if (at < market->levelCount[side]) {
    const SimLevel *level = &market->levels[side][at];
    out->price = level->price;
    out->count = level->orders;
    out->quantity = level->quantity;
    out->flags = level->flags;
  } else {
    answer = NL_OUT_OF_RANGE;
  }
  sim_unlock();
  return answer;
}
