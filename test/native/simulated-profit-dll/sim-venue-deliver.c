// Delivers notes about orders on the connector thread: order callbacks, trading message results, position lists, with their faults.
#include "sim-venue.h"

#include <string.h>

typedef struct {
  VenueNote note;
  /** Tell the client; else only what it may know changes. */
  uint8_t isTold, isTaken, isBulk, withoutLocalId, isLocal;
  PdOrderIdentifier identifier;
  PdTradingMessageResult result;
  PdChar16 clOrdId[VENUE_ID];
} Delivery;

static void tell_order(Delivery *delivery) {
  const VenueOrder *order = &delivery->note.order;
  text16_copy(delivery->clOrdId, VENUE_ID, order->clOrdId);
  delivery->identifier.version = 0;
  delivery->identifier.localOrderId = order->localId;
  // Before the permanent id is there the text is missing at creation and empty afterwards.
  if (!order->clOrdIdKnown) delivery->clOrdId[0] = 0;
  const int isMissing = !order->clOrdIdKnown && order->status == STATUS_CLIENT_CREATED;
  delivery->identifier.clOrderId = isMissing ? NULL : delivery->clOrdId;
  sim_count("order-callbacks", 1);
  if (sim_callbacks.order != NULL) sim_callbacks.order(&delivery->identifier);
}

static void tell_result(Delivery *delivery) {
  const VenueNote *note = &delivery->note;
  PdTradingMessageResult *result = &delivery->result;
  text16_copy(delivery->clOrdId, VENUE_ID, note->order.clOrdId);
  if (!note->order.clOrdIdKnown || delivery->withoutLocalId) delivery->clOrdId[0] = 0;
  result->version = 0;
  result->brokerId = note->order.brokerId;
  result->order.version = 0;
  result->order.localOrderId = delivery->withoutLocalId ? 0 : note->order.localId;
  result->order.clOrderId = delivery->clOrdId;
  result->messageId = note->messageId;
  result->resultCode = note->result;
  result->message = note->message;
  result->messageLength = text16_length(note->message);
  sim_count("message-results", 1);
  if (sim_callbacks.tradingMessageResult != NULL) sim_callbacks.tradingMessageResult(result);
}

static void take_and_tell(Delivery *delivery) {
  sim_lock();
  const int isReached = sim_venue.brokerConnected || delivery->isLocal;
  if (isReached && delivery->isTaken && delivery->note.kind == NOTE_ORDER) venue_view_take(&delivery->note.order);
  sim_unlock();
  if (!isReached) {
    sim_count("order-callbacks-lost-by-outage", 1);
    return;
  }
  if (!delivery->isTold) return;
  if (delivery->note.kind == NOTE_RESULT) tell_result(delivery);
  else if (!delivery->isBulk || sim_callbacks.orderHistory == NULL) tell_order(delivery);
}

static void deliver(void *context) {
  take_and_tell(context);
  sim_count("order-notes-waiting", -1);
}

static void post(const VenueNote *note, uint8_t isTaken, uint8_t isTold, uint8_t isBulk, uint8_t withoutLocalId, int64_t delayUs) {
  Delivery *delivery = sim_context(sizeof *delivery);
  if (delivery == NULL) return;
  delivery->note = *note;
  delivery->isTaken = isTaken;
  delivery->isTold = isTold;
  delivery->isBulk = isBulk;
  delivery->withoutLocalId = withoutLocalId;
  // What the library says about its own side needs no broker.
  const uint8_t status = note->order.status;
  delivery->isLocal = note->kind == NOTE_RESULT
                          ? note->result == RESULT_NOT_CONNECTED
                          : status == STATUS_CLIENT_CREATED || status == STATUS_NOT_CREATED || isBulk;
  sim_count("order-notes-waiting", 1);
  sim_post(deliver, delivery, sim_release, delayUs);
}

static int takes_one(int32_t *count) {
  if (*count == 0) return 0;
  if (*count > 0) (*count)--;
  return 1;
}

void venue_deliver(void *context, const VenueNote *note) {
  (void)context;
  venue_keep_write(sim_venue.engine.orders[note->order.index]);
  venue_chaos_note(note);
  const int64_t delayUs = sim_venue.set.delayUs;
  if (note->kind == NOTE_RESULT) {
    if (takes_one(&sim_venue.set.resultLosses)) return;
    // The first answer to a request comes before the library has joined it with its own order.
    const int isFirst = note->result == RESULT_SENT_TO_PROXY;
    const int without = takes_one(&sim_venue.set.resultsWithoutLocalId) || isFirst;
    post(note, 0, 1, 0, without ? 1 : 0, delayUs);
    return;
  }
  if (takes_one(&sim_venue.set.losses)) {
    post(note, 1, 0, 0, 0, delayUs);
    return;
  }
  if (takes_one(&sim_venue.set.lateCount)) {
    post(note, 1, 0, 0, 0, delayUs);
    post(note, 0, 1, 0, 0, delayUs + sim_venue.set.lateUs);
    return;
  }
  post(note, 1, 1, 0, 0, delayUs);
  if (takes_one(&sim_venue.set.duplicates)) post(note, 0, 1, 0, 0, delayUs);
}

void venue_deliver_state(VenueOrder *order, int isBulk) {
  VenueNote note;
  memset(&note, 0, sizeof note);
  note.kind = NOTE_ORDER;
  note.messageId = order->messageId;
  note.order = *order;
  post(&note, 1, 1, isBulk ? 1 : 0, 0, isBulk ? 0 : sim_venue.set.delayUs);
}

typedef struct {
  int64_t eventId;
  VenueAccount account;
  PdChar16 ticker[VENUE_TICKER];
  PdChar16 exchange[VENUE_EXCHANGE];
  PdAccountIdentifier accountId;
  PdAssetIdentifier assetId;
} PositionList;

static void deliver_position_list(void *context) {
  PositionList *list = context;
  list->accountId.brokerId = list->account.brokerId;
  list->accountId.accountId = list->account.accountId;
  list->accountId.subAccountId = list->account.subAccountId;
  list->assetId.ticker = list->ticker;
  list->assetId.exchange = list->exchange;
  if (sim_callbacks.assetPositionList == NULL) return;
  sim_callbacks.assetPositionList(&list->accountId, &list->assetId, list->eventId);
}

/** Without an asset: the whole list, whose ticker the vendor writes as -1. */
void venue_post_position_list(int32_t account, VenueAsset *asset, int64_t eventId) {
  PositionList *list = sim_context(sizeof *list);
  if (list == NULL) return;
  list->eventId = eventId;
  list->account = sim_venue.accounts[account];
  if (asset == NULL) text16_ascii(list->ticker, VENUE_TICKER, "-1");
  else {
    text16_copy(list->ticker, VENUE_TICKER, asset->ticker);
    text16_copy(list->exchange, VENUE_EXCHANGE, asset->exchange);
  }
  sim_post(deliver_position_list, list, sim_release, 0);
}
