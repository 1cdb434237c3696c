// Numbers in; the percentile rank of the newest among the last `window` of them out.

/**
 * The window is kept in order of size: each number moves only those between its place and that of the number that leaves. O(window) at
 * worst, with far fewer steps on average.
 */
export class SortedWindow {
  readonly window: number;
  /** Numbers held, at most `window`. */
  size = 0;
  /** In order of arrival, as a ring, and in order of size. */
  private readonly items: Float64Array;
  private readonly sorted: Float64Array;
  private next = 0;
  /** Places of `sorted` that hold a number equal to the newest: from `first` up to, not with, `end`. */
  private first = 0;
  private end = 0;

  /** `window` of at least 2. */
  constructor(window: number) {
    this.window = window;
    this.items = new Float64Array(window);
    this.sorted = new Float64Array(window);
  }

  get full(): boolean {
    return this.size === this.window;
  }

  /** 0..1: (numbers below the newest + half of those equal to it) / (size − 1), the newest itself left out. Needs a size of at least 2. */
  get rankOfNewest(): number {
    return (this.first + this.end - 1) / (2 * (this.size - 1));
  }

  push(x: number): void {
    const { items, sorted, next } = this;
    let place: number;
    if (this.size < this.window) place = this.size++;
    else place = this.placeOf(items[next]!);
    items[next] = x;
    this.next = next + 1 === this.window ? 0 : next + 1;
    for (; place > 0 && sorted[place - 1]! > x; place--) sorted[place] = sorted[place - 1]!;
    for (; place + 1 < this.size && sorted[place + 1]! < x; place++) sorted[place] = sorted[place + 1]!;
    sorted[place] = x;
    let first = place;
    let end = place + 1;
    while (first > 0 && sorted[first - 1] === x) first--;
    while (end < this.size && sorted[end] === x) end++;
    this.first = first;
    this.end = end;
  }

  clear(): void {
    this.size = 0;
    this.next = 0;
  }

  /** A place of `sorted` that holds `x`, which is there. */
  private placeOf(x: number): number {
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
