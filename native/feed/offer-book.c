// Offer book: single changes as one record each, full books copied page by page and given back to the vendor.
#include "feed.h"
#include "local-time.h"
#include "market-callbacks.h"
#include <string.h>

#define ACTION_FULL_BOOK 4
#define SIDE_BUY 0
#define SIDE_SELL 1
#define PAGE_HEADER_BYTES 8
/** Price, quantity, agent, offer id and the length of the date, packed. */
#define ENTRY_FIXED_BYTES 30
#define PAGE_LAST 1u
#define PAGE_FIRST 2u
/** Offers of one message; a larger page is told in several. */
#define OFFERS_PER_MESSAGE ((MESSAGE_BYTES_MAX - (uint32_t)sizeof(FeedOfferPage)) / (uint32_t)sizeof(FeedOfferEntry))

typedef struct {
  const uint8_t *bytes;
  int32_t size;
  /** Entries that lie wholly inside of the buffer, and where they end. */
  uint32_t offers;
  uint32_t end;
  uint32_t flags;
  int isTruncated;
} OfferPage;

static uint32_t entry_bytes(const uint8_t *entry) {
  uint16_t dateBytes;
  memcpy(&dateBytes, entry + ENTRY_FIXED_BYTES - sizeof dateBytes, sizeof dateBytes);
  return ENTRY_FIXED_BYTES + (uint32_t)dateBytes;
}

/** Walks the entries by the length of their dates; what the header promises but the buffer has not is not read. */
static OfferPage page_of(const void *array) {
  OfferPage page = {.bytes = array, .size = 0, .offers = 0, .end = PAGE_HEADER_BYTES, .flags = 0, .isTruncated = 0};
  int32_t count;
  memcpy(&count, page.bytes, sizeof count);
  memcpy(&page.size, page.bytes + 4, sizeof page.size);
  const uint32_t size = page.size < PAGE_HEADER_BYTES ? PAGE_HEADER_BYTES : (uint32_t)page.size;
  while (count > 0 && page.offers < (uint32_t)count) {
    if (page.end + ENTRY_FIXED_BYTES > size) break;
    const uint32_t bytes = entry_bytes(page.bytes + page.end);
    if (page.end + bytes > size) break;
    page.end += bytes;
    page.offers += 1;
  }
  page.isTruncated = count < 0 || page.offers < (uint32_t)count;
  // Old builds end behind the entries: their one buffer is the whole book.
  page.flags = PAGE_FIRST | PAGE_LAST;
  if (!page.isTruncated && page.end + sizeof page.flags <= size) memcpy(&page.flags, page.bytes + page.end, sizeof page.flags);
  return page;
}

static const uint8_t *put_offers(MessageWriter *writer, const uint8_t *entry, uint32_t offers) {
  for (uint32_t at = 0; at < offers; at++) {
    FeedOfferEntry told;
    const uint32_t bytes = entry_bytes(entry);
    memcpy(&told.price, entry, 8);
    memcpy(&told.quantity, entry + 8, 8);
    memcpy(&told.agent, entry + 16, 4);
    memcpy(&told.offerId, entry + 20, 8);
    told.localMs = local_ms_of_ansi(entry + ENTRY_FIXED_BYTES, bytes - ENTRY_FIXED_BYTES);
    message_put(writer, &told, sizeof told);
    entry += bytes;
  }
  return entry;
}

static const uint8_t *skip_offers(const uint8_t *entry, uint32_t offers) {
  for (uint32_t at = 0; at < offers; at++) entry += entry_bytes(entry);
  return entry;
}

static void push_page(const Arrival *arrival, uint8_t side, const OfferPage *page) {
  const uint8_t *entry = page->bytes + PAGE_HEADER_BYTES;
  uint32_t left = page->offers;
  int isFirst = 1;
  do {
    const uint32_t offers = left < OFFERS_PER_MESSAGE ? left : OFFERS_PER_MESSAGE;
    left -= offers;
    FeedOfferPage told = {.side = side, .pageFlags = page->flags, .offers = offers};
    if (!isFirst) told.pageFlags &= ~PAGE_FIRST;
    if (left > 0) told.pageFlags &= ~PAGE_LAST;
    isFirst = 0;
    MessageWriter writer;
    const uint8_t flags = page->isTruncated ? FEED_TRUNCATED : 0;
    const uint32_t bytes = (uint32_t)(sizeof told + offers * sizeof(FeedOfferEntry));
    if (feed_open(arrival, FEED_CLASS_MARKET, FEED_OFFER_PAGE, flags, bytes, &writer)) {
      message_put(&writer, &told, sizeof told);
      entry = put_offers(&writer, entry, offers);
      feed_close();
    } else {
      entry = skip_offers(entry, offers);
    }
  } while (left > 0);
}

static void take_page(const Arrival *arrival, uint8_t side, void *array) {
  if (array == NULL) return;
  const OfferPage page = page_of(array);
  push_page(arrival, side, &page);
  feed.vendor.freePointer(array, page.size);
  atomic_fetch_add_explicit(&feed.pagesFreed, 1, memory_order_relaxed);
}

/** Only the low 8 bits of a vendor `Char` mean something. */
static uint8_t bit_of(PdChar flag, int bit) { return (uint8_t)((flag & 0xff) != 0 ? 1 << bit : 0); }

void on_offer_book(PdAsset asset, int32_t action, int32_t position, int32_t side, int64_t quantity, int32_t agent, int64_t offerId,
                   double price, PdChar hasPrice, PdChar hasQuantity, PdChar hasDate, PdChar hasOfferId, PdChar hasAgent,
                   PdText date, void *sellArray, void *buyArray) {
  const Arrival arrival = arrival_of_asset(asset);
  if (action == ACTION_FULL_BOOK) {
    take_page(&arrival, SIDE_BUY, buyArray);
    take_page(&arrival, SIDE_SELL, sellArray);
  } else {
    const uint8_t has = (uint8_t)(bit_of(hasPrice, 0) | bit_of(hasQuantity, 1) | bit_of(hasDate, 2) | bit_of(hasOfferId, 3) |
                                  bit_of(hasAgent, 4));
    const FeedOffer offer = {
        .action = (uint8_t)action,
        .side = (uint8_t)side,
        .has = has,
        .position = position,
        .quantity = quantity,
        .offerId = offerId,
        .price = price,
        .localMs = bit_of(hasDate, 0) ? local_ms_of_text(text_of(date)) : FEED_NO_TIME,
        .agent = agent,
    };
    feed_push(&arrival, FEED_CLASS_MARKET, FEED_OFFER, 0, &offer, sizeof offer);
  }
  arrival_end(&arrival);
}
