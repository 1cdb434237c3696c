// Trades as a client meets them: translated in the callback, or wrongly later, with the test for success upside down, in one place more.
#include <stdatomic.h>
#include <string.h>

#include "client.h"

static int32_t (*translate)(void *, PdTrade *);
static void *keptHandle;
static PdText keptText;
static atomic_int trades;
static atomic_bool mainIsFree = true;

void trades_main_free(bool free) { atomic_store(&mainIsFree, free); }

/** The usual mistake: `if (TranslateTrade(...))`. */
static bool succeeded(int32_t answer) { return has("inverted") ? answer != 0 : answer == 0; }

static void print_trade(const char *kind, PdConnectorAsset asset, const PdTrade *t, uint32_t flags) {
  const PdSystemTime *d = &t->tradeDate;
  say("%s %s %u %.4f %lld %.2f %d %d %u %u %04u-%02u-%02uT%02u:%02u:%02u.%03u", kind, narrow(asset->ticker), t->tradeNumber,
      t->price, (long long)t->quantity, t->volume, t->buyAgent, t->sellAgent, t->tradeType, flags, d->year, d->month, d->day,
      d->hour, d->minute, d->second, d->milliseconds);
}

static void on_trade(PdConnectorAsset asset, void *handle, uint32_t flags) {
  PdTrade trade;
  memset(&trade, 0, sizeof trade);
  trade.version = has("wrong-version") ? 1 : 0;
  atomic_fetch_add(&trades, 1);
  if (has("late-handle") || has("previous-handle")) {
    if (keptHandle != NULL && has("previous-handle")) translate(keptHandle, &trade);
    keptHandle = handle;
    return;
  }
  keptText = asset->ticker;
  if (has("request-inside")) {
    PdAssetIdentifier id = subject();
    ((int32_t(*)(PdText, PdText))import("UnsubscribeTicker"))(id.ticker, id.exchange);
  }
  if (has("slow")) nap_ms(5);
  // A client that hands each event to its main thread and waits until that has dealt with it.
  while (has("wait-for-main") && !atomic_load(&mainIsFree)) nap_ms(1);
  int32_t answer = translate(handle, &trade);
  if (has("silent")) return;
  if (succeeded(answer)) print_trade("trade", asset, &trade, flags);
  else say("untranslated %d", answer);
}

static void on_old_trade(PdAsset asset, PdText date, uint32_t number, double price, double volume, int32_t quantity, int32_t buyAgent,
                         int32_t sellAgent, int32_t type, PdChar isEdit) {
  bool edit = has("whole-char") ? isEdit == 1 : (isEdit & 0xFF) != 0;
  say("trade-v1 %s %s %u %.4f %.2f %d %d %d %d %s", narrow(asset->ticker), narrow(date), number, price, volume, quantity, buyAgent,
      sellAgent, type, edit ? "edit" : "new");
}

static void on_daily(PdAsset asset, PdText date, double open, double high, double low, double close, double volume,
                     double settlement, double upperLimit, double lowerLimit, double buyerVolume, double sellerVolume,
                     int32_t quantity, int32_t count, int32_t openContracts, int32_t buyerQuantity, int32_t sellerQuantity,
                     int32_t buyerTrades, int32_t sellerTrades) {
  (void)settlement, (void)upperLimit, (void)lowerLimit, (void)openContracts;
  say("daily %s %s %.4f %.4f %.4f %.4f %.2f %.2f %.2f %d %d %d %d %d %d", narrow(asset->ticker), narrow(date), open, high, low, close,
      volume, buyerVolume, sellerVolume, quantity, count, buyerQuantity, sellerQuantity, buyerTrades, sellerTrades);
}

static void on_tiny(PdAsset asset, double price, int32_t quantity, int32_t side) {
  say("tiny %s %.4f %d %d", narrow(asset->ticker), price, quantity, side);
}

static void on_theoretical(PdAsset asset, double price, int64_t quantity) {
  say("theoretical %s %.4f %lld", narrow(asset->ticker), price, (long long)quantity);
}

void trades_register(void) {
  translate = import("TranslateTrade");
  if (has("quiet-trades")) return;
  ((int32_t(*)(PdTradeV2Callback))import("SetTradeCallbackV2"))(on_trade);
  if (has("v1")) ((int32_t(*)(PdNewTradeCallback))import("SetTradeCallback"))(on_old_trade);
  ((int32_t(*)(PdDailyCallback))import("SetDailyCallback"))(on_daily);
  ((int32_t(*)(PdTinyBookCallback))import("SetTinyBookCallback"))(on_tiny);
  ((int32_t(*)(PdTheoreticalPriceCallback))import("SetTheoreticalPriceCallback"))(on_theoretical);
  // The last-moment mistake: the handle is used when its callback is long over, while the library still lives.
  if (has("late-handle")) {
    for (int waited = 0; waited < 10 && keptHandle == NULL; waited++) nap_ms(1);
  }
}

void trades_finish(void) {
  if (has("late-text")) say("kept %s", narrow(keptText));
  say("trades %d", atomic_load(&trades));
}

void trades_use_late(void) {
  PdTrade trade;
  memset(&trade, 0, sizeof trade);
  if (keptHandle != NULL && has("late-handle")) say("late %d", translate(keptHandle, &trade));
}
