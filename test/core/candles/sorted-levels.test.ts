// Levels inserted and removed at either end and between against a sorted array: same places, same values, whatever grows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedLevels } from '../../../src/core/candles/sorted-levels.ts';
import { propertyRuns } from '../../support/property-runs.ts';

function put(levels: SortedLevels, ticks: number, value: number): void {
  const place = levels.place(ticks);
  if (levels.isAt(place, ticks)) levels.values[place] = value;
  else expect(levels.insert(place, ticks, value)).toBe(true);
}

function takeAway(levels: SortedLevels, ticks: number): void {
  const place = levels.place(ticks);
  if (levels.isAt(place, ticks)) levels.remove(place);
}

function fromWorst(levels: SortedLevels): readonly (readonly [number, number])[] {
  const { ticks, values, first, end } = levels;
  return Array.from({ length: end - first }, (_, at) => [ticks[first + at]!, values[first + at]!]);
}

const steps = fc.array(
  fc.record({ ticks: fc.integer({ min: -200, max: 200 }), value: fc.nat(99), isRemoval: fc.boolean() }),
  { maxLength: 600 },
);

describe.each([-1, 1] as const)('sorted levels of direction %d', (direction) => {
  it('hold what a map holds, the worst price first', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const levels = new SortedLevels(direction);
        const naive = new Map<number, number>();
        for (const { ticks, value, isRemoval } of all) {
          if (isRemoval) {
            takeAway(levels, ticks);
            naive.delete(ticks);
          } else {
            put(levels, ticks, value);
            naive.set(ticks, value);
          }
        }
        expect(fromWorst(levels)).toEqual([...naive].sort(([a], [b]) => (b - a) * direction));
        expect(levels.length).toBe(naive.size);
      }),
      { seed: 17, numRuns: propertyRuns(150) },
    );
  });

  it.each([1, -1])('keep few levels in little room while prices run far to one side (%d)', (run) => {
    const levels = new SortedLevels(direction);
    for (let ticks = 0; ticks < 20_000; ticks++) {
      put(levels, run * ticks, ticks);
      if (ticks >= 20) takeAway(levels, run * (ticks - 20));
    }
    expect(fromWorst(levels).map(([, value]) => value)).toEqual(
      Array.from({ length: 20 }, (_, at) => (run === direction ? 19_999 - at : 19_980 + at)),
    );
    expect(levels.ticks).toHaveLength(64);
  });

  it('start in the middle again when cleared', () => {
    const levels = new SortedLevels(direction);
    for (let ticks = 0; ticks < 300; ticks++) put(levels, ticks, 1);
    levels.clear();
    expect(levels.length).toBe(0);
    put(levels, 5, 7);
    expect(fromWorst(levels)).toEqual([[5, 7]]);
    expect([levels.fromBest(0), levels.fromBest(1), levels.fromBest(-1)]).toEqual([levels.first, -1, -1]);
  });
});
