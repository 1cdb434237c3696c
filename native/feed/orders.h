// Orders of the vendor as messages: what its records hold in, the fixed part and the six texts of a FEED_ORDER out.
#ifndef FEED_ORDERS_H
#define FEED_ORDERS_H

#include "message.h"

typedef struct {
  FeedOrder fixed;
  FeedText texts[6]; // clOrderId, accountId, subAccountId, ticker, exchange, text
} OrderMessage;

#define ORDER_TICKER 3
#define ORDER_TEXTS 6

/** An order of an enumeration; records of version 0 end before the event id. */
OrderMessage order_message_of(const PdOrder *order, uint8_t version);

#endif
