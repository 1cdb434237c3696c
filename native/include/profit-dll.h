// The binary interface of ProfitDLL 4.0.0.x on x64, as C: records, callbacks and functions with the vendor's names and widths.
//
// Text is UTF-16LE with a terminator. Records are passed as pointers, which on Win64 is what passing them by value does. `Char` of the
// vendor is a slot of its own whose upper bits are undefined: read the low 8 bits. Sizes and offsets are proven by a test.
#ifndef PROFIT_DLL_H
#define PROFIT_DLL_H

#include <stdint.h>

#ifdef _WIN32
#define PROFIT_EXPORT __declspec(dllexport)
#else
#define PROFIT_EXPORT __attribute__((visibility("default")))
#endif

typedef uint16_t PdChar16;
typedef const PdChar16 *PdText;
/** A vendor `Char` argument: only its low 8 bits mean something. */
typedef uint32_t PdChar;
/** A vendor `LPARAM`. */
typedef intptr_t PdParam;

#pragma pack(push, 1)
typedef struct {
  PdText ticker;
  PdText exchange;
  int32_t feed;
} PdAssetIdRec;

typedef struct {
  PdText accountId;
  PdText holder;
  PdText brokerName;
  int32_t brokerId;
} PdAccountRec;
#pragma pack(pop)

typedef struct {
  uint16_t year, month, dayOfWeek, day, hour, minute, second, milliseconds;
} PdSystemTime;

typedef struct {
  uint8_t version;
  int32_t brokerId;
  PdText accountId;
  PdText subAccountId;
  int64_t reserved;
} PdAccountIdentifier;

typedef struct {
  uint8_t version;
  int32_t brokerId;
  PdChar16 accountId[100];
  int32_t accountIdLength;
  PdChar16 subAccountId[100];
  int32_t subAccountIdLength;
  int64_t reserved;
} PdAccountIdentifierOut;

typedef struct {
  uint8_t version;
  PdText ticker;
  PdText exchange;
  uint8_t feedType;
} PdAssetIdentifier;

typedef struct {
  uint8_t version;
  PdChar16 *ticker;
  int32_t tickerLength;
  PdChar16 *exchange;
  int32_t exchangeLength;
  uint8_t feedType;
} PdAssetIdentifierOut;

typedef struct {
  uint8_t version;
  int64_t localOrderId;
  PdText clOrderId;
} PdOrderIdentifier;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdAssetIdentifier asset;
  PdText password;
  uint8_t orderType;
  uint8_t orderSide;
  double price;
  double stopPrice;
  int64_t quantity;
  int64_t messageId;
} PdSendOrder;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdOrderIdentifier order;
  PdText password;
  double price;
  double stopPrice;
  int64_t quantity;
  int64_t messageId;
} PdChangeOrder;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdOrderIdentifier order;
  PdText password;
  int64_t messageId;
} PdCancelOrder;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdAssetIdentifier asset;
  PdText password;
} PdCancelOrders;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdText password;
} PdCancelAllOrders;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdAssetIdentifier asset;
  PdText password;
  double price;
  uint8_t positionType;
  int64_t messageId;
} PdZeroPosition;

typedef struct {
  uint8_t version;
  PdSystemTime tradeDate;
  uint32_t tradeNumber;
  double price;
  int64_t quantity;
  double volume;
  int32_t buyAgent;
  int32_t sellAgent;
  uint8_t tradeType;
} PdTrade;

typedef struct {
  uint8_t version;
  double price;
  uint32_t count;
  int64_t quantity;
  uint32_t flags;
} PdPriceGroup;

typedef struct {
  uint8_t version;
  int32_t brokerId;
  PdOrderIdentifier order;
  int64_t messageId;
  uint8_t resultCode;
  PdText message;
  int32_t messageLength;
} PdTradingMessageResult;

