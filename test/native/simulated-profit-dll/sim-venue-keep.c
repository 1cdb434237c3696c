// Keeps the venue's orders in a file, so that they outlive the process; what happens to them while no process is there goes in by lines.
#include "sim-venue-commands.h"
#include "sim-walk.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char magic[8];
  int64_t nextEventId;
  /** The exchange's time when it was written last. */
  int64_t savedMs;
  uint32_t nextClOrdId;
  int32_t orderCount, lineCount;
  char lines[VENUE_KEEP_LINES][VENUE_KEEP_LINE];
} KeptHead;

/** Each order has its place behind the head: what did not change is not written again. */
typedef struct {
  VenueOrder order;
  PdChar16 ticker[VENUE_TICKER];
  PdChar16 exchange[VENUE_EXCHANGE];
} KeptOrder;

static const char MAGIC[8] = "QTKEEP2";
static FILE *file;

static void write_order(const VenueOrder *order) {
  KeptOrder kept;
  memset(&kept, 0, sizeof kept);
  kept.order = *order;
  kept.order.asset = NULL;
  text16_copy(kept.ticker, VENUE_TICKER, order->asset->ticker);
  text16_copy(kept.exchange, VENUE_EXCHANGE, order->asset->exchange);
  fseek(file, (long)(sizeof(KeptHead) + (size_t)order->index * sizeof kept), SEEK_SET);
  fwrite(&kept, sizeof kept, 1, file);
  fflush(file);
}

void venue_keep_write(const VenueOrder *order) {
  const VenueKeep *keep = &sim_venue.keep;
  const Venue *engine = &sim_venue.engine;
  static int32_t written;
  if (file == NULL) return;
  KeptHead head = {.nextEventId = engine->nextEventId, .savedMs = engine->nowMs, .nextClOrdId = engine->nextClOrdId,
                   .orderCount = engine->orderCount, .lineCount = keep->lineCount};
  memcpy(head.magic, MAGIC, sizeof MAGIC);
  memcpy(head.lines, keep->lines, sizeof head.lines);
  if (order == NULL) written = 0;
  else if (order->index < written) write_order(order);
  for (; written < engine->orderCount; written++) write_order(engine->orders[written]);
  fseek(file, 0, SEEK_SET);
  fwrite(&head, sizeof head, 1, file);
  fflush(file);
}

void venue_keep_close(void) {
  if (file != NULL) fclose(file);
  file = NULL;
}

static int take_order(const KeptOrder *kept) {
  VenueOrder *order = venue_engine_order(&sim_venue.engine, kept->order.foreign);
  VenueAsset *asset = venue_asset(kept->ticker, kept->exchange);
  if (order == NULL || asset == NULL) return 0;
  // Ids of the process before mean nothing: this one gives its own.
  const int64_t localId = order->localId;
  const int64_t messageId = order->messageId;
  const int32_t index = order->index;
  *order = kept->order;
  order->index = index;
  order->localId = localId;
  order->messageId = messageId;
  order->asset = asset;
  order->fromHistory = 1;
  venue_engine_record(&sim_venue.engine, order, "kept", 0, 0);
  return 1;
}

/** What the kept orders have traded is there when the history is loaded. */
static void apply_holdings(void) {
  for (int32_t i = 0; i < sim_venue.engine.orderCount; i++) {
    const VenueOrder *order = sim_venue.engine.orders[i];
    const int32_t account = venue_account_of(order);
    VenuePosition *position = account < 0 ? NULL : venue_position(account, order->asset, 1);
    if (position == NULL || order->traded == 0) continue;
    position->start += order->side == SIDE_BUY ? order->traded : -order->traded;
    position->startPrice = order->averagePrice;
  }
}

static void tell_nobody(void *context, const VenueNote *note) {
  (void)context;
  (void)note;
}

static void meanwhile(SimAsset *market, double bid, double ask, double price, int64_t quantity, void *context) {
  Venue *engine = context;
  for (int32_t i = 0; i < engine->assetCount; i++) {
    if (engine->assets[i]->market != market) continue;
    venue_engine_quote(engine, engine->assets[i], bid, ask);
    venue_engine_trade(engine, engine->assets[i], price, quantity);
  }
}

static int read_kept(FILE *from) {
  KeptHead head;
  KeptOrder kept;
  Venue *engine = &sim_venue.engine;
  if (fread(&head, sizeof head, 1, from) != 1 || memcmp(head.magic, MAGIC, sizeof MAGIC) != 0) return 0;
  for (int32_t i = 0; i < head.orderCount; i++) {
    if (fread(&kept, sizeof kept, 1, from) != 1 || !take_order(&kept)) return 0;
  }
  engine->nextEventId = head.nextEventId;
  engine->nextClOrdId = head.nextClOrdId;
  const VenueSink sink = engine->sink;
  engine->sink = tell_nobody;
  int isUnderstood = 1;
  for (int32_t i = 0; i < head.lineCount && isUnderstood; i++) isUnderstood = venue_run_line(head.lines[i]);
  sim_walk_between(head.savedMs, engine->nowMs, meanwhile, engine);
  engine->sink = sink;
  apply_holdings();
  venue_log_held();
  return isUnderstood;
}

int venue_keep_orders(const Words *words) {
  VenueKeep *keep = &sim_venue.keep;
  if (strcmp(keep->file, words->word[1]) == 0) return 1;
  FILE *kept = fopen(words->word[1], "rb");
  const int isUnderstood = kept == NULL || read_kept(kept);
  if (kept != NULL) fclose(kept);
  snprintf(keep->file, sizeof keep->file, "%s", words->word[1]);
  venue_keep_close();
  file = fopen(keep->file, kept != NULL ? "r+b" : "w+b");
  if (file == NULL) return 0;
  venue_keep_write(NULL);
  return isUnderstood;
}

int venue_while_down(const Words *words) {
  VenueKeep *keep = &sim_venue.keep;
  if (keep->file[0] == 0 || keep->lineCount == VENUE_KEEP_LINES) return 0;
  char *line = keep->lines[keep->lineCount++];
  size_t used = 0;
  for (int32_t i = 1; i < words->count && used < VENUE_KEEP_LINE; i++) {
    used += (size_t)snprintf(line + used, VENUE_KEEP_LINE - used, "%s%s", i == 1 ? "" : " ", words->word[i]);
  }
  venue_keep_write(NULL);
  return used < VENUE_KEEP_LINE;
}
