// Plants times that are none and expects exactly these rows back.
import { describe, expect, it } from 'vitest';
import { zeroTime } from '../../../../src/core/quality/rows/zero-time.ts';
import { changed, cleanCandles, cleanTrades, contextFor, plantedFinding } from '../../../support/quality-sets.ts';

describe('zero-time', () => {
  it('refuses rows whose time is zero, negative or no number', () => {
    const times = new Map([
      [7, 0],
      [20, -1],
      [21, Number.NaN],
    ]);
    const clean = cleanTrades();
    const planted = changed(clean, 'time_us', (time, row) => times.get(row) ?? time);
    const finding = plantedFinding(zeroTime, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({ rule: 'zero-time', severity: 'refuse', rows: 3 });
    expect(finding!.examples).toEqual([
      { row: 7, timeUs: 0, what: 'time 0' },
      { row: 20, timeUs: -1, what: 'time -1' },
      { row: 21, what: 'time NaN' },
    ]);
  });

  it('refuses candles that start before 2008, as milliseconds taken for microseconds do', () => {
    const clean = cleanCandles();
    const planted = changed(clean, 'open_time_us', (time) => time / 1000);
    expect(plantedFinding(zeroTime, contextFor('candles'), clean, planted)).toMatchObject({ rows: 570 });
  });
});
