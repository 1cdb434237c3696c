// The one state of the feed and the way into the ring: what callbacks have gathered in, records with numbered assets out.
#include "feed.h"
#include <string.h>

Feed feed;

static uint32_t asset_payload_bytes(const AssetName *name) { return (uint32_t)sizeof(FeedAsset) + text_bytes(name->texts, 2); }

static void announce(const Arrival *arrival, uint32_t number) {
  const FeedAsset fixed = {.feed = arrival->asset.feed};
  MessageWriter writer =
      message_long(&feed.ring.space, FEED_ASSET, 0, number, arrival->timeNs, asset_payload_bytes(&arrival->asset));
  message_put(&writer, &fixed, sizeof fixed);
  message_put_texts(&writer, arrival->asset.texts, 2);
  asset_entry(&feed.assets, number)->isAnnounced = 1;
}

/** With the lock: room for the message and for the name of its asset where the reader does not know it yet. */
static int stage(const Arrival *arrival, int class, uint32_t parts, uint32_t *number) {
  *number = asset_number(&feed.assets, &arrival->asset);
  const int isNew = *number != 0 && !asset_entry(&feed.assets, *number)->isAnnounced;
  const uint32_t nameParts = isNew ? parts_of(asset_payload_bytes(&arrival->asset)) : 0;
  if (!ring_stage(&feed.ring, class == FEED_CLASS_MARKET, parts + nameParts, arrival->timeNs)) return 0;
  if (isNew) announce(arrival, *number);
  return 1;
}

void feed_push(const Arrival *arrival, int class, uint8_t kind, uint8_t flags, const void *payload, uint32_t bytes) {
  uint32_t number;
  ring_lock(&feed.ring);
  if (stage(arrival, class, 1, &number)) {
    message_short(&feed.ring.space, kind, flags, number, arrival->timeNs, payload, bytes);
    ring_publish(&feed.ring);
  }
  ring_unlock(&feed.ring);
}

int feed_open(const Arrival *arrival, int class, uint8_t kind, uint8_t flags, uint32_t payloadBytes, MessageWriter *writer) {
  uint32_t number;
  ring_lock(&feed.ring);
  if (stage(arrival, class, parts_of(payloadBytes), &number)) {
    *writer = message_long(&feed.ring.space, kind, flags, number, arrival->timeNs, payloadBytes);
    return 1;
  }
  ring_unlock(&feed.ring);
  return 0;
}

void feed_close(void) {
  ring_publish(&feed.ring);
  ring_unlock(&feed.ring);
}

void feed_push_texts(const Arrival *arrival, int class, uint8_t kind, const void *payload, uint32_t bytes, const FeedText *texts,
                     uint32_t count) {
  MessageWriter writer;
  if (!feed_open(arrival, class, kind, 0, bytes + text_bytes(texts, count), &writer)) return;
  message_put(&writer, payload, bytes);
  message_put_texts(&writer, texts, count);
  feed_close();
}

Arrival arrival_begin(void) {
  Arrival arrival;
  memset(&arrival, 0, sizeof arrival);
  arrival.timeNs = clock_now_ns();
  atomic_fetch_add_explicit(&feed.callbacks, 1, memory_order_relaxed);
  return arrival;
}

Arrival arrival_of_asset(PdAsset asset) {
  Arrival arrival = arrival_begin();
  if (asset == NULL) return arrival;
  arrival.asset.texts[0] = text_of(asset->ticker);
  arrival.asset.texts[1] = text_of(asset->exchange);
  arrival.asset.feed = asset->feed;
  return arrival;
}

Arrival arrival_of_connector_asset(PdConnectorAsset asset) {
  Arrival arrival = arrival_begin();
  if (asset == NULL) return arrival;
  arrival.asset.texts[0] = text_of(asset->ticker);
  arrival.asset.texts[1] = text_of(asset->exchange);
  arrival.asset.feed = asset->feedType;
  return arrival;
}

void arrival_end(const Arrival *arrival) {
  const int64_t tookNs = clock_now_ns() - arrival->timeNs;
  const uint64_t ns = tookNs < 1 ? 1 : (uint64_t)tookNs;
  atomic_fetch_add_explicit(&feed.callbackTimes[63 - __builtin_clzll(ns)], 1, memory_order_relaxed);
  if (ns > 1000000) atomic_fetch_add_explicit(&feed.over1Ms, 1, memory_order_relaxed);
  uint64_t longest = atomic_load_explicit(&feed.longestNs, memory_order_relaxed);
  while (ns > longest && !atomic_compare_exchange_weak(&feed.longestNs, &longest, ns)) {
  }
}
