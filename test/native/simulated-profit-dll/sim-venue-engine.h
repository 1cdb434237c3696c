// The matching of the simulated venue: orders, the tape's trades and quotes go in; numbered notes about orders come out, in order.
//
// Pure: no thread, no clock, no vendor callback. The caller holds the lock and hands in the time.
#ifndef SIM_VENUE_ENGINE_H
#define SIM_VENUE_ENGINE_H

#include "../../../native/include/profit-dll.h"

enum { VENUE_TICKER = 32, VENUE_EXCHANGE = 8, VENUE_NAME = 100, VENUE_ID = 48, VENUE_TEXT = 96, VENUE_SIZES = 16 };
enum { VENUE_MAX_ORDERS = 262144, VENUE_MAX_ASSETS = 256 };

/** Order types, sides and statuses with the vendor's numbers (version 1 and above). */
enum { TYPE_MARKET = 1, TYPE_LIMIT = 2, TYPE_STOP_LIMIT = 4 };
enum { SIDE_BUY = 1, SIDE_SELL = 2, SIDE_NONE = 200 };
enum {
  STATUS_NEW = 0,
  STATUS_PARTIAL = 1,
  STATUS_FILLED = 2,
  STATUS_CANCELLED = 4,
  STATUS_REPLACED = 5,
  STATUS_PENDING_CANCEL = 6,
  STATUS_REJECTED = 8,
  STATUS_EXPIRED = 12,
  STATUS_PENDING_REPLACE = 14,
  STATUS_PARTIAL_CANCELLED = 15,
  STATUS_UNKNOWN = 200,
  STATUS_AT_SERVER = 201,
  STATUS_CLIENT_CREATED = 203,
  STATUS_NOT_CREATED = 204
};
/** Trading message results with the vendor's numbers. */
enum {
  RESULT_NOT_CONNECTED = 1,
  RESULT_SENT_TO_PROXY = 2,
  RESULT_SENT_TO_SERVER = 4,
  RESULT_REJECTED_BY_SERVER = 5,
  RESULT_SENT_TO_BROKER = 6,
  RESULT_REJECTED_BY_BROKER = 7,
  RESULT_SENT_TO_MARKET = 8,
  RESULT_REJECTED_BY_MARKET = 9,
  RESULT_ACCEPTED = 10,
  RESULT_BLOCKED_BY_RISK = 24
};

typedef struct {
  PdChar16 ticker[VENUE_TICKER];
  PdChar16 exchange[VENUE_EXCHANGE];
  double tick;
  int64_t lot;
  int64_t maximum;
  /** Touch and last price; 0 where nothing was seen yet. */
  double bid, ask, last;
  /** The vendor's number of the phase: 0 open; in every other nothing is matched, and 6 takes no orders. */
  int32_t phase;
  /** Price limits of the day; 0 where there are none. */
  double lowerLimit, upperLimit;
  /** The market's own asset; only compared. */
  const void *market;
  /** A continuous name (WDOFUT): market data only, orders are refused. */
  uint8_t aggregator;
} VenueAsset;

typedef struct {
  /** Its place among the venue's orders. */
  int32_t index;
  int64_t localId;
  int64_t messageId;
  int64_t eventId;
  PdChar16 clOrdId[VENUE_ID];
  /** The permanent id is told only from the venue's acceptance on. */
  uint8_t clOrdIdKnown;
  int32_t brokerId;
  PdChar16 accountId[VENUE_NAME];
  PdChar16 subAccountId[VENUE_NAME];
  VenueAsset *asset;
  uint8_t side, type, status, validity;
  /** Typed by another person: this process has no local id for it. */
  uint8_t foreign;
  /** Loaded from an earlier session. */
  uint8_t fromHistory;
  uint8_t isDayTrade, triggered, held, live;
  int64_t quantity, traded, leaves;
  double price, stopPrice, averagePrice;
  int64_t createdMs, updatedMs, closedMs;
  PdChar16 text[VENUE_TEXT];
} VenueOrder;

enum { NOTE_ORDER = 1, NOTE_RESULT = 2 };
typedef struct {
  uint8_t kind;
  /** Of a result. */
  uint8_t result;
  int64_t messageId;
  /** The order as it was when the note was written. */
  VenueOrder order;
  PdChar16 message[VENUE_TEXT];
} VenueNote;

typedef void (*VenueSink)(void *context, const VenueNote *note);

