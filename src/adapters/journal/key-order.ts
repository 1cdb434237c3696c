// The keys of an object in; the order in which its canonical text has them out, remembered by shape.

export interface KeyOrder {
  /** As the object gave them. */
  readonly given: readonly string[];
  readonly keys: readonly string[];
  /** Each key as JSON with its colon. */
  readonly labels: readonly string[];
  /**
   * Room for one flat object of many keys in this order, written over by each; undefined where there are few, where no object can have
   * them in this order, or once such an object was not flat.
   */
  sorted: Record<string, unknown> | undefined;
}

/** Shapes remembered: records come in a few shapes, and sorting the keys of each again is most of the work. */
const SHAPES_MAX = 1000;
/** From so many keys on it pays to have the platform write the object. */
const MANY_KEYS = 8;
let remembered = 0;
/** By the number of keys, then by the first of them. */
const shapes: Map<string, KeyOrder[]>[] = [];

export function keyOrderOf(given: readonly string[]): KeyOrder {
  const first = given[0] ?? '';
  const alike = shapes[given.length]?.get(first);
  if (alike !== undefined) {
    for (let k = 0; k < alike.length; k++) if (isSame(alike[k]!.given, given)) return alike[k]!;
  }
  const keys = [...given].sort();
  const labels = keys.map((key) => `${JSON.stringify(key)}:`);
  const order = { given, keys, labels, sorted: keys.length < MANY_KEYS ? undefined : roomInOrder(keys) };
  if (remembered < SHAPES_MAX) {
    remembered += 1;
    const ofLength = shapes[given.length] ?? new Map<string, KeyOrder[]>();
    shapes[given.length] = ofLength;
    ofLength.set(first, [...(alike ?? []), order]);
  }
  return order;
}

/** Undefined where an object cannot have its keys in this order: those that look like indices come first in every object. */
function roomInOrder(keys: readonly string[]): Record<string, unknown> | undefined {
  // parsed, and so with the fast properties that an object filled key by key would not have
  const room = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:0.5`).join(',')}}`) as Record<string, unknown>;
  return !keys.includes('__proto__') && isSame(Object.keys(room), keys) ? room : undefined;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
