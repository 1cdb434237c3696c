// The columns of every kind of dataset part: the one place that says what stands in a Parquet file.

/** What one part holds. Candles carry their interval: `candles-1m`, `candles-5m`, `candles-1h`; `daily` is one candle a day. */
export type PartKind = 'trades' | 'quotes' | 'levels' | 'daily' | `candles-${string}`;

export type ColumnType = 'int32' | 'int64' | 'double';

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  /** An optional column is absent from the file where the source does not tell it; it is never filled. */
  readonly optional: boolean;
  /** Unit and meaning, as printed in docs/datasets.md. */
  readonly meaning: string;
}

function required(name: string, type: ColumnType, meaning: string): ColumnSpec {
  return { name, type, optional: false, meaning };
}

function optional(name: string, type: ColumnType, meaning: string): ColumnSpec {
  return { name, type, optional: true, meaning };
}

const TIME = required('time_us', 'int64', 'exchange time, microseconds UTC');
const ORDER = required(
  'order',
  'int32',
  'place among all events of the day in the source, from 0, shared by all kinds',
);
const RECEIVED = optional('received_us', 'int64', 'time received, microseconds UTC');

/** Rows in source order. The first columns are required and stand in this order in every buffer. */
export const TRADE_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  ORDER,
  required('price', 'double', 'points'),
  required('quantity', 'double', 'contracts'),
  required('aggressor', 'int32', '0 unknown, 1 buyer, 2 seller'),
  required('condition', 'int32', '0 regular, 1 auction, 2 cross, 3 RLP, 4 other'),
  RECEIVED,
  optional('trade_id', 'int64', 'number of the trade in its day'),
  optional('buy_agent', 'int32', 'code of the buying broker'),
  optional('sell_agent', 'int32', 'code of the selling broker'),
];

export const QUOTE_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  ORDER,
  required('flags', 'int32', 'sum of 1 bid valid, 2 ask valid, 4 sizes valid'),
  required('bid', 'double', 'points; 0 where not valid'),
  required('ask', 'double', 'points; 0 where not valid'),
  required('bid_size', 'double', 'contracts; 0 where not valid'),
  required('ask_size', 'double', 'contracts; 0 where not valid'),
  RECEIVED,
];

export const LEVEL_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  ORDER,
  required('flags', 'int32', 'sum of 1 ask side, 2 book cleared before, 4 more changes of the same message follow'),
  required('price', 'double', 'points'),
  required('quantity', 'double', 'contracts now at the price, 0 removes it'),
  required('orders', 'double', 'orders at the price, -1 unknown'),
  RECEIVED,
];

/** Rows ascend by time. */
export const CANDLE_COLUMNS: readonly ColumnSpec[] = [
  required('open_time_us', 'int64', 'start of the interval, microseconds UTC'),
  required('close_time_us', 'int64', 'end of the interval, exclusive, microseconds UTC'),
  required('open', 'double', 'points'),
  required('high', 'double', 'points'),
  required('low', 'double', 'points'),
  required('close', 'double', 'points'),
  required('volume', 'double', 'contracts'),
  required('trades', 'int32', 'number of trades, -1 unknown'),
  optional('turnover', 'double', 'BRL'),
  optional('buy_volume', 'double', 'contracts bought by the aggressor'),
  optional('sell_volume', 'double', 'contracts sold by the aggressor'),
  optional('buy_trades', 'int32', 'trades with a buying aggressor'),
  optional('sell_trades', 'int32', 'trades with a selling aggressor'),
  optional('rlp_volume', 'double', 'contracts traded in RLP'),
];

/** The columns of a kind, required ones first. */
export function columnsOf(kind: PartKind): readonly ColumnSpec[] {
  if (kind === 'trades') return TRADE_COLUMNS;
  if (kind === 'quotes') return QUOTE_COLUMNS;
  if (kind === 'levels') return LEVEL_COLUMNS;
  return CANDLE_COLUMNS;
}

/** The column that gives a row its time. */
export function timeColumnOf(kind: PartKind): string {
  return isCandleKind(kind) ? 'open_time_us' : 'time_us';
}

/** True for candles of any interval, daily ones included. */
export function isCandleKind(kind: PartKind): boolean {
  return kind === 'daily' || kind.startsWith('candles-');
}
