// Forward returns and meta labels: what training labelled so far, by hand, and never across a session.
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { forwardReturn } from '../../../src/research/labels/forward-return.ts';
import { metaLabel } from '../../../src/research/labels/meta-label.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { forwardLabel } from '../../../src/research/training/forward-label.ts';
import { forwardMoves } from '../../../src/research/training/forward-moves.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { thrown } from '../splits/thrown.ts';
import { candlesOf, frameOf, MINUTE_US, REAL_MINUTES, realMinutes, walk } from './label-frames.ts';

describe('forward returns', () => {
  const candles = walk(4, 60, 3);
  const frame = frameOf(candles);

  it('are the labels of training where nothing is flattened before the close', () => {
    const labels = forwardReturn(frame, { candles: 7, flattenBeforeClose: '0m' });
    for (const day of new Set(candles.map((candle) => candle.day))) {
      const first = candles.findIndex((candle) => candle.day === day);
      const session = candles
        .filter((candle) => candle.day === day)
        .map((candle) => ({ ...candle, closeTimeUs: candle.openTimeUs + MINUTE_US }) as unknown as Candle);
      for (const at of session.keys()) {
        const expected = forwardLabel(session, at, 7);
        const row = first + at;
        const made = ['return', 'known_time', 'entry_price'].map((name) => labels.at(row, name));
        expect(made).toEqual([expected?.forwardReturn, expected?.knownUs, expected?.entryPrice]);
      }
    }
    const moves = forwardMoves(frame, 7);
    for (const [row, move] of moves.entries()) expect(labels.at(row, 'return') === undefined).toBe(move === undefined);
  });

  it('stop at the flatten time, and are dropped or cut there', () => {
    const rising = candlesOf(
      Array.from({ length: 10 }, (_, at) => [100 + at, 101 + at, 100 + at, 101 + at] as const),
      550,
    );
    // 18:10 on; flat at 18:15: rows 0 to 4 can be held
    const dropped = forwardReturn(rising, { candles: 3 });
    expect(dropped.toArrays().exit_price).toEqual([104, 105, ...Array.from({ length: 8 }, () => undefined)]);
    const cut = forwardReturn(rising, { candles: 3, atFlatten: 'exit' });
    expect(cut.toArrays().exit_price).toEqual([104, 105, 105, 105, ...Array.from({ length: 6 }, () => undefined)]);
    expect(cut.at(3, 'return')).toBe(105 / 104 - 1);
    expect(cut.at(3, 'known_time')).toBe(rising.at(4, 'close_time'));
  });

  it('of a side are those of a trade, after costs', () => {
    const rising = candlesOf([100, 102, 104].map((price) => [price, price + 2, price, price + 2] as const));
    const asked = { candles: 2, flattenBeforeClose: '0m', costs: { points: 1 } } as const;
    expect(forwardReturn(rising, { ...asked, side: 'sell' }).at(0, 'return')).toBe(-5 / 102);
    const sides = forwardReturn(rising, { ...asked, side: [1, 0, 1], candles: 1 });
    expect(sides.toArrays().side).toEqual([1, undefined, undefined]);
    expect(sides.at(0, 'return')).toBe(1 / 102);
  });

  it('are barriers that are never met', () => {
    const asked = { candles: 9, flattenBeforeClose: '10m' } as const;
    const never = tripleBarrier(frame, { ...asked, side: 'sell', costs: { points: 0.5 } });
    const plain = forwardReturn(frame, { ...asked, side: 'sell', costs: { points: 0.5 }, atFlatten: 'exit' });
    for (const name of ['known_time', 'entry_time', 'entry_price', 'exit_price', 'side', 'return']) {
      expect(never.toArrays()[name]).toEqual(plain.toArrays()[name]);
    }
  });

  it('refuse what they do not know', () => {
    expect(thrown(() => forwardReturn(frame, { candles: 0 })).field).toBe('candles');
    expect(thrown(() => forwardReturn(frame, { candles: 2, horizon: 3 } as never)).field).toBe('horizon');
    expect(thrown(() => forwardReturn(frame.drop('day'), { candles: 2 })).code).toBe('frame-column');
  });
});

describeWithRealData('real minutes of WDO', [REAL_MINUTES], (path) => {
  it('cross no night and no roll', () => {
    const candles = realMinutes(path);
    const frame = frameOf(candles);
    const labels = forwardReturn(frame, { candles: 30 });
    let made = 0;
    const wrong: number[] = [];
    for (let row = 0; row < labels.rows; row++) {
      const known = labels.at(row, 'known_time') as number | undefined;
      if (known === undefined) continue;
      made += 1;
      const [here, last] = [candles[row]!, candles[row + 30]!];
      // 18:15 in Sao Paulo is 21:15 UTC
      const isFlat = (known / MINUTE_US) % 1440 <= 21 * 60 + 15;
      const isOneSession = last.day === here.day && last.contract === here.contract;
      if (last.openTimeUs + MINUTE_US !== known || !isOneSession || !isFlat) wrong.push(row);
    }
    expect(wrong).toEqual([]);
    // 123 days; 45 minutes of each have no label at its end, fewer where a day began late or minutes are missing
    expect(made).toBeGreaterThan(candles.length - 123 * 46);
  });
});

describe('meta labels', () => {
  it('are 1 where the trade of the primary signal made money after costs', () => {
    const rising = candlesOf([
      [100, 100, 100, 100],
      [100, 101, 100, 101],
      [101, 101, 99, 99],
      [99, 99, 98, 98.5],
    ]);
    const trade = { candles: 1, flattenBeforeClose: '0m', target: { points: 5 }, stop: { points: 5 } } as const;
    const labels = metaLabel(rising, { ...trade, primary: [1, 1, -1, 1], costs: { points: 0.5 } });
    expect(labels.toArrays().meta_label).toEqual([1, 0, 0, undefined]);
    // a gain of half a point is none after a cost of half a point
    expect(labels.at(2, 'return')).toBe(0);
    const free = metaLabel(rising, { ...trade, primary: [1, 1, -1, 1], costs: {} });
    expect(free.toArrays().meta_label).toEqual([1, 0, 1, undefined]);
  });

  it('need a primary model', () => {
    const frame = frameOf(walk(8, 40, 2));
    expect(thrown(() => metaLabel(frame, { candles: 5 } as never)).field).toBe('primary');
  });

  it('say nothing where the primary model said nothing', () => {
    const frame = frameOf(walk(8, 40, 2));
    const primary = Array.from({ length: frame.rows }, (_, row) => (row % 3) - 1);
    const labels = metaLabel(frame, { candles: 5, primary, target: { points: 3 }, stop: { points: 3 } });
    let made = 0;
    for (let row = 0; row < frame.rows; row++) {
      const value = labels.at(row, 'meta_label');
      if (primary[row] === 0) expect(value).toBeUndefined();
      if (value === undefined) continue;
      made += 1;
      expect(value).toBe((labels.at(row, 'return') as number) > 0 ? 1 : 0);
      expect(labels.at(row, 'side')).toBe(primary[row]);
    }
    expect(made).toBeGreaterThan(100);
  });
});
