// The prices of one day in; the trades or candles far from its median out: slips of a finger and wrong scales look like that.

import type { PartColumns } from '../row-buffer.ts';
import { isCandleKind, type PartKind, timeColumnOf } from '../schema.ts';

/** B3 stops the trading of a future that moves by a tenth, so hardly a true price lies farther from the middle of its day. */
export const FAR_SHARE = 0.1;
/** More are counted, not listed. */
export const LISTED_FAR_ROWS = 10;

export interface FarRow {
  readonly price: number;
  readonly timeUs: number;
}

export interface FarPrices {
  readonly count: number;
  /** Median of the trades, or of the closes of the candles; points. */
  readonly median: number;
  /** The first ones. */
  readonly listed: readonly FarRow[];
}

/** Quotes and levels are not judged (undefined): before the opening anything may stand in a book. */
export function farPrices(kind: PartKind, columns: PartColumns): FarPrices | undefined {
  const [low, high, typical] = isCandleKind(kind)
    ? [columns.low!, columns.high!, columns.close!]
    : [columns.price, columns.price, columns.price];
  if (low === undefined || high === undefined || typical === undefined || kind === 'levels') return undefined;
  const median = typical.slice().sort()[Math.floor(typical.length / 2)]!;
  const times = columns[timeColumnOf(kind)]!;
  const listed: FarRow[] = [];
  let count = 0;
  for (let row = 0; row < low.length; row++) {
    const isLow = low[row]! < median * (1 - FAR_SHARE);
    if (!isLow && !(high[row]! > median * (1 + FAR_SHARE))) continue;
    count++;
    if (listed.length < LISTED_FAR_ROWS) listed.push({ price: isLow ? low[row]! : high[row]!, timeUs: times[row]! });
  }
  return { count, median, listed };
}
