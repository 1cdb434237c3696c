// Whole numbers in, each with a small index; out the index of a number: a hash table that allocates only when it grows.

/** What `get` gives for a number that is not in the table. */
export const ABSENT = -1;

const FIRST_CAPACITY = 64;
const TWO_32 = 4_294_967_296;

/**
 * Open addressing with linear probing, at most half full; a removed entry is closed up, so no marks of removed ones slow later
 * look-ups. Keys are integers of at most 2^53 either way, held as doubles; values are 0 to 2^31 − 1.
 */
export class NumberTable {
  size = 0;
  private keys = new Float64Array(FIRST_CAPACITY);
  private values = new Int32Array(FIRST_CAPACITY).fill(ABSENT);
  private mask = FIRST_CAPACITY - 1;

  /** The value of a key; `ABSENT` where it has none. */
  get(key: number): number {
    const { keys, values, mask } = this;
    let at = home(key) & mask;
    while (values[at] !== ABSENT) {
      if (keys[at] === key) return values[at]!;
      at = (at + 1) & mask;
    }
    return ABSENT;
  }

  /** Adds a key, or gives a known one another value. */
  set(key: number, value: number): void {
    if (2 * (this.size + 1) > this.keys.length) this.grow();
    const { keys, values, mask } = this;
    let at = home(key) & mask;
    while (values[at] !== ABSENT) {
      if (keys[at] === key) {
        values[at] = value;
        return;
      }
      at = (at + 1) & mask;
    }
    keys[at] = key;
    values[at] = value;
    this.size += 1;
  }

  /** Forgets a key; one that is not there changes nothing. */
  remove(key: number): void {
    const { keys, values, mask } = this;
    let hole = home(key) & mask;
    while (keys[hole] !== key || values[hole] === ABSENT) {
      if (values[hole] === ABSENT) return;
      hole = (hole + 1) & mask;
    }
    for (let at = (hole + 1) & mask; values[at] !== ABSENT; at = (at + 1) & mask) {
      // an entry may move back into the hole unless that lies before its home
      const distance = (at - (home(keys[at]!) & mask)) & mask;
      if (distance < ((at - hole) & mask)) continue;
      keys[hole] = keys[at]!;
      values[hole] = values[at]!;
      hole = at;
    }
    values[hole] = ABSENT;
    this.size -= 1;
  }

  clear(): void {
    if (this.size > 0) this.values.fill(ABSENT);
    this.size = 0;
  }

  private grow(): void {
    const { keys, values } = this;
    const capacity = keys.length * 2;
    this.keys = new Float64Array(capacity);
    this.values = new Int32Array(capacity).fill(ABSENT);
    this.mask = capacity - 1;
    this.size = 0;
    for (let at = 0; at < keys.length; at++) if (values[at] !== ABSENT) this.set(keys[at]!, values[at]!);
  }
}

/** Both halves of the number, mixed: exchanges number orders in runs and with low bits that hardly change. */
function home(key: number): number {
  const mixed = Math.imul((key | 0) ^ Math.imul(Math.floor(key / TWO_32) | 0, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
