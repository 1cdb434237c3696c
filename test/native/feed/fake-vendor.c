// A vendor library of a few functions, played by hand: calls of a test in, the callbacks they name out, with memory that dies after each.
#include "fake-vendor.h"
#include <pthread.h>

#define ALIVE 0x600d600du
#define POISON 0xa5

typedef struct {
  uint32_t life;
  PdTrade trade;
} Handle;

LoginCallbacks fake_login;

SETTER(SetTradeCallbackV2, PdTradeV2Callback, onTrade)
SETTER(SetHistoryTradeCallbackV2, PdTradeV2Callback, onHistoryTrade)
SETTER(SetPriceDepthCallback, PdPriceDepthCallback, onDepth)
SETTER(SetOfferBookCallbackV2, PdOfferBookV2Callback, onOffer)

void fake_misuse(const char *what) {
  fprintf(stderr, "fake vendor: %s\n", what);
  abort();
}

PdChar16 *fake_text(const char *ascii) {
  const size_t units = strlen(ascii) + 1;
  PdChar16 *copy = malloc(units * sizeof *copy);
  for (size_t at = 0; at < units; at++) copy[at] = (PdChar16)(uint8_t)ascii[at];
  return copy;
}

void fake_dead(PdText dying) {
  PdChar16 *units = (PdChar16 *)(uintptr_t)dying;
  for (size_t at = 0; units[at] != 0; at++) units[at] = 0xdead;
  free(units);
}

PROFIT_EXPORT int32_t DLLInitializeMarketLogin(PdText key, PdText user, PdText password, PdStateCallback state, void *trade,
                                               PdDailyCallback daily, void *priceBook, void *offerBook, void *history,
                                               PdProgressCallback progress, PdTinyBookCallback tinyBook) {
  if (trade != NULL || priceBook != NULL || offerBook != NULL || history != NULL) fake_misuse("an old slot is used");
  if (key[0] != 'k' || user[0] != 'u' || password[0] != 'p') return (int32_t)0x80000005;
  fake_login.state = state;
  fake_login.daily = daily;
  fake_login.progress = progress;
  fake_login.tinyBook = tinyBook;
  state(3, 0);
  return 0;
}

PROFIT_EXPORT int32_t DLLInitializeLogin(PdText key, PdText user, PdText password, PdStateCallback state, void *history, void *change,
                                         PdAccountCallback account, void *trade, PdDailyCallback daily, void *priceBook,
                                         void *offerBook, void *historyTrade, PdProgressCallback progress,
                                         PdTinyBookCallback tinyBook) {
  if (history != NULL || change != NULL) fake_misuse("an old slot is used");
  fake_login.account = account;
  return DLLInitializeMarketLogin(key, user, password, state, trade, daily, priceBook, offerBook, historyTrade, progress, tinyBook);
}

PROFIT_EXPORT int32_t DLLFinalize(void) { return 0; }

PROFIT_EXPORT int32_t TranslateTrade(void *handle, PdTrade *trade) {
  const Handle *found = handle;
  if (found->life != ALIVE) fake_misuse("a dead handle is translated");
  if (trade->version != 0) fake_misuse("a wrong version of a trade");
  if (found->trade.tradeNumber == UNTRANSLATABLE) return (int32_t)0x80000001;
  *trade = found->trade;
  return 0;
}

typedef struct {
  int32_t threads, perThread, thread;
  int32_t isHistory;
} Burst;

static void *play_trades(void *argument) {
  const Burst *burst = argument;
  for (int32_t at = 0; at < burst->perThread; at++) {
    char ticker[16];
    snprintf(ticker, sizeof ticker, "T%d", at % 7);
    const PdAssetIdentifier asset = {.version = 0, .ticker = fake_text(ticker), .exchange = fake_text("F"), .feedType = 0};
    Handle *handle = malloc(sizeof *handle);
    memset(handle, POISON, sizeof *handle);
    handle->life = ALIVE;
    handle->trade.tradeDate = (PdSystemTime){.year = 2020, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 59, .milliseconds = 999};
    handle->trade.tradeNumber = (uint32_t)(burst->thread * 1000000 + at);
    handle->trade.price = 5000 + at * 0.5;
    handle->trade.quantity = at + 1;
    handle->trade.volume = at * 10.0;
    handle->trade.buyAgent = 3;
    handle->trade.sellAgent = -1;
    handle->trade.tradeType = 200;
    (burst->isHistory ? onHistoryTrade : onTrade)(&asset, handle, at == burst->perThread - 1 ? 0xfffffffe : (uint32_t)at % 2);
    memset(handle, POISON, sizeof *handle);
    free(handle);
    fake_dead(asset.ticker);
    fake_dead(asset.exchange);
  }
  return NULL;
}

/** Trades from so many threads of the vendor at once; returns when all are done. */
PROFIT_EXPORT void FakeTrades(int32_t threads, int32_t perThread, int32_t isHistory) {
  pthread_t started[16];
  Burst bursts[16];
  for (int32_t at = 0; at < threads; at++) {
    bursts[at] = (Burst){.threads = threads, .perThread = perThread, .thread = at, .isHistory = isHistory};
    pthread_create(&started[at], NULL, play_trades, &bursts[at]);
  }
  for (int32_t at = 0; at < threads; at++) pthread_join(started[at], NULL);
}

static int32_t levels[2];
static int32_t isTheoretical;

