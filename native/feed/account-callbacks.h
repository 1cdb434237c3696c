// Callbacks of connection, accounts and orders, as the vendor calls them; each copies what it is given and leaves.
#ifndef FEED_ACCOUNT_CALLBACKS_H
#define FEED_ACCOUNT_CALLBACKS_H

#include "../include/profit-dll.h"

void on_state(int32_t type, int32_t result);
void on_health(int32_t status);
void on_account(int32_t brokerId, PdText brokerName, PdText accountId, PdText holder);
void on_order(const PdOrderIdentifier *order);
void on_order_history(PdConnectorAccount account);
void on_position_list(PdConnectorAccount account, PdConnectorAsset asset, int64_t eventId);
void on_broker_accounts(int32_t brokerId, uint32_t changed);
void on_sub_accounts(PdConnectorAccount account);
void on_message_result(const PdTradingMessageResult *result);

#endif
