// The offer book: two lists whose positions count from the end, edits as deltas, full books in pages that the client frees.
#include <stdlib.h>
#include <string.h>

#include "sim-market.h"

enum { ADD = 0, EDIT = 1, DELETE = 2, DELETE_FROM = 3, FULL_BOOK = 4 };
enum { HAS_PRICE = 1, HAS_QUANTITY = 2, HAS_DATE = 4, HAS_ID = 8, HAS_AGENT = 16 };
#define DATE_BYTES 23

static void insert(SimOffers *list, int32_t at, SimOffer offer) {
  if (list->count == list->capacity) {
    int32_t capacity = list->capacity == 0 ? 256 : list->capacity * 2;
    SimOffer *more = realloc(list->offers, (size_t)capacity * sizeof *more);
    if (more == NULL) sim_misuse("no memory for %d offers", capacity);
    list->offers = more;
    list->capacity = capacity;
  }
  memmove(&list->offers[at + 1], &list->offers[at], (size_t)(list->count - at) * sizeof offer);
  list->offers[at] = offer;
  list->count++;
}

static void edit(SimOffer *offer, const FeedOffer *change) {
  if (change->has & HAS_QUANTITY) offer->quantity += change->quantity;
  if (change->has & HAS_PRICE) offer->price = change->price;
  if (change->has & HAS_AGENT) offer->agent = change->agent;
  if (change->has & HAS_ID) offer->offerId = change->offerId;
  if (change->has & HAS_DATE) offer->localMs = change->localMs;
}

/** Depth and quote follow the offers where the tape has no depth of its own. */
static void derive_depth(SimAsset *asset) {
  SimMarket *market = asset->market;
  static SimLevel levels[2][SIM_LEVELS];
  int32_t counts[2] = {0, 0};
  if (market->ownDepth) return;
  for (int32_t side = 0; side < 2; side++) {
    const SimOffers *list = &market->offers[side];
    for (int32_t i = list->count - 1; i >= 0; i--) {
      const SimOffer *offer = &list->offers[i];
      int32_t last = counts[side] - 1;
      if (last < 0 || levels[side][last].price != offer->price) {
        if (counts[side] == SIM_LEVELS) break;
        levels[side][counts[side]++] = (SimLevel){offer->price, offer->quantity, 1, 0};
      } else {
        levels[side][last].quantity += offer->quantity;
        levels[side][last].orders++;
      }
    }
  }
  sim_depth_set(asset, levels[0], counts[0], levels[1], counts[1]);
}

void sim_offer_apply(SimAsset *asset, const FeedOffer *change) {
  sim_lock();
  SimOffers *list = &asset->market->offers[change->side & 1];
  int32_t at = change->action == ADD ? list->count - change->position : list->count - change->position - 1;
  if (change->position < 0 || at < 0) {
    sim_unlock();
    sim_count("tape-offers-out-of-range", 1);
    return;
  }
  SimOffer offer = {change->price, change->quantity, change->offerId, change->localMs, change->agent};
  if (change->action == ADD) insert(list, at, offer);
  if (change->action == EDIT) edit(&list->offers[at], change);
  if (change->action == DELETE) {
    memmove(&list->offers[at], &list->offers[at + 1], (size_t)(list->count - at - 1) * sizeof offer);
    list->count--;
  }
  if (change->action == DELETE_FROM) list->count = at;
  sim_unlock();
  derive_depth(asset);
}

void sim_offer_page_apply(SimAsset *asset, const uint8_t *data, uint32_t length) {
  FeedOfferPage page;
  if (length < sizeof page) sim_misuse("an offer page of %u bytes in the tape", length);
  memcpy(&page, data, sizeof page);
  if (length < sizeof page + page.offers * sizeof(FeedOfferEntry)) sim_misuse("an offer page in the tape is cut");
  sim_lock();
  SimOffers *list = &asset->market->offers[page.side & 1];
  if (page.pageFlags & 2) list->count = 0;
  for (uint32_t i = 0; i < page.offers; i++) {
    FeedOfferEntry e;
    memcpy(&e, data + sizeof page + i * sizeof e, sizeof e);
    insert(list, list->count, (SimOffer){e.price, e.quantity, e.offerId, e.localMs, e.agent});
  }
  sim_unlock();
  derive_depth(asset);
}

static PdChar dirty(bool value) { return (PdChar)(((uint32_t)sim_random() & 0xFFFFFF00u) | (value ? 1u : 0u)); }