/** What goes wrong on demand; counters count down. */
typedef struct {
  int32_t rejectResult, rejectStatus, rejectCount;
  /** NULL: by order of the test. */
  const char *rejectText;
  int32_t cancelRejects, changeRejects;
  int32_t fillsAfterCancel, fillsBeforeCancel;
  int32_t unknownStatus, unknownCount;
  int32_t swallowRequests;
  /** Sizes of the next fills; a 0 holds the order until it is released. */
  int64_t sizes[VENUE_SIZES];
  int32_t sizeCount;
  uint8_t partialCancelStatus;
} VenueFaults;

/** What this broker takes; all zeros: a broker that takes everything. */
typedef struct {
  /** A stop's prices and quantity cannot be changed. */
  uint8_t noStopChange;
  /** Exits that work may not add up to more than the position: the second exit lacks margin. */
  uint8_t noSecondExit;
  /** A stop whose trigger has been crossed already is refused; else it triggers at once. */
  uint8_t noCrossedStop;
  /** A market order outside of the open phase rests until it opens; else it is refused. */
  uint8_t marketWaits;
  /** Orders of one account in a minute, 0 = any number. */
  int32_t ordersPerMinute;
} VenueRules;

/** What happens at the venue itself, whoever is told of it. */
typedef void (*VenueRecord)(void *context, const VenueOrder *order, const char *cause, double price, int64_t quantity);

typedef struct {
  VenueOrder **orders;
  int32_t orderCount;
  /** Every order before it has ended. */
  int32_t firstOpen;
  VenueAsset *assets[VENUE_MAX_ASSETS];
  int32_t assetCount;
  VenueSink sink;
  void *context;
  int64_t nowMs;
  int64_t nextLocalId, nextMessageId, nextEventId;
  uint32_t nextClOrdId;
  VenueFaults faults;
  VenueRules rules;
  /** May be NULL. */
  VenueRecord record;
} Venue;

void venue_engine_open(Venue *venue, VenueSink sink, void *context);
void venue_engine_close(Venue *venue);
/** The asset of this name, made on first use; NULL when there are too many. */
VenueAsset *venue_engine_asset(Venue *venue, PdText ticker, PdText exchange);
/** An empty order with its ids; NULL when there are too many. */
VenueOrder *venue_engine_order(Venue *venue, int isForeign);
VenueOrder *venue_engine_find(Venue *venue, int64_t localId, PdText clOrdId);
/** Writes down what happened to an order; price and quantity of a fill, else 0. */
void venue_engine_record(Venue *venue, const VenueOrder *order, const char *cause, double price, int64_t quantity);
/** What broker or market have against an order; NULL when nothing. */
const char *venue_engine_objection(const Venue *venue, const VenueOrder *order, double price, double stopPrice, int64_t quantity,
                                   uint8_t *result);
/** The phase changes; what waited for it is matched. */
void venue_engine_phase(Venue *venue, VenueAsset *asset, int32_t phase);
/** Tells an order's present state with this status. */
void venue_engine_tell(Venue *venue, VenueOrder *order, uint8_t status);
void venue_engine_result(Venue *venue, const VenueOrder *order, int64_t messageId, uint8_t result, const char *message);
void venue_engine_reject(Venue *venue, VenueOrder *order, uint8_t status, uint8_t result, const char *text);
/** Runs a created order through server, broker and market: 203, 203, 201, 0, then fills or a rejection. */
void venue_engine_send(Venue *venue, VenueOrder *order);
void venue_engine_change(Venue *venue, VenueOrder *order, double price, double stopPrice, int64_t quantity, int64_t messageId);
void venue_engine_cancel(Venue *venue, VenueOrder *order, int64_t messageId);
/** Fills at a price, in the sizes that are asked for; returns what was filled. */
int64_t venue_engine_fill(Venue *venue, VenueOrder *order, double price, int64_t available);
void venue_engine_match(Venue *venue, VenueOrder *order);
void venue_engine_trade(Venue *venue, VenueAsset *asset, double price, int64_t quantity);
void venue_engine_quote(Venue *venue, VenueAsset *asset, double bid, double ask);
/** Lets held orders be filled again. */
void venue_engine_release(Venue *venue);
int venue_engine_is_open(const VenueOrder *order);

void text16_copy(PdChar16 *target, int32_t capacity, PdText source);
void text16_ascii(PdChar16 *target, int32_t capacity, const char *source);
int text16_equal(PdText left, PdText right);
int32_t text16_length(PdText text);

#endif
