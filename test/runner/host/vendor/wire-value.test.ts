import { expect, it } from 'vitest';
import { fromWire, toWire } from '../../../../src/runner/host/vendor/wire-value.ts';

const through = (value: unknown): unknown => fromWire(JSON.parse(JSON.stringify(toWire(value))));

it.each([
  [0n],
  [-(2n ** 63n)],
  [2n ** 53n + 1n],
  [undefined],
  [null],
  [-0],
  [Number.NEGATIVE_INFINITY],
  ['WDOU25 ação 😀'],
  [[1, undefined, 2n]],
  [{ order: { localOrderId: 123_456_789_012_345_678n, clOrderId: '' }, price: 5121.5, list: [] }],
])('a value of a call goes through the link unchanged (%s)', (value) => {
  expect(through(value)).toEqual(value);
});

it('keeps numbers that are none, and bytes', () => {
  expect(through(Number.NaN)).toBeNaN();
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
  expect(through({ records: bytes })).toEqual({ records: bytes });
});

it('leaves out what is undefined in an object', () => {
  expect(Object.keys(through({ a: undefined, b: 1 }) as object)).toEqual(['b']);
});

it('gives undefined for tags that it does not know instead of throwing', () => {
  for (const tagged of [{ $: 1 }, { $: ['bigint', '1e9'] }, { $: ['date', 'x'] }, { $: [] }, { $: null }]) {
    expect(fromWire(tagged)).toBeUndefined();
  }
});
