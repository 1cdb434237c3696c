// The venue's own log of orders: what happened there, whoever was told of it; a line is on its way to the disk before the next thing happens.
#include "sim-venue-commands.h"

#include <stdio.h>
#include <string.h>

enum { LOG_LINE = 900, ALIVE_EVERY_MS = 100 };

/** What is held by the fills alone: the position that the library tells its client grows by what was told. */
typedef struct {
  int32_t account;
  const VenueAsset *asset;
  int64_t quantity;
} Held;

static FILE *file;
static Held held[VENUE_MAX_POSITIONS];
static int32_t heldCount;
static int64_t lastAliveNs;

static Held *held_of(int32_t account, const VenueAsset *asset) {
  static Held nowhere;
  for (int32_t i = 0; i < heldCount; i++) {
    if (held[i].account == account && held[i].asset == asset) return &held[i];
  }
  if (heldCount == VENUE_MAX_POSITIONS) return &nowhere;
  held[heldCount] = (Held){account, asset, 0};
  return &held[heldCount++];
}

static long long now_us(void) {
  return (long long)(sim_monotonic_ns() / 1000);
}

static void write_line(const char *line) {
  if (file == NULL) return;
  fputs(line, file);
  fflush(file);
}

static const char *type_name(uint8_t type) {
  return type == TYPE_MARKET ? "market" : type == TYPE_LIMIT ? "limit" : "stopLimit";
}

void venue_log_order(void *context, const VenueOrder *order, const char *cause, double price, int64_t quantity) {
  (void)context;
  // no note is written of a trigger, and yet it must outlive the process
  if (strcmp(cause, "trigger") == 0) venue_keep_write(order);
  if (file == NULL) return;
  char account[2 * VENUE_NAME], sub[2 * VENUE_NAME], ticker[VENUE_TICKER], id[VENUE_ID], line[LOG_LINE];
  sim_utf8(order->accountId, account, sizeof account);
  sim_utf8(order->subAccountId, sub, sizeof sub);
  sim_utf8(order->asset->ticker, ticker, sizeof ticker);
  sim_utf8(order->clOrdId, id, sizeof id);
  Held *own = held_of(venue_account_of(order), order->asset);
  const int isKept = strcmp(cause, "kept") == 0;
  const int64_t grown = isKept ? order->traded : strcmp(cause, "fill") == 0 ? quantity : 0;
  own->quantity += order->side == SIDE_BUY ? grown : -grown;
  // an end that was kept has no more to say than what it adds to the position
  if (isKept && !venue_engine_is_open(order)) return;
  snprintf(line, sizeof line,
           "{\"us\":%lld,\"cause\":\"%s\",\"id\":\"%s\",\"local\":\"%lld\",\"broker\":%d,\"account\":\"%s\",\"sub\":\"%s\",\"ticker\":\"%s\","
           "\"side\":\"%s\",\"type\":\"%s\",\"price\":%.10g,\"stop\":%.10g,\"quantity\":%lld,\"traded\":%lld,\"leaves\":%lld,"
           "\"average\":%.10g,\"status\":%d,\"live\":%d,\"triggered\":%d,\"foreign\":%d,\"at\":%.10g,\"size\":%lld,\"position\":%lld}\n",
           now_us(), cause, id, (long long)order->localId, order->brokerId, account, sub, ticker,
           order->side == SIDE_BUY ? "buy" : "sell", type_name(order->type), order->price, order->stopPrice, (long long)order->quantity,
           (long long)order->traded, (long long)order->leaves, order->averagePrice, order->status, order->live ? 1 : 0,
           order->triggered ? 1 : 0, order->foreign ? 1 : 0, price, (long long)quantity, (long long)own->quantity);
  write_line(line);
}

void venue_log_position(int32_t account, const VenueAsset *asset, int64_t quantity) {
  char name[2 * VENUE_NAME], ticker[VENUE_TICKER], line[LOG_LINE];
  if (file == NULL || account < 0) return;
  Held *own = held_of(account, asset);
  own->quantity = quantity;
  sim_utf8(sim_venue.accounts[account].accountId, name, sizeof name);
  sim_utf8(asset->ticker, ticker, sizeof ticker);
  snprintf(line, sizeof line, "{\"us\":%lld,\"cause\":\"position\",\"broker\":%d,\"account\":\"%s\",\"ticker\":\"%s\",\"position\":%lld}\n",
           now_us(), sim_venue.accounts[account].brokerId, name, ticker, (long long)quantity);
  write_line(line);
}

void venue_log_held(void) {
  for (int32_t i = 0; i < heldCount; i++) venue_log_position(held[i].account, held[i].asset, held[i].quantity);
}

void venue_log_word(const char *cause, int64_t value) {
  char line[128];
  snprintf(line, sizeof line, "{\"us\":%lld,\"cause\":\"%s\",\"value\":%lld}\n", now_us(), cause, (long long)value);
  write_line(line);
}

void venue_log_alive(void) {
  const int64_t nowNs = sim_monotonic_ns();
  if (nowNs - lastAliveNs < (int64_t)ALIVE_EVERY_MS * 1000000) return;
  lastAliveNs = nowNs;
  sim_lock();
  if (file != NULL) venue_log_word("alive", 0);
  sim_unlock();
}

void venue_log_close(void) {
  if (file == NULL) return;
  venue_log_word("end", 0);
  fclose(file);
  file = NULL;
  heldCount = 0;
}

/** order-log FILE: from now on, behind what stands there; before `keep-orders`, so that what it kept is in it. */
int venue_order_log(const Words *words) {
  venue_log_close();
  heldCount = 0;
  file = fopen(words->word[1], "ab");
  if (file == NULL) return 0;
  venue_log_word("start", 0);
  return 1;
}
