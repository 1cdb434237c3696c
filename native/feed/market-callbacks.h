// Callbacks of market data, as the vendor calls them; each copies what it is given and leaves.
#ifndef FEED_MARKET_CALLBACKS_H
#define FEED_MARKET_CALLBACKS_H

#include "../include/profit-dll.h"

void on_trade(PdConnectorAsset asset, void *trade, uint32_t flags);
void on_history_trade(PdConnectorAsset asset, void *trade, uint32_t flags);
void on_daily(PdAsset asset, PdText date, double open, double high, double low, double close, double volume, double settlement,
              double upperLimit, double lowerLimit, double buyerVolume, double sellerVolume, int32_t quantity, int32_t trades,
              int32_t openContracts, int32_t buyerQuantity, int32_t sellerQuantity, int32_t buyerTrades, int32_t sellerTrades);
void on_tiny_book(PdAsset asset, double price, int32_t quantity, int32_t side);
void on_theoretical_price(PdAsset asset, double price, int64_t quantity);
void on_change_quotation(PdAsset asset, PdText date, uint32_t tradeNumber, double price);
void on_ticker_state(PdAsset asset, PdText date, int32_t state);
void on_progress(PdAsset asset, int32_t progress);
void on_invalid_ticker(PdConnectorAsset asset);
void on_asset_info(PdAsset asset, PdText name, PdText description, int64_t minimum, int64_t maximum, int64_t lot,
                   int32_t securityType, int32_t subType, double minIncrement, double multiplier, PdText validDate, PdText isin,
                   PdText sector, PdText subSector, PdText segment);
void on_adjustment(PdAsset asset, double value, PdText type, PdText note, PdText date, PdText deliberation, PdText payment,
                   uint32_t flags, double multiplier);
void on_price_depth(PdConnectorAsset asset, uint8_t side, int32_t position, uint8_t updateType);
void on_offer_book(PdAsset asset, int32_t action, int32_t position, int32_t side, int64_t quantity, int32_t agent, int64_t offerId,
                   double price, PdChar hasPrice, PdChar hasQuantity, PdChar hasDate, PdChar hasOfferId, PdChar hasAgent,
                   PdText date, void *sellArray, void *buyArray);

#endif
