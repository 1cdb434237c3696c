// Values of known content; the bytes that are counted for them.
import { expect, it } from 'vitest';
import { sizeOf } from '../../../../src/kernel/session/memory/value-size.ts';

const MB = 1_000_000;

it('counts typed arrays exactly, views of one buffer once', () => {
  const buffer = new ArrayBuffer(8 * MB);
  expect(sizeOf(buffer)).toEqual({ bytes: 8 * MB, isExact: true });
  expect(sizeOf(new Float64Array(1000))).toEqual({ bytes: 8000, isExact: true });
  const { bytes, isExact } = sizeOf({ a: new Uint8Array(buffer), b: new Float64Array(buffer), buffer });
  expect(isExact).toBe(false);
  expect(bytes).toBeGreaterThanOrEqual(8 * MB);
  expect(bytes).toBeLessThan(8 * MB + 1000);
});

it('counts shared and cyclic values once', () => {
  const shared = { column: new Float64Array(MB) };
  const cyclic: Record<string, unknown> = { shared, again: [shared, shared] };
  cyclic.self = cyclic;
  expect(sizeOf(cyclic).bytes / MB).toBeCloseTo(8, 2);
});

it.each<[string, unknown, number]>([
  ['a list of numbers', Array.from({ length: MB }, (_, k) => k), 8],
  ['a list of objects', Array.from({ length: 100_000 }, (_, k) => ({ price: k, side: 'buy' })), 5.9],
  ['a map', new Map(Array.from({ length: 100_000 }, (_, k) => [k, 'abcd'])), 4.4],
  ['a set', new Set(Array.from({ length: 100_000 }, (_, k) => k)), 4],
  ['a text', 'x'.repeat(3 * MB), 3],
])('estimates %s', (_, value, megabytes) => {
  const { bytes, isExact } = sizeOf(value);
  expect(isExact).toBe(false);
  expect(bytes / MB).toBeGreaterThan(megabytes * 0.8);
  expect(bytes / MB).toBeLessThan(megabytes * 1.25);
});

it('runs no getter and no proxy', () => {
  const fails = (): never => {
    throw new Error('was run');
  };
  const value = {
    get a() {
      return fails();
    },
    b: new Proxy({}, { get: fails, ownKeys: fails }),
  };
  expect(sizeOf(value).bytes).toBeLessThan(1000);
});
