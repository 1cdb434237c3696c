// Numbers go in one by one; every n-th of them is kept, so that the median of a whole day costs little memory.

/** Every number up to `capacity`, then every second, every fourth ...: which ones does not depend on how blocks are cut. */
export class RegularSample {
  /** Numbers that went in. */
  seen = 0;
  private kept = 0;
  private stride = 1;
  private next = 0;
  private readonly values: Float64Array;

  /** `capacity` is even. */
  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  add(value: number): void {
    if (this.seen++ !== this.next) return;
    if (this.kept === this.values.length) {
      for (let index = 0; 2 * index < this.kept; index++) this.values[index] = this.values[2 * index]!;
      this.kept /= 2;
      this.stride *= 2;
      // the capacity is even, so this number lies on the wider stride too
    }
    this.values[this.kept++] = value;
    this.next += this.stride;
  }

  /** Undefined while nothing went in. */
  median(): number | undefined {
    return this.values.slice(0, this.kept).sort()[this.kept >> 1];
  }
}
