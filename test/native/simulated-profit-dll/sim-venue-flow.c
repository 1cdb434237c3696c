// Runs requests of the simulated venue through their life: creation, server, broker, market, change, cancel, each with its faults.
#include "sim-venue-engine.h"

void venue_engine_send(Venue *venue, VenueOrder *order) {
  uint8_t result = RESULT_REJECTED_BY_BROKER;
  VenueFaults *faults = &venue->faults;
  venue_engine_tell(venue, order, STATUS_CLIENT_CREATED);
  venue_engine_result(venue, order, order->messageId, RESULT_SENT_TO_PROXY, "Enviado ao proxy");
  venue_engine_tell(venue, order, STATUS_CLIENT_CREATED);
  if (order->asset->aggregator) {
    venue_engine_reject(venue, order, STATUS_NOT_CREATED, RESULT_REJECTED_BY_SERVER, "Ordem invalida");
    return;
  }
  venue_engine_result(venue, order, order->messageId, RESULT_SENT_TO_SERVER, "Enviado ao servidor de ordens");
  venue_engine_tell(venue, order, STATUS_AT_SERVER);
  if (faults->rejectCount > 0) {
    faults->rejectCount--;
    order->clOrdIdKnown = faults->rejectStatus != STATUS_NOT_CREATED;
    venue_engine_reject(venue, order, (uint8_t)faults->rejectStatus, (uint8_t)faults->rejectResult,
                        faults->rejectText != 0 ? faults->rejectText : "Rejeitada por ordem do teste");
    faults->rejectText = 0;
    return;
  }
  const char *against = venue_engine_objection(venue, order, order->price, order->stopPrice, order->quantity, &result);
  order->clOrdIdKnown = 1;
  if (against != 0) {
    venue_engine_reject(venue, order, STATUS_REJECTED, result, against);
    return;
  }
  venue_engine_result(venue, order, order->messageId, RESULT_SENT_TO_MARKET, "Enviado ao mercado");
  order->live = 1;
  order->status = STATUS_NEW;
  venue_engine_record(venue, order, "accept", 0, 0);
  venue_engine_result(venue, order, order->messageId, RESULT_ACCEPTED, "Aceita");
  // A market order that meets the touch is told as filled at once, without the status in between.
  const double touch = order->side == SIDE_BUY ? order->asset->ask : order->asset->bid;
  const int isImmediate = order->type == TYPE_MARKET && touch > 0 && faults->sizeCount == 0 && order->asset->phase == 0;
  if (!isImmediate) venue_engine_tell(venue, order, STATUS_NEW);
  venue_engine_match(venue, order);
}

static uint8_t working_status(const VenueOrder *order) {
  return order->traded > 0 ? STATUS_PARTIAL : STATUS_NEW;
}

void venue_engine_change(Venue *venue, VenueOrder *order, double price, double stopPrice, int64_t quantity, int64_t messageId) {
  uint8_t result = RESULT_REJECTED_BY_SERVER;
  if (!venue_engine_is_open(order)) {
    venue_engine_result(venue, order, messageId, result, "Ordem ja encerrada");
    return;
  }
  venue_engine_result(venue, order, messageId, RESULT_SENT_TO_PROXY, "Enviado ao proxy");
  venue_engine_tell(venue, order, STATUS_PENDING_REPLACE);
  const char *against = venue_engine_objection(venue, order, price, stopPrice, quantity, &result);
  if (against == 0 && quantity <= order->traded) {
    result = RESULT_REJECTED_BY_MARKET;
    against = "Quantidade menor que a executada";
  }
  if (against == 0 && venue->faults.changeRejects > 0) {
    venue->faults.changeRejects--;
    result = RESULT_REJECTED_BY_MARKET;
    against = "Alteracao rejeitada";
  }
  if (against != 0) {
    venue_engine_record(venue, order, "change-reject", 0, 0);
    venue_engine_result(venue, order, messageId, result, against);
    venue_engine_tell(venue, order, working_status(order));
    return;
  }
  order->price = price;
  order->stopPrice = stopPrice;
  order->quantity = quantity;
  order->leaves = quantity - order->traded;
  venue_engine_record(venue, order, "change", 0, 0);
  venue_engine_result(venue, order, messageId, RESULT_ACCEPTED, "Aceita");
  venue_engine_tell(venue, order, STATUS_REPLACED);
  venue_engine_tell(venue, order, working_status(order));
  venue_engine_match(venue, order);
}

static double late_price(const VenueOrder *order) {
  if (order->type != TYPE_MARKET) return order->price;
  return order->asset->last > 0 ? order->asset->last : order->asset->tick;
}

static void told_cancelled(Venue *venue, VenueOrder *order) {
  const int64_t leaves = order->leaves;
  order->live = 0;
  order->leaves = 0;
  order->status = STATUS_CANCELLED;
  venue_engine_record(venue, order, "cancel", 0, 0);
  venue_engine_tell(venue, order, order->traded > 0 ? venue->faults.partialCancelStatus : STATUS_CANCELLED);
  if (venue->faults.fillsAfterCancel == 0 || leaves == 0) return;
  // The market's fill crossed the cancellation on its way: it is told after the end that was told already.
  venue->faults.fillsAfterCancel--;
  order->leaves = leaves;
  venue_engine_fill(venue, order, late_price(order), leaves);
  order->live = 0;
}

void venue_engine_cancel(Venue *venue, VenueOrder *order, int64_t messageId) {
  VenueFaults *faults = &venue->faults;
  if (!venue_engine_is_open(order)) {
    venue_engine_result(venue, order, messageId, RESULT_REJECTED_BY_SERVER, "Ordem ja encerrada");
    return;
  }
  venue_engine_result(venue, order, messageId, RESULT_SENT_TO_PROXY, "Enviado ao proxy");
  venue_engine_tell(venue, order, STATUS_PENDING_CANCEL);
  if (faults->cancelRejects > 0) {
    faults->cancelRejects--;
    venue_engine_record(venue, order, "cancel-reject", 0, 0);
    venue_engine_result(venue, order, messageId, RESULT_REJECTED_BY_MARKET, "Cancelamento rejeitado");
    venue_engine_tell(venue, order, working_status(order));
    return;
  }
  if (faults->fillsBeforeCancel > 0) {
    faults->fillsBeforeCancel--;
    venue_engine_fill(venue, order, late_price(order), order->leaves);
    venue_engine_result(venue, order, messageId, RESULT_REJECTED_BY_MARKET, "Tarde demais para cancelar");
    return;
  }
  venue_engine_result(venue, order, messageId, RESULT_ACCEPTED, "Aceita");
  told_cancelled(venue, order);
}
