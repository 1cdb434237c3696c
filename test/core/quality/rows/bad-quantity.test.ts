// Plants quantities that are none in every kind and expects the rows.
import { describe, expect, it } from 'vitest';
import { badQuantity } from '../../../../src/core/quality/rows/bad-quantity.ts';
import {
  changed,
  cleanCandles,
  cleanLevels,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  plantedFinding,
} from '../../../support/quality-sets.ts';

const trades = cleanTrades();

describe('bad-quantity', () => {
  it('refuses negative quantities and such as are no number', () => {
    const planted = changed(
      changed(trades, 'quantity', () => -3, 8, 9),
      'quantity',
      () => Number.NaN,
      9,
      10,
    );
    const finding = plantedFinding(badQuantity, contextFor('trades'), trades, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 2 });
    expect(finding!.examples).toMatchObject([
      { row: 8, what: 'quantity -3' },
      { row: 9, what: 'quantity NaN' },
    ]);
  });

  it('warns of single trades of nothing, and refuses many', () => {
    const few = changed(trades, 'quantity', () => 0, 8, 10);
    expect(plantedFinding(badQuantity, contextFor('trades'), trades, few)).toMatchObject({ severity: 'warn', rows: 2 });
    const many = changed(trades, 'quantity', () => 0, 0, 100);
    expect(findingOf(badQuantity, contextFor('trades'), many)).toMatchObject({
      severity: 'refuse',
      values: { zeros: 100 },
    });
  });

  it('accepts the removal of a trade without a quantity', () => {
    const correction = new Float64Array(3000);
    correction[8] = 1;
    const planted = { ...changed(trades, 'quantity', () => 0, 8, 9), correction };
    expect(findingOf(badQuantity, contextFor('trades'), planted)).toBeUndefined();
  });

  it('accepts zero where nothing need be: a level that is removed, a candle that was filled in', () => {
    expect(
      findingOf(
        badQuantity,
        contextFor('levels'),
        changed(cleanLevels(), 'quantity', () => 0, 100, 120),
      ),
    ).toBeUndefined();
    const candles = cleanCandles();
    expect(
      findingOf(
        badQuantity,
        contextFor('candles'),
        changed(candles, 'volume', () => 0),
      ),
    ).toBeUndefined();
    const negative = changed(candles, 'volume', () => -1, 3, 4);
    expect(plantedFinding(badQuantity, contextFor('candles'), candles, negative)).toMatchObject({
      severity: 'refuse',
      rows: 1,
    });
  });

  it('judges sizes of quotes where they are told', () => {
    const quotes = cleanQuotes();
    const planted = changed(quotes, 'ask_size', () => -1, 5, 6);
    expect(plantedFinding(badQuantity, contextFor('quotes'), quotes, planted)).toMatchObject({ rows: 1 });
    expect(
      findingOf(
        badQuantity,
        contextFor('quotes'),
        changed(planted, 'flags', () => 3),
      ),
    ).toBeUndefined();
  });

  it('counts a quote once whose sizes are both bad, and lists rows in their order however they are cut', () => {
    const quotes = cleanQuotes();
    const asks = changed(quotes, 'ask_size', () => -2, 10, 30);
    const both = changed(asks, 'bid_size', () => -1, 20, 40);
    const whole = plantedFinding(badQuantity, contextFor('quotes'), quotes, both);
    expect(whole).toMatchObject({ rows: 30, detail: expect.stringContaining('30 of 3000 rows') });
    expect(whole!.examples.map(({ row, what }) => [row, what])).toEqual(
      Array.from({ length: 10 }, (_, at) => [10 + at, 'ask size -2']),
    );
    const check = badQuantity.start(contextFor('quotes'))!;
    for (let row = 0; row < 3000; row++) check.rows(both, row, row + 1, 0);
    expect(check.finding(true)).toEqual(whole);
  });
});
