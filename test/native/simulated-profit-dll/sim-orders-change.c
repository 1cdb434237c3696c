// Change and cancel requests of the simulated ProfitDLL: one order, all of an asset, all of an account.
#include "sim-venue.h"

/** The open or ended order of a request that belongs to this account; NULL when there is none. */
static VenueOrder *named_order(const PdAccountIdentifier *account, const PdOrderIdentifier *identifier) {
  VenueOrder *order = venue_engine_find(&sim_venue.engine, identifier->localOrderId, identifier->clOrderId);
  const int32_t index = venue_account(account);
  return order != NULL && index >= 0 && venue_account_of(order) == index ? order : NULL;
}

static int is_password_good(PdText password) {
  return sim_venue.set.routingPassword[0] == 0 || text16_equal(password, sim_venue.set.routingPassword);
}

/** 1 when the request goes on to the venue. */
static int is_passed(const VenueOrder *order, PdText password, int64_t messageId) {
  Venue *venue = &sim_venue.engine;
  if (!is_password_good(password)) {
    sim_count("wrong-routing-passwords", 1);
    return 0;
  }
  if (venue->faults.swallowRequests > 0) {
    venue->faults.swallowRequests--;
    return 0;
  }
  if (sim_venue.brokerConnected) return 1;
  venue_engine_result(venue, order, messageId, RESULT_NOT_CONNECTED, "Cliente nao esta logado");
  return 0;
}

static int32_t check(const char *record, uint8_t version, int32_t maximum, uint8_t accountVersion, uint8_t otherVersion) {
  const int32_t code = venue_check_version(record, version, maximum);
  return code == NL_OK && (accountVersion != 0 || otherVersion != 0) ? NL_VERSION_NOT_SUPPORTED : code;
}

PROFIT_EXPORT int32_t SendChangeOrderV2(PdChangeOrder *request) {
  int32_t code = venue_enter("SendChangeOrderV2");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = check("ChangeOrder", request->version, 1, request->account.version, request->order.version);
  if (code != NL_OK) return code;
  if (request->quantity <= 0 || !(request->price > 0)) return NL_INVALID_ARGS;
  venue_lock();
  VenueOrder *order = named_order(&request->account, &request->order);
  const int isStop = order != NULL && order->type == TYPE_STOP_LIMIT;
  if (order == NULL) code = NL_NOT_FOUND;
  else if (isStop ? !(request->stopPrice > 0) : request->stopPrice != -1) code = NL_INVALID_ARGS;
  // The vendor's own simulator answers so for every stop-limit order.
  else if (isStop && (sim_venue.engine.rules.noStopChange || sim_setting("refuse-stop-change", 0) != 0)) code = NL_INVALID_ARGS;
  else {
    const int64_t messageId = sim_venue.engine.nextMessageId++;
    if (request->version >= 1) request->messageId = messageId;
    sim_count("changes-sent", 1);
    venue_engine_record(&sim_venue.engine, order, "ask-change", 0, 0);
    if (is_passed(order, request->password, messageId))
      venue_engine_change(&sim_venue.engine, order, request->price, request->stopPrice, request->quantity, messageId);
  }
  venue_unlock();
  return code;
}

static void cancel(VenueOrder *order, PdText password, int64_t *told) {
  const int64_t messageId = sim_venue.engine.nextMessageId++;
  if (told != NULL) *told = messageId;
  sim_count("cancels-sent", 1);
  venue_engine_record(&sim_venue.engine, order, "ask-cancel", 0, 0);
  venue_chaos_request();
  if (is_passed(order, password, messageId)) venue_engine_cancel(&sim_venue.engine, order, messageId);
}

PROFIT_EXPORT int32_t SendCancelOrderV2(PdCancelOrder *request) {
  int32_t code = venue_enter("SendCancelOrderV2");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = check("CancelOrder", request->version, 1, request->account.version, request->order.version);
  if (code != NL_OK) return code;
  venue_lock();
  VenueOrder *order = named_order(&request->account, &request->order);
  if (order == NULL) code = NL_NOT_FOUND;
  else cancel(order, request->password, request->version >= 1 ? &request->messageId : NULL);
  venue_unlock();
  return code;
}

static void cancel_each(int32_t account, const VenueAsset *asset, PdText password) {
  const int32_t count = sim_venue.engine.orderCount;
  for (int32_t i = 0; i < count; i++) {
    VenueOrder *order = sim_venue.engine.orders[i];
    const int isOurs = venue_account_of(order) == account && (asset == NULL || order->asset == asset);
    if (isOurs && venue_engine_is_open(order)) cancel(order, password, NULL);
  }
}

PROFIT_EXPORT int32_t SendCancelOrdersV2(PdCancelOrders *request) {
  int32_t code = venue_enter("SendCancelOrdersV2");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = check("CancelOrders", request->version, 0, request->account.version, request->asset.version);
  if (code == NL_OK) code = sim_check_exchange(request->asset.exchange);
  if (code != NL_OK) return code;
  venue_lock();
  const int32_t account = venue_account(&request->account);
  const SimAsset *market = sim_asset(request->asset.ticker, request->asset.exchange);
  VenueAsset *asset = venue_asset(request->asset.ticker, request->asset.exchange);
  if (account < 0) code = NL_NOT_FOUND;
  // Before the market opens the vendor refuses this one request.
  else if (asset == NULL || (market != NULL && market->tickerState == 6)) code = NL_INVALID_ARGS;
  else cancel_each(account, asset, request->password);
  venue_unlock();
  return code;
}

PROFIT_EXPORT int32_t SendCancelAllOrdersV2(PdCancelAllOrders *request) {
  int32_t code = venue_enter("SendCancelAllOrdersV2");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = check("CancelAllOrders", request->version, 0, request->account.version, 0);
  if (code != NL_OK) return code;
  venue_lock();
  const int32_t account = venue_account(&request->account);
  if (account < 0) code = NL_NOT_FOUND;
  else cancel_each(account, NULL, request->password);
  venue_unlock();
  return code;
}
