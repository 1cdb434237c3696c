// Order callbacks: the ids that the vendor calls with in, the whole order as its accessor tells it out.
#include "orders.h"
#include "account-callbacks.h"
#include "feed.h"
#include "local-time.h"
#include <string.h>

#define VERSION_NOT_SUPPORTED ((int32_t)0x8000000d)
#define NOT_IMPLEMENTED ((int32_t)0x80000025)
#define NEWEST_VERSION 1
#define TICKER_UNITS 128
#define EXCHANGE_UNITS 32
#define ORDER_TEXT_UNITS 4096

typedef struct {
  PdChar16 ticker[TICKER_UNITS];
  PdChar16 exchange[EXCHANGE_UNITS];
  PdChar16 text[ORDER_TEXT_UNITS];
} OrderTexts;

/** A text with a stated length, which ends at a terminator all the same. */
static FeedText text_within(PdText text, int32_t length, uint16_t capacity) {
  FeedText found = {.units = text, .count = 0};
  const int32_t limit = length < (int32_t)capacity ? length : (int32_t)capacity;
  if (text == NULL) return found;
  while ((int32_t)found.count < limit && found.count < TEXT_UNITS_MAX && text[found.count] != 0) found.count += 1;
  return found;
}

OrderMessage order_message_of(const PdOrder *order, uint8_t version) {
  const OrderMessage message = {
      .fixed =
          {
              .result = 0,
              .brokerId = order->account.brokerId,
              .localOrderId = order->order.localOrderId,
              .quantity = order->quantity,
              .traded = order->tradedQuantity,
              .leaves = order->leavesQuantity,
              .price = order->price,
              .stopPrice = order->stopPrice,
              .averagePrice = order->averagePrice,
              .eventId = version > 0 ? order->eventId : 0,
              .dateMs = local_ms_of_system_time(&order->date),
              .lastUpdateMs = local_ms_of_system_time(&order->lastUpdate),
              .closeMs = local_ms_of_system_time(&order->closeDate),
              .validityMs = local_ms_of_system_time(&order->validityDate),
              .side = order->orderSide,
              .type = order->orderType,
              .status = order->orderStatus,
              .validity = order->validityType,
          },
      .texts = {text_of(order->order.clOrderId), text_of(order->account.accountId), text_of(order->account.subAccountId),
                text_of(order->asset.ticker), text_of(order->asset.exchange), text_of(order->textMessage)},
  };
  return message;
}

static OrderMessage details_message(const PdOrderIdentifier *id, const PdOrderOut *order) {
  const PdAccountIdentifierOut *account = &order->account;
  const OrderMessage message = {
      .fixed =
          {
              .result = 0,
              .brokerId = account->brokerId,
              .localOrderId = id->localOrderId != 0 ? id->localOrderId : order->order.localOrderId,
              .quantity = order->quantity,
              .traded = order->tradedQuantity,
              .leaves = order->leavesQuantity,
              .price = order->price,
              .stopPrice = order->stopPrice,
              .averagePrice = order->averagePrice,
              .eventId = order->version > 0 ? order->eventId : 0,
              .dateMs = local_ms_of_system_time(&order->date),
              .lastUpdateMs = local_ms_of_system_time(&order->lastUpdate),
              .closeMs = local_ms_of_system_time(&order->closeDate),
              .validityMs = local_ms_of_system_time(&order->validityDate),
              .side = order->orderSide,
              .type = order->orderType,
              .status = order->orderStatus,
              .validity = order->validityType,
          },
      .texts = {text_of(id->clOrderId), text_within(account->accountId, account->accountIdLength, 100),
                text_within(account->subAccountId, account->subAccountIdLength, 100),
                text_within(order->asset.ticker, order->asset.tickerLength, TICKER_UNITS),
                text_within(order->asset.exchange, order->asset.exchangeLength, EXCHANGE_UNITS),
                text_within(order->textMessage, order->textMessageLength, ORDER_TEXT_UNITS)},
  };
  return message;
}

/** First the lengths, then the texts; a text that has grown over our place for it stays away, the rest of the order is told. */
static int32_t read_details(PdOrderOut *order, const PdOrderIdentifier *id, OrderTexts *texts) {
  static _Atomic int32_t version = NEWEST_VERSION;
  if (feed.vendor.getOrderDetails == NULL) return NOT_IMPLEMENTED;
  for (;;) {
    memset(order, 0, sizeof *order);
    order->version = (uint8_t)atomic_load(&version);
    order->order = *id;
    const int32_t result = feed.vendor.getOrderDetails(order);
    if (result == 0) break;
    if (result != VERSION_NOT_SUPPORTED || order->version == 0) return result;
    atomic_store(&version, 0);
  }
  memset(texts, 0, sizeof *texts);
  if (order->asset.tickerLength < TICKER_UNITS) order->asset.ticker = texts->ticker;
  if (order->asset.exchangeLength < EXCHANGE_UNITS) order->asset.exchange = texts->exchange;
  if (order->textMessageLength < ORDER_TEXT_UNITS) order->textMessage = texts->text;
  return feed.vendor.getOrderDetails(order);
}

void on_order(const PdOrderIdentifier *id) {
  Arrival arrival = arrival_begin();
  if (id != NULL) {
    PdOrderOut order;
    OrderTexts texts;
    OrderMessage message;
    const int32_t result = read_details(&order, id, &texts);
    if (result == 0) {
      message = details_message(id, &order);
      arrival.asset.texts[0] = message.texts[ORDER_TICKER];
      arrival.asset.texts[1] = message.texts[ORDER_TICKER + 1];
      arrival.asset.feed = order.asset.feedType;
    } else {
      memset(&message, 0, sizeof message);
      message.fixed.result = result;
      message.fixed.localOrderId = id->localOrderId;
      message.fixed.dateMs = message.fixed.lastUpdateMs = message.fixed.closeMs = message.fixed.validityMs = FEED_NO_TIME;
      message.texts[0] = text_of(id->clOrderId);
    }
    feed_push_texts(&arrival, FEED_CLASS_RESERVED, FEED_ORDER, &message.fixed, sizeof message.fixed, message.texts, ORDER_TEXTS);
  }
  arrival_end(&arrival);
}