/** Theoretical 1: the best level is that of an auction; 2: only the best level can be read. */
PROFIT_EXPORT void FakeBook(int32_t buyLevels, int32_t sellLevels, int32_t theoretical) {
  levels[0] = buyLevels;
  levels[1] = sellLevels;
  isTheoretical = theoretical;
}

PROFIT_EXPORT int32_t GetPriceDepthSideCount(PdConnectorAsset asset, uint8_t side) {
  (void)asset;
  return levels[side];
}

PROFIT_EXPORT int32_t GetPriceGroup(PdConnectorAsset asset, uint8_t side, int32_t position, PdPriceGroup *group) {
  (void)asset;
  if (position >= levels[side] || (isTheoretical == 2 && position > 0)) return (int32_t)0x80000003;
  const int isAuction = isTheoretical == 1 && position == 0;
  group->price = isAuction ? -1.0 / 0.0 : 5000 + (side == 0 ? -position : position + 1) * 0.5;
  group->quantity = 100 + position;
  group->count = 7;
  group->flags = (uint32_t)isAuction;
  return 0;
}

PROFIT_EXPORT int32_t GetTheoreticalValues(PdConnectorAsset asset, double *price, int64_t *quantity) {
  (void)asset;
  *price = 4999.5;
  *quantity = 1LL << 40;
  return 0;
}

PROFIT_EXPORT void FakeDepth(const uint8_t *updates, int32_t count) {
  const PdAssetIdentifier asset = {.version = 0, .ticker = fake_text("WDOZ26"), .exchange = fake_text("F"), .feedType = 0};
  for (int32_t at = 0; at < count; at++) onDepth(&asset, (uint8_t)(at % 2), at, updates[at]);
  fake_dead(asset.ticker);
  fake_dead(asset.exchange);
}

static uint8_t *pages[2];
static int32_t pageBytes[2];

/** A full-book buffer as the vendor lays it out: header, packed entries with dates of 23 characters, footer. */
static void *page_of(int side, int32_t offers, int32_t flags) {
  const int32_t size = 8 + 53 * offers + (flags >= 0 ? 4 : 0);
  uint8_t *page = malloc((size_t)size);
  memcpy(page, &offers, 4);
  memcpy(page + 4, &size, 4);
  for (int32_t at = 0; at < offers; at++) {
    uint8_t *entry = page + 8 + 53 * at;
    const double price = 5000 + at * 0.5;
    const int64_t quantity = at, offerId = (1LL << 40) + at;
    const int32_t agent = 308;
    const uint16_t dateBytes = 23;
    memcpy(entry, &price, 8);
    memcpy(entry + 8, &quantity, 8);
    memcpy(entry + 16, &agent, 4);
    memcpy(entry + 20, &offerId, 8);
    memcpy(entry + 28, &dateBytes, 2);
    memcpy(entry + 30, "01/02/2020 09:30:15:250", 23);
  }
  if (flags >= 0) memcpy(page + size - 4, &flags, 4);
  pages[side] = page;
  pageBytes[side] = size;
  return page;
}

PROFIT_EXPORT int32_t FreePointer(void *buffer, int32_t size) {
  for (int side = 0; side < 2; side++) {
    if (pages[side] == NULL || pages[side] != buffer) continue;
    if (pageBytes[side] != size) fake_misuse("a page is freed with a wrong size");
    memset(buffer, POISON, (size_t)size);
    free(buffer);
    pages[side] = NULL;
    return 0;
  }
  fake_misuse("what is no page is freed");
  return 0;
}

/** Offers below 0: that side has no buffer. Flags below 0: no footer. Gives the buffers that were not given back. */
PROFIT_EXPORT int32_t FakeFullBook(int32_t buyOffers, int32_t sellOffers, int32_t flags) {
  const PdAssetIdRec asset = {.ticker = fake_text("WDOZ26"), .exchange = fake_text("F"), .feed = 0};
  void *buy = buyOffers < 0 ? NULL : page_of(0, buyOffers, flags);
  void *sell = sellOffers < 0 ? NULL : page_of(1, sellOffers, flags);
  onOffer(&asset, 4, -99, 254, -99, -99, -99, -99, 0xff00, 0xff00, 0xff00, 0xff00, 0xff00, (PdText)1, sell, buy);
  fake_dead(asset.ticker);
  fake_dead(asset.exchange);
  return (pages[0] != NULL) + (pages[1] != NULL);
}

/** The upper bits of the flags are rubbish; the date is a pointer to nowhere where its flag is not set. */
PROFIT_EXPORT void FakeOffer(int32_t hasDate) {
  const PdAssetIdRec asset = {.ticker = fake_text("WDOZ26"), .exchange = fake_text("F"), .feed = 0};
  PdText date = hasDate ? fake_text("01/02/2020 09:30:15.250") : (PdText)8;
  onOffer(&asset, 1, 3, 1, -5, 308, (1LL << 62) + 1, 5000.5, 0xabcd0001, 0xabcd0001, hasDate ? 0x77770001 : 0x77770000, 0xabcd0000,
          0xabcd00ff, date, NULL, NULL);
  if (hasDate) fake_dead(date);
  fake_dead(asset.ticker);
  fake_dead(asset.exchange);
}

static void *play_forever(void *argument) {
  for (;;) play_trades(argument);
  return NULL;
}

/** Trades without end, until the process ends. */
PROFIT_EXPORT void FakeStorm(void) {
  static Burst burst = {.threads = 1, .perThread = 1000, .thread = 0, .isHistory = 0};
  pthread_t storm;
  pthread_create(&storm, NULL, play_forever, &burst);
}
