// Login: the secrets in, the vendor's answer out, with every callback registered before its first connection is waited for.
#include "account-callbacks.h"
#include "feed.h"
#include "market-callbacks.h"
#include "qt-feed.h"
#include <stdio.h>
#include <string.h>

typedef struct {
  const char *name;
  void *callback;
  /** Bits of the mode of which one must be set; 0 always. */
  int32_t modes;
  /** Without it nothing works: a refusal ends the initialisation. */
  int isRequired;
} SetterEntry;

// State, account, daily, progress and tiny book stand in the slots of the login call; these have only their setter.
static const SetterEntry setters[] = {
    {"SetTradeCallbackV2", (void *)on_trade, 0, 1},
    {"SetHistoryTradeCallbackV2", (void *)on_history_trade, 0, 1},
    {"SetPriceDepthCallback", (void *)on_price_depth, 0, 0},
    {"SetOfferBookCallbackV2", (void *)on_offer_book, 0, 0},
    {"SetTheoreticalPriceCallback", (void *)on_theoretical_price, 0, 0},
    {"SetChangeStateTickerCallback", (void *)on_ticker_state, 0, 0},
    {"SetChangeCotationCallback", (void *)on_change_quotation, 0, 0},
    {"SetInvalidTickerCallback", (void *)on_invalid_ticker, 0, 0},
    {"SetAssetListInfoCallbackV2", (void *)on_asset_info, 0, 0},
    {"SetAdjustHistoryCallbackV2", (void *)on_adjustment, 0, 0},
    {"SetHealthCallback", (void *)on_health, 0, 0},
    {"SetOrderCallback", (void *)on_order, QT_FEED_ROUTING, 1},
    {"SetOrderHistoryCallback", (void *)on_order_history, QT_FEED_ROUTING, 0},
    {"SetTradingMessageResultCallback", (void *)on_message_result, QT_FEED_ROUTING, 0},
    {"SetBrokerAccountListChangedCallback", (void *)on_broker_accounts, QT_FEED_ROUTING, 0},
    {"SetBrokerSubAccountListChangedCallback", (void *)on_sub_accounts, QT_FEED_ROUTING, 0},
    {"SetAssetPositionListCallback", (void *)on_position_list, QT_FEED_POSITION_LIST, 0},
};

/** The first refusal of a required setter, or 0. A build without an optional one goes without its messages. */
static int32_t register_setters(int32_t mode) {
  int32_t refusal = 0;
  for (size_t at = 0; at < sizeof setters / sizeof setters[0]; at++) {
    const SetterEntry *entry = &setters[at];
    if (entry->modes != 0 && (mode & entry->modes) == 0) continue;
    void *address = library_symbol(feed.vendor.library, entry->name);
    VendorSetter setter;
    memcpy(&setter, &address, sizeof setter);
    const int32_t result = setter == NULL ? QT_FEED_NO_SETTER : setter(entry->callback);
    if (result >= 0 || !entry->isRequired || refusal != 0) continue;
    snprintf(feed.errorText, sizeof feed.errorText, setter == NULL ? "%s is not exported" : "%s refused", entry->name);
    refusal = result;
  }
  return refusal;
}

int32_t feed_initialise(int32_t mode, PdText key, PdText user, PdText password) {
  // The two account callbacks exclude each other: the vendor says that the list of positions overrides the one of accounts.
  const PdAccountCallback account = (mode & QT_FEED_POSITION_LIST) != 0 ? NULL : on_account;
  const int32_t result = (mode & QT_FEED_ROUTING) != 0
                             ? feed.vendor.initializeLogin(key, user, password, on_state, NULL, NULL, account, NULL, on_daily, NULL,
                                                           NULL, NULL, on_progress, on_tiny_book)
                             : feed.vendor.initializeMarketLogin(key, user, password, on_state, NULL, on_daily, NULL, NULL, NULL,
                                                                 on_progress, on_tiny_book);
  return result != 0 ? result : register_setters(mode);
}
