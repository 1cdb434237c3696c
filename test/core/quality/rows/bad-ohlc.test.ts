// Exchanges prices of candles and expects them back.
import { describe, expect, it } from 'vitest';
import { badOhlc } from '../../../../src/core/quality/rows/bad-ohlc.ts';
import { changed, cleanCandles, contextFor, plantedFinding } from '../../../support/quality-sets.ts';

describe('bad-ohlc', () => {
  it('refuses candles whose high, low, open and close contradict each other', () => {
    const clean = cleanCandles();
    const { high, low } = clean;
    let planted = changed(clean, 'high', (_, row) => low![row]! - 1, 10, 11);
    planted = changed(planted, 'open', (_, row) => high![row]! + 1, 20, 21);
    planted = changed(planted, 'close', (_, row) => low![row]! - 1, 30, 31);
    const finding = plantedFinding(badOhlc, contextFor('candles'), clean, planted);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3 });
    expect(finding!.examples.map(({ row }) => row)).toEqual([10, 20, 30]);
  });
});
