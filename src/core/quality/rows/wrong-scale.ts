// Prices of a day and the instrument go in; the power of ten by which they miss the level of that instrument comes out.

import type { Family } from '../../market/instrument.ts';
import { familyOf } from '../../market/instrument.ts';
import { parseSymbol } from '../../market/symbol.ts';
import { type Example, type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { countOf } from './measure/figures.ts';
import { exampleAt } from './measure/row-log.ts';
import { priceColumnsOf } from './measure/row-prices.ts';
import { ALL_KINDS, timesOf } from './measure/row-times.ts';

/** Levels that the contracts can have, points: the dollar from 1.00 to 20.00 BRL, the index by its order of magnitude. */
const LEVELS: Readonly<Record<Family, readonly [number, number]>> = {
  dollar: [1000, 20_000],
  index: [20_000, 1_000_000],
};
const POWERS = 8;
/** Fewer are single rows, and told of by far-price. */
const LEAST_SHARE = 0.5;

export const wrongScale: RowRule = {
  id: 'wrong-scale',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Prices that are 10, 100, 1000 ... times too high or too low for the instrument: decimals or thousands were misread. Of other instruments only prices below half a tick are told.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const { instrument, terms, kind, adjusted } = context;
  if (adjusted === 'difference') return undefined;
  const root = parseSymbol(instrument)?.root;
  if (root === undefined && terms.inferred) return undefined;
  const [lowest, highest] = root === undefined ? [terms.tick / 2, Number.POSITIVE_INFINITY] : LEVELS[familyOf(root)];
  const counts = new Float64Array(2 * POWERS + 1);
  const examples: Example[] = [];
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const prices = priceColumnsOf(kind, columns);
      const first = prices[0]!.values;
      const isOnly = prices.length === 1;
      total += (to - from) * prices.length;
      for (let index = from; index < to; index++) {
        if (isOnly && first[index]! >= lowest && first[index]! < highest) continue;
        for (const { values, flag, name } of prices) {
          const price = values[index]!;
          if (price >= lowest && price < highest) continue;
          const isAbsent = flag !== 0 && (columns.flags![index]! & flag) === 0;
          if (isAbsent || !(price > 0 && price < Number.POSITIVE_INFINITY)) {
            total--;
            continue;
          }
          const power = powerFor(price, lowest, highest);
          if (power !== undefined) counts[power + POWERS]!++;
          if (examples.length < MAX_EXAMPLES) {
            examples.push(exampleAt(offset + index, timesOf(columns)[index]!, `${name} ${price}`));
          }
        }
      }
    },
    finding: () => findingOf(context, counts, total, examples),
  };
}

/** The smallest power of ten that brings a price to the level. */
function powerFor(price: number, lowest: number, highest: number): number | undefined {
  const step = price < lowest ? 1 : -1;
  for (let power = step; Math.abs(power) <= POWERS; power += step) {
    const scaled = price * 10 ** power;
    if (scaled >= lowest && scaled < highest) return power;
  }
  return undefined;
}

function findingOf(
  { terms, instrument }: PartContext,
  counts: Float64Array,
  total: number,
  examples: readonly Example[],
): Finding | undefined {
  let best = 0;
  for (const [at, count] of counts.entries()) if (count > counts[best]!) best = at;
  const rows = counts[best]!;
  if (rows === 0 || rows <= LEAST_SHARE * total) return undefined;
  const isKnown = parseSymbol(instrument) !== undefined;
  const factor = 10 ** (best - POWERS);
  const should = isKnown
    ? `multiplied by ${factor} they are at the level of ${instrument}`
    : `they lie below the tick of ${terms.tick}`;
  return {
    rule: wrongScale.id,
    severity: isKnown ? 'refuse' : 'warn',
    rows,
    detail: `${countOf(rows, total, 'prices')} are of another scale, ${should}: decimals or thousands were misread`,
    examples: examples.slice(),
    values: { factor },
  };
}
