// Keys that come and go against a map: the same values, also where keys share their home and where they are 2^53 − 1.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENT, NumberTable } from '../../../src/core/candles/number-table.ts';
import { propertyRuns } from '../../support/property-runs.ts';

/** Few keys, so that they meet again; exchanges' long ids; neighbours; the ends of what a double counts. */
const key = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc.nat(60).map((low) => 6_412_777_162_812 + low),
  fc.nat(60).map((high) => high * 4_294_967_296),
  fc.nat(5).map((below) => Number.MAX_SAFE_INTEGER - below),
  fc.maxSafeInteger(),
);

describe('a table of numbers', () => {
  it('holds what a map holds', () => {
    const steps = fc.array(fc.record({ key, value: fc.nat(1000), isRemoval: fc.boolean() }), { maxLength: 800 });
    fc.assert(
      fc.property(steps, (all) => {
        const table = new NumberTable();
        const naive = new Map<number, number>();
        for (const step of all) {
          if (step.isRemoval) {
            table.remove(step.key);
            naive.delete(step.key);
          } else {
            table.set(step.key, step.value);
            naive.set(step.key, step.value);
          }
          expect(table.get(step.key)).toBe(naive.get(step.key) ?? ABSENT);
          expect(table.size).toBe(naive.size);
        }
        for (const { key } of all) expect(table.get(key)).toBe(naive.get(key) ?? ABSENT);
      }),
      { seed: 23, numRuns: propertyRuns(100) },
    );
  });

  it('closes up what is removed, so that hundreds of thousands come and go in it', () => {
    const table = new NumberTable();
    for (let id = 0; id < 300_000; id++) {
      table.set(id * 8, id % 1000);
      if (id >= 500) table.remove((id - 500) * 8);
    }
    expect(table.size).toBe(500);
    for (let id = 299_500; id < 300_000; id++) expect(table.get(id * 8)).toBe(id % 1000);
    table.clear();
    expect([table.size, table.get(299_999 * 8)]).toEqual([0, ABSENT]);
  });
});
