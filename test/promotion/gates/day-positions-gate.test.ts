// A strategy that may still hold when the session ends is not promoted.
import { expect, it } from 'vitest';
import { dayPositionsGate, LEAST_FLATTEN_US } from '../../../src/promotion/gates/day-positions-gate.ts';

it('passes a strategy that is flat long enough before the close, and no other', () => {
  const passes = (flattenBeforeCloseUs: number) => dayPositionsGate({ flattenBeforeCloseUs }).passed;
  expect([passes(LEAST_FLATTEN_US), passes(900_000_000)]).toEqual([true, true]);
  for (const wrong of [LEAST_FLATTEN_US - 1, 0, Number.NaN]) expect(passes(wrong)).toBe(false);
  expect(dayPositionsGate({ flattenBeforeCloseUs: 1_000_000 })).toMatchObject({
    ...{ id: 'dayPositions', value: 1, limit: 120 },
    reason: 'It begins to close 1 s before the close: what is not closed by then is held overnight',
  });
});
