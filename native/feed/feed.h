// What the parts of the feed share: its one state, and how a callback hands its message to the ring.
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include "assets.h"
#include "vendor.h"

#define CALLBACK_TIME_BUCKETS 64
/** Levels of a side that a depth message may carry at most. */
#define DEPTH_LEVELS_MAX 256
#define ERROR_TEXT_BYTES 512

enum { FEED_CLASS_RESERVED = 0, FEED_CLASS_MARKET = 1 };

typedef struct {
  _Atomic int32_t isOpen;
  uint32_t depthLevels;
  Vendor vendor;
  FeedRing ring;
  AssetTable assets;
  _Atomic uint64_t callbacks, untranslated, longestNs, over1Ms, pagesFreed;
  _Atomic uint64_t callbackTimes[CALLBACK_TIME_BUCKETS];
  char errorText[ERROR_TEXT_BYTES];
} Feed;

extern Feed feed;

/** A callback that has begun: when, and of which asset. */
typedef struct {
  int64_t timeNs;
  AssetName asset;
} Arrival;

Arrival arrival_begin(void);
Arrival arrival_of_asset(PdAsset asset);
Arrival arrival_of_connector_asset(PdConnectorAsset asset);
/** Ends every callback: measures it. */
void arrival_end(const Arrival *arrival);

/** Hands over a message of one record. */
void feed_push(const Arrival *arrival, int class, uint8_t kind, uint8_t flags, const void *payload, uint32_t bytes);
/**
 * Begins a message of several records: 1 with the lock held, or 0 when there is no room. Nothing of the vendor is called before
 * feed_close.
 */
int feed_open(const Arrival *arrival, int class, uint8_t kind, uint8_t flags, uint32_t payloadBytes, MessageWriter *writer);
void feed_close(void);
/** A long message of a fixed part and texts. */
void feed_push_texts(const Arrival *arrival, int class, uint8_t kind, const void *payload, uint32_t bytes, const FeedText *texts,
                     uint32_t count);

/** Logs in and registers every callback before anything is waited for; gives the vendor's NResult. */
int32_t feed_initialise(int32_t mode, PdText key, PdText user, PdText password);

#endif
