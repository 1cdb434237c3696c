// Trends as classes beside trend scanning itself and a plain loop over the candles; ensembles take them, and refuse what looks ahead.
import { describe, expect, it } from 'vitest';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { regimeColumns } from '../../../src/research/ensembles/regime-columns.ts';
import { regimeRows } from '../../../src/research/ensembles/regime-rows.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { trendDirection } from '../../../src/research/labels/trend-direction.ts';
import { trendScanning } from '../../../src/research/labels/trend-scanning.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { thrown } from '../splits/thrown.ts';
import { frameOf, MINUTE_US, walk } from './label-frames.ts';

const [MIN, MAX] = [4, 9];
const candles = walk(7, 120, 4);
const frame = frameOf(candles).withColumn('volume', new Float64Array(candles.length).fill(5));
const OPEN_END = { flattenBeforeClose: '0m' } as const;

describe('trends as classes', () => {
  it('have the side of the surest window and the return of the longest', () => {
    const scanned = trendScanning(frame, { min: MIN, max: MAX, ...OPEN_END });
    const made = trendDirection(frame, { min: MIN, max: MAX, leastTValue: 3, ...OPEN_END });
    const counts = new Map<number, number>();
    for (const [row, { day }] of candles.entries()) {
      const side = made.at(row, 'side') as number | undefined;
      const tValue = scanned.at(row, 't_value') as number | undefined;
      expect(side === undefined).toBe(tValue === undefined);
      if (side === undefined || tValue === undefined) continue;
      expect(side).toBe(Math.abs(tValue) < 3 ? 0 : Math.sign(tValue));
      counts.set(side, (counts.get(side) ?? 0) + 1);
      const window = candles.slice(row + 1, row + 1 + MAX).filter((candle) => candle.day === day);
      const last = window.at(-1)!;
      expect(made.at(row, 'known_time')).toBe(last.openTimeUs + MINUTE_US);
      expect(made.at(row, 'known_time')).toBe(scanned.at(row, 'known_time'));
      expect(made.at(row, 'exit_price')).toBe(last.close);
      expect(made.at(row, 'return')).toBe(last.close / window[0]!.open - 1);
    }
    for (const side of [-1, 0, 1]) expect(counts.get(side)).toBeGreaterThan(10);
    expect(made.names).not.toContain('span');
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse a least t-value of %s', (leastTValue) => {
    expect(thrown(() => trendDirection(frame, { min: MIN, max: MAX, leastTValue }))).toMatchObject({
      field: 'leastTValue',
    });
  });
});

describe('rows of an ensemble', () => {
  const features = Frame.fromColumns(
    { close_time: frame.times, one: Float64Array.from(frame.times, (_, row) => row) },
    { index: 'close_time', marks: 'end' },
  );
  const regimes = regimeColumns(frame, ruleRegime());
  const rowsOf = (labels: Frame) => regimeRows({ features, regimes, labels, neutralPoints: 1 });

  it('take their class from barriers without a side, and from trends', () => {
    const barriers = tripleBarrier(frame, { up: { ticks: 3 }, down: { ticks: 3 }, candles: 6, ...OPEN_END });
    const trends = trendDirection(frame, { min: MIN, max: MAX, leastTValue: 3, ...OPEN_END });
    for (const labels of [barriers, trends]) {
      const rows = rowsOf(labels);
      expect(rows.neutralPoints).toBeUndefined();
      let used = 0;
      for (let row = 0; row < rows.rows; row++) {
        if (rows.isUsed[row] !== 1) continue;
        used += 1;
        expect(rows.direction[row]! - 1).toBe(labels.at(row, 'side'));
        expect(rows.forwardReturn[row]).toBe(labels.at(row, 'return'));
      }
      expect(used).toBeGreaterThan(50);
    }
  });

  it('refuse trades, also those that met nothing, and a window chosen afterwards', () => {
    const trade = { target: { ticks: 3 }, stop: { ticks: 3 }, candles: 6 };
    const never = { target: { ticks: 3000 }, stop: { ticks: 3000 }, candles: 6 };
    for (const asked of [
      { side: 'buy', ...trade },
      { side: 'sell', ...never },
    ]) {
      expect(thrown(() => rowsOf(tripleBarrier(frame, asked))).message).toContain('trades with a side');
    }
    const scanned = trendScanning(frame, { min: MIN, max: MAX });
    expect(thrown(() => rowsOf(scanned))).toMatchObject({ code: 'regime-rows', field: 'labels' });
  });
});
