// History as a client asks for it, and the calls whose answers tell a right client from a wrong one.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

static atomic_int received, progress, lastPacket, quietMs;
static int32_t (*translate)(void *, PdTrade *);

static void on_history(PdConnectorAsset asset, void *handle, uint32_t flags) {
  PdTrade t;
  memset(&t, 0, sizeof t);
  atomic_store(&quietMs, 0);
  if (translate(handle, &t) != 0) return;
  say("past %s %u %.4f %u", narrow(asset->ticker), t.tradeNumber, t.price, flags);
  atomic_fetch_add(&received, 1);
  if (flags & 2) atomic_store(&lastPacket, 1);
}

static void on_progress(PdAsset asset, int32_t now) {
  say("progress %s %d", narrow(asset->ticker), now);
  atomic_store(&progress, now);
  atomic_store(&quietMs, 0);
  // A client that stops listening at 100.
  if (now == 100 && has("stop-at-100")) say("complete %d", atomic_load(&received));
}

void history_register(void) {
  translate = import("TranslateTrade");
  ((int32_t(*)(PdTradeV2Callback))import("SetHistoryTradeCallbackV2"))(on_history);
  ((int32_t(*)(PdProgressCallback))import("SetSerieProgressCallback"))(on_progress);
}

static bool is_over(void) {
  if (has("flag-only")) return atomic_load(&lastPacket) != 0;
  return (atomic_load(&lastPacket) || atomic_load(&progress) == 100) && atomic_load(&quietMs) >= 60;
}

void history_run(void) {
  trades_use_late();
  if (!has("history")) return;
  PdAssetIdentifier id = subject();
  int32_t (*request)(PdText, PdText, PdText, PdText) = import("GetHistoryTrades");
  for (int round = 0; round < atoi(value_of("rounds", "1")); round++) {
    atomic_store(&received, 0);
    atomic_store(&progress, 0);
    atomic_store(&lastPacket, 0);
    atomic_store(&quietMs, 0);
    PdText from = wide(value_of("from", "01/01/2026 00:00:00")), to = wide(value_of("to", "02/01/2026 00:00:00"));
    int32_t answer = request(id.ticker, id.exchange, from, to);
    say("history %d", answer);
    bool over = false;
    for (int waited = 0; waited < 600 && answer == 0 && !(over = is_over()); waited += 2) {
      nap_ms(2);
      atomic_fetch_add(&quietMs, 2);
    }
    say("history-end %d %s", atomic_load(&received), over ? "over" : "never");
  }
}

void calls_before(void) {
  PdAssetIdentifier id = subject();
  PdTrade trade = {0};
  int32_t health = 9, parts[7];
  double date;
  say("call SubscribeTicker %d", ((int32_t(*)(PdText, PdText))import("SubscribeTicker"))(id.ticker, id.exchange));
  say("call GetHealthStatus %d", ((int32_t(*)(int32_t *))import("GetHealthStatus"))(&health));
  say("call TranslateTrade %d", ((int32_t(*)(void *, PdTrade *))import("TranslateTrade"))(&trade, &trade));
  say("call GetServerClock %d",
      ((int32_t(*)(double *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *))import("GetServerClock"))(
          &date, &parts[0], &parts[1], &parts[2], &parts[3], &parts[4], &parts[5], &parts[6]));
  say("call DLLFinalize %d", ((int32_t(*)(void))import("DLLFinalize"))());
}

static void agents(void) {
  int32_t (*length)(int32_t, uint32_t) = import("GetAgentNameLength");
  int32_t (*name)(int32_t, int32_t, PdChar16 *, uint32_t) = import("GetAgentName");
  PdChar16 text[128];
  int32_t units = length(3, 0);
  memset(text, 0, sizeof text);
  int32_t copied = name(units + 1, 3, text, 0);
  say("agent %d %d %s", units, copied, narrow(text));
  memset(text, 0, sizeof text);
  copied = name(length(3, 1) + 1, 3, text, 1);
  say("agent-short %d %s", copied, narrow(text));
  memset(text, 0, sizeof text);
  copied = name(5, 3, text, 0);
  say("agent-cut %d %s", copied, narrow(text));
  say("agent-unknown %d", length(99999, 0));
}

void calls_while(void) {
  PdAssetIdentifier id = subject();
  int32_t (*subscribe)(PdText, PdText) = import("SubscribeTicker");
  int32_t (*close)(PdText, PdText, double *, int32_t) = import("GetLastDailyClose");
  double price = 0, date = 0;
  int32_t p[7], health = 9;
  int64_t quantity = 0;
  say("exchange-text %d", subscribe(id.ticker, wide("BMF")));
  say("exchange-letter %d", subscribe(id.ticker, wide("Z")));
  say("unknown-ticker %d", subscribe(wide("NOTHING1"), wide("F")));
  say("unknown-offers %d", ((int32_t(*)(PdText, PdText))import("SubscribeOfferBook"))(wide("NOTHING1"), wide("F")));
  say("close-first %d", close(id.ticker, id.exchange, &price, 0));
  nap_ms(40);
  int32_t answer = close(id.ticker, id.exchange, &price, 0);
  say("close-then %d %.4f", answer, price);
  PdAssetIdentifier newer = id;
  newer.version = 7;
  say("theoretical-version %d", ((int32_t(*)(const PdAssetIdentifier *, double *, int64_t *))import("GetTheoreticalValues"))(
                                    &newer, &price, &quantity));
  say("theoretical-values %d", ((int32_t(*)(const PdAssetIdentifier *, double *, int64_t *))import("GetTheoreticalValues"))(
                                   &id, &price, &quantity));
  int32_t clock = ((int32_t(*)(double *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *, int32_t *))import(
      "GetServerClock"))(&date, &p[0], &p[1], &p[2], &p[3], &p[4], &p[5], &p[6]);
  say("clock %d %.5f %d-%02d-%02d %02d:%02d", clock, date, p[0], p[1], p[2], p[3], p[4]);
  answer = ((int32_t(*)(int32_t *))import("GetHealthStatus"))(&health);
  say("health-status %d %d", answer, health);
  agents();
  nap_ms(20);
}
