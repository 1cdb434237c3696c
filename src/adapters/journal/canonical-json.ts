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
  if (Array.isArray(value)) {
    let list = '';
    for (const item of value) list += list === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${list}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const { keys, labels } = orderOf(Object.keys(fields));
  let text = '';
  for (let k = 0; k < keys.length; k++) {
    const field = fields[keys[k]!];
    if (field !== undefined) text += `${text === '' ? '' : ','}${labels[k]}${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

interface KeyOrder {
  /** As the object gave them. */
  readonly given: readonly string[];
  readonly keys: readonly string[];
  /** Each key as JSON with its colon. */
  readonly labels: readonly string[];
}

/** Shapes remembered: records come in a few shapes, and sorting the keys of each again is most of the work. */
const SHAPES_MAX = 1000;
const shapes = new Map<string, KeyOrder>();

function orderOf(given: readonly string[]): KeyOrder {
  const shape = given.join();
  const known = shapes.get(shape);
  // a key may hold a comma: two shapes can share a text
  if (known !== undefined && isSame(known.given, given)) return known;
  const keys = [...given].sort();
  const order = { given, keys, labels: keys.map((key) => `${JSON.stringify(key)}:`) };
  if (shapes.size < SHAPES_MAX) shapes.set(shape, order);
  return order;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
