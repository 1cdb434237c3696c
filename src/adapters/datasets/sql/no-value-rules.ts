// A kind of part in; which of its columns write "there is none" as a number, so that readers can mark those rows as missing.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { isCandleKind, type PartKind } from '../schema.ts';

/** A row has a value where this bit of its column `flags` is set, or where the column is not this number. */
export type NoValueRule =
  | { readonly kind: 'flag'; readonly bit: number }
  | { readonly kind: 'number'; readonly none: number };

const QUOTES: ReadonlyMap<string, NoValueRule> = new Map([
  ['bid', { kind: 'flag', bit: QUOTE_HAS_BID }],
  ['ask', { kind: 'flag', bit: QUOTE_HAS_ASK }],
  ['bid_size', { kind: 'flag', bit: QUOTE_HAS_SIZES }],
  ['ask_size', { kind: 'flag', bit: QUOTE_HAS_SIZES }],
]);
const LEVELS: ReadonlyMap<string, NoValueRule> = new Map([['orders', { kind: 'number', none: -1 }]]);
const ORDERS: ReadonlyMap<string, NoValueRule> = new Map([
  ['order_id', { kind: 'number', none: 0 }],
  ['price', { kind: 'number', none: 0 }],
]);
const CANDLES: ReadonlyMap<string, NoValueRule> = new Map([['trades', { kind: 'number', none: -1 }]]);
const NONE: ReadonlyMap<string, NoValueRule> = new Map();

/** By column; the meanings in schema.ts say the same in words. */
export function noValueRules(kind: PartKind): ReadonlyMap<string, NoValueRule> {
  if (kind === 'quotes') return QUOTES;
  if (kind === 'levels') return LEVELS;
  if (kind === 'orders') return ORDERS;
  return isCandleKind(kind) ? CANDLES : NONE;
}
