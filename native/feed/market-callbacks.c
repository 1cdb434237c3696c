// Trades, quotes, summaries and states of assets: the vendor's arguments in, one message each out.
#include "market-callbacks.h"
#include "feed.h"
#include "local-time.h"
#include <string.h>

/** The handle dies with the callback, so it is translated here and nowhere else. */
static void push_trade(PdConnectorAsset asset, void *handle, uint32_t vendorFlags, uint8_t kind) {
  const Arrival arrival = arrival_of_connector_asset(asset);
  const uint8_t flags = (uint8_t)(vendorFlags & (FEED_EDIT | FEED_LAST_PACKET));
  PdTrade trade;
  memset(&trade, 0, sizeof trade);
  const int32_t result = feed.vendor.translateTrade(handle, &trade);
  if (result != 0) {
    const FeedUntranslated lost = {.result = result, .isHistory = kind == FEED_HISTORY_TRADE};
    atomic_fetch_add_explicit(&feed.untranslated, 1, memory_order_relaxed);
    feed_push(&arrival, FEED_CLASS_MARKET, FEED_UNTRANSLATED, flags, &lost, sizeof lost);
  } else {
    const FeedTrade told = {
        .localMs = local_ms_of_system_time(&trade.tradeDate),
        .price = trade.price,
        .quantity = trade.quantity,
        .volume = trade.volume,
        .number = trade.tradeNumber,
        .buyAgent = trade.buyAgent,
        .sellAgent = trade.sellAgent,
        .tradeType = trade.tradeType,
    };
    feed_push(&arrival, FEED_CLASS_MARKET, kind, flags, &told, sizeof told);
  }
  arrival_end(&arrival);
}

void on_trade(PdConnectorAsset asset, void *trade, uint32_t flags) { push_trade(asset, trade, flags, FEED_TRADE); }

void on_history_trade(PdConnectorAsset asset, void *trade, uint32_t flags) { push_trade(asset, trade, flags, FEED_HISTORY_TRADE); }

void on_daily(PdAsset asset, PdText date, double open, double high, double low, double close, double volume, double settlement,
              double upperLimit, double lowerLimit, double buyerVolume, double sellerVolume, int32_t quantity, int32_t trades,
              int32_t openContracts, int32_t buyerQuantity, int32_t sellerQuantity, int32_t buyerTrades, int32_t sellerTrades) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedDaily daily = {
      .localMs = local_ms_of_text(text_of(date)),
      .open = open,
      .high = high,
      .low = low,
      .close = close,
      .volume = volume,
      .settlement = settlement,
      .upperLimit = upperLimit,
      .lowerLimit = lowerLimit,
      .buyerVolume = buyerVolume,
      .sellerVolume = sellerVolume,
      .quantity = quantity,
      .trades = trades,
      .openContracts = openContracts,
      .buyerQuantity = buyerQuantity,
      .sellerQuantity = sellerQuantity,
      .buyerTrades = buyerTrades,
      .sellerTrades = sellerTrades,
  };
  feed_push_texts(&arrival, FEED_CLASS_MARKET, FEED_DAILY, &daily, sizeof daily, NULL, 0);
  arrival_end(&arrival);
}

void on_tiny_book(PdAsset asset, double price, int32_t quantity, int32_t side) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedTinyBook best = {.price = price, .quantity = quantity, .side = side};
  feed_push(&arrival, FEED_CLASS_MARKET, FEED_TINY_BOOK, 0, &best, sizeof best);
  arrival_end(&arrival);
}

void on_theoretical_price(PdAsset asset, double price, int64_t quantity) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedTheoretical theoretical = {.price = price, .quantity = quantity};
  feed_push(&arrival, FEED_CLASS_MARKET, FEED_THEORETICAL, 0, &theoretical, sizeof theoretical);
  arrival_end(&arrival);
}

void on_change_quotation(PdAsset asset, PdText date, uint32_t tradeNumber, double price) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedQuotation quotation = {.localMs = local_ms_of_text(text_of(date)), .price = price, .number = tradeNumber};
  feed_push(&arrival, FEED_CLASS_MARKET, FEED_QUOTATION, 0, &quotation, sizeof quotation);
  arrival_end(&arrival);
}

/** In the reserved class: a lost auction or halt would change how everything after it is read. */
void on_ticker_state(PdAsset asset, PdText date, int32_t state) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedTickerState told = {.localMs = local_ms_of_text(text_of(date)), .state = state};
  feed_push(&arrival, FEED_CLASS_RESERVED, FEED_TICKER_STATE, 0, &told, sizeof told);
  arrival_end(&arrival);
}

void on_progress(PdAsset asset, int32_t progress) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedPair pair = {.first = progress, .second = 0};
  feed_push(&arrival, FEED_CLASS_RESERVED, FEED_PROGRESS, 0, &pair, sizeof pair);
  arrival_end(&arrival);
}

void on_invalid_ticker(PdConnectorAsset asset) {
  const Arrival arrival = arrival_of_connector_asset(asset);
  feed_push(&arrival, FEED_CLASS_RESERVED, FEED_INVALID_TICKER, 0, NULL, 0);
  arrival_end(&arrival);
}

/** Asked for in bulk these are many, so they may not take the place of orders. */
void on_asset_info(PdAsset asset, PdText name, PdText description, int64_t minimum, int64_t maximum, int64_t lot,
                   int32_t securityType, int32_t subType, double minIncrement, double multiplier, PdText validDate, PdText isin,
                   PdText sector, PdText subSector, PdText segment) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedAssetInfo info = {
      .minimum = minimum,
      .maximum = maximum,
      .lot = lot,
      .securityType = securityType,
      .subType = subType,
      .minIncrement = minIncrement,
      .multiplier = multiplier,
  };
  const FeedText texts[] = {text_of(name),   text_of(description), text_of(validDate), text_of(isin),
                            text_of(sector), text_of(subSector),   text_of(segment)};
  feed_push_texts(&arrival, FEED_CLASS_MARKET, FEED_ASSET_INFO, &info, sizeof info, texts, 7);
  arrival_end(&arrival);
}

void on_adjustment(PdAsset asset, double value, PdText type, PdText note, PdText date, PdText deliberation, PdText payment,
                   uint32_t flags, double multiplier) {
  const Arrival arrival = arrival_of_asset(asset);
  const FeedAdjustment adjustment = {.value = value, .multiplier = multiplier, .flags = flags};
  const FeedText texts[] = {text_of(type), text_of(note), text_of(date), text_of(deliberation), text_of(payment)};
  feed_push_texts(&arrival, FEED_CLASS_MARKET, FEED_ADJUSTMENT, &adjustment, sizeof adjustment, texts, 5);
  arrival_end(&arrival);
}
