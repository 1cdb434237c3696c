// Orders, accounts and single news of the fake vendor: calls of a test in, the callbacks they name out.
#include "fake-vendor.h"

#define OLD_VERSION 0x8000000d

SETTER(SetChangeStateTickerCallback, PdChangeStateTickerCallback, onTickerState)
SETTER(SetTheoreticalPriceCallback, PdTheoreticalPriceCallback, onTheoretical)
SETTER(SetInvalidTickerCallback, PdInvalidTickerCallback, onInvalidTicker)
SETTER(SetAssetListInfoCallbackV2, PdAssetListInfoV2Callback, onAssetInfo)
SETTER(SetOrderCallback, PdOrderCallback, onOrder)
SETTER(SetTradingMessageResultCallback, PdTradingMessageResultCallback, onResult)
SETTER(SetAssetPositionListCallback, PdAssetPositionListCallback, onPositions)

static int32_t orderVersions = 1;
static int32_t orderTextUnits;

PROFIT_EXPORT int32_t GetOrderDetails(PdOrderOut *order) {
  if (order->version > orderVersions) return (int32_t)OLD_VERSION;
  if (order->order.localOrderId == UNTRANSLATABLE) return (int32_t)0x8000000c;
  order->account.brokerId = 32003;
  order->account.accountIdLength = 100;
  for (int at = 0; at < 100; at++) order->account.accountId[at] = (PdChar16)('0' + at % 10);
  order->asset.feedType = 255;
  order->quantity = 1LL << 41;
  order->orderStatus = 203;
  order->date = (PdSystemTime){.year = 2020, .month = 2, .day = 30};
  order->lastUpdate = (PdSystemTime){.year = 1970, .month = 1, .day = 2, .milliseconds = 1};
  if (order->version > 0) order->eventId = -7;
  if (order->asset.ticker != NULL) memcpy(order->asset.ticker, u"WDOZ26", sizeof u"WDOZ26");
  if (order->asset.exchange != NULL) memcpy(order->asset.exchange, u"F", sizeof u"F");
  if (order->textMessage != NULL) {
    for (int at = 0; at < orderTextUnits; at++) order->textMessage[at] = (PdChar16)(0x263a + at % 3);
    order->textMessage[orderTextUnits] = 0;
  }
  order->asset.tickerLength = 6;
  order->asset.exchangeLength = 1;
  order->textMessageLength = orderTextUnits;
  return 0;
}

PROFIT_EXPORT void FakeOrder(int64_t localId, int32_t textUnits, int32_t newestVersion) {
  const PdOrderIdentifier id = {.version = 0, .localOrderId = localId, .clOrderId = fake_text("ID-1")};
  orderTextUnits = textUnits;
  orderVersions = newestVersion;
  onOrder(&id);
  fake_dead(id.clOrderId);
}

PROFIT_EXPORT int32_t EnumerateAllOrders(PdConnectorAccount account, uint8_t version, PdParam param, PdEnumerateOrdersCallback callback) {
  if (account->brokerId != 32003 || version != 1) return (int32_t)0x80000003;
  for (int64_t at = 0; at < orderTextUnits; at++) {
    PdOrder order;
    memset(&order, 0, sizeof order);
    order.order.localOrderId = at;
    order.order.clOrderId = fake_text("CL");
    order.asset.ticker = fake_text("WDOZ26");
    order.eventId = at;
    if (callback(&order, param) == 0) return 0;
    fake_dead(order.order.clOrderId);
    fake_dead(order.asset.ticker);
  }
  return 0;
}

PROFIT_EXPORT void FakeState(int32_t type, int32_t result) { fake_login.state(type, result); }

/** One of each callback that carries texts or pairs. */
PROFIT_EXPORT void FakeOthers(void) {
  const PdAssetIdRec asset = {.ticker = fake_text("WDOZ26"), .exchange = fake_text("F"), .feed = 0};
  const PdAssetIdentifier wrong = {.version = 0, .ticker = fake_text("NOPE"), .exchange = fake_text("B"), .feedType = 255};
  const PdAccountIdentifier account = {.version = 0, .brokerId = 1003, .accountId = fake_text("77"), .subAccountId = NULL, .reserved = 0};
  const PdTradingMessageResult result = {
      .brokerId = 1003, .order = {.localOrderId = 0, .clOrderId = NULL}, .messageId = 1LL << 50, .resultCode = 200, .message = fake_text("no")};
  PdText date = fake_text("28/02/2019 18:00:00");
  fake_login.state(2, 4);
  fake_login.progress(&asset, 99);
  fake_login.tinyBook(&asset, 5000.5, 12, 1);
  onTickerState(&asset, date, 4);
  onTheoretical(&asset, 5001, 9);
  onInvalidTicker(&wrong);
  fake_login.daily(&asset, date, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
  onAssetInfo(&asset, asset.ticker, NULL, 1, 1LL << 40, 5, 0, 13, 0.5, 10, date, asset.exchange, NULL, NULL, NULL);
  if (fake_login.account != NULL) fake_login.account(1003, asset.ticker, account.accountId, date);
  if (onResult != NULL) onResult(&result);
  if (onPositions != NULL) onPositions(&account, &wrong, 44);
  fake_dead(asset.ticker);
  fake_dead(asset.exchange);
  fake_dead(wrong.ticker);
  fake_dead(wrong.exchange);
  fake_dead(account.accountId);
  fake_dead(result.message);
  fake_dead(date);
}
