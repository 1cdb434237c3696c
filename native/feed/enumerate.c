// The vendor's enumerations: its callback stays in C, the records it is handed come out as messages in the caller's buffer.
#include "feed.h"
#include "orders.h"
#include "qt-feed.h"

typedef struct {
  RecordSpace space;
  int64_t capacity;
  int64_t needed;
  int64_t timeNs;
  uint8_t version;
} Enumeration;

static Enumeration begin(int32_t version, uint8_t *buffer, int64_t capacity) {
  const Enumeration enumeration = {
      // Never wraps: the buffer is flat.
      .space = {.base = buffer, .mask = UINT64_MAX, .next = 0},
      .capacity = buffer == NULL ? 0 : capacity,
      .needed = 0,
      .timeNs = clock_now_ns(),
      .version = (uint8_t)version,
  };
  return enumeration;
}

/** Counts a message; 1 where it fits. After the first that does not fit none does, so that no hole appears. */
static int take_room(Enumeration *enumeration, uint32_t payloadBytes) {
  enumeration->needed += (int64_t)parts_of(payloadBytes) * FEED_RECORD_BYTES;
  return enumeration->needed <= enumeration->capacity;
}

static int32_t on_enumerated_order(const PdOrder *order, PdParam param) {
  Enumeration *enumeration = (Enumeration *)param;
  if (order == NULL) return 1;
  const OrderMessage message = order_message_of(order, enumeration->version);
  const uint32_t bytes = (uint32_t)sizeof message.fixed + text_bytes(message.texts, ORDER_TEXTS);
  if (take_room(enumeration, bytes)) {
    MessageWriter writer = message_long(&enumeration->space, FEED_ORDER, 0, 0, enumeration->timeNs, bytes);
    message_put(&writer, &message.fixed, sizeof message.fixed);
    message_put_texts(&writer, message.texts, ORDER_TEXTS);
  }
  return 1;
}

static int32_t on_enumerated_asset(PdConnectorAsset asset, PdParam param) {
  Enumeration *enumeration = (Enumeration *)param;
  if (asset == NULL) return 1;
  const FeedAsset fixed = {.feed = asset->feedType};
  const FeedText texts[] = {text_of(asset->ticker), text_of(asset->exchange)};
  const uint32_t bytes = (uint32_t)sizeof fixed + text_bytes(texts, 2);
  if (take_room(enumeration, bytes)) {
    MessageWriter writer = message_long(&enumeration->space, FEED_ASSET, 0, 0, enumeration->timeNs, bytes);
    message_put(&writer, &fixed, sizeof fixed);
    message_put_texts(&writer, texts, 2);
  }
  return 1;
}

int32_t QtFeedEnumerateOrders(PdConnectorAccount account, int32_t version, const PdSystemTime *start, const PdSystemTime *end,
                              uint8_t *buffer, int64_t capacity, int64_t *needed) {
  Enumeration enumeration = begin(version, buffer, capacity);
  const PdParam param = (PdParam)&enumeration;
  int32_t result = QT_FEED_NO_SETTER;
  if (start == NULL && feed.vendor.enumerateAllOrders != NULL) {
    result = feed.vendor.enumerateAllOrders(account, (uint8_t)version, param, on_enumerated_order);
  } else if (start != NULL && feed.vendor.enumerateOrdersByInterval != NULL) {
    result = feed.vendor.enumerateOrdersByInterval(account, (uint8_t)version, start, end, param, on_enumerated_order);
  }
  *needed = enumeration.needed;
  return result;
}

int32_t QtFeedEnumeratePositionAssets(PdConnectorAccount account, int32_t version, uint8_t *buffer, int64_t capacity, int64_t *needed) {
  Enumeration enumeration = begin(version, buffer, capacity);
  int32_t result = QT_FEED_NO_SETTER;
  if (feed.vendor.enumerateAllPositionAssets != NULL) {
    result = feed.vendor.enumerateAllPositionAssets(account, (uint8_t)version, (PdParam)&enumeration, on_enumerated_asset);
  }
  *needed = enumeration.needed;
  return result;
}
