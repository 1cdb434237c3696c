// Takes the columns of a part; gives its first, last, highest, lowest and median price and its volume.

import type { RowColumns, RowKind } from '../row-rule.ts';
import { medianOf } from './median.ts';

/** Of the column `correction`; a trade as an edit left it is a trade. */
const REMOVAL = 1;

/** Points; undefined where the kind has no prices, or no row has one that can be used. Volume in contracts. */
export interface PriceFacts {
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly median: number | undefined;
  readonly volume: number | undefined;
}

/** Flags of a quote: both sides valid. */
const BOTH_SIDES = 3;

const NOTHING: PriceFacts = {
  first: undefined,
  last: undefined,
  high: undefined,
  low: undefined,
  median: undefined,
  volume: undefined,
};

/** Collects the usable prices of rows in order; a price that is no positive number is another rule's business. */
class PriceRange {
  private readonly typical: Float64Array;
  private count = 0;
  private first = 0;
  private last = 0;
  private high = 0;
  private low = Number.POSITIVE_INFINITY;

  constructor(rows: number) {
    this.typical = new Float64Array(rows);
  }

  add(open: number, high: number, low: number, close: number): void {
    // Written so that NaN fails.
    if (!(open > 0 && high > 0 && low > 0 && close > 0 && high < Number.POSITIVE_INFINITY)) return;
    if (this.count === 0) this.first = open;
    this.last = close;
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.typical[this.count++] = close;
  }

  facts(volume: number | undefined): PriceFacts {
    if (this.count === 0) return { ...NOTHING, volume };
    const { first, last, high, low } = this;
    return { first, last, high, low, median: medianOf(this.typical, this.count), volume };
  }
}

function sumOf(quantities: Float64Array | undefined): number | undefined {
  if (quantities === undefined) return undefined;
  let sum = 0;
  for (let row = 0; row < quantities.length; row++) {
    const quantity = quantities[row]!;
    if (quantity > 0 && quantity < Number.POSITIVE_INFINITY) sum += quantity;
  }
  return sum;
}

function tradeFacts(columns: RowColumns): PriceFacts {
  const { price, quantity, correction } = columns;
  if (price === undefined) return NOTHING;
  const range = new PriceRange(price.length);
  let removed = 0;
  for (let row = 0; row < price.length; row++) {
    // A removal says nothing about when and at what price it was traded.
    if (correction?.[row] === REMOVAL) removed += quantity?.[row] ?? 0;
    else range.add(price[row]!, price[row]!, price[row]!, price[row]!);
  }
  const sum = sumOf(quantity);
  // What is removed stands there twice: as the trade and as its removal.
  return range.facts(sum === undefined || !(removed > 0) ? sum : Math.max(0, sum - 2 * removed));
}

function quoteFacts({ flags, bid, ask }: RowColumns): PriceFacts {
  if (bid === undefined || ask === undefined) return NOTHING;
  const range = new PriceRange(bid.length);
  for (let row = 0; row < bid.length; row++) {
    const isWhole = flags === undefined || (flags[row]! & BOTH_SIDES) === BOTH_SIDES;
    // Before the opening anything may stand in a book, and its middle says nothing.
    if (!isWhole || !(bid[row]! > 0 && bid[row]! <= ask[row]!)) continue;
    const middle = (bid[row]! + ask[row]!) / 2;
    range.add(middle, middle, middle, middle);
  }
  return range.facts(undefined);
}

function candleFacts({ open, high, low, close, volume }: RowColumns): PriceFacts {
  if (open === undefined || high === undefined || low === undefined || close === undefined) return NOTHING;
  const range = new PriceRange(open.length);
  for (let row = 0; row < open.length; row++) range.add(open[row]!, high[row]!, low[row]!, close[row]!);
  return range.facts(sumOf(volume));
}

/** Levels and orders have no price of the market: what rests far away counts as much as what trades. */
export function priceFacts(kind: RowKind, columns: RowColumns): PriceFacts {
  switch (kind) {
    case 'trades':
      return tradeFacts(columns);
    case 'lasts':
      return { ...tradeFacts(columns), volume: undefined };
    case 'quotes':
      return quoteFacts(columns);
    case 'candles':
    case 'daily':
      return candleFacts(columns);
    case 'levels':
    case 'orders':
      return NOTHING;
  }
}
