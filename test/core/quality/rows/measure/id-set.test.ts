// Adds numbers in any order and expects what a Set of the language says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdSet } from '../../../../../src/core/quality/rows/measure/id-set.ts';
import { propertyRuns } from '../../../../support/property-runs.ts';

const ids = fc.array(fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })), {
  maxLength: 4000,
});

describe('IdSet', () => {
  it('knows which numbers were there before', () => {
    fc.assert(
      fc.property(ids, fc.boolean(), (numbers, isSorted) => {
        const sequence = isSorted ? numbers.toSorted((a, b) => a - b) : numbers;
        const set = new IdSet();
        const truth = new Set<number>();
        for (const id of sequence) {
          expect(set.has(id)).toBe(truth.has(id));
          expect(set.add(id)).toBe(!truth.has(id));
          truth.add(id);
        }
        expect(set.size).toBe(truth.size);
      }),
      { seed: 3, numRuns: propertyRuns(20) },
    );
  });

  it('adds a run that ascends at once, and stops where it does not', () => {
    const set = new IdSet();
    const column = Float64Array.of(5, 6, 9, 9, 12);
    expect(set.addAscending(column, 0, 5)).toBe(3);
    expect(set.addAscending(column, 3, 5)).toBe(3);
    expect(set.addAscending(column, 4, 5)).toBe(5);
    expect([5, 6, 7, 9, 12].map((id) => set.has(id))).toEqual([true, true, false, true, true]);
  });

  it('forgets everything when it is cleared', () => {
    const set = new IdSet();
    for (const id of [9, 3, 5]) set.add(id);
    set.clear();
    expect([9, 3, 5].some((id) => set.has(id))).toBe(false);
    expect(set.add(3)).toBe(true);
  });
});
