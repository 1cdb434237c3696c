// Arguments and answers of calls as values that JSON can carry, and back: integers of 64 bits, bytes, undefined and numbers beyond JSON.

import { assert } from '../../../core/assert.ts';

/** A value that JSON has no word for stands as an object with this one key. */
const TAG = '$';

type Tagged = readonly [kind: 'bigint' | 'bytes' | 'number', text: string] | readonly ['undefined'];

/** Gives a value that JSON.stringify keeps whole. Functions and symbols have no place in a call. */
export function toWire(value: unknown): unknown {
  if (value === undefined) return tag(['undefined']);
  if (typeof value === 'bigint') return tag(['bigint', value.toString()]);
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : tag(['number', textOf(value)]);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    return tag(['bytes', Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')]);
  }
  if (Array.isArray(value)) return value.map(toWire);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // what is undefined in an object is absent in it
    if (item !== undefined) result[key] = toWire(item);
  }
  assert(!(TAG in result), `the key ${TAG} marks values on the link and cannot be one of a call`);
  return result;
}

/** The reverse of `toWire`, for what JSON.parse gave. */
export function fromWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromWire);
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === TAG) return untag((value as Record<string, unknown>)[TAG]);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) result[key] = fromWire(item);
  return result;
}

function tag(tagged: Tagged): Record<string, Tagged> {
  return { [TAG]: tagged };
}

function untag(tagged: unknown): unknown {
  if (!Array.isArray(tagged)) return undefined;
  const [kind, text] = tagged as readonly unknown[];
  if (typeof text !== 'string') return undefined;
  if (kind === 'bigint') return /^-?\d{1,40}$/.test(text) ? BigInt(text) : undefined;
  if (kind === 'number') return Number(text);
  if (kind === 'bytes') return new Uint8Array(Buffer.from(text, 'base64'));
  return undefined;
}

function textOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
