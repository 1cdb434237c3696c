// SendOrder and SendZeroPositionV2 of the simulated ProfitDLL: checks a request as the vendor does and hands it to the venue.
#include "sim-venue.h"

#include <string.h>

enum { WRONG_PASSWORDS_UNTIL_LOCK = 3 };

typedef struct {
  const PdAccountIdentifier *account;
  const PdAssetIdentifier *asset;
  PdText password;
  uint8_t type, side;
  double price, stopPrice;
  int64_t quantity;
} Wanted;

/** Version 0 numbers type and side otherwise: limit 0, stop 1, market 2; buy 0, sell 1. */
static int32_t translate_old(Wanted *wanted) {
  static const uint8_t TYPES[3] = {TYPE_LIMIT, TYPE_STOP_LIMIT, TYPE_MARKET};
  if (wanted->type > 2 || wanted->side > 1) return NL_INVALID_ARGS;
  wanted->type = TYPES[wanted->type];
  wanted->side = wanted->side == 0 ? SIDE_BUY : SIDE_SELL;
  // An old market order carries no price that means anything.
  if (wanted->type == TYPE_MARKET) wanted->price = -1;
  if (wanted->type != TYPE_STOP_LIMIT) wanted->stopPrice = -1;
  return NL_OK;
}

static int32_t check_wanted(const Wanted *wanted) {
  const int isStop = wanted->type == TYPE_STOP_LIMIT;
  if (wanted->type != TYPE_MARKET && wanted->type != TYPE_LIMIT && !isStop) return NL_INVALID_ARGS;
  if (wanted->side != SIDE_BUY && wanted->side != SIDE_SELL) return NL_INVALID_ARGS;
  if (wanted->quantity <= 0) return NL_INVALID_ARGS;
  if (wanted->type == TYPE_MARKET ? wanted->price != -1 : !(wanted->price > 0)) return NL_INVALID_ARGS;
  if (isStop ? !(wanted->stopPrice > 0) : wanted->stopPrice != -1) return NL_INVALID_ARGS;
  return NL_OK;
}

/** 0 good, 1 wrong (the request vanishes without an answer), 2 locked. */
static int check_password(PdText password) {
  if (sim_venue.set.routingPassword[0] == 0) return 0;
  if (sim_venue.set.isPasswordLocked) return 2;
  if (text16_equal(password, sim_venue.set.routingPassword)) return 0;
  sim_count("wrong-routing-passwords", 1);
  if (++sim_venue.set.wrongPasswords >= WRONG_PASSWORDS_UNTIL_LOCK) sim_venue.set.isPasswordLocked = 1;
  return 1;
}

static VenueOrder *create(const Wanted *wanted, VenueAsset *asset) {
  VenueOrder *order = venue_engine_order(&sim_venue.engine, 0);
  if (order == NULL) return NULL;
  order->brokerId = wanted->account->brokerId;
  text16_copy(order->accountId, VENUE_NAME, wanted->account->accountId);
  text16_copy(order->subAccountId, VENUE_NAME, wanted->account->subAccountId);
  order->asset = asset;
  order->side = wanted->side;
  order->type = wanted->type;
  order->price = wanted->price;
  order->stopPrice = wanted->stopPrice;
  order->quantity = wanted->quantity;
  order->leaves = wanted->quantity;
  order->isDayTrade = sim_state.dayTrade ? 1 : 0;
  sim_count("orders-sent", 1);
  sim_count(order->isDayTrade ? "orders-day-trade" : "orders-not-day-trade", 1);
  return order;
}

static void route(VenueOrder *order, int password) {
  Venue *venue = &sim_venue.engine;
  const int isDropped = password == 1 && !sim_venue.set.passwordRejects;
  if (isDropped || venue->faults.swallowRequests > 0) {
    if (!isDropped) venue->faults.swallowRequests--;
    venue_engine_record(venue, order, "swallow", 0, 0);
    return;
  }
  if (!sim_venue.brokerConnected) {
    venue_engine_reject(venue, order, STATUS_NOT_CREATED, RESULT_NOT_CONNECTED, "Cliente nao esta logado");
  } else if (password != 0) {
    venue_engine_reject(venue, order, STATUS_NOT_CREATED, RESULT_REJECTED_BY_SERVER,
                        password == 2 ? "Senha de roteamento bloqueada" : "Senha de roteamento invalida");
  } else if (sim_venue.set.requireDayTrade && !order->isDayTrade) {
    venue_engine_tell(venue, order, STATUS_CLIENT_CREATED);
    order->clOrdIdKnown = 1;
    venue_engine_reject(venue, order, STATUS_REJECTED, RESULT_BLOCKED_BY_RISK, "Somente day trade");
  } else venue_engine_send(venue, order);
}

