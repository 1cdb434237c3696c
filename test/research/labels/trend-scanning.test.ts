// Trend scanning against ordinary least squares written out in full, on lines by hand, and what it may look at.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendScanning } from '../../../src/research/labels/trend-scanning.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { thrown } from '../splits/thrown.ts';
import { candlesOf, frameOf, MINUTE_US, type PlainCandle, REAL_MINUTES, realMinutes, walk } from './label-frames.ts';

/** Slope over its standard error, by the residuals themselves. */
function tValue(y: readonly number[]): number {
  const n = y.length;
  const meanX = (n - 1) / 2;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  const xx = y.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  const slope = y.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0) / xx;
  const residue = y.reduce((sum, value, x) => sum + (value - meanY - slope * (x - meanX)) ** 2, 0);
  return slope / Math.sqrt(residue / (n - 2) / xx);
}

/** Compares each row; gives the number of labels. */
function compare(candles: readonly PlainCandle[], min: number, max: number): number {
  const labels = trendScanning(frameOf(candles), { min, max, flattenBeforeClose: '0m' });
  const wrong: number[] = [];
  let made = 0;
  for (const [row, { day, contract }] of candles.entries()) {
    const isMine = (candle: PlainCandle): boolean => candle.day === day && candle.contract === contract;
    const window = candles.slice(row + 1, row + 1 + max).filter(isMine);
    const said = labels.at(row, 't_value') as number | undefined;
    if (said === undefined) {
      if (window.length >= min) wrong.push(row);
      continue;
    }
    made += 1;
    const span = labels.at(row, 'span') as number;
    const closes = window.map(({ close }) => close);
    const rest = [labels.at(row, 'side'), labels.at(row, 'known_time'), labels.at(row, 'return')];
    const expected = [Math.sign(said), window.at(-1)!.openTimeUs + MINUTE_US, closes[span - 1]! / window[0]!.open - 1];
    if (rest.some((value, at) => value !== expected[at]) || !isSurest(closes, said, span, min)) wrong.push(row);
  }
  expect(wrong).toEqual([]);
  return made;
}

/** An exact line has no finite t-value by its residuals: those are tested by hand below. */
function isSurest(closes: readonly number[], said: number, span: number, min: number): boolean {
  if (Math.abs(said) > 1e5) return true;
  const ofSpan = (length: number): number => {
    const part = closes.slice(0, length);
    return part.every((close) => close === part[0]) ? 0 : tValue(part);
  };
  if (Math.abs(ofSpan(span) - said) > 1e-7 * (1 + Math.abs(said))) return false;
  for (let length = min; length <= closes.length; length++) {
    if (Math.abs(ofSpan(length)) > Math.abs(said) * (1 + 1e-7)) return false;
  }
  return true;
}

describe('trend scanning', () => {
  it('is ordinary least squares on random walks', () => {
    let made = 0;
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: 0, max: 25 }),
        (seed, min, more) => {
          made += compare(walk(seed, 40, 4, 3), min, min + more);
        },
      ),
      { seed: 5, numRuns: propertyRuns(25) },
    );
    expect(made).toBeGreaterThan(1000);
  });

  it('takes the longest exact line, up or down', () => {
    const line = (closes: readonly number[]) => candlesOf([100, ...closes].map((c) => [c, c, c, c] as const));
    const up = trendScanning(line([100, 101, 102, 103, 104, 104]), { min: 3, max: 6, flattenBeforeClose: '0m' });
    expect(up.at(0, 'span')).toBe(5);
    expect(up.at(0, 'side')).toBe(1);
    expect(up.at(0, 't_value')).toBeGreaterThan(1e6);
    const down = trendScanning(line([100, 99.5, 99, 99, 100]), { min: 3, max: 5, flattenBeforeClose: '0m' });
    expect(down.at(0, 'span')).toBe(3);
    expect(down.at(0, 'side')).toBe(-1);
  });

  it('finds no side where the price does not move', () => {
    const flat = candlesOf(Array.from({ length: 6 }, () => [100, 100, 100, 100] as const));
    const labels = trendScanning(flat, { min: 3, max: 5, flattenBeforeClose: '0m' });
    expect(labels.toRows()[0]).toMatchObject({ side: 0, t_value: 0, span: 3, return: 0 });
  });

  it('is known when the longest window is, since a later candle can make another one the surest', () => {
    const candles = walk(9, 60, 3);
    const options = { min: 5, max: 20 } as const;
    const before = trendScanning(frameOf(candles), options).toRows();
    let [known, overtaken] = [0, 0];
    for (const cut of [30, 50, 80, 110, 140, 170, 200]) {
      // from there on a straight line, which makes windows that reach into it surer
      const changed = candles.map((candle, row) => {
        const price = candles[cut]!.open + 2 * (row - cut);
        return row < cut ? candle : { ...candle, open: price, high: price + 2, low: price, close: price + 2 };
      });
      const after = trendScanning(frameOf(changed), options).toRows();
      const cutUs = candles[cut]!.openTimeUs;
      for (const [row, { known_time, span }] of before.entries()) {
        if (known_time !== undefined && (known_time as number) <= cutUs) {
          expect(after[row]).toEqual(before[row]);
          known += 1;
        } else if (row + Number(span) < cut && after[row]!.span !== span) {
          overtaken += 1;
        }
      }
    }
    expect(known).toBeGreaterThan(200);
    // windows that had ended before the change, and are no longer the surest after it
    expect(overtaken).toBeGreaterThan(5);
  });

  it('refuses windows of two points', () => {
    const frame = frameOf(walk(1, 20, 2, 1));
    expect(thrown(() => trendScanning(frame, { min: 2, max: 5 })).field).toBe('min');
    expect(thrown(() => trendScanning(frame, { min: 5, max: 4 })).field).toBe('max');
  });
});

describeWithRealData('real minutes of WDO', [REAL_MINUTES], (path) => {
  it('are ordinary least squares too', () => {
    expect(compare(realMinutes(path, 3000), 5, 40)).toBeGreaterThan(2800);
  });
});
