// A delivery that is cut twenty times at random bytes goes on from the last durable byte: the whole release arrives, and little travels twice.

import { describe, expect, it } from 'vitest';
import { brokenDelivery } from './support/broken-delivery.ts';

const BYTES = 2_000_000;
const BREAKS = 20;
const CHUNK = 256 * 1024;

describe('twenty breaks', () => {
  it.each([1, 2, 3])('of a delivery of 2 MB, seed %i', async (seed) => {
    const { delivered, passedBytes, cuts, isEqual } = await brokenDelivery(BYTES, BREAKS, seed);
    expect(isEqual).toBe(true);
    expect(cuts).toBe(BREAKS);
    expect(delivered).toMatchObject({ isNew: true, breaks: BREAKS, before: undefined });
    expect(passedBytes).toBeGreaterThan(BYTES);
    // each break loses what was on its way, at most a chunk; starting anew each time would have cost 10 times the release
    expect(passedBytes).toBeLessThan(BYTES + BREAKS * CHUNK * 0.5);
  });
});
