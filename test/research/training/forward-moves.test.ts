// What the price did next, from the candles of a frame: as training labels it, and never across a night.
import { expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { forwardLabel } from '../../../src/research/training/forward-label.ts';
import { forwardMoves } from '../../../src/research/training/forward-moves.ts';

const frame = Frame.fromColumns({
  day: ['a', 'a', 'a', 'a', 'b', 'b', 'b'],
  open: [10, 11, 12.5, 13, 20, 21, 22],
  close: [10.5, 12, 13, 15, 20.5, 21.5, 20],
});

it('goes from the next open to the close n candles later, within the day', () => {
  expect(forwardMoves(frame, 1)).toEqual([1, 0.5, 2, undefined, 0.5, -2, undefined]);
  expect(forwardMoves(frame, 2)).toEqual([2, 2.5, undefined, undefined, -1, undefined, undefined]);
  expect(forwardMoves(frame, 9)).toEqual(Array.from({ length: 7 }, () => undefined));
});

it('is the label of training in points', () => {
  const session = [0, 1, 2, 3].map((row) => ({ open: frame.at(row, 'open'), close: frame.at(row, 'close') }) as Candle);
  const labels = session.map((_, at) => forwardLabel(session, at, 2));
  const points = labels.map((label) => label && label.forwardReturn * label.entryPrice);
  for (const [at, move] of forwardMoves(frame, 2).slice(0, 4).entries()) {
    if (move === undefined) expect(points[at]).toBeUndefined();
    else expect(points[at]).toBeCloseTo(move, 9);
  }
});

it('refuses a horizon that is none', () => {
  for (const horizon of [0, -1, 1.5]) expect(() => forwardMoves(frame, horizon)).toThrow(RangeError);
});
