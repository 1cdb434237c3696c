// Prices of one side of a book in, each with one number; out the same prices sorted, the best one last.

/**
 * The most levels a side may hold. A whole book of the most finely quoted market stays far below: bitcoin at ten cents reaches
 * 5,170 levels a side in six minutes of differences, and a B3 future has some thousand ticks between its price limits.
 */
export const MAX_BOOK_LEVELS = 1 << 18;

const FIRST_CAPACITY = 64;

/**
 * Levels of one side, the worst first, with room at both ends: whether one comes near the best price, as nearly all changes
 * do, or at the far end, as in a snapshot, few levels move. `direction` is −1 for bids (best is highest), +1 for asks. Ticks
 * are whole and may be negative.
 */
export class SortedLevels {
  readonly direction: 1 | -1;
  /** Levels stand from `first` to before `end`; readers must not keep the arrays, which are replaced when they grow. */
  ticks = new Float64Array(FIRST_CAPACITY);
  values = new Float64Array(FIRST_CAPACITY);
  first = FIRST_CAPACITY / 2;
  end = FIRST_CAPACITY / 2;

  constructor(direction: 1 | -1) {
    this.direction = direction;
  }

  get length(): number {
    return this.end - this.first;
  }

  clear(): void {
    this.first = this.ticks.length / 2;
    this.end = this.first;
  }

  /** Place of the level at this price, or that a level there would get. */
  place(priceTicks: number): number {
    const { ticks, direction, first, end } = this;
    // outwards from the best in growing steps, then by halves between the last two
    let high = end;
    let step = 1;
    let low = high - step;
    while (low >= first && (ticks[low]! - priceTicks) * direction <= 0) {
      high = low;
      step *= 2;
      low = high - step;
    }
    low = low < first ? first : low + 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ticks[middle]! - priceTicks) * direction > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether the level at a place that `place` gave is the one of this price. */
  isAt(place: number, priceTicks: number): boolean {
    return place < this.end && this.ticks[place] === priceTicks;
  }

  /** Place of the level `depth` steps from the best (0); −1 where there is none. */
  fromBest(depth: number): number {
    const place = this.end - 1 - depth;
    return place >= this.first && place < this.end ? place : -1;
  }

  /** Adds a level at the place that `place` gave; false when the side is full: then nothing changes. */
  insert(place: number, priceTicks: number, value: number): boolean {
    if (this.length === MAX_BOOK_LEVELS) return false;
    const fromFirst = place - this.first;
    const isNearBest = this.end - place <= fromFirst;
    if (isNearBest ? this.end === this.ticks.length : this.first === 0) this.makeRoom();
    let at = this.first + fromFirst;
    if (isNearBest) {
      this.move(at, this.end, 1);
      this.end += 1;
    } else {
      this.move(this.first, at, -1);
      this.first -= 1;
      at -= 1;
    }
    this.ticks[at] = priceTicks;
    this.values[at] = value;
    return true;
  }

  remove(place: number): void {
    if (this.end - place <= place - this.first) {
      this.move(place + 1, this.end, -1);
      this.end -= 1;
    } else {
      this.move(this.first, place, 1);
      this.first += 1;
    }
  }

  private move(from: number, to: number, by: 1 | -1): void {
    if (from === to) return;
    this.ticks.copyWithin(from + by, from, to);
    this.values.copyWithin(from + by, from, to);
  }

  /** To the middle of the arrays, of larger ones when they are more than half full: a quarter stays free at either end. */
  private makeRoom(): void {
    const { length, first, end, ticks, values } = this;
    if (2 * length > ticks.length) {
      this.ticks = new Float64Array(ticks.length * 2);
      this.values = new Float64Array(ticks.length * 2);
    }
    const start = (this.ticks.length - length) >>> 1;
    // a view of the same memory is copied as if by way of a third place
    this.ticks.set(ticks.subarray(first, end), start);
    this.values.set(values.subarray(first, end), start);
    this.first = start;
    this.end = start + length;
  }
}
