// The mappings that are built in, each with the header by which a file of its own is known.

/** One-minute candles with the dated contract in each row. */
const WDO_CONTRACT_M1 = {
  header: 'datetime,contract,open,high,low,close,contracts,volume_brl',
  mapping: {
    name: 'wdo-contract-m1',
    kind: 'candles',
    interval: '1m',
    columns: {
      datetime: { column: 'datetime', format: 'YYYY-MM-DD HH:mm:ss' },
      contract: 'contract',
      open: 'open',
      high: 'high',
      low: 'low',
      close: 'close',
      volume: 'contracts',
      turnover: 'volume_brl',
    },
  },
};

/** One-minute candles of Profit's continuous series, which are adjusted by ratio. */
const WDOFUT_ADJUSTED_M1 = {
  header: 'datetime,open,high,low,close,volume_brl,contracts',
  mapping: {
    name: 'wdofut-adjusted-m1',
    kind: 'candles',
    interval: '1m',
    instrument: 'WDOFUT',
    adjusted: 'ratio',
    columns: {
      datetime: { column: 'datetime', format: 'YYYY-MM-DD HH:mm:ss' },
      open: 'open',
      high: 'high',
      low: 'low',
      close: 'close',
      volume: 'contracts',
      turnover: 'volume_brl',
    },
  },
};

const sideBySide = (symbol: string, ending: string) => ({
  instrument: symbol,
  columns: {
    open: `open_${ending}`,
    high: `high_${ending}`,
    low: `low_${ending}`,
    close: `close_${ending}`,
    volume: `real_volume_${ending}`,
    trades: `tick_volume_${ending}`,
  },
});

/** One-minute bars of MetaTrader 5 of two futures in one row; the fields of one that did not trade are empty. */
const WIN_WDO_M1 = {
  header:
    'time,open_win,high_win,low_win,close_win,tick_volume_win,spread_win,real_volume_win,' +
    'open_wdo,high_wdo,low_wdo,close_wdo,tick_volume_wdo,spread_wdo,real_volume_wdo',
  mapping: {
    name: 'win-wdo-m1',
    kind: 'candles',
    interval: '1m',
    skipEmpty: true,
    columns: { datetime: { column: 'time', format: 'YYYY-MM-DD HH:mm:ss' } },
    streams: [sideBySide('WIN', 'win'), sideBySide('WDO', 'wdo')],
  },
};

const bestPrices = (symbol: string, contracts: number) => ({
  instrument: symbol,
  ...(contracts > 1 ? { averagedOver: contracts } : {}),
  columns: { ask: `${symbol}<BUY_ASK,qty=${contracts}>`, bid: `${symbol}<SELL_BID,qty=${contracts}>` },
});

/** What buying and selling a few contracts of four futures would cost, once a second; a continuous name shows a contract to its last day. */
const FUTURES_QUOTES_1S = {
  header:
    'id; time; WIN<BUY_ASK,qty=5>; WIN<SELL_BID,qty=5>; IND<BUY_ASK,qty=1>; IND<SELL_BID,qty=1>; ' +
    'WDO<BUY_ASK,qty=5>; WDO<SELL_BID,qty=5>; DOL<BUY_ASK,qty=1>; DOL<SELL_BID,qty=1>; ',
  mapping: {
    name: 'futures-quotes-1s',
    kind: 'quotes',
    delimiter: ';',
    trim: true,
    trailingDelimiter: true,
    rolls: 'afterLastDay',
    adjusted: 'none',
    columns: { datetime: { column: 'time', format: "YYYY-MM-DD HH:mm:ss.SSS 'BRT'" } },
    streams: [bestPrices('WIN', 5), bestPrices('IND', 1), bestPrices('WDO', 5), bestPrices('DOL', 1)],
  },
};

/** Best prices with sizes, the symbol in each row. */
const TOP_OF_BOOK = {
  header: 'timestamp,bid_price_1,bid_vol_1,ask_price_1,ask_vol_1,symbol',
  mapping: {
    name: 'top-of-book',
    kind: 'quotes',
    columns: {
      datetime: { column: 'timestamp', format: 'YYYY-MM-DD HH:mm:ss.SSSSSS' },
      contract: 'symbol',
      bid: 'bid_price_1',
      ask: 'ask_price_1',
      bidSize: 'bid_vol_1',
      askSize: 'ask_vol_1',
    },
  },
};

/**
 * Trades and best prices of shares in one file, with the time received only. The source's aggressor code is kept as it is:
 * which side it names is not certain.
 */
const EQUITIES_L1 = {
  header: 'symbol,rpt_seq,network_received_time,event_type,md_entry_px,md_entry_size,aggressor,en_s_px_1,en_b_px_1',
  mapping: {
    name: 'equities-l1',
    unwanted: 'reject',
    priceDecimals: 2,
    columns: {
      datetime: { column: 'network_received_time', format: 'YYYY-MM-DD HH:mm:ss.SSSSSSSSSZ' },
      received: { column: 'network_received_time', format: 'YYYY-MM-DD HH:mm:ss.SSSSSSSSSZ' },
      contract: 'symbol',
      sequence: 'rpt_seq',
    },
    streams: [
      {
        kind: 'trades',
        where: { column: 'event_type', equals: 'trade' },
        columns: { price: 'md_entry_px', quantity: 'md_entry_size', sourceCondition: 'aggressor' },
      },
      {
        kind: 'quotes',
        where: { column: 'event_type', equals: 'book' },
        columns: { bid: 'en_b_px_1', ask: 'en_s_px_1' },
      },
    ],
  },
};

const NEW_YORK = {
  timeZone: 'America/New_York',
  priceScale: 0.0001,
};
const NEW_YORK_TIMES = {
  date: { column: 'date', format: 'YYYYMMDD' },
  time: { column: 'ms', format: 'millisOfDay' },
};

/** Every trade of a share, prices x 10,000; a trade that the source calls suspicious is none of the regular ones. */
const US_EQUITY_TRADES = {
  header: 'date,ms,price_x10000,size,exchange,condition,suspicious',
  mapping: {
    name: 'us-equity-trades',
    kind: 'trades',
    ...NEW_YORK,
    columns: {
      ...NEW_YORK_TIMES,
      price: 'price_x10000',
      quantity: 'size',
      sourceCondition: { column: 'condition', radix: 16 },
      condition: { column: 'suspicious', regular: ['0'], other: ['1'] },
    },
  },
};

/** Every quote of a share; the side that did not change is 0. */
const US_EQUITY_QUOTES = {
  header: 'date,ms,bid_x10000,bid_size,ask_x10000,ask_size,exchange,condition,suspicious',
  mapping: {
    name: 'us-equity-quotes',
    kind: 'quotes',
    ...NEW_YORK,
    carry: true,
    columns: {
      ...NEW_YORK_TIMES,
      bid: 'bid_x10000',
      ask: 'ask_x10000',
      bidSize: 'bid_size',
      askSize: 'ask_size',
    },
  },
};

export interface BuiltInMapping {
  /** The header line of the files that it describes. */
  readonly header: string;
  /** As it would stand in a mapping file. */
  readonly mapping: { readonly name: string; readonly delimiter?: string };
}

export const BUILT_IN_MAPPINGS: readonly BuiltInMapping[] = [
  WDO_CONTRACT_M1,
  WDOFUT_ADJUSTED_M1,
  WIN_WDO_M1,
  FUTURES_QUOTES_1S,
  TOP_OF_BOOK,
  EQUITIES_L1,
  US_EQUITY_TRADES,
  US_EQUITY_QUOTES,
];
