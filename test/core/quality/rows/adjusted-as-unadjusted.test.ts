// Adjusts a clean day by a factor or an offset without saying so and expects exactly that factor or offset.
import { describe, expect, it } from 'vitest';
import type { RowColumns } from '../../../../src/core/quality/row-rule.ts';
import { adjustedAsUnadjusted } from '../../../../src/core/quality/rows/adjusted-as-unadjusted.ts';
import {
  changed,
  cleanCandles,
  cleanTrades,
  contextFor,
  findingOf,
  plantedFinding,
} from '../../../support/quality-sets.ts';

function adjusted(columns: RowColumns, adjust: (price: number) => number): RowColumns {
  let result = columns;
  for (const name of ['open', 'high', 'low', 'close', 'price']) {
    if (columns[name] !== undefined) result = changed(result, name, adjust);
  }
  return result;
}

const candles = cleanCandles();
const context = contextFor('candles');

describe('adjusted-as-unadjusted', () => {
  it.each([1.06487186, 1.0277184, 0.95, 1.3])('finds the factor %d of prices rounded to cents', (factor) => {
    const planted = adjusted(candles, (price) => Math.round(price * factor * 100) / 100);
    const finding = plantedFinding(adjustedAsUnadjusted, context, candles, planted);
    expect(finding).toMatchObject({ severity: 'refuse' });
    expect(Math.abs((finding!.values!.factor as number) - factor)).toBeLessThan(1e-5);
    expect(finding!.examples[0]!.what).toMatch(/ was \d+(\.5)?$/);
  });

  it('finds the factor in trades as well', () => {
    const trades = cleanTrades();
    const planted = adjusted(trades, (price) => Math.round(price * 1.05726423 * 1000) / 1000);
    const finding = plantedFinding(adjustedAsUnadjusted, contextFor('trades'), trades, planted);
    expect(Math.abs((finding!.values!.factor as number) - 1.05726423)).toBeLessThan(1e-5);
  });

  it('finds an offset that is no whole number of ticks', () => {
    const planted = adjusted(candles, (price) => Math.round((price + 37.09) * 100) / 100);
    const finding = plantedFinding(adjustedAsUnadjusted, context, candles, planted);
    expect(finding).toMatchObject({ severity: 'refuse', values: { offset: 0.09 } });
  });

  it('finds nothing in prices that are off the grid without a rule', () => {
    const planted = adjusted(candles, (price) => Math.round((price + ((price * 7919) % 0.43)) * 100) / 100);
    expect(findingOf(adjustedAsUnadjusted, context, planted)).toBeUndefined();
  });

  it('says nothing of a series that is declared adjusted', () => {
    const planted = adjusted(candles, (price) => Math.round(price * 106.487186) / 100);
    expect(findingOf(adjustedAsUnadjusted, { ...context, adjusted: 'ratio' }, planted)).toBeUndefined();
    expect(findingOf(adjustedAsUnadjusted, { ...context, adjusted: 'unknown' }, planted)).toBeDefined();
  });
});
