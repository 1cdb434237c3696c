// What a label says and where it ends.

import { expect, it } from 'vitest';
import { DOWN, directionClass, FLAT, forwardLabel, UP } from '../../../src/research/training/forward-label.ts';
import { toySessions } from './toy-sessions.ts';

const { candles } = toySessions(1, 20, 1)[0]!;

it('enters at the open of the next candle and leaves at the close of the horizon', () => {
  const label = forwardLabel(candles, 4, 3)!;
  expect(label.entryPrice).toBe(candles[5]!.open);
  expect(label.forwardReturn).toBe(candles[7]!.close / candles[5]!.open - 1);
  expect(label.knownUs).toBe(candles[7]!.closeTimeUs);
});

it('gives no label whose exit would lie in the next session', () => {
  expect(forwardLabel(candles, 16, 3)).toBeDefined();
  expect(forwardLabel(candles, 17, 3)).toBeUndefined();
  expect(forwardLabel(candles, 19, 1)).toBeUndefined();
});

it('calls a move within the neutral points flat', () => {
  const label = (points: number) => ({ forwardReturn: points / 5000, entryPrice: 5000, knownUs: 0 });
  expect(directionClass(label(1.5), 1)).toBe(UP);
  expect(directionClass(label(1), 1)).toBe(FLAT);
  expect(directionClass(label(-1), 1)).toBe(FLAT);
  expect(directionClass(label(-1.5), 1)).toBe(DOWN);
});
