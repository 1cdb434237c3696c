// Commands that act on orders and positions by hand: orders of another person, of an earlier session, positions, ends, a hand-made tape.
#include "sim-venue-commands.h"

#include <string.h>

/** The account whose number is the given word, else the first one. */
static int32_t account_word(const Words *words, int32_t index) {
  if (index >= words->count) return sim_venue.accountCount > 0 ? 0 : -1;
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    if (!sim_venue.accounts[i].isSub && sim_text_equal(sim_venue.accounts[i].accountId, words->word[index])) return i;
  }
  return -1;
}

static int side_word(const char *word) {
  return strcmp(word, "buy") == 0 ? SIDE_BUY : strcmp(word, "sell") == 0 ? SIDE_SELL : 0;
}

/** NAME buy|sell QTY PRICE TICKER [ACCOUNT]; price 0 = at market. */
static VenueOrder *typed_order(const Words *words) {
  const int32_t index = account_word(words, 5);
  VenueAsset *asset = command_asset(words, 4);
  const int side = side_word(words->word[1]);
  const int64_t quantity = command_number(words, 2, 0);
  if (index < 0 || asset == NULL || side == 0 || quantity <= 0) return NULL;
  VenueOrder *order = venue_engine_order(&sim_venue.engine, 1);
  if (order == NULL) return NULL;
  const VenueAccount *account = &sim_venue.accounts[index];
  const double price = command_price(words, 3, 0);
  order->brokerId = account->brokerId;
  text16_copy(order->accountId, VENUE_NAME, account->accountId);
  order->asset = asset;
  order->side = (uint8_t)side;
  order->type = price > 0 ? TYPE_LIMIT : TYPE_MARKET;
  order->price = price > 0 ? price : -1;
  order->stopPrice = -1;
  order->quantity = quantity;
  order->leaves = quantity;
  order->clOrdIdKnown = 1;
  order->live = 1;
  return order;
}

static int foreign_order(const Words *words) {
  VenueOrder *order = typed_order(words);
  if (order == NULL) return 0;
  venue_engine_record(&sim_venue.engine, order, "accept", 0, 0);
  venue_engine_tell(&sim_venue.engine, order, STATUS_NEW);
  venue_engine_match(&sim_venue.engine, order);
  return 1;
}

/** The latest order, or the latest of another person. */
static VenueOrder *latest(int isForeign) {
  for (int32_t i = sim_venue.engine.orderCount - 1; i >= 0; i--) {
    VenueOrder *order = sim_venue.engine.orders[i];
    if (venue_engine_is_open(order) && order->foreign == isForeign) return order;
  }
  return NULL;
}

static int foreign_cancel(const Words *words) {
  (void)words;
  VenueOrder *order = latest(1);
  if (order == NULL) return 0;
  order->live = 0;
  order->leaves = 0;
  venue_engine_record(&sim_venue.engine, order, "end", 0, 0);
  venue_engine_tell(&sim_venue.engine, order, STATUS_CANCELLED);
  return 1;
}

/** past-order buy|sell QTY PRICE TICKER ACCOUNT STATUS TRADED [DAYS_AGO]: from before this session. */
static int past_order(const Words *words) {
  VenueOrder *order = typed_order(words);
  if (order == NULL) return 0;
  const int64_t traded = command_number(words, 7, 0);
  const int64_t ago = command_number(words, 8, 0);
  order->status = (uint8_t)command_number(words, 6, STATUS_NEW);
  order->live = order->status == STATUS_NEW || order->status == STATUS_PARTIAL;
  order->traded = traded;
  order->leaves = order->live ? order->quantity - traded : 0;
  order->averagePrice = traded > 0 ? command_price(words, 3, 0) : 0;
  order->fromHistory = 1;
  order->createdMs -= ago * 86400000;
  order->updatedMs = order->createdMs;
  order->closedMs = order->live ? 0 : order->createdMs;
  order->eventId = sim_venue.engine.nextEventId++;
  return 1;
}

/** position TICKER QTY [PRICE] [ACCOUNT]: set behind the client's back; before the load of the history it counts from there on. */
static int set_position(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  const int32_t account = account_word(words, 4);
  VenuePosition *position = asset == NULL || account < 0 ? NULL : venue_position(account, asset, 1);
  if (position == NULL) return 0;
  const int64_t quantity = command_number(words, 2, 0);
  const double price = command_price(words, 3, asset->last > 0 ? asset->last : asset->tick);
  if (!sim_venue.accounts[account].historyLoaded) {
    position->start = quantity;
    position->startPrice = price;
    venue_log_position(account, asset, quantity);
    return 1;
  }
  venue_position_set(position, quantity, price);
  venue_log_position(account, asset, quantity);
  venue_post_position_list(account, asset, position->eventId);
  return 1;
}

/** end-order STATUS: the latest own open order ends so (3 done for day, 4, 12 expired, 205 cancelled by the administrator). */
static int end_order(const Words *words) {
  VenueOrder *order = latest(0);
  if (order == NULL) return 0;
  order->live = 0;
  order->leaves = 0;
  venue_engine_record(&sim_venue.engine, order, "end", 0, 0);
  venue_engine_tell(&sim_venue.engine, order, (uint8_t)command_number(words, 1, STATUS_CANCELLED));
  return 1;
}

/** fill-order QTY PRICE: fills the latest own open order, whatever the market says. */
static int fill_order(const Words *words) {
  VenueOrder *order = latest(0);
  const double price = command_price(words, 2, 0);
  if (order == NULL || price <= 0) return 0;
  order->held = 0;
  venue_engine_fill(&sim_venue.engine, order, price, command_number(words, 1, 0));
  return 1;
}

/** tell-again STATUS: repeats the latest own order's state with a status that is out of order; 255 = its own. */
static int tell_again(const Words *words) {
  for (int32_t i = sim_venue.engine.orderCount - 1; i >= 0; i--) {
    VenueOrder *order = sim_venue.engine.orders[i];
    if (order->foreign) continue;
    const int64_t status = command_number(words, 1, 255);
    const uint8_t before = order->status;
    venue_engine_tell(&sim_venue.engine, order, status == 255 ? before : (uint8_t)status);
    order->status = before;
    return 1;
  }
  return 0;
}

/** touch TICKER BID ASK and hand-trade TICKER PRICE QTY: the venue's market without a tape. */
static int touch(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  if (asset == NULL) return 0;
  venue_engine_quote(&sim_venue.engine, asset, command_price(words, 2, 0), command_price(words, 3, 0));
  return 1;
}

static int hand_trade(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  const double price = command_price(words, 2, 0);
  if (asset == NULL || price <= 0) return 0;
  venue_engine_trade(&sim_venue.engine, asset, price, command_number(words, 3, 1));
  return 1;
}

const VenueCommand VENUE_ORDER_COMMANDS[] = {
    {"foreign-order", 4, foreign_order}, {"foreign-cancel", 0, foreign_cancel}, {"past-order", 6, past_order},
    {"position", 2, set_position},       {"end-order", 1, end_order},           {"fill-order", 2, fill_order},
    {"keep-orders", 1, venue_keep_orders}, {"while-down", 1, venue_while_down},
    {"tell-again", 0, tell_again},       {"touch", 3, touch},                   {"hand-trade", 3, hand_trade},
    {NULL, 0, NULL},
};
