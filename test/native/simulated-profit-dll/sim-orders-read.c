// Order reads of the simulated ProfitDLL: details in two calls, order history by interval, enumerations through a client's callback.
#include "sim-venue.h"

#include <string.h>

static PdSystemTime time_or_none(int64_t localMs) {
  static const PdSystemTime NONE;
  return localMs > 0 ? sim_system_time(localMs) : NONE;
}

static void fill_details(PdOrderOut *out, const VenueOrder *order) {
  // The identifier is the client's question: it is not written.
  out->account.brokerId = order->brokerId;
  venue_out_field(out->account.accountId, &out->account.accountIdLength, order->accountId);
  venue_out_field(out->account.subAccountId, &out->account.subAccountIdLength, order->subAccountId);
  venue_out_text(out->asset.ticker, &out->asset.tickerLength, order->asset->ticker);
  venue_out_text(out->asset.exchange, &out->asset.exchangeLength, order->asset->exchange);
  out->asset.feedType = 0;
  out->quantity = order->quantity;
  out->tradedQuantity = order->traded;
  out->leavesQuantity = order->leaves;
  out->price = order->price;
  out->stopPrice = order->stopPrice;
  out->averagePrice = order->averagePrice;
  out->orderSide = order->side;
  out->orderType = order->type;
  out->orderStatus = order->status;
  out->validityType = order->validity;
  out->date = time_or_none(order->createdMs);
  out->lastUpdate = time_or_none(order->updatedMs);
  out->closeDate = time_or_none(order->closedMs);
  out->validityDate = time_or_none(order->createdMs);
  venue_out_text(out->textMessage, &out->textMessageLength, order->text);
  if (out->version >= 1) out->eventId = order->eventId;
}

PROFIT_EXPORT int32_t GetOrderDetails(PdOrderOut *out) {
  const int32_t entered = sim_enter_accessor("GetOrderDetails");
  if (entered != NL_OK) return entered;
  if (!sim_state.routing) return NL_MARKET_ONLY;
  if (out == NULL) return NL_INVALID_ARGS;
  int32_t code = venue_check_version("OrderOut", out->version, 1);
  if (code != NL_OK || out->order.version != 0) return NL_VERSION_NOT_SUPPORTED;
  sim_lock();
  const VenueOrder *seen = venue_view_find(out->order.localOrderId, out->order.clOrderId);
  if (seen == NULL) code = NL_NOT_FOUND;
  else fill_details(out, seen);
  sim_unlock();
  return code;
}

/** 1 loaded, 0 not; asks for it once. Under the lock. */
static int is_loaded(int32_t index, int64_t fromDay, int64_t toDay) {
  const VenueAccount *account = &sim_venue.accounts[index];
  if (account->historyLoaded && fromDay >= account->loadedFrom && toDay <= account->loadedTo) return 1;
  if (!account->historyPending) venue_load_history(index, fromDay, toDay);
  return 0;
}

static int32_t check_interval(const PdAccountIdentifier *account, const PdSystemTime *start, const PdSystemTime *end) {
  if (account == NULL || start == NULL || end == NULL) return NL_INVALID_ARGS;
  if (account->version != 0) return NL_VERSION_NOT_SUPPORTED;
  const int64_t from = sim_local_ms(start);
  const int64_t to = sim_local_ms(end);
  if (from < 0 || to < 0) return NL_INVALID_ARGS;
  if (venue_day(to) < venue_day(from)) return NL_OUT_OF_RANGE;
  return venue_day(to) > venue_day(sim_now_local_ms()) ? NL_OUT_OF_RANGE : NL_OK;
}

static int32_t check_account(const PdAccountIdentifier *account, int32_t *index) {
  *index = venue_account(account);
  if (*index >= 0) return NL_OK;
  return sim_venue.hasConnected ? NL_NOT_FOUND : NL_NO_LOGIN;
}

PROFIT_EXPORT int32_t HasOrdersInInterval(const PdAccountIdentifier *account, const PdSystemTime *start, const PdSystemTime *end) {
  int32_t code = venue_enter("HasOrdersInInterval");
  if (code == NL_OK) code = check_interval(account, start, end);
  if (code != NL_OK) return code;
  int32_t index = -1;
  venue_lock();
  code = check_account(account, &index);
  // The time of day means nothing here.
  if (code == NL_OK && !is_loaded(index, venue_day(sim_local_ms(start)), venue_day(sim_local_ms(end)))) code = NL_WAITING_SERVER;
  venue_unlock();
  return code;
}

