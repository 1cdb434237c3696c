// Repeats intervals and expects a refusal, wherever in the day they stand.
import { describe, expect, it } from 'vitest';
import { repeatedCandle } from '../../../../src/core/quality/rows/repeated-candle.ts';
import { cleanCandles, cleanDaily, contextFor, picked, plantedFinding } from '../../../support/quality-sets.ts';

const all = Array.from({ length: 570 }, (_, row) => row);

describe('repeated-candle', () => {
  it('refuses candles of an interval that stood there already', () => {
    const clean = cleanCandles();
    const planted = picked(clean, [...all.slice(0, 20), 19, ...all.slice(20), 3]);
    const finding = plantedFinding(repeatedCandle, contextFor('candles'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 2 });
    expect(finding!.examples).toMatchObject([
      { row: 20, what: 'again 09:19:00' },
      { row: 571, what: 'again 09:03:00' },
    ]);
  });

  it('refuses two daily candles of one day', () => {
    const clean = cleanDaily();
    expect(plantedFinding(repeatedCandle, contextFor('daily'), clean, picked(clean, [0, 0]))).toMatchObject({
      rows: 1,
    });
  });
});
