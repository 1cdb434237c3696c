// Takes a plain value; gives JSON text that reads back as the same value: finite numbers to the bit, undefined fields left out.

import { assert } from '../../core/assert.ts';

/**
 * Differs from JSON.stringify in two ways that a replay depends on: -0 stays -0, and a value that JSON has no word for (NaN,
 * undefined in an array, a function) is an InvariantError where JSON.stringify would write null or leave it out. Fields that are
 * undefined are left out; restoreEvent, restoreInputs and restoreCommand put them back.
 */
export function exactJson(value: unknown): string {
  // looking first and leaving the writing to the platform takes a third of the time
  return isExactInJson(value) ? JSON.stringify(value) : writeExactly(value);
}

function isExactInJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isExactInJson);
  for (const key of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[key];
    if (field !== undefined && !isExactInJson(field)) return false;
  }
  return true;
}

function writeExactly(value: unknown): string {
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `${value} has no place in a journal`);
    return Object.is(value, -0) ? '-0' : String(value);
  }
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value);
    assert(text !== undefined, `a ${typeof value} has no place in a journal`);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(writeExactly).join(',')}]`;
  const parts: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) parts.push(`${JSON.stringify(key)}:${writeExactly(field)}`);
  }
  return `{${parts.join(',')}}`;
}
