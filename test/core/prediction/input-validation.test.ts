// Inputs against what they were in training: alone, together, and for how long they stayed the same.
import { describe, expect, it } from 'vitest';
import type { InputProfile } from '../../../src/core/prediction/input-profile.ts';
import { distanceOf, InputJudge } from '../../../src/core/prediction/input-validation.ts';
import { UnchangedRuns } from '../../../src/core/prediction/unchanged-runs.ts';

const facts = { mean: 0, deviation: 1, low: -3, high: 3, unchangedMost: 0, unchangedShare: 0 };

/** Two inputs that go together (correlation 0.9) and one that was always 7. */
const profile: InputProfile = {
  rows: 1000,
  inputs: [facts, facts, { ...facts, mean: 7, deviation: 0, low: 7, high: 7 }],
  joint: { columns: [0, 1], factor: [1, 0.9, Math.sqrt(1 - 0.81)], limit: 4 },
};
const judge = new InputJudge(['a', 'b', 'c'], profile);
const judged = (...inputs: number[]) => judge.judge(Float32Array.from(inputs));

describe('inputs', () => {
  it('like those of training are not objected to', () => {
    expect(judged(0, 0, 7)).toBeUndefined();
    expect(judged(3, 3, 7)).toBeUndefined();
    expect(judged(-3.5, -3.5, 7)).toBeUndefined();
  });

  it('far from nearly all of training are named, with value and limits', () => {
    expect(judged(0, 12, 7)).toEqual({
      code: 'unlikelyInput',
      reason: 'b is 12, far from nearly all of training: -9 to 9',
    });
    expect(judged(Number.NaN, 0, 7)?.reason).toMatch(/^a is NaN/);
  });

  it('that never went together so are named by their parts in it', () => {
    const together = judged(2, -2, 7)!;
    expect(together.code).toBe('unlikelyInputs');
    expect(together.reason).toBe('unlike all of training together: a 2, b -2; distance 8.9443, at most 4');
  });

  it('have the distance of the textbook: z C⁻¹ z', () => {
    const solved = new Float64Array(2);
    const distance = distanceOf(Float64Array.from([2, -2]), profile.joint, solved);
    // for a correlation r: (x² − 2 r x y + y²) / (1 − r²)
    expect(distance ** 2).toBeCloseTo((4 + 2 * 0.9 * 4 + 4) / (1 - 0.81), 9);
  });
});

describe('the run of a feature that stays the same', () => {
  const vector = (value: number, ready = 1, age = 0) => ({
    ids: ['x'],
    values: Float64Array.of(value),
    ready: Uint8Array.of(ready),
    ages: Uint16Array.of(age),
    readyCount: ready,
    filledCount: age > 0 ? 1 : 0,
  });
  const runOf = (...steps: readonly (readonly [close: number, value: number, ready?: number, age?: number])[]) => {
    const runs = new UnchangedRuns(1);
    for (const [close, value, ready, age] of steps) runs.update(vector(value, ready, age), { close });
    return runs.runs[0];
  };

  it('counts the candles in which the close moved', () => {
    expect(runOf([1, 5], [2, 5], [3, 5])).toBe(2);
    expect(runOf([1, 5], [1, 5], [1, 5])).toBe(0);
    expect(runOf([1, 5], [2, 5], [2, 5], [3, 5])).toBe(2);
  });

  it('ends where it changes or has no value', () => {
    expect(runOf([1, 5], [2, 5], [3, 6])).toBe(0);
    expect(runOf([1, 5], [2, 5], [2, 6], [3, 6])).toBe(1);
    expect(runOf([1, 5], [2, 5], [3, 5, 0], [4, 5])).toBe(0);
  });

  it('takes no notice of a value that was carried on', () => {
    expect(runOf([1, 5], [2, 5, 1, 1], [3, 5, 1, 2])).toBe(0);
  });
});
