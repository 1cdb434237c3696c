// Takes a plain value; gives the one JSON text that stands for it: keys sorted, no spaces, undefined fields left out.

import { assert } from '../../core/assert.ts';
import { type KeyOrder, keyOrderOf } from './key-order.ts';

/** Objects that never change again, with their text once it was asked for. */
const unchanging = new WeakMap<object, { text: string | undefined }>();

/**
 * Text to be hashed: equal values give equal text whatever the order of their keys. Numbers as JavaScript prints them, so -0
 * is 0; a number that is not finite is an InvariantError. Keys are sorted by UTF-16 code units.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(value);
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
  const order = keyOrderOf(Object.keys(fields));
  return order.sorted === undefined ? fieldByField(fields, order) : ofManyKeys(fields, order, order.sorted);
}

/** Freezes an object that many texts will hold: its own, where it has many keys, is made once. */
export function freezeForText<T extends object>(value: T): T {
  unchanging.set(Object.freeze(value), { text: undefined });
  return value;
}

function fieldByField(fields: Readonly<Record<string, unknown>>, { keys, labels }: KeyOrder): string {
  let text = '';
  for (let k = 0; k < keys.length; k++) {
    const field = fields[keys[k]!];
    if (field !== undefined) text += `${text === '' ? '' : ','}${labels[k]}${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

function ofManyKeys(
  fields: Readonly<Record<string, unknown>>,
  order: KeyOrder,
  sorted: Record<string, unknown>,
): string {
  const known = unchanging.get(fields);
  if (known?.text !== undefined) return known.text;
  // the platform writes a flat object, put in order, in less than half of the time
  const isFlat = fillFlat(sorted, fields, order.keys);
  if (!isFlat) order.sorted = undefined;
  const text = isFlat ? JSON.stringify(sorted) : fieldByField(fields, order);
  if (known !== undefined) known.text = text;
  return text;
}

/** False, and `sorted` of no use, where a field is an object, or what JSON.stringify would leave out and this text must not. */
function fillFlat(
  sorted: Record<string, unknown>,
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): boolean {
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k]!;
    const field = fields[key];
    if (typeof field === 'number') {
      if (!Number.isFinite(field)) refuse(field);
    } else if (!isPlain(field)) return false;
    sorted[key] = field;
  }
  return true;
}

function isPlain(field: unknown): boolean {
  return typeof field === 'string' || typeof field === 'boolean' || field === null || field === undefined;
}

function refuse(value: number): never {
  assert(false, `${value} has no place in canonical JSON`);
}
