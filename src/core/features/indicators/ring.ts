// Numbers in; the last `capacity` of them out, addressed by how many pushes ago they came.

export class Ring {
  readonly capacity: number;
  /** Numbers held, at most `capacity`. */
  size = 0;
  private readonly items: Float64Array;
  private next = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.items = new Float64Array(capacity);
  }

  get full(): boolean {
    return this.size === this.capacity;
  }

  push(x: number): void {
    this.items[this.next] = x;
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
    if (this.size < this.capacity) this.size++;
  }

  /** The number pushed `k` pushes ago: 0 is the newest. Only for `k` below `size`. */
  at(k: number): number {
    const index = this.next - 1 - k;
    return this.items[index < 0 ? index + this.capacity : index]!;
  }

  /** How many of the numbers held are below the newest, equal ones not among them. O(size). */
  countBelowNewest(): number {
    const { items, size } = this;
    const newest = this.at(0);
    let below = 0;
    for (let i = 0; i < size; i++) if (items[i]! < newest) below++;
    return below;
  }

  clear(): void {
    this.size = 0;
    this.next = 0;
  }
}
