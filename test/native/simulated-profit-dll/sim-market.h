// The market behind an asset: its trades, books and subscriptions, changed by the connector thread as it plays records of a tape.
#ifndef SIM_MARKET_H
#define SIM_MARKET_H

#include <stdatomic.h>
#include <stddef.h>

#include "../../../native/include/feed-record.h"
#include "sim.h"

#define SIM_LEVELS 256
#define SIM_ALIASES 4
#define SIM_ASSETS 256

typedef struct {
  int64_t localMs;
  double price;
  int64_t quantity;
  double volume;
  uint32_t number;
  int32_t buyAgent;
  int32_t sellAgent;
  uint8_t type;
} SimTrade;

typedef struct {
  double price;
  int64_t quantity;
  uint32_t orders;
  uint32_t flags;
} SimLevel;

typedef struct {
  double price;
  int64_t quantity;
  int64_t offerId;
  int64_t localMs;
  int32_t agent;
} SimOffer;

/** Worst first, best last: positions count from the end. */
typedef struct {
  SimOffer *offers;
  int32_t count, capacity;
} SimOffers;

typedef struct SimMarket {
  atomic_bool ticker, offerBook, priceBook, priceDepth, adjust;
  /** Everything that traded, for the history; index of the first trade of the day for the daily summary. */
  SimTrade *trades;
  uint64_t tradeCount, tradeCapacity, dayFirst;
  /** Trades up to the last one that was told live: what a connection that comes back may repeat. */
  uint64_t toldCount;
  FeedDaily daily;
  double previousClose;
  /** Of the day, as the venue keeps them; 0 = none. */
  double lowerLimit, upperLimit;
  SimLevel levels[2][SIM_LEVELS];
  int32_t levelCount[2];
  SimOffers offers[2];
  int64_t tinyQuantity[2];
  double theoreticalPrice;
  int64_t theoreticalQuantity;
  /** The tape has records of its own for these; they are not derived from others. */
  bool ownDepth, ownTiny, ownDaily;
  atomic_bool closeAsked, closeKnown;
  /** Continuous names that follow this contract. */
  SimAsset *aliases[SIM_ALIASES];
  int32_t aliasCount;
  char description[64];
} SimMarket;

// sim-assets.c
SimAsset *sim_asset_numbered(uint32_t number);
uint32_t sim_asset_number(const SimAsset *asset);
uint32_t sim_asset_count(void);
/** Finds or makes it. */
SimAsset *sim_asset_add(const char *ticker, char exchange);
/** The market of a contract, or of the contract behind a continuous name. */
SimAsset *sim_source(SimAsset *asset);
PdAssetIdRec sim_asset_record(const SimAsset *asset);
PdAssetIdentifier sim_asset_identifier(const SimAsset *asset);
void sim_assets_default(void);
bool sim_assets_command(const char *line);

// sim-play.c
/** Plays one 64-byte record (with its continuations behind it) on the connector thread: state, venue, then the client. */
void sim_play_record(void *record);
/** Copies the data of a long record; returns its length, 0 when it does not fit. */
uint32_t sim_record_data(const uint8_t *record, uint8_t *out, uint32_t capacity);
/** A new record in memory of sim_context, `parts` long. */
uint8_t *sim_new_record(uint8_t kind, uint8_t flags, SimAsset *asset, int64_t localMs, uint16_t parts);
void sim_post_trade(SimAsset *asset, const SimTrade *trade, uint8_t flags);
/** Calls `each` for an asset and every continuous name of it that has this subscription. */
void sim_each_listener(SimAsset *asset, size_t subscription, void (*each)(SimAsset *listener, const void *what), const void *what);
#define SIM_SUBSCRIPTION(field) offsetof(SimMarket, field)

// sim-trades.c
/** Only remembers it: what traded before the session. */
void sim_trade_keep(SimAsset *asset, const SimTrade *trade, bool edit);
void sim_trade_happens(SimAsset *asset, const SimTrade *trade, bool edit);
void sim_trade_deliver(SimAsset *asset, const SimTrade *trade, uint32_t flags);
void sim_history_deliver(SimAsset *asset, const SimTrade *trade, uint32_t flags);

// sim-quotes.c
void sim_daily_add(SimMarket *market, const SimTrade *trade);
void sim_daily_deliver(SimAsset *asset);
/** With the lock held: summaries of the day carry them from now on, one of them at once. */
void sim_daily_limits(SimAsset *asset, double lower, double upper);
void sim_tiny_set(SimAsset *asset, int32_t side, double price, int64_t quantity);
void sim_tiny_deliver(SimAsset *asset, int32_t side);
void sim_state_set(SimAsset *asset, int64_t localMs, int32_t state);
void sim_theoretical_set(SimAsset *asset, double price, int64_t quantity);
/** What a subscriber is told first. */
void sim_ticker_snapshot(void *asset);

// sim-depth.c
void sim_depth_set(SimAsset *asset, const SimLevel *buy, int32_t buyCount, const SimLevel *sell, int32_t sellCount);
void sim_depth_snapshot(void *asset);
void sim_depth_theoretical(SimAsset *asset);

// sim-offers.c
void sim_offer_apply(SimAsset *asset, const FeedOffer *offer);
void sim_offer_page_apply(SimAsset *asset, const uint8_t *data, uint32_t length);
void sim_offer_deliver(SimAsset *asset, const FeedOffer *offer);
void sim_offers_snapshot(void *asset);

// sim-memory.c
void *sim_page(uint32_t bytes);

#endif
