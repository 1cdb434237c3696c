// The columns of every kind of dataset part: the one place that says what stands in a Parquet file.

/** What one part holds. Candles carry their interval: `candles-1m`, `candles-5m`, `candles-1h`; `daily` is one candle a day. */
export type PartKind = 'trades' | 'quotes' | 'levels' | 'orders' | 'lasts' | 'daily' | `candles-${string}`;

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
const NANOSECONDS: readonly ColumnSpec[] = [
  optional('time_ns', 'int32', 'nanoseconds beyond `time_us`, 0 to 999'),
  optional('received_ns', 'int32', 'nanoseconds beyond `received_us`, 0 to 999'),
];
const SEQUENCE = optional('sequence', 'int64', 'number of the message at its source');
const PREVIOUS_SEQUENCE = optional(
  'previous_sequence',
  'int64',
  'number that the message before must have; where it has another one, messages were lost',
);

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
  SEQUENCE,
  ...NANOSECONDS,
  optional(
    'correction',
    'int32',
    '0 a trade, 1 the removal of the trade with this `trade_id`, which may stand above, 2 that trade as an edit left it',
  ),
  optional('inferred_side', 'int32', 'aggressor by a rule, never the feed: 0 undecided, 1 buyer, 2 seller'),
  optional('session_type', 'int32', "B3's TipoSessaoPregao: 1 regular session, 6 after-market"),
  optional('channel', 'int32', "B3's TipoDoCanal"),
  optional('source_condition', 'int32', 'condition as the source numbers it'),
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
  SEQUENCE,
  ...NANOSECONDS,
];

export const LEVEL_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  ORDER,
  required('flags', 'int32', 'sum of 1 ask side, 2 book cleared before, 4 more changes of the same message follow'),
  required('price', 'double', 'points'),
  required('quantity', 'double', 'contracts now at the price, 0 removes it'),
  required('orders', 'double', 'orders at the price, -1 unknown'),
  RECEIVED,
  SEQUENCE,
  PREVIOUS_SEQUENCE,
  ...NANOSECONDS,
];

/** Messages about single orders, in the order of the source. */
export const ORDER_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  ORDER,
  required(
    'action',
    'int32',
    '1 add, 2 modify, 3 cancel, 4 execute, 5 remain, 6 remove, 7 trade, 8 fill, 9 clear, 10 inform',
  ),
  required(
    'flags',
    'int32',
    'sum of 1 ask side, 4 more messages of the same event follow, 8 snapshot, 16 no side named',
  ),
  required('order_id', 'int64', 'number of the order at the exchange, 0 where the message is about none'),
  required('price', 'double', 'points; 0 where the message has none'),
  required('quantity', 'double', 'contracts; what they mean depends on the action'),
  RECEIVED,
  SEQUENCE,
  PREVIOUS_SEQUENCE,
  ...NANOSECONDS,
  optional('agent', 'int32', 'code of the broker'),
  optional('source_event', 'int32', 'event as the source numbers it'),
];

/** The last price of each interval that had one, where the source tells nothing else of it. */
export const LAST_COLUMNS: readonly ColumnSpec[] = [TIME, ORDER, required('price', 'double', 'points'), RECEIVED];

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
  optional('settlement', 'double', 'settlement price of the day, points'),
  optional('open_interest', 'double', 'contracts open at the end of the day'),
];

/** The columns of a kind, required ones first. */
export function columnsOf(kind: PartKind): readonly ColumnSpec[] {
  if (kind === 'trades') return TRADE_COLUMNS;
  if (kind === 'quotes') return QUOTE_COLUMNS;
  if (kind === 'levels') return LEVEL_COLUMNS;
  if (kind === 'orders') return ORDER_COLUMNS;
  if (kind === 'lasts') return LAST_COLUMNS;
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
