// The records that the native feed hands to the host: 64 bytes each, little-endian, as they came from the vendor, not interpreted.
//
// What is longer than one record goes on in continuation records directly behind it; a message is never divided. Text is a u16 number of
// UTF-16 units followed by them. Times of the vendor are local milliseconds since 1970-01-01 00:00 on the wall clock of the exchange.
#ifndef FEED_RECORD_H
#define FEED_RECORD_H

#include <stdint.h>

#define FEED_RECORD_BYTES 64
/** Data of a long message: this many bytes in its first record, from byte 20; its length in bytes stands at byte 16 (u32). */
#define FEED_FIRST_BYTES 44
/** And this many in each continuation record, from byte 8. */
#define FEED_MORE_BYTES 56
/** A date that the vendor left out or that is no date. */
#define FEED_NO_TIME INT64_MIN

enum {
  FEED_ASSET = 1,           // long: FeedAsset; precedes the first record of its asset
  FEED_TRADE = 2,           // FeedTrade
  FEED_HISTORY_TRADE = 3,   // FeedTrade
  FEED_UNTRANSLATED = 4,    // FeedUntranslated: a trade whose accessor failed; it is lost
  FEED_TINY_BOOK = 5,       // FeedTinyBook
  FEED_DAILY = 6,           // long: FeedDaily
  FEED_THEORETICAL = 7,     // FeedTheoretical
  FEED_TICKER_STATE = 8,    // FeedTickerState
  FEED_DEPTH = 9,           // long: FeedDepth, then its levels: the buy side, then the sell side, best first
  FEED_OFFER = 10,          // FeedOffer
  FEED_OFFER_PAGE = 11,     // long: FeedOfferPage, then its offers in the vendor's order
  FEED_STATE = 12,          // FeedPair: type, result
  FEED_PROGRESS = 13,       // FeedPair: progress
  FEED_HEALTH = 14,         // FeedPair: status
  FEED_INVALID_TICKER = 15, // no payload
  FEED_BROKER_ACCOUNTS = 16, // FeedPair: broker, changed
  FEED_SUB_ACCOUNTS = 17,   // long: FeedAccountKey, accountId, subAccountId
  FEED_ACCOUNT = 18,        // long: FeedAccountKey, accountId, subAccountId (empty), brokerName, holder
  FEED_ORDER = 19,          // long: FeedOrder, clOrderId, accountId, subAccountId, ticker, exchange, text
  FEED_ORDER_HISTORY = 20,  // long: FeedAccountKey, accountId, subAccountId
  FEED_POSITION_LIST = 21,  // long: FeedAccountKey, accountId, subAccountId; eventId in the key; the asset in the head ("-1" = whole list)
  FEED_MESSAGE_RESULT = 22, // long: FeedMessageResult, clOrderId, message
  FEED_ASSET_INFO = 23,     // long: FeedAssetInfo, name, description, validDate, isin, sector, subSector, segment
  FEED_ADJUSTMENT = 24,     // long: FeedAdjustment, type, note, date, deliberation, payment
  FEED_QUOTATION = 25,      // FeedQuotation
  FEED_OVERFLOW = 26,       // FeedOverflow: market records that found no place; precedes the first record after them
  FEED_CONTINUATION = 255
};

/** Bits of `flags` in the head. */
enum {
  FEED_EDIT = 1,        // trades: edit of an earlier trade
  FEED_LAST_PACKET = 2, // history trades: last of a request
  FEED_FULL = 4,        // depth: the whole book was announced, not a flush
  FEED_TRUNCATED = 8,   // depth, offer pages: there was more than is told here
  FEED_UNREAD = 16      // depth: an accessor failed, so levels that the vendor has are missing here
};

typedef struct {
  uint8_t kind;
  uint8_t flags;
  /** Records of this message, this one included. */
  uint16_t parts;
  /** Number of the asset, from 1; 0 where the message has none. */
  uint32_t asset;
  /** CLOCK_MONOTONIC, or the performance counter in nanoseconds. */
  int64_t timeNs;
} FeedHead;

