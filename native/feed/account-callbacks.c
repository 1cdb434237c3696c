// Connection states, accounts and results of requests: the vendor's arguments in, one message of the reserved class each out.
#include "account-callbacks.h"
#include "feed.h"

#define STATE_MARKET 2
/** Market states from here on are connected ones. */
#define MARKET_CONNECTED 4

static void push_pair(uint8_t kind, int32_t first, int32_t second) {
  const Arrival arrival = arrival_begin();
  const FeedPair pair = {.first = first, .second = second};
  feed_push(&arrival, FEED_CLASS_RESERVED, kind, 0, &pair, sizeof pair);
  arrival_end(&arrival);
}

void on_state(int32_t type, int32_t result) {
  if (type == STATE_MARKET && result < MARKET_CONNECTED) {
    ring_lock(&feed.ring);
    assets_end_batches(&feed.assets);
    ring_unlock(&feed.ring);
  }
  push_pair(FEED_STATE, type, result);
}

void on_health(int32_t status) { push_pair(FEED_HEALTH, status, 0); }

void on_broker_accounts(int32_t brokerId, uint32_t changed) { push_pair(FEED_BROKER_ACCOUNTS, brokerId, (int32_t)changed); }

void on_account(int32_t brokerId, PdText brokerName, PdText accountId, PdText holder) {
  const Arrival arrival = arrival_begin();
  const FeedAccountKey key = {.brokerId = brokerId, .eventId = 0};
  const FeedText texts[] = {text_of(accountId), text_of(NULL), text_of(brokerName), text_of(holder)};
  feed_push_texts(&arrival, FEED_CLASS_RESERVED, FEED_ACCOUNT, &key, sizeof key, texts, 4);
  arrival_end(&arrival);
}

static void push_account_key(const Arrival *arrival, uint8_t kind, PdConnectorAccount account, int64_t eventId) {
  const FeedAccountKey key = {.brokerId = account == NULL ? 0 : account->brokerId, .eventId = eventId};
  const FeedText texts[] = {text_of(account == NULL ? NULL : account->accountId), text_of(account == NULL ? NULL : account->subAccountId)};
  feed_push_texts(arrival, FEED_CLASS_RESERVED, kind, &key, sizeof key, texts, 2);
}

void on_order_history(PdConnectorAccount account) {
  const Arrival arrival = arrival_begin();
  push_account_key(&arrival, FEED_ORDER_HISTORY, account, 0);
  arrival_end(&arrival);
}

void on_sub_accounts(PdConnectorAccount account) {
  const Arrival arrival = arrival_begin();
  push_account_key(&arrival, FEED_SUB_ACCOUNTS, account, 0);
  arrival_end(&arrival);
}

void on_position_list(PdConnectorAccount account, PdConnectorAsset asset, int64_t eventId) {
  const Arrival arrival = arrival_of_connector_asset(asset);
  push_account_key(&arrival, FEED_POSITION_LIST, account, eventId);
  arrival_end(&arrival);
}

void on_message_result(const PdTradingMessageResult *result) {
  const Arrival arrival = arrival_begin();
  if (result != NULL) {
    const FeedMessageResult told = {
        .brokerId = result->brokerId,
        .localOrderId = result->order.localOrderId,
        .messageId = result->messageId,
        .code = result->resultCode,
    };
    const FeedText texts[] = {text_of(result->order.clOrderId), text_of(result->message)};
    feed_push_texts(&arrival, FEED_CLASS_RESERVED, FEED_MESSAGE_RESULT, &told, sizeof told, texts, 2);
  }
  arrival_end(&arrival);
}
