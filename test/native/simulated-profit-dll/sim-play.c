// Plays records of a tape on the connector thread: the market changes, the venue matches, the client is told or loses it.
#include <stdlib.h>
#include <string.h>

#include "sim-chaos.h"
#include "sim-clock.h"
#include "sim-life.h"
#include "sim-market.h"

#define LONG_BYTES (1u << 18)

uint32_t sim_record_data(const uint8_t *record, uint8_t *out, uint32_t capacity) {
  FeedHead head;
  uint32_t length, done;
  memcpy(&head, record, sizeof head);
  memcpy(&length, record + 16, 4);
  if (length > capacity || (length > FEED_FIRST_BYTES && FEED_FIRST_BYTES + (head.parts - 1u) * FEED_MORE_BYTES < length)) return 0;
  done = length < FEED_FIRST_BYTES ? length : FEED_FIRST_BYTES;
  memcpy(out, record + 20, done);
  for (uint32_t part = 1; done < length; part++) {
    uint32_t more = length - done < FEED_MORE_BYTES ? length - done : FEED_MORE_BYTES;
    memcpy(out + done, record + part * FEED_RECORD_BYTES + 8, more);
    done += more;
  }
  return length;
}

uint8_t *sim_new_record(uint8_t kind, uint8_t flags, SimAsset *asset, int64_t localMs, uint16_t parts) {
  uint8_t *record = sim_context((uint32_t)parts * FEED_RECORD_BYTES);
  FeedHead head = {kind, flags, parts, sim_asset_number(asset), localMs * 1000000};
  memcpy(record, &head, sizeof head);
  return record;
}

void sim_post_trade(SimAsset *asset, const SimTrade *t, uint8_t flags) {
  FeedTrade f = {t->localMs, t->price, t->quantity, t->volume, t->number, t->buyAgent, t->sellAgent, t->type};
  uint8_t *record = sim_new_record(FEED_TRADE, flags, asset, t->localMs, 1);
  memcpy(record + 16, &f, sizeof f);
  sim_post(sim_play_record, record, sim_release, 0);
}

void sim_each_listener(SimAsset *asset, size_t subscription, void (*each)(SimAsset *listener, const void *what), const void *what) {
  atomic_bool *own = (atomic_bool *)((char *)asset->market + subscription);
  if (atomic_load(own)) each(asset, what);
  for (int32_t i = 0; i < asset->market->aliasCount; i++) {
    SimAsset *alias = asset->market->aliases[i];
    if (atomic_load((atomic_bool *)((char *)alias->market + subscription))) each(alias, what);
  }
}

static SimTrade trade_of(const uint8_t *record) {
  FeedTrade f;
  memcpy(&f, record + 16, sizeof f);
  return (SimTrade){f.localMs, f.price, f.quantity, f.volume, f.number, f.buyAgent, f.sellAgent, f.tradeType};
}

static void play_depth(SimAsset *asset, const uint8_t *record) {
  static uint8_t data[LONG_BYTES];
  static SimLevel levels[2 * SIM_LEVELS];
  FeedDepth depth;
  uint32_t length = sim_record_data(record, data, sizeof data);
  if (length < sizeof depth) sim_misuse("a depth record of the tape is cut");
  memcpy(&depth, data, sizeof depth);
  uint32_t count = (uint32_t)depth.buyLevels + depth.sellLevels;
  if (count > 2 * SIM_LEVELS || length < sizeof depth + count * sizeof(FeedDepthLevel)) sim_misuse("a depth record of the tape is cut");
  for (uint32_t i = 0; i < count; i++) {
    FeedDepthLevel from;
    memcpy(&from, data + sizeof depth + i * sizeof from, sizeof from);
    levels[i] = (SimLevel){from.price, from.quantity, from.orders, from.flags};
  }
  asset->market->ownDepth = true;
  sim_depth_set(asset, levels, depth.buyLevels, levels + depth.buyLevels, depth.sellLevels);
}

static void tell_offers(SimAsset *listener, const void *unused) {
  (void)unused;
  sim_offers_snapshot(listener);
}

static void play_page(SimAsset *asset, const uint8_t *record) {
  static uint8_t data[LONG_BYTES];
  uint32_t length = sim_record_data(record, data, sizeof data);
  sim_offer_page_apply(asset, data, length);
  if (data[4] & 1) sim_each_listener(asset, SIM_SUBSCRIPTION(offerBook), tell_offers, NULL);
}