/** The order's local id, or a negative code. Under the lock. */
static int64_t accept(Wanted *wanted, int64_t *messageId) {
  const int32_t exchange = sim_check_exchange(wanted->asset->exchange);
  if (exchange != NL_OK) return exchange;
  const int32_t good = check_wanted(wanted);
  if (good != NL_OK) return good;
  if (venue_account(wanted->account) < 0) return sim_venue.hasConnected ? NL_NOT_FOUND : NL_NO_LOGIN;
  VenueAsset *asset = venue_asset(wanted->asset->ticker, wanted->asset->exchange);
  if (asset == NULL) return NL_INVALID_TICKER;
  VenueOrder *order = create(wanted, asset);
  if (order == NULL) return NL_INTERNAL_ERROR;
  if (messageId != NULL) *messageId = order->messageId;
  venue_engine_record(&sim_venue.engine, order, "send", 0, 0);
  venue_chaos_request();
  const int64_t localId = order->localId;
  route(order, check_password(wanted->password));
  return localId;
}

static int32_t check_identifiers(const PdAccountIdentifier *account, const PdAssetIdentifier *asset) {
  if (account->version != 0 || asset->version != 0) return NL_VERSION_NOT_SUPPORTED;
  return account->accountId == NULL || asset->ticker == NULL ? NL_INVALID_ARGS : NL_OK;
}

PROFIT_EXPORT int64_t SendOrder(PdSendOrder *request) {
  int32_t code = venue_enter("SendOrder");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = venue_check_version("SendOrder", request->version, 2);
  if (code == NL_OK) code = check_identifiers(&request->account, &request->asset);
  if (code != NL_OK) return code;
  Wanted wanted = {.account = &request->account,
                   .asset = &request->asset,
                   .password = request->password,
                   .type = request->orderType,
                   .side = request->orderSide,
                   .price = request->price,
                   .stopPrice = request->stopPrice,
                   .quantity = request->quantity};
  if (request->version == 0) code = translate_old(&wanted);
  if (code != NL_OK) return code;
  const int writesId = request->version >= sim_setting("send-message-id-version", 2);
  venue_lock();
  const int64_t answer = accept(&wanted, writesId ? &request->messageId : NULL);
  venue_unlock();
  return answer;
}

static int64_t zero(const PdZeroPosition *request, int64_t *messageId) {
  const int32_t exchange = sim_check_exchange(request->asset.exchange);
  if (exchange != NL_OK) return exchange;
  const int32_t account = venue_account(&request->account);
  if (account < 0) return sim_venue.hasConnected ? NL_NOT_FOUND : NL_NO_LOGIN;
  VenueAsset *asset = venue_asset(request->asset.ticker, request->asset.exchange);
  if (asset == NULL) return NL_INVALID_TICKER;
  const VenuePosition *position = venue_position(account, asset, 0);
  const int isDayTrade = request->version >= 1 && request->positionType == 1;
  const int64_t open = position == NULL ? 0 : isDayTrade ? position->dayTrade.open : position->all.open;
  if (open == 0) return sim_venue.set.zeroFlatCode;
  Wanted wanted = {.account = &request->account,
                   .asset = &request->asset,
                   .password = request->password,
                   .type = request->price == -1 ? TYPE_MARKET : TYPE_LIMIT,
                   .side = open > 0 ? SIDE_SELL : SIDE_BUY,
                   .price = request->price,
                   .stopPrice = -1,
                   .quantity = open > 0 ? open : -open};
  return accept(&wanted, messageId);
}

PROFIT_EXPORT int64_t SendZeroPositionV2(PdZeroPosition *request) {
  int32_t code = venue_enter("SendZeroPositionV2");
  if (code != NL_OK) return code;
  if (request == NULL) return NL_INVALID_ARGS;
  code = venue_check_version("ZeroPosition", request->version, 2);
  if (code == NL_OK) code = check_identifiers(&request->account, &request->asset);
  if (code != NL_OK) return code;
  if (request->version >= 1 && request->positionType != 1 && request->positionType != 2) return NL_INVALID_ARGS;
  venue_lock();
  const int64_t answer = zero(request, request->version >= 2 ? &request->messageId : NULL);
  venue_unlock();
  return answer;
}
