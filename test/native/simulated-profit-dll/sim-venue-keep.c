// Keeps the venue's orders in a file, so that they outlive the process; what happens to them while no process is there goes in by lines.
#include "sim-venue-commands.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char magic[8];
  int64_t nextEventId;
  uint32_t nextClOrdId;
  int32_t orderCount, lineCount;
} KeptHead;

typedef struct {
  VenueOrder order;
  PdChar16 ticker[VENUE_TICKER];
  PdChar16 exchange[VENUE_EXCHANGE];
} KeptOrder;

static const char MAGIC[8] = "QTKEEP1";

void venue_keep_write(void) {
  const VenueKeep *keep = &sim_venue.keep;
  const Venue *engine = &sim_venue.engine;
  if (keep->file[0] == 0) return;
  FILE *file = fopen(keep->file, "wb");
  if (file == NULL) return;
  KeptHead head = {{0}, engine->nextEventId, engine->nextClOrdId, engine->orderCount, keep->lineCount};
  memcpy(head.magic, MAGIC, sizeof MAGIC);
  fwrite(&head, sizeof head, 1, file);
  for (int32_t i = 0; i < engine->orderCount; i++) {
    KeptOrder kept;
    memset(&kept, 0, sizeof kept);
    kept.order = *engine->orders[i];
    kept.order.asset = NULL;
    text16_copy(kept.ticker, VENUE_TICKER, engine->orders[i]->asset->ticker);
    text16_copy(kept.exchange, VENUE_EXCHANGE, engine->orders[i]->asset->exchange);
    fwrite(&kept, sizeof kept, 1, file);
  }
  fwrite(keep->lines, sizeof keep->lines[0], (size_t)keep->lineCount, file);
  fclose(file);
}

static int take_order(const KeptOrder *kept) {
  VenueOrder *order = venue_engine_order(&sim_venue.engine, kept->order.foreign);
  VenueAsset *asset = venue_asset(kept->ticker, kept->exchange);
  if (order == NULL || asset == NULL) return 0;
  // Ids of the process before mean nothing: this one gives its own.
  const int64_t localId = order->localId;
  const int64_t messageId = order->messageId;
  *order = kept->order;
  order->localId = localId;
  order->messageId = messageId;
  order->asset = asset;
  order->fromHistory = 1;
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

static int read_kept(FILE *file) {
  KeptHead head;
  KeptOrder kept;
  char line[VENUE_KEEP_LINE];
  Venue *engine = &sim_venue.engine;
  if (fread(&head, sizeof head, 1, file) != 1 || memcmp(head.magic, MAGIC, sizeof MAGIC) != 0) return 0;
  for (int32_t i = 0; i < head.orderCount; i++) {
    if (fread(&kept, sizeof kept, 1, file) != 1 || !take_order(&kept)) return 0;
  }
  engine->nextEventId = head.nextEventId;
  engine->nextClOrdId = head.nextClOrdId;
  const VenueSink sink = engine->sink;
  engine->sink = tell_nobody;
  int isUnderstood = 1;
  for (int32_t i = 0; i < head.lineCount && isUnderstood; i++) {
    isUnderstood = fread(line, sizeof line, 1, file) == 1 && venue_run_line(line);
  }
  engine->sink = sink;
  apply_holdings();
  return isUnderstood;
}

int venue_keep_orders(const Words *words) {
  VenueKeep *keep = &sim_venue.keep;
  if (strcmp(keep->file, words->word[1]) == 0) return 1;
  FILE *file = fopen(words->word[1], "rb");
  const int isUnderstood = file == NULL || read_kept(file);
  if (file != NULL) fclose(file);
  snprintf(keep->file, sizeof keep->file, "%s", words->word[1]);
  venue_keep_write();
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
  venue_keep_write();
  return used < VENUE_KEEP_LINE;
}
