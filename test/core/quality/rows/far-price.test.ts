// Plants prices far from the middle of a day and expects them, with the factor when they are of another scale.
import { describe, expect, it } from 'vitest';
import { farPrice } from '../../../../src/core/quality/rows/far-price.ts';
import {
  changed,
  cleanCandles,
  cleanLasts,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  plantedFinding,
} from '../../../support/quality-sets.ts';

describe('far-price', () => {
  it('warns of trades more than a tenth away from the median', () => {
    const clean = cleanTrades();
    const planted = changed(
      changed(clean, 'price', () => 4800, 50, 53),
      'price',
      () => 6200,
      60,
      61,
    );
    const finding = plantedFinding(farPrice, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 4 });
    expect(finding!.examples.map(({ row, what }) => [row, what.slice(0, 14)])).toEqual([
      [50, '4800 (3 times)'],
      [60, expect.stringMatching(/^6200, /)],
    ]);
    const sorted = Float64Array.from(planted.price!).sort();
    expect(finding!.values!.median).toBe(sorted[1500]);
  });

  it('names the power of ten of rows in another scale', () => {
    const clean = cleanCandles();
    const planted = changed(clean, 'high', (high) => high * 1000, 100, 102);
    expect(plantedFinding(farPrice, contextFor('candles'), clean, planted)).toMatchObject({
      rows: 2,
      detail: expect.stringContaining('2 of 1140 prices'),
      values: { factor: 1000 },
    });
  });

  it('judges lows as well as highs of candles', () => {
    const clean = cleanCandles();
    const planted = changed(clean, 'low', () => 10, 100, 101);
    expect(plantedFinding(farPrice, contextFor('candles'), clean, planted)).toMatchObject({ rows: 1 });
  });

  it('lets an option double within its day', () => {
    const clean = cleanLasts();
    const option = changed(clean, 'price', (_, row) => 1 + row / 400);
    expect(findingOf(farPrice, foreignContext('lasts'), option)).toBeUndefined();
    const planted = changed(option, 'price', () => 30, 400, 401);
    expect(plantedFinding(farPrice, foreignContext('lasts'), option, planted)).toMatchObject({ rows: 1 });
    expect(findingOf(farPrice, contextFor('lasts'), option)!.rows).toBeGreaterThan(100);
  });
});