typedef struct {
  uint8_t version;
  PdOrderIdentifier order;
  PdAccountIdentifier account;
  PdAssetIdentifier asset;
  int64_t quantity;
  int64_t tradedQuantity;
  int64_t leavesQuantity;
  double price;
  double stopPrice;
  double averagePrice;
  uint8_t orderSide;
  uint8_t orderType;
  uint8_t orderStatus;
  uint8_t validityType;
  PdSystemTime date;
  PdSystemTime lastUpdate;
  PdSystemTime closeDate;
  PdSystemTime validityDate;
  PdText textMessage;
  int64_t eventId;
} PdOrder;

typedef struct {
  uint8_t version;
  PdOrderIdentifier order;
  PdAccountIdentifierOut account;
  PdAssetIdentifierOut asset;
  int64_t quantity;
  int64_t tradedQuantity;
  int64_t leavesQuantity;
  double price;
  double stopPrice;
  double averagePrice;
  uint8_t orderSide;
  uint8_t orderType;
  uint8_t orderStatus;
  uint8_t validityType;
  PdSystemTime date;
  PdSystemTime lastUpdate;
  PdSystemTime closeDate;
  PdSystemTime validityDate;
  PdChar16 *textMessage;
  int32_t textMessageLength;
  int64_t eventId;
} PdOrderOut;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdChar16 *brokerName;
  int32_t brokerNameLength;
  PdChar16 *ownerName;
  int32_t ownerNameLength;
  PdChar16 *subOwnerName;
  int32_t subOwnerNameLength;
  uint32_t flags;
  uint8_t accountType;
} PdTradingAccountOut;

typedef struct {
  uint8_t version;
  PdAccountIdentifier account;
  PdAssetIdentifier asset;
  int64_t openQuantity;
  double openAveragePrice;
  uint8_t openSide;
  double dailyAverageSellPrice;
  int64_t dailySellQuantity;
  double dailyAverageBuyPrice;
  int64_t dailyBuyQuantity;
  int64_t dailyQuantityD1;
  int64_t dailyQuantityD2;
  int64_t dailyQuantityD3;
  int64_t dailyQuantityBlocked;
  int64_t dailyQuantityPending;
  int64_t dailyQuantityAllocated;
  int64_t dailyQuantityProvisioned;
  int64_t dailyQuantity;
  int64_t dailyQuantityAvailable;
  uint8_t positionType;
  int64_t eventId;
} PdTradingAccountPosition;

// Callbacks -------------------------------------------------------------------------------------------------------------------

typedef const PdAssetIdRec *PdAsset;
typedef const PdAssetIdentifier *PdConnectorAsset;
typedef const PdAccountIdentifier *PdConnectorAccount;

typedef void (*PdStateCallback)(int32_t type, int32_t result);
typedef void (*PdHealthCallback)(int32_t status);
typedef void (*PdProgressCallback)(PdAsset asset, int32_t progress);
typedef void (*PdNewTradeCallback)(PdAsset asset, PdText date, uint32_t number, double price, double volume, int32_t quantity,
                                   int32_t buyAgent, int32_t sellAgent, int32_t type, PdChar isEdit);
typedef void (*PdHistoryTradeCallback)(PdAsset asset, PdText date, uint32_t number, double price, double volume, int32_t quantity,
                                       int32_t buyAgent, int32_t sellAgent, int32_t type);
/** Trade V2 and history trade V2. Flags: bit 0 edit, bit 1 last packet of a history request. */
typedef void (*PdTradeV2Callback)(PdConnectorAsset asset, void *trade, uint32_t flags);
typedef void (*PdDailyCallback)(PdAsset asset, PdText date, double open, double high, double low, double close, double volume,
                                double settlement, double upperLimit, double lowerLimit, double buyerVolume, double sellerVolume,
                                int32_t quantity, int32_t trades, int32_t openContracts, int32_t buyerQuantity,
                                int32_t sellerQuantity, int32_t buyerTrades, int32_t sellerTrades);
typedef void (*PdTinyBookCallback)(PdAsset asset, double price, int32_t quantity, int32_t side);
typedef void (*PdPriceBookCallback)(PdAsset asset, int32_t action, int32_t position, int32_t side, int32_t quantity, int32_t count,
                                    double price, void *sellArray, void *buyArray);
typedef void (*PdPriceBookV2Callback)(PdAsset asset, int32_t action, int32_t position, int32_t side, int64_t quantity, int64_t count,
                                      double price, void *sellArray, void *buyArray);
