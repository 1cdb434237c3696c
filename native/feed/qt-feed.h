// The functions that the feed exports: a library of the vendor and a login in, raw records of its callbacks out.
#ifndef QT_FEED_H
#define QT_FEED_H

#include "../include/profit-dll.h"

/** Bits of the mode of QtFeedInitialise; 0 is market data only. */
enum {
  QT_FEED_ROUTING = 1,
  /** With routing: news of position lists instead of accounts; the vendor allows only one of the two. */
  QT_FEED_POSITION_LIST = 2
};

/** What QtFeedOpen answers. */
enum {
  QT_FEED_OK = 0,
  QT_FEED_ALREADY_OPEN = 1,
  QT_FEED_CANNOT_LOAD = 2,
  QT_FEED_MISSING_EXPORT = 3,
  QT_FEED_NO_MEMORY = 4,
  QT_FEED_BAD_ARGUMENT = 5
};

/** NL_NOT_IMPLEMENTED and NL_NOT_INITIALIZED, which the feed answers in place of the vendor. */
#define QT_FEED_NO_SETTER ((int32_t)0x80000025)
#define QT_FEED_NOT_OPEN ((int32_t)0x80000002)

/** Loads the vendor's library, once per process. 0 for the default: 2^18 records, 20 levels. */
PROFIT_EXPORT int32_t QtFeedOpen(const PdChar16 *libraryPath, uint32_t ringRecords, uint32_t depthLevels);
/** The last failure of the feed itself in words, with a terminator; gives its length in units. */
PROFIT_EXPORT int32_t QtFeedErrorText(PdChar16 *buffer, int32_t capacity);
/** Logs in and registers all callbacks; blocks as long as the vendor does. NResult. */
PROFIT_EXPORT int32_t QtFeedInitialise(int32_t mode, PdText key, PdText user, PdText password);
/** Stops the vendor; its callbacks come until this returns. NResult. */
PROFIT_EXPORT int32_t QtFeedFinalise(void);

/** Copies whole messages; gives the records copied, or minus the records that the first message needs when it does not fit. One thread. */
PROFIT_EXPORT int32_t QtFeedRead(uint8_t *target, uint32_t maxRecords);
/** Blocks until there is something to read: 1; until the time is over: 0; after QtFeedWake: -1, for good. */
PROFIT_EXPORT int32_t QtFeedWait(uint32_t timeoutMs);
PROFIT_EXPORT void QtFeedWake(void);
/** The clock of the records. */
PROFIT_EXPORT int64_t QtFeedNowNs(void);

/**
 * Sixteen numbers: 0 callbacks received, 1 records pushed, 2 market messages lost, 3 untranslated trades, 4 most records in use,
 * 5 capacity, 6 longest callback in ns, 7 callbacks over 1 ms, 8 records in use now, 9 messages of the reserved class lost, 10 full-book
 * pages freed, 11 assets numbered, 12 messages of assets that found no number, 13 to 15 zero.
 */
PROFIT_EXPORT void QtFeedCounters(uint64_t *out16);
/** Sixty-four numbers: callbacks that took 2^i up to 2^(i+1) ns. */
PROFIT_EXPORT void QtFeedCallbackTimes(uint64_t *out64);

/**
 * Writes the vendor's orders of an interval (all that it holds where `start` is null) as FEED_ORDER messages; `needed` is what all take
 * in bytes, and what does not fit is left out. NResult of the vendor.
 */
PROFIT_EXPORT int32_t QtFeedEnumerateOrders(PdConnectorAccount account, int32_t version, const PdSystemTime *start,
                                            const PdSystemTime *end, uint8_t *buffer, int64_t capacity, int64_t *needed);
/** The same for assets with an open position, as FEED_ASSET messages without a number. */
PROFIT_EXPORT int32_t QtFeedEnumeratePositionAssets(PdConnectorAccount account, int32_t version, uint8_t *buffer, int64_t capacity,
                                                    int64_t *needed);

#endif
