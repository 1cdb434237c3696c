// Lets the price stand while rows keep coming and expects the time for which it stood.
import { describe, expect, it } from 'vitest';
import { constantPrice } from '../../../../src/core/quality/rows/constant-price.ts';
import {
  changed,
  cleanCandles,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  plantedFinding,
} from '../../../support/quality-sets.ts';

describe('constant-price', () => {
  it('warns of trades that stand on one price for an hour', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'price', () => 5500, 1000, 1300);
    const finding = plantedFinding(constantPrice, contextFor('trades'), clean, planted);
    const longestUs = clean.time_us![1299]! - clean.time_us![1000]!;
    expect(finding).toMatchObject({ severity: 'warn', rows: 300, values: { runs: 1, longestUs } });
    expect(finding!.examples).toMatchObject([{ row: 1000, timeUs: clean.time_us![1000] }]);
  });

  it('tells of a price that still stands', () => {
    const planted = changed(cleanTrades(), 'price', () => 5500, 2500);
    expect(findingOf(constantPrice, contextFor('trades'), planted, false)).toMatchObject({ rows: 500 });
  });

  it('counts each time apart', () => {
    const clean = cleanTrades();
    const planted = changed(
      changed(clean, 'price', () => 5500, 500, 800),
      'price',
      () => 5510,
      1500,
      1800,
    );
    expect(findingOf(constantPrice, contextFor('trades'), planted)).toMatchObject({ rows: 600, values: { runs: 2 } });
  });

  it('warns of candles without a range that repeat each other, not of those with one', () => {
    const clean = cleanCandles();
    const filled = changed(
      changed(clean, 'high', () => 5500, 100, 130),
      'low',
      () => 5500,
      100,
      130,
    );
    expect(plantedFinding(constantPrice, contextFor('candles'), clean, filled)).toMatchObject({
      rows: 30,
      values: { longestUs: 30 * 60_000_000 },
    });
    const ranged = changed(
      changed(clean, 'high', () => 5510, 100, 130),
      'low',
      () => 5500,
      100,
      130,
    );
    expect(findingOf(constantPrice, contextFor('candles'), ranged)).toBeUndefined();
  });

  it('warns of quotes only when both sides stand', () => {
    const clean = cleanQuotes(6000);
    const bid = changed(clean, 'bid', () => 5400, 1000, 2000);
    expect(findingOf(constantPrice, contextFor('quotes'), bid)).toBeUndefined();
    const both = changed(bid, 'ask', () => 5400.5, 1000, 2000);
    expect(plantedFinding(constantPrice, contextFor('quotes'), clean, both)).toMatchObject({ rows: 1000 });
  });

  it('does not judge an instrument that costs a few ticks', () => {
    const terms = { ...contextFor('trades').terms, tick: 10 };
    const planted = changed(cleanTrades(), 'price', () => 5500, 1000, 1300);
    expect(findingOf(constantPrice, contextFor('trades', { terms }), planted)).toBeUndefined();
  });
});
