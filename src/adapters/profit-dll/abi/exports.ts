// Every export of the vendor that is bound, with the types of its arguments and the build it came with.

/** `text` and `record` are pointers; a record that is declared by value travels as a hidden pointer on Win64 and is passed as one. */
export type ArgumentType = 'text' | 'record' | 'callback' | 'i32' | 'u32' | 'u8' | 'i64' | 'handle';

export interface ExportSignature {
  readonly result: 'i32' | 'i64' | 'void';
  readonly arguments: readonly ArgumentType[];
  /** The build that brought it, where it is not as old as version 4. */
  readonly since?: string;
}

const i32 = (...args: ArgumentType[]): ExportSignature => ({ result: 'i32', arguments: args });
const i64 = (...args: ArgumentType[]): ExportSignature => ({ result: 'i64', arguments: args });
const from = (since: string, signature: ExportSignature): ExportSignature => ({ ...signature, since });
const callbacks = (count: number): ArgumentType[] => Array.from({ length: count }, () => 'callback');
const page: readonly ArgumentType[] = ['i32', 'i32', 'i32', 'record'];
const setter = i32('callback');

const LIFECYCLE = {
  DLLInitializeLogin: i32('text', 'text', 'text', ...callbacks(11)),
  DLLInitializeMarketLogin: i32('text', 'text', 'text', ...callbacks(8)),
  DLLFinalize: i32(),
  SetServerAndPort: i32('text', 'text'),
  GetServerClock: i32(...Array.from({ length: 8 }, () => 'record' as const)),
  GetHealthStatus: from('4.0.0.41', i32('record')),
  SetEnabledLogToDebug: i32('i32'),
  SetEnabledHistOrder: i32('i32'),
  SetDayTrade: i32('i32'),
  FreePointer: i32('handle', 'i32'),
} as const;

const MARKET = {
  SubscribeTicker: i32('text', 'text'),
  UnsubscribeTicker: i32('text', 'text'),
  SubscribeOfferBook: i32('text', 'text'),
  UnsubscribeOfferBook: i32('text', 'text'),
  SubscribePriceBook: i32('text', 'text'),
  UnsubscribePriceBook: i32('text', 'text'),
  SubscribePriceDepth: from('4.0.0.31', i32('record')),
  UnsubscribePriceDepth: from('4.0.0.31', i32('record')),
  GetPriceDepthSideCount: from('4.0.0.31', i32('record', 'u8')),
  GetPriceGroup: from('4.0.0.31', i32('record', 'u8', 'i32', 'record')),
  GetTheoreticalValues: i32('record', 'record', 'record'),
  SubscribeAdjustHistory: i32('text', 'text'),
  UnsubscribeAdjustHistory: i32('text', 'text'),
  GetHistoryTrades: i32('text', 'text', 'text', 'text'),
  RequestTickerInfo: i32('text', 'text'),
  GetLastDailyClose: i32('text', 'text', 'record', 'i32'),
  TranslateTrade: from('4.0.0.20', i32('handle', 'record')),
  GetAgentNameLength: from('4.0.0.24', i32('i32', 'u32')),
  GetAgentName: from('4.0.0.24', i32('i32', 'i32', 'record', 'u32')),
} as const;

const ROUTING = {
  SendOrder: i64('record'),
  SendChangeOrderV2: i32('record'),
  SendCancelOrderV2: i32('record'),
  SendCancelOrdersV2: i32('record'),
  SendCancelAllOrdersV2: i32('record'),
  SendZeroPositionV2: i64('record'),
  GetOrderDetails: i32('record'),
  HasOrdersInInterval: from('4.0.0.20', i32('record', 'record', 'record')),
  EnumerateOrdersByInterval: from('4.0.0.20', i32('record', 'u8', 'record', 'record', 'i64', 'callback')),
  EnumerateAllOrders: from('4.0.0.20', i32('record', 'u8', 'i64', 'callback')),
  EnumerateAllPositionAssets: from('4.0.0.28', i32('record', 'u8', 'i64', 'callback')),
  GetPositionV2: i32('record'),
  GetAccountCount: i32(),
  GetAccounts: i32(...page),
  GetAccountDetails: i32('record'),
  GetAccountCountByBroker: i32('i32'),
  GetAccountsByBroker: i32('i32', ...page),
  GetSubAccountCount: i32('record'),
  GetSubAccounts: i32('record', ...page),
  GetAccount: i32(),
} as const;

const SETTERS = {
  SetStateCallback: setter,
  SetHealthCallback: from('4.0.0.41', setter),
  SetAssetListCallback: setter,
  SetAssetListInfoCallback: setter,
  SetAssetListInfoCallbackV2: setter,
  SetInvalidTickerCallback: setter,
  SetTradeCallbackV2: from('4.0.0.20', setter),
  SetHistoryTradeCallbackV2: from('4.0.0.20', setter),
  SetDailyCallback: setter,
  SetTheoreticalPriceCallback: setter,
  SetTinyBookCallback: setter,
  SetChangeCotationCallback: setter,
  SetChangeStateTickerCallback: setter,
  SetSerieProgressCallback: setter,
  SetOfferBookCallbackV2: setter,
  SetPriceDepthCallback: from('4.0.0.31', setter),
  SetAdjustHistoryCallback: setter,
  SetAdjustHistoryCallbackV2: setter,
  SetAssetPositionListCallback: from('4.0.0.28', setter),
  SetAccountCallback: setter,
  SetOrderCallback: setter,
  SetOrderHistoryCallback: from('4.0.0.20', setter),
  SetBrokerAccountListChangedCallback: from('4.0.0.28', setter),
  SetBrokerSubAccountListChangedCallback: from('4.0.0.28', setter),
  SetTradingMessageResultCallback: setter,
} as const;

/** Nothing works without these, whatever the build. */
export const REQUIRED_EXPORTS = [
  ...([
    'DLLInitializeLogin',
    'DLLInitializeMarketLogin',
    'DLLFinalize',
    'SubscribeTicker',
    'UnsubscribeTicker',
  ] as const),
  ...(['TranslateTrade', 'SetTradeCallbackV2', 'SetHistoryTradeCallbackV2'] as const),
] as const;

export const EXPORTS = { ...LIFECYCLE, ...MARKET, ...ROUTING, ...SETTERS } as const;
export type ExportName = keyof typeof EXPORTS;

export function signatureOf(name: ExportName): ExportSignature {
  return EXPORTS[name];
}
