// What broker and market of the simulated venue have against an order: grid, limits of the day, side of a stop, margin, phase, rate.
#include <stddef.h>

#include "sim-venue-engine.h"

#define MINUTE_MS 60000

static int on_grid(double price, double tick) {
  const double steps = price / tick;
  const int64_t nearest = (int64_t)(steps + 0.5);
  const double difference = steps - (double)nearest;
  return price > 0 && difference < 1e-6 && difference > -1e-6;
}

static int within_limits(const VenueAsset *asset, double price) {
  return (asset->lowerLimit <= 0 || price >= asset->lowerLimit) && (asset->upperLimit <= 0 || price <= asset->upperLimit);
}

static int is_same_account(const VenueOrder *left, const VenueOrder *right) {
  return left->brokerId == right->brokerId && text16_equal(left->accountId, right->accountId) &&
         text16_equal(left->subAccountId, right->subAccountId);
}

static int64_t with_side(const VenueOrder *order, int64_t quantity) {
  return order->side == SIDE_BUY ? quantity : -quantity;
}

/** True when the exits of its side would close more than is held. */
static int lacks_margin(const Venue *venue, const VenueOrder *order, int64_t quantity) {
  int64_t held = 0;
  int64_t working = 0;
  for (int32_t i = 0; i < venue->orderCount; i++) {
    const VenueOrder *other = venue->orders[i];
    if (other->asset != order->asset || !is_same_account(other, order)) continue;
    held += with_side(other, other->traded);
    if (other != order && other->side == order->side && venue_engine_is_open(other)) working += other->leaves;
  }
  const int64_t closing = order->side == SIDE_BUY ? -held : held;
  // an order that opens or turns a position has margin of its own
  return closing > 0 && working > 0 && working + quantity > closing;
}

static int sends_too_many(const Venue *venue, const VenueOrder *order) {
  int32_t sent = 0;
  for (int32_t i = order->index - 1; i >= 0 && sent < venue->rules.ordersPerMinute; i--) {
    const VenueOrder *other = venue->orders[i];
    if (other->createdMs <= venue->nowMs - MINUTE_MS) break;
    sent += !other->foreign && is_same_account(other, order);
  }
  return sent >= venue->rules.ordersPerMinute;
}

static int is_crossed(const VenueOrder *order, double stopPrice) {
  const double last = order->asset->last;
  return last > 0 && (order->side == SIDE_BUY ? last >= stopPrice : last <= stopPrice);
}

/** Only of a new order, not of a change. */
static const char *objection_to_new(const Venue *venue, const VenueOrder *order, int64_t quantity, uint8_t *result) {
  const VenueRules *rules = &venue->rules;
  *result = RESULT_BLOCKED_BY_RISK;
  if (rules->ordersPerMinute > 0 && sends_too_many(venue, order)) return "Limite de ordens por minuto excedido";
  if (rules->noSecondExit && lacks_margin(venue, order, quantity)) return "Margem insuficiente";
  *result = RESULT_REJECTED_BY_MARKET;
  if (order->asset->phase == 6) return "Mercado fechado";
  if (order->type == TYPE_MARKET && order->asset->phase != 0 && !rules->marketWaits) return "Ordem a mercado recusada em leilao";
  return NULL;
}

const char *venue_engine_objection(const Venue *venue, const VenueOrder *order, double price, double stopPrice, int64_t quantity,
                                   uint8_t *result) {
  const VenueAsset *asset = order->asset;
  *result = RESULT_REJECTED_BY_BROKER;
  if (quantity % asset->lot != 0) return "Quantidade nao e multiplo do lote padrao";
  if (quantity > asset->maximum) return "Quantidade acima do maximo do ativo";
  const char *against = order->live ? NULL : objection_to_new(venue, order, quantity, result);
  if (against != NULL) return against;
  *result = RESULT_REJECTED_BY_MARKET;
  if (order->type == TYPE_MARKET) return NULL;
  if (!on_grid(price, asset->tick)) return "Preco fora do incremento minimo";
  if (!within_limits(asset, price)) return "Preco fora dos limites do dia";
  if (order->type != TYPE_STOP_LIMIT) return NULL;
  if (!on_grid(stopPrice, asset->tick)) return "Preco de disparo fora do incremento minimo";
  if (!within_limits(asset, stopPrice)) return "Preco de disparo fora dos limites do dia";
  if (venue->rules.noCrossedStop && !order->triggered && is_crossed(order, stopPrice)) return "Preco de disparo ja atingido";
  return NULL;
}
