// Commands that say what broker and market take: limits, lots, changes of stops, second exits, crossed stops, auctions, rates.
#include "sim-market.h"
#include "sim-venue-commands.h"

#include <string.h>

static int set_limits(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  if (asset == NULL) return 0;
  asset->lowerLimit = command_price(words, 2, 0);
  asset->upperLimit = command_price(words, 3, 0);
  sim_daily_limits((SimAsset *)asset->market, asset->lowerLimit, asset->upperLimit);
  return 1;
}

static int set_lot(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  const int64_t lot = command_number(words, 2, 0);
  if (asset == NULL || lot <= 0) return 0;
  asset->lot = lot;
  return 1;
}

static int set_aggregator(const Words *words) {
  VenueAsset *asset = command_asset(words, 1);
  if (asset == NULL) return 0;
  asset->aggregator = command_number(words, 2, 1) != 0;
  return 1;
}

/** change-stop 0|1, both-exits 0|1, crossed-stop 0|1: 0 = the broker does not take it. */
static int change_stop(const Words *words) {
  sim_venue.engine.rules.noStopChange = command_number(words, 1, 1) == 0;
  return 1;
}

static int both_exits(const Words *words) {
  sim_venue.engine.rules.noSecondExit = command_number(words, 1, 1) == 0;
  return 1;
}

static int crossed_stop(const Words *words) {
  sim_venue.engine.rules.noCrossedStop = command_number(words, 1, 1) == 0;
  return 1;
}

/** auction-market reject|wait: a market order outside of the open phase. */
static int auction_market(const Words *words) {
  sim_venue.engine.rules.marketWaits = strcmp(words->word[1], "wait") == 0;
  return strcmp(words->word[1], "wait") == 0 || strcmp(words->word[1], "reject") == 0;
}

/** order-rate N: orders of an account in a minute, 0 = any number. */
static int order_rate(const Words *words) {
  sim_venue.engine.rules.ordersPerMinute = (int32_t)command_number(words, 1, 0);
  return sim_venue.engine.rules.ordersPerMinute >= 0;
}

const VenueCommand VENUE_RULE_COMMANDS[] = {
    {"price-limits", 3, set_limits},  {"lot", 2, set_lot},
    {"aggregator", 1, set_aggregator}, {"change-stop", 1, change_stop},
    {"both-exits", 1, both_exits},    {"crossed-stop", 1, crossed_stop},
    {"auction-market", 1, auction_market}, {"order-rate", 1, order_rate},
    {"order-log", 1, venue_order_log}, {NULL, 0, NULL},
};
