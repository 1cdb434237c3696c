// What a client can ask at any time: the server's clock, health, agents, the last daily close, and the switches.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "sim-control.h"
#include "sim-market.h"

PROFIT_EXPORT int32_t SetServerAndPort(PdText server, PdText port) {
  if (server == NULL || port == NULL) return NL_INVALID_ARGS;
  sim_count("server-set", 1);
  return NL_OK;
}

PROFIT_EXPORT int32_t GetServerClock(double *date, int32_t *year, int32_t *month, int32_t *day, int32_t *hour, int32_t *minute,
                                     int32_t *second, int32_t *ms) {
  int32_t entered = sim_enter_accessor("GetServerClock");
  if (entered != NL_OK) return entered;
  if (!date || !year || !month || !day || !hour || !minute || !second || !ms) return NL_INVALID_ARGS;
  int64_t now = sim_now_local_ms();
  PdSystemTime t = sim_system_time(now);
  // TDateTime: days since 1899-12-30.
  *date = (double)now / 86400000.0 + 25569.0;
  *year = t.year, *month = t.month, *day = t.day;
  *hour = t.hour, *minute = t.minute, *second = t.second, *ms = t.milliseconds;
  return NL_OK;
}

// The health watchdog came with build 4.0.0.41.
#ifndef SIM_BEFORE_41
PROFIT_EXPORT int32_t GetHealthStatus(int32_t *status) {
  if (!sim_state.initialised || sim_state.finalised) return NL_NOT_INITIALIZED;
  if (status == NULL) return NL_INVALID_ARGS;
  *status = sim_control_frozen() ? 1 : 0;
  return NL_OK;
}
#endif

PROFIT_EXPORT int32_t SetEnabledLogToDebug(int32_t enabled) {
  sim_state.logToDebug = enabled != 0;
  return NL_OK;
}

PROFIT_EXPORT int32_t SetEnabledHistOrder(int32_t enabled) {
  int32_t entered = sim_enter_request("SetEnabledHistOrder");
  if (entered == NL_OK) sim_state.histOrder = enabled != 0;
  return entered;
}

PROFIT_EXPORT int32_t SetDayTrade(int32_t enabled) {
  int32_t entered = sim_enter_request("SetDayTrade");
  if (entered == NL_OK) sim_state.dayTrade = enabled != 0;
  return entered;
}

static const struct {
  int32_t id;
  const char *name, *shortName;
} agents[] = {
    {3, "XP INVESTIMENTOS CCTVM S/A", "XP"},
    {8, "UBS BRASIL CCTVM S/A", "UBS"},
    {16, "J.P. MORGAN CCVM S.A.", "JP Morgan"},
    {72, "BRADESCO S/A CTVM", "Bradesco"},
    {85, "BTG PACTUAL CTVM S.A.", "BTG"},
    {114, "ITAÚ CV S/A", "Itaú"},
    {386, "RICO INVESTIMENTOS – GRUPO XP \xF0\x9F\x90\xA2", "Rico"},
};

static const char *agent_name(int32_t id, bool isShort) {
  for (size_t i = 0; i < sizeof agents / sizeof agents[0]; i++) {
    if (agents[i].id == id) return isShort ? agents[i].shortName : agents[i].name;
  }
  return NULL;
}

PROFIT_EXPORT int32_t GetAgentNameLength(int32_t id, uint32_t isShort) {
  int32_t entered = sim_enter_accessor("GetAgentNameLength");
  if (entered != NL_OK) return entered;
  const char *name = agent_name(id, isShort & 1);
  if (name == NULL) return NL_NOT_FOUND;
  return sim_utf16(name, NULL, 0) + (int32_t)sim_setting("agent-length-with-terminator", 0);
}

/** Copies as much as the capacity holds; builds before .36 (`set agent-name-result 0`) answer 0 instead of the length. */
PROFIT_EXPORT int32_t GetAgentName(int32_t capacity, int32_t id, PdChar16 *out, uint32_t isShort) {
  int32_t entered = sim_enter_accessor("GetAgentName");
  if (entered != NL_OK) return entered;
  const char *name = agent_name(id, isShort & 1);
  if (name == NULL) return NL_NOT_FOUND;
  if (out == NULL || capacity <= 0) return NL_INVALID_ARGS;
  PdChar16 whole[128];
  int32_t length = sim_utf16(name, whole, 128);
  int32_t copied = length < capacity ? length : capacity;
  memcpy(out, whole, (size_t)copied * sizeof *out);
  if (copied < capacity) out[copied] = 0;
  return sim_setting("agent-name-result", 1) ? copied : NL_OK;
}

static const PdChar16 *kept_name(int32_t id, bool isShort) {
  static PdChar16 names[2][64];
  const char *name = agent_name(id, isShort);
  if (sim_enter_accessor("GetAgentNameByID") != NL_OK) return NULL;
  sim_utf16(name == NULL ? "" : name, names[isShort], 64);
  return names[isShort];
}

PROFIT_EXPORT PdText GetAgentNameByID(int32_t id) { return kept_name(id, false); }
PROFIT_EXPORT PdText GetAgentShortNameByID(int32_t id) { return kept_name(id, true); }

static void close_known(void *raw) {
  atomic_store(&((SimAsset *)raw)->market->closeKnown, true);
  if (sim_callbacks.progress == NULL) return;
  PdAssetIdRec id = sim_asset_record(raw);
  sim_callbacks.progress(&id, 100);
}

PROFIT_EXPORT int32_t GetLastDailyClose(PdText ticker, PdText exchange, double *close, int32_t adjusted) {
  (void)adjusted;
  int32_t entered = sim_enter_request("GetLastDailyClose");
  if (entered != NL_OK) return entered;
  int32_t checked = sim_check_exchange(exchange);
  if (checked != NL_OK) return checked;
  SimAsset *asset = sim_asset(ticker, exchange);
  if (asset == NULL || close == NULL || !atomic_load(&asset->market->ticker)) return NL_INVALID_ARGS;
  SimMarket *market = asset->market;
  if (!atomic_load(&market->closeKnown)) {
    bool asked = atomic_exchange(&market->closeAsked, true);
    if (!asked) sim_post(close_known, asset, NULL, sim_setting("close-delay-ms", 5) * 1000);
    return NL_WAITING_SERVER;
  }
  sim_lock();
  *close = sim_source(asset)->market->previousClose;
  sim_unlock();
  return NL_OK;
}

/** Its structures are not published. */
PROFIT_EXPORT int32_t RequestSerieHistory(const void *series, const void *start, const void *end, int32_t candles) {
  (void)series, (void)start, (void)end, (void)candles;
  int32_t entered = sim_enter_request("RequestSerieHistory");
  return entered == NL_OK ? NL_NOT_IMPLEMENTED : entered;
}
