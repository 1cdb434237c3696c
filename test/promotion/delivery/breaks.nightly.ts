// The full size: 20 MB over a connection that is cut twenty times, by many seeds.

import { describe, expect, it } from 'vitest';
import { brokenDelivery } from './support/broken-delivery.ts';

const BYTES = 20_000_000;
const BREAKS = 20;
const CHUNK = 256 * 1024;

describe('twenty breaks', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))('of a delivery of 20 MB, seed %i', async (seed) => {
    const { delivered, passedBytes, cuts, isEqual, seconds } = await brokenDelivery(BYTES, BREAKS, seed);
    expect(isEqual).toBe(true);
    expect(cuts).toBe(BREAKS);
    expect(delivered.breaks).toBe(BREAKS);
    expect(passedBytes).toBeLessThan(BYTES + (BREAKS + 1) * CHUNK);
    process.stderr.write(`seed ${seed}: ${passedBytes} bytes in ${seconds.toFixed(2)} s\n`);
  });
});