static void play_daily(SimAsset *asset, const uint8_t *record) {
  FeedDaily daily;
  if (sim_record_data(record, (uint8_t *)&daily, sizeof daily) != sizeof daily) sim_misuse("a daily record of the tape is cut");
  asset->market->ownDaily = true;
  asset->market->daily = daily;
}

/** What the market does, whether or not anyone is told. Depth, theoretical price and state tell as they change. */
static void happen(SimAsset *asset, const FeedHead *head, const uint8_t *record) {
  const uint8_t *payload = record + 16;
  if (head->kind == FEED_TRADE) {
    SimTrade trade = trade_of(record);
    sim_trade_happens(asset, &trade, head->flags & FEED_EDIT);
  } else if (head->kind == FEED_TINY_BOOK) {
    FeedTinyBook tiny;
    memcpy(&tiny, payload, sizeof tiny);
    asset->market->ownTiny = true;
    sim_tiny_set(asset, tiny.side, tiny.price, tiny.quantity);
  } else if (head->kind == FEED_OFFER) {
    FeedOffer offer;
    memcpy(&offer, payload, sizeof offer);
    sim_offer_apply(asset, &offer);
  } else if (head->kind == FEED_THEORETICAL) {
    FeedTheoretical theoretical;
    memcpy(&theoretical, payload, sizeof theoretical);
    sim_theoretical_set(asset, theoretical.price, theoretical.quantity);
  } else if (head->kind == FEED_TICKER_STATE) {
    FeedTickerState state;
    memcpy(&state, payload, sizeof state);
    sim_state_set(asset, state.localMs, state.state);
  } else if (head->kind == FEED_DEPTH) {
    play_depth(asset, record);
  } else if (head->kind == FEED_DAILY) {
    play_daily(asset, record);
  } else if (head->kind == FEED_OFFER_PAGE) {
    play_page(asset, record);
  } else {
    sim_misuse("a record of kind %u in the tape", head->kind);
  }
}

/** What the client is told of it. */
static void tell(SimAsset *asset, const FeedHead *head, const uint8_t *record) {
  if (head->kind == FEED_TRADE) {
    SimTrade trade = trade_of(record);
    sim_trade_deliver(asset, &trade, head->flags & FEED_EDIT);
    asset->market->toldCount = asset->market->tradeCount;
    int64_t every = sim_setting("daily-every", 1000);
    if (every > 0 && asset->market->daily.trades % every == 0 && !(head->flags & FEED_EDIT)) sim_daily_deliver(asset);
  } else if (head->kind == FEED_TINY_BOOK) {
    FeedTinyBook tiny;
    memcpy(&tiny, record + 16, sizeof tiny);
    sim_tiny_deliver(asset, tiny.side);
  } else if (head->kind == FEED_OFFER) {
    FeedOffer offer;
    memcpy(&offer, record + 16, sizeof offer);
    sim_offer_deliver(asset, &offer);
  } else if (head->kind == FEED_DAILY) {
    sim_daily_deliver(asset);
  }
}

static void tell_late(void *record) {
  FeedHead head;
  memcpy(&head, record, sizeof head);
  if (sim_state.marketConnected) tell(sim_asset_numbered(head.asset), &head, record);
}

void sim_play_record(void *raw) {
  const uint8_t *record = raw;
  FeedHead head;
  memcpy(&head, record, sizeof head);
  SimAsset *asset = sim_asset_numbered(head.asset);
  sim_clock_at_least(head.timeNs / 1000000);
  happen(asset, &head, record);
  sim_count("events-played", 1);
  if (!sim_state.marketConnected) {
    sim_count("events-lost", 1);
  } else if (head.parts == 1 && sim_fault("late")) {
    uint8_t *copy = sim_context(FEED_RECORD_BYTES);
    memcpy(copy, record, FEED_RECORD_BYTES);
    sim_post(tell_late, copy, sim_release, sim_fault_value("late") * 1000 + 1);
  } else {
    tell(asset, &head, record);
    if (sim_fault("duplicate")) tell(asset, &head, record);
  }
  sim_chaos_step(asset, head.kind);
  sim_commands_events();
}
