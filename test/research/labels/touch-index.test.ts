// The search for a touch against a plain scan, over lengths around each size of a block.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TouchIndex } from '../../../src/research/labels/touch-index.ts';
import { Random } from '../../../src/simulation/random.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const lengths = [1, 2, 7, 8, 9, 15, 16, 63, 64, 65, 71, 72, 511, 512, 513, 520, 4095, 4096, 4097];

it('finds the first place that a plain scan finds, wherever it begins and ends', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...lengths),
      fc.nat(1_000_000),
      fc.array(fc.tuple(fc.nat(5000), fc.nat(5000), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 })), {
        minLength: 20,
        maxLength: 20,
      }),
      (length, seed, questions) => {
        const random = new Random(seed, 'path');
        const high = new Float64Array(length);
        const low = new Float64Array(length);
        let price = 0;
        for (let at = 0; at < length; at++) {
          price += random.integer(5) - 2;
          high[at] = price + random.integer(3);
          low[at] = price - random.integer(3);
        }
        const index = new TouchIndex({ open: high, high, low, close: low });
        for (const [one, other, above, below] of questions) {
          const [from, end] = [one % length, (other % length) + 1].sort((a, b) => a - b) as [number, number];
          if (from === end) continue;
          const [up, down] = [high[from]! + above, low[from]! - below];
          let plain = from;
          while (plain < end && high[plain]! < up && low[plain]! > down) plain += 1;
          expect(index.first(from, end, up, down)).toBe(plain);
        }
      },
    ),
    { seed: 6, numRuns: propertyRuns(200) },
  );
});

it('finds nothing where nothing is asked for', () => {
  const prices = Float64Array.from({ length: 100 }, (_, at) => at);
  const index = new TouchIndex({ open: prices, high: prices, low: prices, close: prices });
  expect(index.first(0, 100, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(100);
  expect(index.first(3, 50, 50, -1)).toBe(50);
  expect(index.first(3, 51, 50, -1)).toBe(50);
});
