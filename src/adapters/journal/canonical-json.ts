// Takes a plain value; gives the one JSON text that stands for it: keys sorted, no spaces, undefined fields left out.

import { assert } from '../../core/assert.ts';

/**
 * Text to be hashed: equal values give equal text whatever the order of their keys. Numbers as JavaScript prints them, so -0
 * is 0; a number that is not finite is an InvariantError. Keys are sorted by UTF-16 code units.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `${value} has no place in canonical JSON`);
    return String(value);
  }
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value);
    assert(text !== undefined, `a ${typeof value} has no place in canonical JSON`);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  const parts: string[] = [];
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(fields[key])}`);
  }
  return `{${parts.join(',')}}`;
}
