// Writes prices in other scales and expects the factor that brings them back.
import { describe, expect, it } from 'vitest';
import { wrongScale } from '../../../../src/core/quality/rows/wrong-scale.ts';
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

const clean = cleanTrades();

describe('wrong-scale', () => {
  it.each([
    [0.001, 1000],
    [10, 0.1],
    [1000, 0.001],
  ])('refuses WDO prices times %d', (scale, factor) => {
    const planted = changed(clean, 'price', (price) => price * scale);
    const finding = plantedFinding(wrongScale, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3000, values: { factor } });
    expect(finding!.examples).toHaveLength(10);
  });

  it('refuses WIN prices whose thousands were read as decimals', () => {
    const index = changed(clean, 'price', (price) => price * 25);
    const planted = changed(index, 'price', (price) => price / 1000);
    const context = contextFor('trades', { instrument: 'WINV25' });
    expect(plantedFinding(wrongScale, context, index, planted)).toMatchObject({ values: { factor: 1000 } });
  });

  it('judges all prices of candles and valid sides of quotes', () => {
    const candles = cleanCandles();
    const low = changed(candles, 'low', (price) => price / 10);
    expect(findingOf(wrongScale, contextFor('candles'), low)).toBeUndefined();
    const quotes = cleanQuotes();
    const zeros = changed(
      changed(quotes, 'bid', () => 0, 0, 2000),
      'flags',
      () => 6,
      0,
      2000,
    );
    expect(findingOf(wrongScale, contextFor('quotes'), zeros)).toBeUndefined();
  });

  it('leaves single rows to far-price', () => {
    const planted = changed(clean, 'price', (price) => price * 1000, 0, 100);
    expect(findingOf(wrongScale, contextFor('trades'), planted)).toBeUndefined();
  });

  it('tells of other instruments only when prices lie below half a tick', () => {
    expect(
      findingOf(
        wrongScale,
        foreignContext('trades'),
        changed(clean, 'price', (price) => price * 1000),
      ),
    ).toBeUndefined();
    const planted = changed(clean, 'price', (price) => price / 100_000);
    expect(plantedFinding(wrongScale, foreignContext('trades'), clean, planted)).toMatchObject({
      severity: 'warn',
      rows: 3000,
    });
  });

  it('lists prices in the order of the rows, however they are cut', () => {
    const quotes = cleanQuotes();
    const tenth = changed(
      changed(quotes, 'bid', (bid) => bid / 10),
      'ask',
      (ask) => ask / 10,
    );
    const whole = findingOf(wrongScale, contextFor('quotes'), tenth);
    expect(whole!.examples.map(({ row }) => row)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    const check = wrongScale.start(contextFor('quotes'))!;
    for (let row = 0; row < 3000; row++) check.rows(tenth, row, row + 1, 0);
    expect(check.finding(true)).toEqual(whole);
  });
});
