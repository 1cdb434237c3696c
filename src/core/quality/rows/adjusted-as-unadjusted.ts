// Prices of a day that is declared unadjusted go in; the factor or offset that was applied to them all the same comes out.

import { isOnGrid, priceAt } from '../../market/price-grid.ts';
import type { Finding } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { rounded } from './measure/figures.ts';
import { gridShiftOf } from './measure/grid-shift.ts';
import { PriceCounts } from './measure/price-counts.ts';
import { exampleAt } from './measure/row-log.ts';
import { priceColumnsOf } from './measure/row-prices.ts';
import { timesOf } from './measure/row-times.ts';

/** Prices of the day's beginning that are tried: so many distinct ones, or so many at all. */
const DISTINCT_PRICES = 512;
const PRICES = 50_000;
/** With fewer off the grid the day was not adjusted as a whole. */
const OFF_SHARE = 0.5;

export const adjustedAsUnadjusted: RowRule = {
  id: 'adjusted-as-unadjusted',
  severity: 'refuse',
  kinds: ['trades', 'lasts', 'candles'],
  meaning:
    'Prices of a day that is not declared adjusted, all brought to the tick grid by one factor or one offset: an adjusted continuous series, in which nobody can trade.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const { adjusted, kind, terms } = context;
  if (adjusted === 'ratio' || adjusted === 'difference' || terms.inferred) return undefined;
  const tried = new PriceCounts(DISTINCT_PRICES);
  const isEnough = (): boolean => tried.distinct === DISTINCT_PRICES || tried.total >= PRICES;
  return {
    rows(columns, from, to, offset) {
      if (isEnough()) return;
      const times = timesOf(columns);
      const prices = priceColumnsOf(kind, columns);
      for (let index = from; index < to && !isEnough(); index++) {
        for (const { values } of prices) {
          const price = values[index]!;
          if (price > 0 && price < Number.POSITIVE_INFINITY) tried.add(price, 1, offset + index, times[index]!);
        }
      }
    },
    finding: () => findingOf(context, tried),
  };
}

function findingOf({ terms }: PartContext, tried: PriceCounts): Finding | undefined {
  const seen = tried.sorted();
  const off = seen.filter(({ price }) => !isOnGrid(terms, price));
  if (off.length === 0 || off.length < OFF_SHARE * seen.length) return undefined;
  const prices = seen.map(({ price }) => price);
  const shift = gridShiftOf(prices, terms.tick);
  if (shift === undefined) return undefined;
  const example = off[0]!;
  const real = shift.kind === 'ratio' ? example.price / shift.factor : example.price - shift.offset;
  return {
    rule: adjustedAsUnadjusted.id,
    severity: 'refuse',
    rows: shift.fits,
    detail:
      `${shift.fits} of ${prices.length} distinct prices come back to the tick of ${terms.tick} ` +
      (shift.kind === 'ratio'
        ? `when divided by ${rounded(shift.factor, 8)}: the series is adjusted by ratio`
        : `when ${shift.offset} is taken off, and perhaps whole ticks: the series is adjusted by difference`),
    examples: [
      exampleAt(example.row, example.timeUs, `${example.price} was ${priceAt(terms, Math.round(real / terms.tick))}`),
    ],
    values: shift.kind === 'ratio' ? { factor: shift.factor } : { offset: shift.offset },
  };
}
