// History of trades: requests one after the other on a thread of their own, answered through the connector with progress.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"
#include "sim-queue.h"

#define REQUESTS 64
#define QUEUE_LIMIT 8192
#define LIMIT_DAYS 30

typedef struct {
  SimAsset *asset;
  int64_t fromMs, toMs;
} Request;

static Request requests[REQUESTS];
static uint32_t head, waiting;
static SimMutex mutex = SIM_MUTEX;
static SimCondition arrived = SIM_CONDITION;
static SimThread thread;
static atomic_bool running;
static bool primed;

typedef struct {
  SimAsset *asset;
  SimTrade trade;
  uint32_t flags;
} Packet;

static void deliver_packet(void *raw) {
  Packet *packet = raw;
  sim_history_deliver(packet->asset, &packet->trade, packet->flags);
}

typedef struct {
  SimAsset *asset;
  int32_t progress;
} Progress;

static void deliver_progress(void *raw) {
  Progress *told = raw;
  if (sim_callbacks.progress == NULL) return;
  PdAssetIdRec id = sim_asset_record(told->asset);
  sim_callbacks.progress(&id, told->progress);
}

static void post_progress(SimAsset *asset, int32_t progress) {
  Progress *told = sim_context(sizeof *told);
  *told = (Progress){asset, progress};
  sim_post(deliver_progress, told, sim_release, 0);
}

static uint64_t first_at(const SimMarket *market, int64_t localMs) {
  uint64_t low = 0, high = market->tradeCount;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    if (market->trades[middle].localMs < localMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which name answers depends on the build: `set history-continuous 0`, `set history-dated 0`. */
static bool name_answers(const SimAsset *asset) {
  return sim_setting(asset->dated != NULL ? "history-continuous" : "history-dated", 1) != 0;
}

static void send_range(const Request *request, uint64_t first, uint64_t last) {
  SimMarket *market = sim_source(request->asset)->market;
  uint64_t late = (uint64_t)sim_setting("history-late-trades", 2);
  int64_t rate = sim_setting("history-rate", 0), startNs = sim_monotonic_ns();
  int32_t told = 1;
  uint64_t lateFrom = last - first > late ? last - late : first;
  for (uint64_t i = first; i < last && !sim_ending(); i++) {
    if (i == lateFrom) {
      post_progress(request->asset, 99);
      // An internal reconnect looks like this: 99 again and again, and then it goes on.
      for (int32_t again = 0; again < 3; again++) {
        sim_nap_ms(sim_setting("history-plateau-ms", 15) / 3);
        post_progress(request->asset, 99);
      }
      while (!sim_state.marketConnected && !sim_ending()) sim_nap_ms(5);
      post_progress(request->asset, 100);
    }
    Packet *packet = sim_context(sizeof *packet);
    packet->asset = request->asset;
    packet->flags = i + 1 == last ? 2 : 0;
    sim_lock();
    packet->trade = market->trades[i];
    sim_unlock();
    sim_post(deliver_packet, packet, sim_release, 0);
    int32_t now = 1 + (int32_t)((i - first) * 98 / (last - first));
    if (now > told && i < lateFrom) post_progress(request->asset, told = now);
    if ((i & 255) == 0) {
      while (!sim_ending() && !sim_queue_wait_below(QUEUE_LIMIT)) continue;
    }
    if (rate > 0) {
      int64_t aheadUs = (int64_t)(i - first) * 1000000 / rate - (sim_monotonic_ns() - startNs) / 1000;
      if (aheadUs > 1000) sim_sleep_us(aheadUs);
    }
  }
}

static void answer(const Request *request) {
  SimMarket *market = sim_source(request->asset)->market;
  while (!sim_state.marketConnected && !sim_ending()) sim_nap_ms(5);
  post_progress(request->asset, 1);
  sim_lock();
  uint64_t first = first_at(market, request->fromMs), last = first_at(market, request->toMs);
  sim_unlock();
  // Without a subscription progress runs to its end and no trade comes.
  bool none = !atomic_load(&request->asset->market->ticker) || !name_answers(request->asset);
  if (none || last < first) last = first;
  uint64_t most = (uint64_t)sim_setting("history-first-truncated", 0);
  if (!primed && most > 0 && last - first > most) first = last - most;
  primed = true;
  if (first == last) {
    post_progress(request->asset, 99);
    sim_nap_ms(sim_setting("history-plateau-ms", 15));
    post_progress(request->asset, 100);
    return;
  }
  send_range(request, first, last);
}

static void history_main(void *unused) {
  (void)unused;
  while (!sim_ending()) {
    sim_mutex_lock(&mutex);
    if (waiting == 0) sim_condition_wait(&arrived, &mutex, 20000);
    bool any = waiting > 0;
    Request request = requests[head];
    if (any) {
      head = (head + 1) % REQUESTS;
      waiting--;
    }
    sim_mutex_unlock(&mutex);
    if (any) answer(&request);
  }
}

void sim_history_start(void) { atomic_store(&running, sim_thread_start(&thread, "SimHistory", history_main, NULL)); }

void sim_history_stop(void) {
  if (atomic_exchange(&running, false)) sim_thread_join(thread);
}

typedef enum { DATE_BAD, DATE_ONLY, DATE_AND_TIME } DateKind;

/** `DD/MM/YYYY HH:mm:SS` with `.ZZZ` or `:ZZZ` perhaps. */
static DateKind parse_date(PdText text, int64_t *localMs) {
  char own[64];
  unsigned day, month, year, hour = 0, minute = 0, second = 0, ms = 0;
  if (!sim_utf8(text, own, sizeof own)) return DATE_BAD;
  int fields = sscanf(own, "%2u/%2u/%4u %2u:%2u:%2u%*1[.:]%3u", &day, &month, &year, &hour, &minute, &second, &ms);
  if (fields < 3 || (fields > 3 && fields < 6) || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) {
    return DATE_BAD;
  }
  PdSystemTime time = {(uint16_t)year, (uint16_t)month, 0, (uint16_t)day, (uint16_t)hour, (uint16_t)minute, (uint16_t)second,
                       (uint16_t)ms};
  *localMs = sim_local_ms(&time);
  return fields == 3 ? DATE_ONLY : DATE_AND_TIME;
}

PROFIT_EXPORT int32_t GetHistoryTrades(PdText ticker, PdText exchange, PdText start, PdText end) {
  int64_t fromMs = 0, toMs = 0;
  int32_t entered = sim_enter_request("GetHistoryTrades");
  if (entered != NL_OK) return entered;
  int32_t checked = sim_check_exchange(exchange);
  if (checked != NL_OK) return checked;
  SimAsset *asset = sim_asset(ticker, exchange);
  if (asset == NULL) return NL_INVALID_TICKER;
  DateKind from = parse_date(start, &fromMs), to = parse_date(end, &toMs);
  if (from == DATE_BAD || to == DATE_BAD || toMs < fromMs) return NL_INVALID_ARGS;
  if (fromMs < sim_now_local_ms() - sim_setting("history-limit-days", LIMIT_DAYS) * 86400000LL) return NL_HISTORY_PERIOD_LIMIT;
  sim_count("history-requests", 1);
  if (from == DATE_ONLY || to == DATE_ONLY) return NL_OK;
  sim_mutex_lock(&mutex);
  bool room = waiting < REQUESTS;
  if (room) requests[(head + waiting++) % REQUESTS] = (Request){asset, fromMs, toMs};
  sim_condition_wake(&arrived);
  sim_mutex_unlock(&mutex);
  return room ? NL_OK : NL_INTERNAL_ERROR;
}
