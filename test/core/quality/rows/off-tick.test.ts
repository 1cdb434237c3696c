// Moves prices between ticks and expects the rows; adjusted series are not judged.
import { describe, expect, it } from 'vitest';
import { offTick } from '../../../../src/core/quality/rows/off-tick.ts';
import {
  changed,
  cleanCandles,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  plantedFinding,
} from '../../../support/quality-sets.ts';

describe('off-tick', () => {
  it('refuses trades between two ticks', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'price', (price) => price + 0.1, 100, 115);
    const finding = plantedFinding(offTick, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 15, values: { share: 0.005 } });
    expect(finding!.examples).toHaveLength(10);
    expect(finding!.examples[0]).toMatchObject({ row: 100, what: `price ${clean.price![100]! + 0.1}` });
  });

  it('counts a candle or a quote once', () => {
    const candles = cleanCandles();
    const both = changed(
      changed(candles, 'open', (price) => price + 0.1, 3, 5),
      'low',
      (price) => price - 0.1,
      4,
      6,
    );
    expect(plantedFinding(offTick, contextFor('candles'), candles, both)).toMatchObject({ rows: 3 });
    const quotes = cleanQuotes();
    const averaged = changed(
      changed(quotes, 'bid', (bid) => bid - 0.1, 7, 9),
      'ask',
      (ask) => ask + 0.1,
      8,
      10,
    );
    const finding = plantedFinding(offTick, contextFor('quotes'), quotes, averaged);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3 });
    expect(finding!.detail).toContain('averaged');
    const absent = changed(averaged, 'flags', () => 0, 7, 10);
    expect(findingOf(offTick, contextFor('quotes'), absent)).toBeUndefined();
  });

  it('warns where the tick was told or worked out', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'price', (price) => price + 0.1, 0, 1);
    expect(plantedFinding(offTick, foreignContext('trades'), clean, planted)).toMatchObject({
      severity: 'warn',
      rows: 1,
    });
  });

  it('does not judge a series adjusted by ratio', () => {
    const planted = changed(cleanTrades(), 'price', (price) => price * 1.01);
    expect(findingOf(offTick, contextFor('trades', { adjusted: 'ratio' }), planted)).toBeUndefined();
  });
});
