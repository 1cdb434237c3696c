// Keeps the orders and assets of the simulated venue and writes the notes about them.
#include "sim-venue-engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Above 32 bits, so that a client that keeps ids in 32 bits loses them. */
static const int64_t FIRST_LOCAL_ID = ((int64_t)3 << 32) + 17;
static const int64_t FIRST_MESSAGE_ID = ((int64_t)5 << 33) + 900;
static const int64_t FIRST_EVENT_ID = ((int64_t)7 << 32) + 1;

void venue_engine_open(Venue *venue, VenueSink sink, void *context) {
  memset(venue, 0, sizeof *venue);
  venue->sink = sink;
  venue->context = context;
  venue->nextLocalId = FIRST_LOCAL_ID;
  venue->nextMessageId = FIRST_MESSAGE_ID;
  venue->nextEventId = FIRST_EVENT_ID;
  venue->faults.partialCancelStatus = STATUS_CANCELLED;
}

void venue_engine_close(Venue *venue) {
  for (int32_t i = 0; i < venue->orderCount; i++) free(venue->orders[i]);
  for (int32_t i = 0; i < venue->assetCount; i++) free(venue->assets[i]);
  free(venue->orders);
  memset(venue, 0, sizeof *venue);
}

static int is_continuous(PdText ticker) {
  const int32_t length = text16_length(ticker);
  return length > 3 && ticker[length - 3] == 'F' && ticker[length - 2] == 'U' && ticker[length - 1] == 'T';
}

VenueAsset *venue_engine_asset(Venue *venue, PdText ticker, PdText exchange) {
  for (int32_t i = 0; i < venue->assetCount; i++) {
    VenueAsset *asset = venue->assets[i];
    if (text16_equal(asset->ticker, ticker) && text16_equal(asset->exchange, exchange)) return asset;
  }
  if (venue->assetCount == VENUE_MAX_ASSETS) return NULL;
  VenueAsset *asset = calloc(1, sizeof *asset);
  if (asset == NULL) return NULL;
  text16_copy(asset->ticker, VENUE_TICKER, ticker);
  text16_copy(asset->exchange, VENUE_EXCHANGE, exchange);
  asset->tick = 0.5;
  asset->lot = 1;
  asset->maximum = 1000000000;
  asset->aggregator = is_continuous(asset->ticker) ? 1 : 0;
  venue->assets[venue->assetCount++] = asset;
  return asset;
}

VenueOrder *venue_engine_order(Venue *venue, int isForeign) {
  if (venue->orderCount == VENUE_MAX_ORDERS) return NULL;
  if (venue->orders == NULL) venue->orders = calloc(VENUE_MAX_ORDERS, sizeof *venue->orders);
  VenueOrder *order = calloc(1, sizeof *order);
  if (order == NULL || venue->orders == NULL) {
    free(order);
    return NULL;
  }
  char id[VENUE_ID];
  snprintf(id, sizeof id, "SIM.%u.%08u", 1u + (uint32_t)isForeign, ++venue->nextClOrdId);
  text16_ascii(order->clOrdId, VENUE_ID, id);
  order->index = venue->orderCount;
  order->foreign = isForeign ? 1 : 0;
  order->localId = isForeign ? 0 : venue->nextLocalId++;
  order->messageId = venue->nextMessageId++;
  order->createdMs = venue->nowMs;
  order->updatedMs = venue->nowMs;
  venue->orders[venue->orderCount++] = order;
  return order;
}

VenueOrder *venue_engine_find(Venue *venue, int64_t localId, PdText clOrdId) {
  const int byText = text16_length(clOrdId) > 0;
  for (int32_t i = venue->orderCount - 1; i >= 0; i--) {
    VenueOrder *order = venue->orders[i];
    if (localId > 0 && order->localId == localId) return order;
    if (localId <= 0 && byText && text16_equal(order->clOrdId, clOrdId)) return order;
  }
  return NULL;
}

int venue_engine_is_open(const VenueOrder *order) {
  return order->live && order->leaves > 0;
}

void venue_engine_record(Venue *venue, const VenueOrder *order, const char *cause, double price, int64_t quantity) {
  if (venue->record != NULL) venue->record(venue->context, order, cause, price, quantity);
}

void venue_engine_tell(Venue *venue, VenueOrder *order, uint8_t status) {
  VenueNote note;
  memset(&note, 0, sizeof note);
  note.kind = NOTE_ORDER;
  order->status = status;
  order->updatedMs = venue->nowMs;
  order->eventId = venue->nextEventId++;
  if (!order->live && order->clOrdIdKnown && order->closedMs == 0) order->closedMs = venue->nowMs;
  note.order = *order;
  note.messageId = order->messageId;
  if (venue->faults.unknownCount > 0) {
    venue->faults.unknownCount--;
    note.order.status = (uint8_t)venue->faults.unknownStatus;
  }
  venue->sink(venue->context, &note);
}

void venue_engine_result(Venue *venue, const VenueOrder *order, int64_t messageId, uint8_t result, const char *message) {
  VenueNote note;
  memset(&note, 0, sizeof note);
  note.kind = NOTE_RESULT;
  note.result = result;
  note.messageId = messageId;
  note.order = *order;
  text16_ascii(note.message, VENUE_TEXT, message);
  venue->sink(venue->context, &note);
}

void venue_engine_reject(Venue *venue, VenueOrder *order, uint8_t status, uint8_t result, const char *text) {
  order->live = 0;
  order->leaves = 0;
  text16_ascii(order->text, VENUE_TEXT, text);
  order->status = status;
  venue_engine_record(venue, order, "reject", 0, 0);
  venue_engine_result(venue, order, order->messageId, result, text);
  venue_engine_tell(venue, order, status);
}
