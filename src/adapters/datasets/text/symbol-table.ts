// Bytes of a field that names one of thousands of instruments to what is kept for it, without making a string for each row.

interface Slot<Value> {
  readonly bytes: Uint8Array;
  readonly value: Value;
  readonly next: Slot<Value> | undefined;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** `make` gives the value of a name seen for the first time. */
export class SymbolTable<Value> {
  private readonly make: (name: string) => Value;
  private readonly slots = new Map<number, Slot<Value>>();
  private last: Slot<Value> | undefined;

  constructor(make: (name: string) => Value) {
    this.make = make;
  }

  /** The field is taken as it is, as single-byte text. */
  valueOf(bytes: Uint8Array, start: number, end: number): Value {
    if (this.last !== undefined && isSame(this.last.bytes, bytes, start, end)) return this.last.value;
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
    const first = this.slots.get(hash);
    let slot = first;
    while (slot !== undefined && !isSame(slot.bytes, bytes, start, end)) slot = slot.next;
    if (slot === undefined) {
      // not by spreading: a damaged line may be longer than what a function takes as arguments
      const name = Buffer.from(bytes.subarray(start, end)).toString('latin1');
      slot = { bytes: bytes.slice(start, end), value: this.make(name), next: first };
      this.slots.set(hash, slot);
    }
    this.last = slot;
    return slot.value;
  }
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== name[at - start]) return false;
  return true;
}
