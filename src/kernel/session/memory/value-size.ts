// A value in; about how many bytes it holds in memory, with all that it leads to, out.
import { types } from 'node:util';

export interface ValueSize {
  readonly bytes: number;
  /** Of arrays of bytes and numbers alone; all else is an estimate. */
  readonly isExact: boolean;
}

/** Objects looked at for one value: a second of work at most. */
const OBJECTS_MAX = 200_000;
/** Of a longer list this many elements, evenly spread, stand for all. */
const SAMPLE = 1000;
const [OBJECT_BYTES, SLOT_BYTES, NUMBER_BYTES, FUNCTION_BYTES] = [24, 8, 8, 64];
const COLLECTION_ENTRY_BYTES = 32;

/** No getter and no proxy is run. What functions close over and private fields hold is not seen. */
export function sizeOf(value: unknown): ValueSize {
  const isExact = ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
  return { bytes: new Walk().run(value), isExact };
}

interface Step {
  readonly value: unknown;
  /** How many values this one stands for. */
  readonly weight: number;
}

class Walk {
  private readonly seen = new Set<object>();
  private readonly steps: Step[] = [];
  private bytes = 0;

  run(value: unknown): number {
    this.steps.push({ value, weight: 1 });
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      if (this.seen.size > OBJECTS_MAX) break;
      try {
        this.take(step);
      } catch {
        // a class of its own may hide what its values hold
      }
    }
    return Math.round(this.bytes);
  }

  private take({ value, weight }: Step): void {
    if (typeof value === 'string') this.add(value.length, weight);
    else if (typeof value === 'bigint') this.add(NUMBER_BYTES * 2, weight);
    else if (typeof value === 'number') this.add(NUMBER_BYTES, weight);
    else if (typeof value === 'function') this.once(value, () => this.add(FUNCTION_BYTES, weight));
    else if (typeof value === 'object' && value !== null) this.once(value, () => this.object(value, weight));
  }

  private once(value: object, count: () => void): void {
    if (this.seen.has(value)) return;
    this.seen.add(value);
    count();
  }

  private add(bytes: number, weight: number): void {
    this.bytes += bytes * weight;
  }

  private object(value: object, weight: number): void {
    if (types.isProxy(value) || types.isModuleNamespaceObject(value) || value === globalThis) return;
    if (types.isAnyArrayBuffer(value)) return this.add(value.byteLength, weight);
    // views of one buffer hold it together
    if (ArrayBuffer.isView(value)) return this.once(value.buffer, () => this.add(value.buffer.byteLength, weight));
    this.add(OBJECT_BYTES, weight);
    if (Array.isArray(value)) return this.list(value, weight);
    if (types.isMap(value)) return this.entries(Map.prototype.entries.call(value), mapSize(value), weight);
    if (types.isSet(value)) return this.entries(Set.prototype.entries.call(value), setSize(value), weight);
    this.properties(value, weight);
  }

  private list(list: readonly unknown[], weight: number): void {
    const { length } = list;
    this.add(length * SLOT_BYTES, weight);
    const looked = Math.min(length, SAMPLE);
    for (let k = 0; k < looked; k++) {
      const element = list[Math.floor((k * length) / looked)];
      // a number of a list stands in its slot
      if (typeof element !== 'number') this.steps.push({ value: element, weight: (weight * length) / looked });
    }
  }

  private entries(entries: Iterable<readonly [unknown, unknown]>, size: number, weight: number): void {
    this.add(size * COLLECTION_ENTRY_BYTES, weight);
    let left = Math.min(size, SAMPLE);
    const each = left === 0 ? 0 : (weight * size) / left;
    for (const [key, value] of entries) {
      if (left-- === 0) break;
      for (const held of key === value ? [key] : [key, value]) this.steps.push({ value: held, weight: each });
    }
  }

  private properties(value: object, weight: number): void {
    const keys = Reflect.ownKeys(value);
    this.add(keys.length * SLOT_BYTES, weight);
    for (const key of keys) {
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined || !('value' in descriptor)) continue;
      this.steps.push({ value: descriptor.value, weight });
    }
  }
}

export const mapSize = (map: Map<unknown, unknown>): number => Number(Reflect.get(Map.prototype, 'size', map));
export const setSize = (set: Set<unknown>): number => Number(Reflect.get(Set.prototype, 'size', set));