static void tell(SimAsset *listener, const void *what) {
  const FeedOffer *o = what;
  char date[24];
  if (o->has & HAS_DATE) sim_date_text(o->localMs, date);
  // Without a date the pointer means nothing; it must not be read.
  PdText text = o->has & HAS_DATE ? sim_text(date) : NULL;
  PdChar flags[5];
  for (int i = 0; i < 5; i++) flags[i] = dirty((o->has >> i) & 1);
  if (sim_callbacks.offerBookV2 != NULL) {
    PdAssetIdRec id = sim_asset_record(listener);
    sim_callbacks.offerBookV2(&id, o->action, o->position, o->side, o->quantity, o->agent, o->offerId, o->price, flags[0],
                              flags[1], flags[2], flags[3], flags[4], text, NULL, NULL);
    sim_count("offers-delivered", 1);
  }
  if (sim_callbacks.offerBook != NULL) {
    PdAssetIdRec id = sim_asset_record(listener);
    sim_callbacks.offerBook(&id, o->action, o->position, o->side, (int32_t)o->quantity, o->agent, o->offerId, o->price, flags[0],
                            flags[1], flags[2], flags[3], flags[4], text, NULL, NULL);
  }
}

void sim_offer_deliver(SimAsset *asset, const FeedOffer *offer) {
  if (sim_fault("offer-lost")) return;
  sim_each_listener(asset, SIM_SUBSCRIPTION(offerBook), tell, offer);
}

/** One page of one side as the vendor lays it out; `wide` for V2. Null when the side has nothing from `first` on. */
static void *full_page(const SimOffers *list, int32_t first, int32_t size, bool wide) {
  int32_t count = list->count - first < size ? list->count - first : size;
  if (count <= 0) return NULL;
  uint32_t entry = (wide ? 30u : 26u) + DATE_BYTES;
  uint32_t bytes = 8 + (uint32_t)count * entry + 4;
  uint8_t *page = sim_page(bytes);
  memcpy(page, &count, 4);
  memcpy(page + 4, &bytes, 4);
  uint8_t *at = page + 8;
  for (int32_t i = first; i < first + count; i++) {
    const SimOffer *offer = &list->offers[i];
    int32_t narrow = (int32_t)offer->quantity;
    uint16_t dateBytes = DATE_BYTES;
    char date[24];
    sim_date_text(offer->localMs, date);
    memcpy(at, &offer->price, 8);
    if (wide) memcpy(at + 8, &offer->quantity, 8);
    else memcpy(at + 8, &narrow, 4);
    at += wide ? 16 : 12;
    memcpy(at, &offer->agent, 4);
    memcpy(at + 4, &offer->offerId, 8);
    memcpy(at + 12, &dateBytes, 2);
    memcpy(at + 14, date, DATE_BYTES);
    at += 14 + DATE_BYTES;
  }
  uint32_t flags = first + count >= list->count ? 1 : 0;
  if (first == 0 && sim_setting("offer-first-page-flag", 1)) flags |= 2;
  memcpy(at, &flags, 4);
  return page;
}

static void full_book(SimAsset *asset, bool wide) {
  SimOffers *lists = sim_source(asset)->market->offers;
  int32_t size = (int32_t)sim_setting("offer-page-size", 100);
  int32_t most = lists[0].count > lists[1].count ? lists[0].count : lists[1].count;
  for (int32_t first = 0; first < most; first += size) {
    void *buy = full_page(&lists[0], first, size, wide);
    void *sell = full_page(&lists[1], first, size, wide);
    PdAssetIdRec id = sim_asset_record(asset);
    // Scalars mean nothing in a full book.
    if (wide) {
      sim_callbacks.offerBookV2(&id, FULL_BOOK, -7, 255, -77, -7, -777, -7.5, dirty(true), dirty(true), dirty(false), dirty(true),
                                dirty(true), NULL, sell, buy);
    } else {
      sim_callbacks.offerBook(&id, FULL_BOOK, -7, 255, -77, -7, -777, -7.5, dirty(true), dirty(true), dirty(false), dirty(true),
                              dirty(true), NULL, sell, buy);
    }
  }
}

void sim_offers_snapshot(void *raw) {
  SimAsset *asset = raw;
  if (!sim_state.marketConnected) return;
  if (sim_callbacks.offerBookV2 != NULL) full_book(asset, true);
  if (sim_callbacks.offerBook != NULL) full_book(asset, false);
}
