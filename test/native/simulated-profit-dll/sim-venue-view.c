// What the client of the simulated library may know: orders as last told, holdings from told fills, texts of the two-call pattern.
#include "sim-venue.h"

#include <stdlib.h>
#include <string.h>

/** Adds a signed quantity to a holding, at a price. */
static void hold(VenueHolding *holding, int64_t quantity, double price) {
  const int64_t before = holding->open;
  const int64_t after = before + quantity;
  if (quantity > 0) {
    holding->bought += quantity;
    holding->boughtValue += price * (double)quantity;
  } else {
    holding->sold -= quantity;
    holding->soldValue -= price * (double)quantity;
  }
  const int grows = before == 0 || (before > 0) == (quantity > 0);
  if (after == 0) holding->openAverage = 0;
  else if (grows) holding->openAverage = (holding->openAverage * (double)before + price * (double)quantity) / (double)after;
  else if ((after > 0) != (before > 0)) holding->openAverage = price;
  holding->open = after;
}

VenuePosition *venue_position(int32_t account, VenueAsset *asset, int isMade) {
  for (int32_t i = 0; i < sim_venue.positionCount; i++) {
    if (sim_venue.positions[i].account == account && sim_venue.positions[i].asset == asset) return &sim_venue.positions[i];
  }
  if (!isMade || sim_venue.positionCount == VENUE_MAX_POSITIONS) return NULL;
  VenuePosition *position = &sim_venue.positions[sim_venue.positionCount++];
  memset(position, 0, sizeof *position);
  position->account = account;
  position->asset = asset;
  return position;
}

void venue_position_set(VenuePosition *position, int64_t quantity, double price) {
  position->all.open = quantity;
  position->all.openAverage = quantity == 0 ? 0 : price;
  position->eventId = sim_venue.engine.nextEventId++;
}

void venue_position_apply_start(int32_t account) {
  for (int32_t i = 0; i < sim_venue.positionCount; i++) {
    VenuePosition *position = &sim_venue.positions[i];
    if (position->account != account || position->startApplied || position->start == 0) continue;
    position->startApplied = 1;
    venue_position_set(position, position->all.open + position->start, position->startPrice);
  }
}

void venue_view_take(const VenueOrder *order) {
  const int32_t index = order->index;
  VenueOrder *seen = sim_venue.view[index];
  const int64_t tradedBefore = seen != NULL ? seen->traded : 0;
  const double valueBefore = seen != NULL ? seen->averagePrice * (double)seen->traded : 0;
  const int isFirst = seen == NULL;
  if (isFirst) seen = sim_venue.view[index] = calloc(1, sizeof *seen);
  if (seen == NULL || seen->eventId > order->eventId) return;
  *seen = *order;
  const int64_t growth = order->traded - tradedBefore;
  const int32_t account = venue_account_of(order);
  // What an order of an earlier session had traded then is in the position that the session began with.
  if (growth <= 0 || account < 0 || (order->fromHistory && isFirst)) return;
  VenuePosition *position = venue_position(account, order->asset, 1);
  if (position == NULL) return;
  const double price = (order->averagePrice * (double)order->traded - valueBefore) / (double)growth;
  const int64_t signedGrowth = order->side == SIDE_BUY ? growth : -growth;
  hold(&position->all, signedGrowth, price);
  if (order->isDayTrade) hold(&position->dayTrade, signedGrowth, price);
  position->eventId = sim_venue.engine.nextEventId++;
  venue_post_position_list(account, order->asset, position->eventId);
}

VenueOrder *venue_view_find(int64_t localId, PdText clOrdId) {
  const int byText = text16_length(clOrdId) > 0;
  for (int32_t i = sim_venue.engine.orderCount - 1; i >= 0; i--) {
    VenueOrder *seen = sim_venue.view[i];
    if (seen == NULL) continue;
    if (localId > 0 && seen->localId == localId) return seen;
    if (localId <= 0 && byText && seen->clOrdIdKnown && text16_equal(seen->clOrdId, clOrdId)) return seen;
  }
  return NULL;
}

void venue_out_text(PdChar16 *target, int32_t *length, PdText text) {
  const int32_t whole = text16_length(text);
  const int32_t capacity = *length;
  if (target != NULL && capacity > 0) {
    for (int32_t i = 0; i < capacity; i++) target[i] = i < whole ? text[i] : ' ';
    target[capacity] = 0;
  }
  *length = whole;
}

void venue_out_field(PdChar16 *target, int32_t *length, PdText text) {
  const int32_t whole = text16_length(text);
  for (int32_t i = 0; i < VENUE_NAME; i++) target[i] = i < whole ? text[i] : i == whole ? 0 : 0xCDCD;
  *length = whole;
}
