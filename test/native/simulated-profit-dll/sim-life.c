// The library's life: one initialisation per process, the entry checks of every function, a finalisation that waits for its threads.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-faults.h"
#include "sim-life.h"
#include "sim-market.h"
#include "sim-platform.h"
#include "sim-queue.h"
#include "sim-walk.h"
#include "sim.h"

PROFIT_EXPORT int32_t SimReport(char *buffer, int32_t capacity);

SimState sim_state = {.states = {-1, -1, -1, -1}};
static atomic_bool initialised, finalised, ending;

bool sim_ending(void) { return atomic_load(&ending); }

void sim_nap_ms(int64_t ms) {
  int64_t until = sim_monotonic_ns() + ms * 1000000;
  for (;;) {
    int64_t leftUs = (until - sim_monotonic_ns()) / 1000;
    if (leftUs <= 0 || sim_ending()) return;
    sim_sleep_us(leftUs < 10000 ? leftUs : 10000);
  }
}

static int32_t alive(void) {
  return atomic_load(&initialised) && !atomic_load(&finalised) && !sim_ending() ? NL_OK : NL_NOT_INITIALIZED;
}

int32_t sim_enter_request(const char *name) {
  if (sim_in_callback()) sim_misuse("%s was called inside a callback; only accessor functions may be", name);
  int32_t answer = alive();
  if (answer != NL_OK) return answer;
  sim_faults_block(name);
  // The vendor's requests meet a lock that its thread holds while it calls back: a client that waits there for itself never returns.
  while (sim_setting("lock-requests", 0) != 0 && sim_queue_busy_since_ns() != 0) sim_sleep_us(50);
  return NL_OK;
}

int32_t sim_enter_accessor(const char *name) {
  int32_t answer = alive();
  if (answer != NL_OK) return answer;
  sim_faults_accessor();
  sim_faults_block(name);
  return NL_OK;
}

typedef struct {
  int32_t type, result;
} StateTold;

static void deliver_state(void *raw) {
  const StateTold *told = raw;
  sim_lock();
  sim_state.states[told->type & 3] = told->result;
  if (told->type == 2) sim_state.marketConnected = told->result >= 4;
  sim_unlock();
  venue_on_state(told->type, told->result);
  if (sim_callbacks.state != NULL) sim_callbacks.state(told->type, told->result);
}

void sim_post_state(int32_t type, int32_t result, int64_t delayUs) {
  StateTold *told = sim_context(sizeof *told);
  *told = (StateTold){type, result};
  sim_post(deliver_state, told, sim_release, delayUs);
}

void sim_tell_state(int32_t type, int32_t result) {
  StateTold *told = sim_context(sizeof *told);
  *told = (StateTold){type, result};
  sim_now_or_post(deliver_state, told, sim_release);
}

/** NL_OK when this process may initialise now. */
static int32_t first_time(void) {
  if (sim_in_callback()) sim_misuse("an initialisation inside a callback");
  if (!atomic_exchange(&initialised, true)) return NL_OK;
  int64_t how = sim_setting("second-initialise", 0);
  if (how == 0) sim_misuse("a second initialisation in one process; the vendor's library does not survive it");
  // 1: answers an error; 2: answers OK and never completes.
  return how == 1 ? NL_INTERNAL_ERROR : 1;
}

static int32_t initialise(PdText key, PdText user, PdText password, bool routing) {
  char texts[3][256];
  int32_t answer = first_time();
  if (answer != NL_OK) return answer == 1 ? NL_OK : answer;
  sim_utf8(key, texts[0], sizeof texts[0]);
  sim_utf8(user, texts[1], sizeof texts[1]);
  sim_utf8(password, texts[2], sizeof texts[2]);
  venue_reset();
  sim_assets_default();
  sim_commands_read();
  const char *sessionFile = sim_text_setting("session-file", NULL);
  if (sessionFile != NULL && !sim_exclusive_file(sessionFile)) return NL_INTERNAL_ERROR;
  if (sim_fault("initialise-fails")) return (int32_t)sim_fault_value("initialise-fails");
  sim_faults_block("DLLInitialize");
  sim_state.initialised = true;
  sim_state.routing = routing;
  sim_state.histOrder = true;
  if (!sim_queue_start()) return NL_INTERNAL_ERROR;
  sim_control_start();
  sim_history_start();
  sim_player_start();
  sim_login_begin(texts[0], texts[1], texts[2]);
  memset(texts, 0, sizeof texts);
  return NL_OK;
}

PROFIT_EXPORT int32_t DLLInitializeLogin(PdText key, PdText user, PdText password, PdStateCallback state,
                                         PdOrderHistoryV1Callback history, PdOrderChangeCallback orderChange,
                                         PdAccountCallback account, PdNewTradeCallback trade, PdDailyCallback daily,
                                         PdPriceBookCallback priceBook, PdOfferBookCallback offerBook,
                                         PdHistoryTradeCallback historyTrade, PdProgressCallback progress,
                                         PdTinyBookCallback tinyBook) {
  if (key == NULL || user == NULL || password == NULL) return NL_INVALID_ARGS;
  if (!atomic_load(&initialised)) {
    SimCallbacks *c = &sim_callbacks;
    c->state = state, c->history = history, c->orderChange = orderChange, c->account = account, c->trade = trade;
    c->daily = daily, c->priceBook = priceBook, c->offerBook = offerBook, c->historyTrade = historyTrade;
    c->progress = progress, c->tinyBook = tinyBook;
  }
  return initialise(key, user, password, true);
}

PROFIT_EXPORT int32_t DLLInitializeMarketLogin(PdText key, PdText user, PdText password, PdStateCallback state,
                                               PdNewTradeCallback trade, PdDailyCallback daily, PdPriceBookCallback priceBook,
                                               PdOfferBookCallback offerBook, PdHistoryTradeCallback historyTrade,
                                               PdProgressCallback progress, PdTinyBookCallback tinyBook) {
  if (key == NULL || user == NULL || password == NULL) return NL_INVALID_ARGS;
  if (!atomic_load(&initialised)) {
    SimCallbacks *c = &sim_callbacks;
    c->state = state, c->trade = trade, c->daily = daily, c->priceBook = priceBook, c->offerBook = offerBook;
    c->historyTrade = historyTrade, c->progress = progress, c->tinyBook = tinyBook;
  }
  return initialise(key, user, password, false);
}

static void write_report(void) {
  static char text[65536];
  SimReport(text, sizeof text);
  FILE *file = fopen("simulation-report.txt", "wb");
  if (file == NULL) return;
  fputs(text, file);
  fclose(file);
}

/** Waits for every thread of the library, the connector last: who holds that thread up waits here for ever. */
PROFIT_EXPORT int32_t DLLFinalize(void) {
  if (sim_in_callback()) sim_misuse("DLLFinalize was called inside a callback");
  if (alive() != NL_OK || !sim_state.initialised) return NL_NOT_INITIALIZED;
  sim_faults_block("DLLFinalize");
  atomic_store(&ending, true);
  sim_player_stop();
  sim_burst_stop();
  sim_walk_stop();
  sim_history_stop();
  sim_control_stop();
  sim_queue_drop();
  sim_post_state(0, 1, 0);
  sim_post_state(1, 0, 0);
  sim_post_state(2, 0, 0);
  sim_post_state(3, 1, 0);
  sim_queue_end();
  venue_reset();
  sim_state.finalised = true;
  atomic_store(&finalised, true);
  write_report();
  return NL_OK;
}
