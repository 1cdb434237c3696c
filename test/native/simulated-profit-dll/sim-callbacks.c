// The exported setters: each puts one callback of the client into the table, null takes it out.
#include "sim.h"

SimCallbacks sim_callbacks;

#define SETTER(name, type, field)               \
  PROFIT_EXPORT int32_t name(type callback) {   \
    sim_lock();                                 \
    sim_callbacks.field = callback;             \
    sim_unlock();                               \
    return NL_OK;                               \
  }

SETTER(SetStateCallback, PdStateCallback, state)
#ifndef SIM_BEFORE_41
SETTER(SetHealthCallback, PdHealthCallback, health)
#endif
SETTER(SetAssetListCallback, PdAssetListCallback, assetList)
SETTER(SetAssetListInfoCallback, PdAssetListInfoCallback, assetListInfo)
SETTER(SetAssetListInfoCallbackV2, PdAssetListInfoV2Callback, assetListInfoV2)
SETTER(SetInvalidTickerCallback, PdInvalidTickerCallback, invalidTicker)
SETTER(SetTradeCallback, PdNewTradeCallback, trade)
SETTER(SetTradeCallbackV2, PdTradeV2Callback, tradeV2)
SETTER(SetHistoryTradeCallback, PdHistoryTradeCallback, historyTrade)
SETTER(SetHistoryTradeCallbackV2, PdTradeV2Callback, historyTradeV2)
SETTER(SetDailyCallback, PdDailyCallback, daily)
SETTER(SetTheoreticalPriceCallback, PdTheoreticalPriceCallback, theoreticalPrice)
SETTER(SetTinyBookCallback, PdTinyBookCallback, tinyBook)
SETTER(SetChangeCotationCallback, PdChangeCotationCallback, changeCotation)
SETTER(SetChangeStateTickerCallback, PdChangeStateTickerCallback, changeStateTicker)
SETTER(SetSerieProgressCallback, PdProgressCallback, progress)
SETTER(SetOfferBookCallback, PdOfferBookCallback, offerBook)
SETTER(SetOfferBookCallbackV2, PdOfferBookV2Callback, offerBookV2)
SETTER(SetPriceBookCallback, PdPriceBookCallback, priceBook)
SETTER(SetPriceBookCallbackV2, PdPriceBookV2Callback, priceBookV2)
SETTER(SetPriceDepthCallback, PdPriceDepthCallback, priceDepth)
SETTER(SetAdjustHistoryCallback, PdAdjustHistoryCallback, adjustHistory)
SETTER(SetAdjustHistoryCallbackV2, PdAdjustHistoryV2Callback, adjustHistoryV2)
SETTER(SetAssetPositionListCallback, PdAssetPositionListCallback, assetPositionList)
SETTER(SetAccountCallback, PdAccountCallback, account)
SETTER(SetHistoryCallback, PdOrderHistoryV1Callback, history)
SETTER(SetHistoryCallbackV2, void *, historyV2)
SETTER(SetOrderChangeCallback, PdOrderChangeCallback, orderChange)
SETTER(SetOrderChangeCallbackV2, void *, orderChangeV2)
SETTER(SetOrderCallback, PdOrderCallback, order)
SETTER(SetOrderHistoryCallback, PdOrderHistoryCallback, orderHistory)
SETTER(SetBrokerAccountListChangedCallback, PdBrokerAccountListCallback, brokerAccountListChanged)
SETTER(SetBrokerSubAccountListChangedCallback, PdBrokerSubAccountListCallback, brokerSubAccountListChanged)
SETTER(SetTradingMessageResultCallback, PdTradingMessageResultCallback, tradingMessageResult)