// Payloads begin at byte 16; those of long messages at byte 20, after their length, without alignment: copy them out.
#pragma pack(push, 1)
typedef struct { // 16
  int64_t localMs;
  double price;
  int64_t quantity;
  double volume;
  uint32_t number;
  int32_t buyAgent;
  int32_t sellAgent;
  uint8_t tradeType;
} FeedTrade;

typedef struct {
  int32_t result;
  uint8_t isHistory;
} FeedUntranslated;

typedef struct {
  double price;
  int32_t quantity;
  int32_t side;
} FeedTinyBook;

typedef struct { // long; followed by ticker, exchange
  int32_t feed;
} FeedAsset;

typedef struct {
  int64_t localMs;
  double open, high, low, close, volume, settlement, upperLimit, lowerLimit, buyerVolume, sellerVolume;
  int32_t quantity, trades, openContracts, buyerQuantity, sellerQuantity, buyerTrades, sellerTrades;
} FeedDaily;

typedef struct {
  double price;
  int64_t quantity;
} FeedTheoretical;

typedef struct {
  int64_t localMs;
  int32_t state;
} FeedTickerState;

typedef struct {
  /** Update type that ended the batch: 4 full book, 6 flush, 7 theoretical price. */
  uint8_t updateType;
  uint8_t reserved;
  uint16_t buyLevels;
  uint16_t sellLevels;
  /** Levels that the vendor has. */
  int32_t buyCount;
  int32_t sellCount;
  double theoreticalPrice;
  int64_t theoreticalQuantity;
} FeedDepth;

typedef struct {
  double price;
  int64_t quantity;
  uint32_t orders;
  uint32_t flags;
} FeedDepthLevel;

typedef struct { // 16
  uint8_t action;
  uint8_t side;
  /** Bit 0 price, 1 quantity, 2 date, 3 offer id, 4 agent. */
  uint8_t has;
  uint8_t reserved;
  int32_t position;
  int64_t quantity;
  int64_t offerId;
  double price;
  int64_t localMs;
  int32_t agent;
} FeedOffer;

typedef struct {
  uint8_t side;
  uint8_t reserved[3];
  /** Footer of the vendor: bit 0 last page, bit 1 first page. */
  uint32_t pageFlags;
  uint32_t offers;
} FeedOfferPage;

typedef struct {
  double price;
  int64_t quantity;
  int64_t offerId;
  int64_t localMs;
  int32_t agent;
} FeedOfferEntry;

typedef struct {
  int32_t first;
  int32_t second;
} FeedPair;

typedef struct {
  int32_t brokerId;
  int64_t eventId;
} FeedAccountKey;

typedef struct {
  /** What GetOrderDetails answered; where it is not 0 only the ids are known. */
  int32_t result;
  int32_t brokerId;
  int64_t localOrderId;
  int64_t quantity, traded, leaves;
  double price, stopPrice, averagePrice;
  int64_t eventId;
  int64_t dateMs, lastUpdateMs, closeMs, validityMs;
  uint8_t side, type, status, validity;
} FeedOrder;

typedef struct {
  int32_t brokerId;
  int64_t localOrderId;
  int64_t messageId;
  uint8_t code;
} FeedMessageResult;

typedef struct {
  int64_t minimum, maximum, lot;
  int32_t securityType, subType;
  double minIncrement, multiplier;
} FeedAssetInfo;

typedef struct {
  double value, multiplier;
  uint32_t flags;
} FeedAdjustment;

typedef struct {
  int64_t localMs;
  double price;
  uint32_t number;
} FeedQuotation;

typedef struct {
  /** Market messages lost since the ring was full, and the times of the first and the last of them. */
  uint64_t lost;
  int64_t firstNs;
  int64_t lastNs;
} FeedOverflow;
#pragma pack(pop)

#endif
