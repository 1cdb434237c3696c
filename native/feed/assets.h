// Gives every asset a number: ticker and exchange as the vendor names them in, the same small number each time out.
#ifndef FEED_ASSETS_H
#define FEED_ASSETS_H

#include "message.h"

#define ASSETS_MAX 32768

/** An asset by the vendor's names; valid as long as the vendor's text is. Without a ticker it is no asset. */
typedef struct {
  FeedText texts[2]; // ticker, exchange
  int32_t feed;
} AssetName;

typedef struct {
  uint32_t hash;
  uint32_t textStart;
  uint16_t counts[2];
  int32_t feed;
  /** Whether FEED_ASSET has been given to the reader. */
  uint8_t isAnnounced;
  /** Whether a batch of depth updates has begun and not ended. */
  uint8_t isInBatch;
} AssetEntry;

typedef struct {
  AssetEntry *entries; // entry of number n at n - 1
  uint32_t *slots;     // numbers by hash, 0 empty
  PdChar16 *texts;
  _Atomic uint64_t count;
  uint32_t textUnits;
  /** Messages of assets that found no number because the table is full. */
  _Atomic uint64_t refused;
} AssetTable;

int assets_init(AssetTable *table);
/** The number of the asset, 0 for none or where the table is full. Under the producers' lock. */
uint32_t asset_number(AssetTable *table, const AssetName *name);
AssetEntry *asset_entry(AssetTable *table, uint32_t number);
/** Forgets batches that began and did not end, as after a lost connection. Under the producers' lock. */
void assets_end_batches(AssetTable *table);

#endif