typedef void (*PdOfferBookCallback)(PdAsset asset, int32_t action, int32_t position, int32_t side, int32_t quantity, int32_t agent,
                                    int64_t offerId, double price, PdChar hasPrice, PdChar hasQuantity, PdChar hasDate,
                                    PdChar hasOfferId, PdChar hasAgent, PdText date, void *sellArray, void *buyArray);
typedef void (*PdOfferBookV2Callback)(PdAsset asset, int32_t action, int32_t position, int32_t side, int64_t quantity, int32_t agent,
                                      int64_t offerId, double price, PdChar hasPrice, PdChar hasQuantity, PdChar hasDate,
                                      PdChar hasOfferId, PdChar hasAgent, PdText date, void *sellArray, void *buyArray);
typedef void (*PdPriceDepthCallback)(PdConnectorAsset asset, uint8_t side, int32_t position, uint8_t updateType);
typedef void (*PdTheoreticalPriceCallback)(PdAsset asset, double price, int64_t quantity);
typedef void (*PdChangeCotationCallback)(PdAsset asset, PdText date, uint32_t tradeNumber, double price);
typedef void (*PdChangeStateTickerCallback)(PdAsset asset, PdText date, int32_t state);
typedef void (*PdAssetListCallback)(PdAsset asset, PdText name);
typedef void (*PdAssetListInfoCallback)(PdAsset asset, PdText name, PdText description, int64_t minimum, int64_t maximum, int64_t lot,
                                        int32_t securityType, int32_t subType, double minIncrement, double multiplier,
                                        PdText validDate, PdText isin);
typedef void (*PdAssetListInfoV2Callback)(PdAsset asset, PdText name, PdText description, int64_t minimum, int64_t maximum,
                                          int64_t lot, int32_t securityType, int32_t subType, double minIncrement,
                                          double multiplier, PdText validDate, PdText isin, PdText sector, PdText subSector,
                                          PdText segment);
typedef void (*PdInvalidTickerCallback)(PdConnectorAsset asset);
typedef void (*PdAdjustHistoryCallback)(PdAsset asset, double value, PdText type, PdText note, PdText date, PdText deliberation,
                                        PdText payment, int32_t affects);
typedef void (*PdAdjustHistoryV2Callback)(PdAsset asset, double value, PdText type, PdText note, PdText date, PdText deliberation,
                                          PdText payment, uint32_t flags, double multiplier);
typedef void (*PdAccountCallback)(int32_t brokerId, PdText brokerName, PdText accountId, PdText holder);
typedef void (*PdOrderCallback)(const PdOrderIdentifier *order);
typedef void (*PdOrderHistoryCallback)(PdConnectorAccount account);
typedef void (*PdAssetPositionListCallback)(PdConnectorAccount account, PdConnectorAsset asset, int64_t eventId);
typedef void (*PdBrokerAccountListCallback)(int32_t brokerId, uint32_t changed);
typedef void (*PdBrokerSubAccountListCallback)(PdConnectorAccount account);
typedef void (*PdTradingMessageResultCallback)(const PdTradingMessageResult *result);
typedef void (*PdOrderChangeCallback)(PdAsset asset, int32_t brokerId, int32_t quantity, int32_t traded, int32_t leaves, int32_t side,
                                      double price, double stopPrice, double averagePrice, int64_t sessionId, PdText type,
                                      PdText account, PdText holder, PdText clOrderId, PdText status, PdText date, PdText text);
typedef void (*PdOrderHistoryV1Callback)(PdAsset asset, int32_t brokerId, int32_t quantity, int32_t traded, int32_t leaves,
                                         int32_t side, double price, double stopPrice, double averagePrice, int64_t sessionId,
                                         PdText type, PdText account, PdText holder, PdText clOrderId, PdText status, PdText date);
typedef int32_t (*PdEnumerateOrdersCallback)(const PdOrder *order, PdParam param);
typedef int32_t (*PdEnumerateAssetsCallback)(PdConnectorAsset asset, PdParam param);

#endif
