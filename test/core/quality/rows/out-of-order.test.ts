// Moves rows back in time and expects them, with a severity that tells single late reports from a file in disorder.
import { describe, expect, it } from 'vitest';
import { BOOK_CLEAR } from '../../../../src/core/market/event-record.ts';
import { ORDER_SNAPSHOT } from '../../../../src/core/market/order-message.ts';
import { outOfOrder } from '../../../../src/core/quality/rows/out-of-order.ts';
import {
  changed,
  cleanCandles,
  cleanLevels,
  cleanOrders,
  cleanTrades,
  contextFor,
  findingOf,
  picked,
  plantedFinding,
  rowCountOf,
} from '../../../support/quality-sets.ts';

describe('out-of-order', () => {
  it('warns of single trades reported late', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'time_us', (time) => time - 60_000_000, 100, 101);
    const finding = plantedFinding(outOfOrder, contextFor('trades'), clean, planted);
    const backUs = planted.time_us![99]! - planted.time_us![100]!;
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, values: { longestBackUs: backUs } });
    expect(finding!.examples).toMatchObject([{ row: 100, timeUs: planted.time_us![100] }]);
  });

  it('refuses a file that is newest first', () => {
    const clean = cleanTrades();
    const rows = Array.from({ length: rowCountOf(clean) }, (_, row) => row).reverse();
    expect(findingOf(outOfOrder, contextFor('trades'), picked(clean, rows))).toMatchObject({
      severity: 'refuse',
      rows: 2999,
    });
  });

  it('refuses a single candle out of place', () => {
    const clean = cleanCandles();
    const rows = Array.from({ length: 570 }, (_, row) => (row === 5 ? 6 : row === 6 ? 5 : row));
    const planted = picked(clean, rows);
    expect(plantedFinding(outOfOrder, contextFor('candles'), clean, planted)).toMatchObject({
      severity: 'refuse',
      rows: 1,
    });
  });

  it('passes over orders of a snapshot, which keep the time at which they came', () => {
    const clean = cleanOrders();
    const old = changed(clean, 'time_us', (time) => time - 86_400_000_000, 0, 50);
    const marked = changed(old, 'flags', (flags) => flags | ORDER_SNAPSHOT, 0, 50);
    const mixed = picked(marked, [50, ...Array.from({ length: 50 }, (_, row) => row), 51, 52]);
    expect(findingOf(outOfOrder, contextFor('orders'), mixed)).toBeUndefined();
    const unmarked = picked(old, [50, ...Array.from({ length: 50 }, (_, row) => row), 51, 52]);
    expect(findingOf(outOfOrder, contextFor('orders'), unmarked)).toMatchObject({ rows: 1 });
  });

  it('accepts a snapshot of a book that another clock stamped', () => {
    const clean = cleanLevels();
    const planted = changed(clean, 'time_us', (time) => time - 1_200_000, 1520, 1540);
    expect(planted.flags![1520]! & BOOK_CLEAR).toBe(BOOK_CLEAR);
    expect(findingOf(outOfOrder, contextFor('levels'), planted)).toBeUndefined();
    const change = changed(clean, 'time_us', (time) => time - 60_000_000, 1600, 1601);
    expect(findingOf(outOfOrder, contextFor('levels'), change)).toMatchObject({ rows: 1 });
  });
});

describe('a stretch that stands there twice', () => {
  it('makes the part unfit though only one row goes back', () => {
    const times = [
      ...Array(1000).keys(),
      ...Array.from({ length: 100 }, (_, row) => 900 + row),
      ...Array.from({ length: 500 }, (_, row) => 1000 + row),
    ];
    const columns = { time_us: Float64Array.from(times, (second) => 1_754_395_200_000_000 + second * 1_000_000) };
    const finding = findingOf(outOfOrder, contextFor('trades'), columns);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 1, values: { behind: 99 } });
  });
});
