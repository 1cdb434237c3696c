// Plants prices that are none in every kind and expects the rows, once each.
import { describe, expect, it } from 'vitest';
import { BOOK_CLEAR } from '../../../../src/core/market/event-record.ts';
import { OrderAction } from '../../../../src/core/market/order-message.ts';
import { badPrice } from '../../../../src/core/quality/rows/bad-price.ts';
import {
  changed,
  cleanCandles,
  cleanLevels,
  cleanOrders,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  plantedFinding,
} from '../../../support/quality-sets.ts';

describe('bad-price', () => {
  it('refuses trades at no price', () => {
    const prices = new Map([
      [3, 0],
      [5, -5450],
      [8, Number.NaN],
      [9, Number.POSITIVE_INFINITY],
    ]);
    const clean = cleanTrades();
    const planted = changed(clean, 'price', (price, row) => prices.get(row) ?? price);
    const finding = plantedFinding(badPrice, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 4 });
    expect(finding!.examples.map(({ row, what }) => [row, what])).toEqual([
      [3, 'price 0'],
      [5, 'price -5450'],
      [8, 'price NaN'],
      [9, 'price Infinity'],
    ]);
  });

  it('only warns of prices below zero where spreads may be traded', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'price', () => -2, 0, 5);
    expect(plantedFinding(badPrice, foreignContext('trades'), clean, planted)).toMatchObject({
      severity: 'warn',
      rows: 5,
    });
  });

  it('counts a candle once', () => {
    const clean = cleanCandles();
    const planted = changed(
      changed(clean, 'open', () => 0, 4, 6),
      'low',
      () => 0,
      5,
      7,
    );
    expect(plantedFinding(badPrice, contextFor('candles'), clean, planted)).toMatchObject({ rows: 3 });
  });

  it('judges the side of a quote only where it is valid', () => {
    const clean = cleanQuotes();
    const zero = changed(clean, 'bid', () => 0, 10, 12);
    expect(plantedFinding(badPrice, contextFor('quotes'), clean, zero)).toMatchObject({ rows: 2 });
    expect(
      findingOf(
        badPrice,
        contextFor('quotes'),
        changed(zero, 'flags', () => 2, 10, 12),
      ),
    ).toBeUndefined();
  });

  it('accepts the zero of a book that is cleared and of orders without a price', () => {
    const levels = cleanLevels();
    const zero = changed(levels, 'price', () => 0, 500, 501);
    expect(plantedFinding(badPrice, contextFor('levels'), levels, zero)).toMatchObject({ rows: 1 });
    expect(
      findingOf(
        badPrice,
        contextFor('levels'),
        changed(zero, 'flags', () => BOOK_CLEAR, 500, 501),
      ),
    ).toBeUndefined();
    const orders = cleanOrders();
    const withoutPrice = changed(orders, 'price', (price, row) =>
      orders.action![row] === OrderAction.cancel ? 0 : price,
    );
    expect(findingOf(badPrice, contextFor('orders'), withoutPrice)).toBeUndefined();
    expect(
      findingOf(
        badPrice,
        contextFor('orders'),
        changed(orders, 'price', () => 0, 0, 1),
      ),
    ).toMatchObject({ rows: 1 });
  });

  it('lists quotes in the order of the rows, however they are cut', () => {
    const clean = cleanQuotes();
    const asks = changed(clean, 'ask', () => 0, 3, 4);
    const planted = changed(asks, 'bid', () => 0, 5, 6);
    const whole = findingOf(badPrice, contextFor('quotes'), planted);
    expect(whole!.examples.map(({ row, what }) => [row, what])).toEqual([
      [3, 'ask 0'],
      [5, 'bid 0'],
    ]);
    const check = badPrice.start(contextFor('quotes'))!;
    for (let row = 0; row < 3000; row++) check.rows(planted, row, row + 1, 0);
    expect(check.finding(true)).toEqual(whole);
  });

  it('tells a price that is no number before one that is zero in the same row', () => {
    const clean = cleanCandles();
    const zero = changed(clean, 'open', () => 0, 4, 5);
    const planted = changed(zero, 'low', () => Number.NaN, 4, 5);
    const finding = plantedFinding(badPrice, foreignContext('candles'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 1, examples: [{ row: 4, what: 'low NaN' }] });
  });
});
