// Numbers in; the last `capacity` of them as one unbroken run of an array out, for loops that read a whole window per number.

/** Each number is kept twice, `capacity` places apart, so that every window lies in one piece and is never copied. */
export class StraightRing {
  readonly capacity: number;
  /** The newest number is at `end` − 1, the one before it at `end` − 2, down to `end` − `size`. */
  readonly items: Float64Array;
  end: number;
  /** Numbers held, at most `capacity`. */
  size = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.items = new Float64Array(2 * capacity);
    this.end = capacity;
  }

  push(x: number): void {
    const { capacity, items } = this;
    const place = this.end === 2 * capacity ? 0 : this.end - capacity;
    items[place] = x;
    items[place + capacity] = x;
    this.end = place + capacity + 1;
    if (this.size < capacity) this.size++;
  }

  clear(): void {
    this.size = 0;
  }
}
