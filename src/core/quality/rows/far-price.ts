// Prices of a day go in; those far from its median come out: slips of a finger and single rows of another scale look like that.

import { parseSymbol } from '../../market/symbol.ts';
import { type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf, rounded } from './measure/figures.ts';
import { PriceCounts, quantileOf, type SeenPrice } from './measure/price-counts.ts';
import { exampleAt } from './measure/row-log.ts';
import { timesOf } from './measure/row-times.ts';

/** B3 stops the trading of a future that moves by a tenth, so hardly a true price lies farther from the middle of its day. */
const FAR_SHARE = 0.1;
/** No limit of the exchange lets the price of a future of a day go there: nobody can have traded at it. */
const IMPOSSIBLE_SHARE = 0.25;
/** Other instruments may move by more: for them a price is far when it also lies as many times the middle half of the day away. */
const MIDDLE_HALVES = 5;
const PRICES_TO_JUDGE = 50;
/** Prices that are a power of ten of the median, but for this, were written in another scale. */
const SCALE_DIFFERENCE = 0.1;

export const farPrice: RowRule = {
  id: 'far-price',
  severity: 'warn',
  kinds: ['trades', 'lasts', 'candles'],
  meaning:
    'Trades, or highs and lows of candles, more than 10 % from the median price of their day; of WDO, DOL, WIN and IND more than 25 % is refused, since no limit of the exchange lets it happen. Quotes and levels are not judged: anything may stand in a book.',
  start,
};

function start(context: PartContext): RowCheck {
  const typical = new PriceCounts();
  const isCandle = context.kind === 'candles';
  const highs = isCandle ? new PriceCounts() : typical;
  const lows = isCandle ? new PriceCounts() : typical;
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      count(typical, columns.close ?? columns.price!, times, from, to, offset);
      if (!isCandle) return;
      count(highs, columns.high!, times, from, to, offset);
      count(lows, columns.low!, times, from, to, offset);
    },
    finding: () =>
      typical.distinct === 0 ? undefined : findingOf(context, typical, isCandle ? [lows, highs] : [typical]),
  };
}

/** What is no price at all is told of by bad-price. */
function count(
  counts: PriceCounts,
  prices: Float64Array,
  times: Float64Array,
  from: number,
  to: number,
  offset: number,
): void {
  for (let first = from, index = from; index < to; first = index) {
    const price = prices[first]!;
    do index++;
    while (index < to && prices[index] === price);
    if (price > 0 && price < Number.POSITIVE_INFINITY) counts.add(price, index - first, offset + first, times[first]!);
  }
}

function findingOf(context: PartContext, typical: PriceCounts, judged: readonly PriceCounts[]): Finding | undefined {
  const isFuture = parseSymbol(context.instrument) !== undefined;
  if (!isFuture && typical.total < PRICES_TO_JUDGE) return undefined;
  const sorted = typical.sorted();
  const median = quantileOf(sorted, 0.5);
  const middleHalf = quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25);
  const limit = Math.max(FAR_SHARE * median, isFuture ? 0 : MIDDLE_HALVES * middleHalf);
  const [below, above] = [median - limit, median + limit];
  // lows can only be far below, highs far above; trades either
  const [lows, highs] = [judged[0]!, judged[judged.length - 1]!];
  const far = [
    ...lows.sorted().filter(({ price }) => price < below),
    ...highs.sorted().filter(({ price }) => price > above),
  ].sort((a, b) => a.row - b.row);
  const rows = far.reduce((sum, seen) => sum + seen.count, 0);
  if (rows === 0) return undefined;
  const judgedPrices = judged.reduce((sum, { total }) => sum + total, 0);
  const factor = scaleOf(far, median);
  const isImpossible = isFuture && far.some(({ price }) => Math.abs(price / median - 1) > IMPOSSIBLE_SHARE);
  return {
    rule: farPrice.id,
    severity: isImpossible ? 'refuse' : 'warn',
    rows,
    detail:
      `${countOf(rows, judgedPrices, 'prices')} lie more than ${rounded((100 * limit) / median, 1)} % from the median of ` +
      `${median}${factor === undefined ? '' : `, all about ${factor} times it: rows of another scale`}`,
    examples: far.slice(0, MAX_EXAMPLES).map(({ row, timeUs, price, count: times }) => {
      return exampleAt(row, timeUs, `${price}${times > 1 ? ` (${times} times)` : ''}, ${clockOf(context, timeUs)}`);
    }),
    values: factor === undefined ? { median } : { median, factor },
  };
}

/** The one power of ten by which all of them differ from the median, if there is one. */
function scaleOf(far: readonly SeenPrice[], median: number): number | undefined {
  const power = Math.round(Math.log10(far[0]!.price / median));
  if (power === 0) return undefined;
  const factor = 10 ** power;
  const fits = far.every(({ price }) => Math.abs(price / median / factor - 1) <= SCALE_DIFFERENCE);
  return fits ? factor : undefined;
}
