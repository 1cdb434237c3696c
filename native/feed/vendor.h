// The functions of the vendor's library that the feed calls, by the names it exports them under.
#ifndef FEED_VENDOR_H
#define FEED_VENDOR_H

#include "../include/profit-dll.h"

typedef int32_t (*VendorInitializeLogin)(PdText key, PdText user, PdText password, PdStateCallback state,
                                         PdOrderHistoryV1Callback orderHistory, PdOrderChangeCallback orderChange,
                                         PdAccountCallback account, PdNewTradeCallback trade, PdDailyCallback daily,
                                         PdPriceBookCallback priceBook, PdOfferBookCallback offerBook,
                                         PdHistoryTradeCallback historyTrade, PdProgressCallback progress,
                                         PdTinyBookCallback tinyBook);
typedef int32_t (*VendorInitializeMarketLogin)(PdText key, PdText user, PdText password, PdStateCallback state,
                                               PdNewTradeCallback trade, PdDailyCallback daily, PdPriceBookCallback priceBook,
                                               PdOfferBookCallback offerBook, PdHistoryTradeCallback historyTrade,
                                               PdProgressCallback progress, PdTinyBookCallback tinyBook);
/** Every setter takes one callback. */
typedef int32_t (*VendorSetter)(void *callback);

typedef struct {
  void *library;
  VendorInitializeLogin initializeLogin;
  VendorInitializeMarketLogin initializeMarketLogin;
  int32_t (*finalize)(void);
  int32_t (*translateTrade)(void *trade, PdTrade *translated);
  int32_t (*freePointer)(void *buffer, int32_t size);
  // From here on null where the build has none.
  int32_t (*getPriceDepthSideCount)(PdConnectorAsset asset, uint8_t side);
  int32_t (*getPriceGroup)(PdConnectorAsset asset, uint8_t side, int32_t position, PdPriceGroup *group);
  int32_t (*getTheoreticalValues)(PdConnectorAsset asset, double *price, int64_t *quantity);
  int32_t (*getOrderDetails)(PdOrderOut *order);
  int32_t (*enumerateOrdersByInterval)(PdConnectorAccount account, uint8_t version, const PdSystemTime *start,
                                       const PdSystemTime *end, PdParam param, PdEnumerateOrdersCallback callback);
  int32_t (*enumerateAllOrders)(PdConnectorAccount account, uint8_t version, PdParam param, PdEnumerateOrdersCallback callback);
  int32_t (*enumerateAllPositionAssets)(PdConnectorAccount account, uint8_t version, PdParam param,
                                        PdEnumerateAssetsCallback callback);
} Vendor;

/** The name of a required export that is missing, or null when all are there. */
const char *vendor_resolve(Vendor *vendor);

#endif
