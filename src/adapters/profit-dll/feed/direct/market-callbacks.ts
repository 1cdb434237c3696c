// Trades, quotes, summaries and states of assets: the vendor's arguments in, one message each out.

import { VendorRecord } from '../../abi/record.ts';
import type { VendorCalls } from '../../calls/vendor-calls.ts';
import { FEED_EDIT, FEED_LAST_PACKET, FeedKind } from '../feed-record.ts';
import {
  address,
  assetAt,
  type CallbackEntry,
  type CallbackHandler,
  type CallbackValue,
  connectorAssetAt,
  int64,
  text,
} from './callback.ts';
import type { FeedWriter } from './feed-writer.ts';
import { localMsOfSystemTime, localMsOfText } from './local-ms.ts';
import { Payload } from './message.ts';

const numbers = (values: readonly CallbackValue[]): number[] => values.map(Number);

/** The handle dies with the callback, so it is translated here and nowhere else. */
function onTrade(writer: FeedWriter, calls: VendorCalls, isHistory: boolean): CallbackHandler {
  return (assetPointer, handle, vendorFlags) => {
    const asset = connectorAssetAt(assetPointer);
    const flags = Number(vendorFlags) & (FEED_EDIT | FEED_LAST_PACKET);
    const record = new VendorRecord('TConnectorTrade');
    const result = calls.callHere('TranslateTrade', address(handle), record);
    if (result !== 0) {
      writer.untranslated += 1;
      const payload = new Payload().i32(result).u8(isHistory ? 1 : 0);
      writer.short({ kind: FeedKind.untranslated, class: 'market', flags, asset, payload });
      return;
    }
    const trade = record.read();
    const payload = new Payload()
      .i64(localMsOfSystemTime(trade.tradeDate))
      .f64(trade.price)
      .i64(trade.quantity)
      .f64(trade.volume)
      .u32(trade.tradeNumber)
      .i32(trade.buyAgent, trade.sellAgent)
      .u8(trade.tradeType);
    writer.short({
      ...{ kind: isHistory ? FeedKind.historyTrade : FeedKind.trade, class: 'market' },
      ...{ flags, asset, payload },
    });
  };
}

function onDaily(writer: FeedWriter): CallbackHandler {
  return (asset, date, ...values) => {
    const payload = new Payload()
      .i64(localMsOfText(text(date)))
      .f64(...numbers(values.slice(0, 10)))
      .i32(...numbers(values.slice(10)));
    writer.long({ kind: FeedKind.daily, class: 'market', asset: assetAt(asset), payload });
  };
}

function onTinyBook(writer: FeedWriter): CallbackHandler {
  return (asset, price, quantity, side) => {
    const payload = new Payload().f64(Number(price)).i32(Number(quantity), Number(side));
    writer.short({ kind: FeedKind.tinyBook, class: 'market', asset: assetAt(asset), payload });
  };
}

function onTheoreticalPrice(writer: FeedWriter): CallbackHandler {
  return (asset, price, quantity) => {
    const payload = new Payload().f64(Number(price)).i64(int64(quantity));
    writer.short({ kind: FeedKind.theoretical, class: 'market', asset: assetAt(asset), payload });
  };
}

function onChangeQuotation(writer: FeedWriter): CallbackHandler {
  return (asset, date, number, price) => {
    const payload = new Payload()
      .i64(localMsOfText(text(date)))
      .f64(Number(price))
      .u32(Number(number));
    writer.short({ kind: FeedKind.quotation, class: 'market', asset: assetAt(asset), payload });
  };
}

/** In the reserved class: a lost auction or halt would change how everything after it is read. */
function onTickerState(writer: FeedWriter): CallbackHandler {
  return (asset, date, state) => {
    const payload = new Payload().i64(localMsOfText(text(date))).i32(Number(state));
    writer.short({ kind: FeedKind.tickerState, class: 'reserved', asset: assetAt(asset), payload });
  };
}

function onProgress(writer: FeedWriter): CallbackHandler {
  return (asset, progress) => {
    const payload = new Payload().i32(Number(progress), 0);
    writer.short({ kind: FeedKind.progress, class: 'reserved', asset: assetAt(asset), payload });
  };
}

function onInvalidTicker(writer: FeedWriter): CallbackHandler {
  return (pointer) => {
    const asset = connectorAssetAt(pointer);
    writer.short({ kind: FeedKind.invalidTicker, class: 'reserved', asset, payload: new Payload() });
  };
}

function onAssetInfo(writer: FeedWriter): CallbackHandler {
  return (asset, name, description, minimum, maximum, lot, securityType, subType, increment, multiplier, ...texts) => {
    const payload = new Payload()
      .i64(int64(minimum), int64(maximum), int64(lot))
      .i32(Number(securityType), Number(subType))
      .f64(Number(increment), Number(multiplier))
      .texts(text(name), text(description), ...texts.map(text));
    writer.long({ kind: FeedKind.assetInfo, class: 'market', asset: assetAt(asset), payload });
  };
}

function onAdjustment(writer: FeedWriter): CallbackHandler {
  return (asset, value, ...rest) => {
    const [flags, multiplier] = rest.slice(5);
    const payload = new Payload()
      .f64(Number(value), Number(multiplier))
      .u32(Number(flags))
      .texts(...rest.slice(0, 5).map(text));
    writer.long({ kind: FeedKind.adjustment, class: 'market', asset: assetAt(asset), payload });
  };
}

/** By the name of the setter, or of the slot of the login call. */
export function marketCallbacks(writer: FeedWriter, calls: VendorCalls) {
  return {
    daily: { arguments: 'ppddddddddddiiiiiii', handle: onDaily(writer) },
    progress: { arguments: 'pi', handle: onProgress(writer) },
    tinyBook: { arguments: 'pdii', handle: onTinyBook(writer) },
    SetTradeCallbackV2: { arguments: 'ppu', handle: onTrade(writer, calls, false) },
    SetHistoryTradeCallbackV2: { arguments: 'ppu', handle: onTrade(writer, calls, true) },
    SetTheoreticalPriceCallback: { arguments: 'pdl', handle: onTheoreticalPrice(writer) },
    SetChangeStateTickerCallback: { arguments: 'ppi', handle: onTickerState(writer) },
    SetChangeCotationCallback: { arguments: 'ppud', handle: onChangeQuotation(writer) },
    SetInvalidTickerCallback: { arguments: 'p', handle: onInvalidTicker(writer) },
    SetAssetListInfoCallbackV2: { arguments: 'ppplllii' + 'dd' + 'ppppp', handle: onAssetInfo(writer) },
    SetAdjustHistoryCallbackV2: { arguments: 'pdpppppud', handle: onAdjustment(writer) },
  } as const satisfies Readonly<Record<string, CallbackEntry>>;
}
