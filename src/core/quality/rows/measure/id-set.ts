// Numbers that mostly ascend go in one by one; whether one was there before comes out.

/** More are not kept: from there on every number counts as new. */
export const MAX_IDS = 1 << 24;

const FIRST_IDS = 1024;

/**
 * Whole numbers above zero. What ascends is appended to a list (eight bytes each, and no search); only what comes late goes
 * to a hash table.
 */
export class IdSet {
  private ascending = new Float64Array(FIRST_IDS);
  private ascendingCount = 0;
  private highest = 0;
  /** Open addressing; 0 is an empty place. */
  private late = new Float64Array(0);
  private lateCount = 0;

  get size(): number {
    return this.ascendingCount + this.lateCount;
  }

  get isFull(): boolean {
    return this.size >= MAX_IDS;
  }

  /** Adds a number; false when it was there already. A full set stays as it is. */
  add(id: number): boolean {
    if (id > this.highest) {
      if (this.isFull) return true;
      if (this.ascendingCount === this.ascending.length) this.growAscending();
      this.ascending[this.ascendingCount++] = id;
      this.highest = id;
      return true;
    }
    if (this.has(id)) return false;
    if (!this.isFull) this.addLate(id);
    return true;
  }

  /** Adds from `ids[from]` on as long as they ascend above all before, up to `to`; returns the first index not added. */
  addAscending(ids: Float64Array, from: number, to: number): number {
    const end = Math.min(to, from + MAX_IDS - this.size);
    if (end <= from) return from;
    while (this.ascendingCount + end - from > this.ascending.length) this.growAscending();
    const { ascending } = this;
    let { highest, ascendingCount } = this;
    let index = from;
    for (; index < end && ids[index]! > highest; index++) {
      highest = ids[index]!;
      ascending[ascendingCount++] = highest;
    }
    this.highest = highest;
    this.ascendingCount = ascendingCount;
    return index;
  }

  has(id: number): boolean {
    if (id > this.highest || !(id > 0)) return false;
    if (id === this.highest) return true;
    let low = 0;
    let high = this.ascendingCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ascending[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return this.ascending[low] === id || (this.lateCount > 0 && this.late[this.placeOf(id)] === id);
  }

  clear(): void {
    this.ascendingCount = 0;
    this.highest = 0;
    this.late.fill(0);
    this.lateCount = 0;
  }

  private addLate(id: number): void {
    if (2 * (this.lateCount + 1) > this.late.length) this.growLate();
    this.late[this.placeOf(id)] = id;
    this.lateCount++;
  }

  /** Where the number stands, or the empty place where it belongs. */
  private placeOf(id: number): number {
    const mask = this.late.length - 1;
    let hash = Math.imul((id % 0x1_0000_0000) ^ Math.imul(id / 0x1_0000_0000, 0x9e37_79b1), 0x85eb_ca6b);
    hash ^= hash >>> 15;
    let place = hash & mask;
    while (this.late[place] !== 0 && this.late[place] !== id) place = (place + 1) & mask;
    return place;
  }

  private growAscending(): void {
    const larger = new Float64Array(this.ascending.length * 2);
    larger.set(this.ascending);
    this.ascending = larger;
  }

  private growLate(): void {
    const old = this.late;
    this.late = new Float64Array(Math.max(FIRST_IDS, old.length * 2));
    for (const id of old) if (id !== 0) this.late[this.placeOf(id)] = id;
  }
}