static void fill_order(PdOrder *record, VenueOrder *order, uint8_t version) {
  const size_t bytes = version >= 1 ? sizeof *record : offsetof(PdOrder, eventId);
  memset(record, 0, bytes);
  record->version = version;
  record->order.localOrderId = order->localId;
  record->order.clOrderId = order->clOrdIdKnown ? order->clOrdId : NULL;
  record->account.brokerId = order->brokerId;
  record->account.accountId = order->accountId;
  record->account.subAccountId = order->subAccountId;
  record->asset.ticker = order->asset->ticker;
  record->asset.exchange = order->asset->exchange;
  record->quantity = order->quantity;
  record->tradedQuantity = order->traded;
  record->leavesQuantity = order->leaves;
  record->price = order->price;
  record->stopPrice = order->stopPrice;
  record->averagePrice = order->averagePrice;
  record->orderSide = order->side;
  record->orderType = order->type;
  record->orderStatus = order->status;
  record->validityType = order->validity;
  record->date = time_or_none(order->createdMs);
  record->lastUpdate = time_or_none(order->updatedMs);
  record->closeDate = time_or_none(order->closedMs);
  record->validityDate = time_or_none(order->createdMs);
  record->textMessage = order->text;
  if (version >= 1) record->eventId = order->eventId;
}

/** One record of an enumeration with texts of its own, filled with garbage when the callback has returned. */
typedef struct {
  PdOrder record;
  VenueOrder order;
  VenueAsset asset;
} OrderRow;

static int call_with_order(const VenueOrder *order, uint8_t version, PdParam param, PdEnumerateOrdersCallback callback) {
  OrderRow *row = sim_context(sizeof *row);
  row->order = *order;
  row->asset = *order->asset;
  row->order.asset = &row->asset;
  fill_order(&row->record, &row->order, version);
  const int32_t goesOn = callback(&row->record, param);
  sim_release(row);
  return goesOn != 0;
}

typedef struct {
  int32_t account;
  int64_t from, to;
  uint8_t version;
} OrderQuery;

static void enumerate(OrderQuery query, PdParam param, PdEnumerateOrdersCallback callback) {
  VenueOrder order;
  int goesOn = 1;
  // The lock is not held while the client's callback runs; orders are never removed, so the index stays good.
  for (int32_t i = 0; goesOn; i++) {
    sim_lock();
    const int isEnd = i >= sim_venue.engine.orderCount;
    const VenueOrder *seen = isEnd ? NULL : sim_venue.view[i];
    const int isWanted = seen != NULL && venue_account_of(seen) == query.account && seen->createdMs >= query.from &&
                         seen->createdMs <= query.to;
    if (isWanted) order = *seen;
    sim_unlock();
    if (isEnd) break;
    if (isWanted) goesOn = call_with_order(&order, query.version, param, callback);
  }
}

PROFIT_EXPORT int32_t EnumerateOrdersByInterval(const PdAccountIdentifier *account, uint8_t version, const PdSystemTime *start,
                                                const PdSystemTime *end, PdParam param, PdEnumerateOrdersCallback callback) {
  int32_t code = venue_enter("EnumerateOrdersByInterval");
  if (code == NL_OK) code = venue_check_version("Order", version, 1);
  if (code == NL_OK) code = check_interval(account, start, end);
  if (code == NL_OK && callback == NULL) code = NL_INVALID_ARGS;
  if (code != NL_OK) return code;
  OrderQuery query = {-1, sim_local_ms(start), sim_local_ms(end), version};
  venue_lock();
  code = check_account(account, &query.account);
  if (code == NL_OK && !is_loaded(query.account, venue_day(query.from), venue_day(query.to))) code = NL_WAITING_SERVER;
  venue_unlock();
  if (code == NL_OK) enumerate(query, param, callback);
  return code;
}

PROFIT_EXPORT int32_t EnumerateAllOrders(const PdAccountIdentifier *account, uint8_t version, PdParam param,
                                         PdEnumerateOrdersCallback callback) {
  int32_t code = venue_enter("EnumerateAllOrders");
  if (code == NL_OK) code = venue_check_version("Order", version, 1);
  if (code == NL_OK && (account == NULL || callback == NULL)) code = NL_INVALID_ARGS;
  if (code == NL_OK && account->version != 0) code = NL_VERSION_NOT_SUPPORTED;
  if (code != NL_OK) return code;
  OrderQuery query = {-1, INT64_MIN, INT64_MAX, version};
  sim_lock();
  query.account = venue_account(account);
  sim_unlock();
  // Purely local: an account that is not known yet has no orders, and that is no error.
  if (query.account >= 0) enumerate(query, param, callback);
  return NL_OK;
}
