// Fills the simulated venue's working orders from the tape's trades and quotes: market, limit and stop-limit, in order of arrival.
#include "sim-venue-engine.h"

#include <string.h>

static int64_t next_size(VenueFaults *faults, VenueOrder *order, int64_t most) {
  if (faults->sizeCount == 0) return most;
  const int64_t size = faults->sizes[0];
  faults->sizeCount--;
  memmove(faults->sizes, faults->sizes + 1, (size_t)faults->sizeCount * sizeof faults->sizes[0]);
  if (size <= 0) {
    order->held = 1;
    return 0;
  }
  return size < most ? size : most;
}

int64_t venue_engine_fill(Venue *venue, VenueOrder *order, double price, int64_t available) {
  int64_t filled = 0;
  while (available > 0 && order->leaves > 0 && !order->held) {
    const int64_t most = available < order->leaves ? available : order->leaves;
    const int64_t size = next_size(&venue->faults, order, most);
    if (size == 0) break;
    const double traded = (double)order->traded;
    order->averagePrice = (order->averagePrice * traded + price * (double)size) / (traded + (double)size);
    order->traded += size;
    order->leaves -= size;
    available -= size;
    filled += size;
    if (order->leaves == 0) order->live = 0;
    order->status = order->leaves == 0 ? STATUS_FILLED : STATUS_PARTIAL;
    venue_engine_record(venue, order, "fill", price, size);
    venue_engine_tell(venue, order, order->leaves == 0 ? STATUS_FILLED : STATUS_PARTIAL);
  }
  return filled;
}

static int is_stopped(const VenueOrder *order) {
  return order->type == TYPE_STOP_LIMIT && !order->triggered;
}

static void trigger(Venue *venue, VenueOrder *order, double last) {
  if (last <= 0) return;
  if (order->side == SIDE_BUY ? last < order->stopPrice : last > order->stopPrice) return;
  order->triggered = 1;
  venue_engine_record(venue, order, "trigger", last, 0);
}

/** Matches one order with the touch. */
void venue_engine_match(Venue *venue, VenueOrder *order) {
  const VenueAsset *asset = order->asset;
  if (!venue_engine_is_open(order) || asset->phase != 0) return;
  if (is_stopped(order)) trigger(venue, order, asset->last);
  if (is_stopped(order)) return;
  double touch = order->side == SIDE_BUY ? asset->ask : asset->bid;
  if (order->type == TYPE_MARKET && touch <= 0) touch = asset->last;
  if (touch <= 0) return;
  const int crosses = order->side == SIDE_BUY ? order->price >= touch : order->price <= touch;
  if (order->type == TYPE_MARKET || crosses) venue_engine_fill(venue, order, touch, order->leaves);
}

/** Index of the first order that may be open: the tape has far more trades than there are orders. */
static int32_t first_open(Venue *venue) {
  while (venue->firstOpen < venue->orderCount && !venue_engine_is_open(venue->orders[venue->firstOpen])) venue->firstOpen++;
  return venue->firstOpen;
}

void venue_engine_trade(Venue *venue, VenueAsset *asset, double price, int64_t quantity) {
  int64_t left = quantity;
  asset->last = price;
  if (asset->phase != 0) return;
  for (int32_t i = first_open(venue); i < venue->orderCount; i++) {
    VenueOrder *order = venue->orders[i];
    if (order->asset != asset || !venue_engine_is_open(order)) continue;
    if (is_stopped(order)) {
      trigger(venue, order, price);
      if (order->triggered) venue_engine_match(venue, order);
      continue;
    }
    const int reached = order->side == SIDE_BUY ? price <= order->price : price >= order->price;
    if (order->type == TYPE_MARKET) left -= venue_engine_fill(venue, order, price, left);
    else if (reached) left -= venue_engine_fill(venue, order, order->price, left);
  }
}

void venue_engine_quote(Venue *venue, VenueAsset *asset, double bid, double ask) {
  if (bid > 0) asset->bid = bid;
  if (ask > 0) asset->ask = ask;
  if (asset->phase != 0) return;
  for (int32_t i = first_open(venue); i < venue->orderCount; i++) {
    VenueOrder *order = venue->orders[i];
    if (order->asset != asset || !venue_engine_is_open(order) || is_stopped(order)) continue;
    const double touch = order->side == SIDE_BUY ? asset->ask : asset->bid;
    if (touch <= 0) continue;
    const int crosses = order->side == SIDE_BUY ? order->price >= touch : order->price <= touch;
    // A resting order is filled at its own price when the touch reaches it; an arriving one was matched with the touch before.
    if (order->type == TYPE_MARKET) venue_engine_fill(venue, order, touch, order->leaves);
    else if (crosses) venue_engine_fill(venue, order, order->price, order->leaves);
  }
}

void venue_engine_phase(Venue *venue, VenueAsset *asset, int32_t phase) {
  asset->phase = phase;
  if (phase != 0) return;
  for (int32_t i = first_open(venue); i < venue->orderCount; i++) {
    if (venue->orders[i]->asset == asset) venue_engine_match(venue, venue->orders[i]);
  }
}

void venue_engine_release(Venue *venue) {
  venue->faults.sizeCount = 0;
  for (int32_t i = 0; i < venue->orderCount; i++) {
    if (!venue->orders[i]->held) continue;
    venue->orders[i]->held = 0;
    venue_engine_match(venue, venue->orders[i]);
  }
}
