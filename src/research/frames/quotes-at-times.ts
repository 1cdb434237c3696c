// The quotes of one day and times of it to the best prices that stood at each of them.

import type { PartColumns } from '../../adapters/datasets/row-buffer.ts';
import type { ColumnKind, TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../core/market/event-record.ts';
import { columnOfValues } from './column-of-values.ts';
import { asOfPlaces, knownTimes } from './join-as-of.ts';

/** Row of `quotes` to a value; undefined where the quote has none. */
type Field = readonly [name: string, kind: ColumnKind, of: (quotes: PartColumns, row: number) => number | undefined];

const has = (quotes: PartColumns, row: number, bits: number): boolean => (quotes.flags![row]! & bits) === bits;
const BOTH = QUOTE_HAS_BID | QUOTE_HAS_ASK;

const FIELDS: readonly Field[] = [
  ['bid', 'float', (quotes, row) => (has(quotes, row, QUOTE_HAS_BID) ? quotes.bid![row]! : undefined)],
  ['ask', 'float', (quotes, row) => (has(quotes, row, QUOTE_HAS_ASK) ? quotes.ask![row]! : undefined)],
  ['spread', 'float', (quotes, row) => (has(quotes, row, BOTH) ? quotes.ask![row]! - quotes.bid![row]! : undefined)],
  ['mid', 'float', (quotes, row) => (has(quotes, row, BOTH) ? (quotes.ask![row]! + quotes.bid![row]!) / 2 : undefined)],
  ['bid_size', 'float', sized(QUOTE_HAS_BID, (quotes, row) => quotes.bid_size![row]!)],
  ['ask_size', 'float', sized(QUOTE_HAS_ASK, (quotes, row) => quotes.ask_size![row]!)],
];

function sized(side: number, of: (quotes: PartColumns, row: number) => number): Field[2] {
  return (quotes, row) => (has(quotes, row, side | QUOTE_HAS_SIZES) ? of(quotes, row) : undefined);
}

/** `bid`, `ask`, `spread`, `mid`, `bid_size`, `ask_size`, and `age_us` since that quote; no values before the first one. */
export function quotesAt(
  times: readonly number[],
  quotes: PartColumns | undefined,
): readonly (readonly [string, TypedColumn])[] {
  const known = quotes === undefined ? new Float64Array() : knownTimes(quotes.time_us!);
  const places = Array.from(asOfPlaces(Float64Array.from(times), known));
  const age = places.map((place, row) => (place < 0 ? undefined : times[row]! - known[place]!));
  return [
    ...FIELDS.map(([name, kind, of]) => {
      const values = places.map((place) => (place < 0 ? undefined : of(quotes!, place)));
      return [name, columnOfValues(name, values, kind)] as const;
    }),
    ['age_us', columnOfValues('age_us', age, 'int64')],
  ];
}
