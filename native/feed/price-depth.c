// Price depth: the vendor's notices of updates in, one message with the best levels of both sides per batch out.
#include "feed.h"
#include "market-callbacks.h"
#include <string.h>

enum { UPDATE_FULL = 4, UPDATE_PREPARE = 5, UPDATE_FLUSH = 6, UPDATE_THEORETICAL = 7 };
#define PRICE_GROUP_THEORETICAL 1u

typedef struct {
  FeedDepthLevel levels[DEPTH_LEVELS_MAX];
  uint16_t read;
  int32_t count;
  int isTruncated;
  /** The vendor did not give what it says to have: no level may be taken for gone. */
  int isUnread;
} DepthSide;

static void read_side(PdConnectorAsset asset, uint8_t side, DepthSide *found) {
  found->read = 0;
  found->count = feed.vendor.getPriceDepthSideCount(asset, side);
  const int32_t wanted = found->count < (int32_t)feed.depthLevels ? found->count : (int32_t)feed.depthLevels;
  for (int32_t position = 0; position < wanted; position++) {
    PdPriceGroup group;
    memset(&group, 0, sizeof group);
    if (feed.vendor.getPriceGroup(asset, side, position, &group) != 0) break;
    FeedDepthLevel *level = &found->levels[found->read];
    level->price = group.price;
    level->quantity = group.quantity;
    level->orders = group.count;
    level->flags = group.flags;
    found->read += 1;
  }
  found->isTruncated = found->count < 0 || found->read < found->count;
  found->isUnread = found->count < 0 || found->read < wanted;
}

/** Whether this update ends a batch now; outside of prepare and flush every update is a batch by itself. */
static int ends_batch(const Arrival *arrival, uint8_t updateType) {
  ring_lock(&feed.ring);
  const uint32_t number = asset_number(&feed.assets, &arrival->asset);
  AssetEntry *entry = number == 0 ? NULL : asset_entry(&feed.assets, number);
  int ends = updateType != UPDATE_PREPARE;
  if (entry != NULL) {
    if (updateType == UPDATE_PREPARE) entry->isInBatch = 1;
    else if (updateType == UPDATE_FLUSH) entry->isInBatch = 0;
    else if (updateType != UPDATE_FULL && updateType != UPDATE_THEORETICAL) ends = !entry->isInBatch;
  }
  ring_unlock(&feed.ring);
  return ends;
}

static int has_theoretical(const DepthSide *side) { return side->read > 0 && (side->levels[0].flags & PRICE_GROUP_THEORETICAL) != 0; }

static void push_depth(const Arrival *arrival, PdConnectorAsset asset, uint8_t updateType) {
  // The accessors are called without the lock of the ring: the vendor may hold locks of its own.
  DepthSide buy, sell;
  read_side(asset, 0, &buy);
  read_side(asset, 1, &sell);
  const int isNamed = updateType == UPDATE_FULL || updateType == UPDATE_THEORETICAL;
  double price = 0;
  int64_t quantity = 0;
  if ((updateType == UPDATE_THEORETICAL || has_theoretical(&buy) || has_theoretical(&sell)) && feed.vendor.getTheoreticalValues != NULL &&
      feed.vendor.getTheoreticalValues(asset, &price, &quantity) != 0) {
    price = 0;
    quantity = 0;
  }
  const FeedDepth depth = {
      .updateType = isNamed ? updateType : UPDATE_FLUSH,
      .buyLevels = buy.read,
      .sellLevels = sell.read,
      .buyCount = buy.count,
      .sellCount = sell.count,
      .theoreticalPrice = price,
      .theoreticalQuantity = quantity,
  };
  const uint32_t buyBytes = buy.read * (uint32_t)sizeof(FeedDepthLevel);
  const uint32_t sellBytes = sell.read * (uint32_t)sizeof(FeedDepthLevel);
  const int truncated = buy.isTruncated || sell.isTruncated ? FEED_TRUNCATED : 0;
  const int unread = buy.isUnread || sell.isUnread ? FEED_UNREAD : 0;
  const uint8_t flags = (uint8_t)((updateType == UPDATE_FULL ? FEED_FULL : 0) | truncated | unread);
  MessageWriter writer;
  if (!feed_open(arrival, FEED_CLASS_MARKET, FEED_DEPTH, flags, (uint32_t)sizeof depth + buyBytes + sellBytes, &writer)) return;
  message_put(&writer, &depth, sizeof depth);
  message_put(&writer, buy.levels, buyBytes);
  message_put(&writer, sell.levels, sellBytes);
  feed_close();
}

void on_price_depth(PdConnectorAsset asset, uint8_t side, int32_t position, uint8_t updateType) {
  (void)side;
  (void)position;
  const Arrival arrival = arrival_of_connector_asset(asset);
  if (ends_batch(&arrival, updateType)) push_depth(&arrival, asset, updateType);
  arrival_end(&arrival);
}
