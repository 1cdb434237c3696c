// Highs and lows in; the first place from any other on at which one of two prices is reached, in O(log n), out.

/** What the price did, place by place: candles, or trades, of which all four are the price. */
export interface PricePath {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** A block of a level is 8 of the level below. */
const SHIFT = 3;
const BRANCH = 1 << SHIFT;

/**
 * The highest high and the lowest low of each block of 8, 64, 512... places, one level after the other in one array. A search climbs
 * while blocks are out of reach and descends into the first that is not, so that it takes a number of steps in the order of log n,
 * however far away the prices are; where they are near, it is a plain scan.
 */
export class TouchIndex {
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  /** Where each level begins. */
  private readonly starts: Int32Array;
  private readonly top: number;

  constructor({ high, low }: PricePath) {
    const sizes = [high.length];
    while (sizes.at(-1)! > BRANCH) sizes.push(Math.ceil(sizes.at(-1)! / BRANCH));
    this.top = sizes.length - 1;
    this.starts = new Int32Array(sizes.length);
    let total = 0;
    for (const [level, size] of sizes.entries()) {
      this.starts[level] = total;
      total += size;
    }
    this.highs = new Float64Array(total);
    this.lows = new Float64Array(total);
    this.highs.set(high);
    this.lows.set(low);
    for (let level = 1; level < sizes.length; level++) this.fill(level, sizes[level]!, sizes[level - 1]!);
  }

  private fill(level: number, size: number, below: number): void {
    const start = this.starts[level]!;
    const from = this.starts[level - 1]!;
    for (let block = 0; block < size; block++) {
      let highest = Number.NEGATIVE_INFINITY;
      let lowest = Number.POSITIVE_INFINITY;
      for (let at = block * BRANCH; at < Math.min(below, (block + 1) * BRANCH); at++) {
        highest = Math.max(highest, this.highs[from + at]!);
        lowest = Math.min(lowest, this.lows[from + at]!);
      }
      this.highs[start + block] = highest;
      this.lows[start + block] = lowest;
    }
  }

  /** The first place of `from` up to, not including, `end` with a high of at least `up` or a low of at most `down`; `end` without any. */
  first(from: number, end: number, up: number, down: number): number {
    const { highs, lows, starts, top } = this;
    let level = 0;
    let at = from;
    let start = 0;
    for (;;) {
      // of the last block a part may lie behind the end: what it holds there is looked at below
      const last = ((end - 1) >> (SHIFT * level)) + 1;
      const stop = level === top ? last : Math.min(last, ((at >> SHIFT) + 1) << SHIFT);
      while (at < stop && highs[start + at]! < up && lows[start + at]! > down) at += 1;
      if (at < stop) break;
      if (at >= last) return end;
      at >>= SHIFT;
      level += 1;
      start = starts[level]!;
    }
    while (level > 0) {
      level -= 1;
      at <<= SHIFT;
      start = starts[level]!;
      while (highs[start + at]! < up && lows[start + at]! > down) at += 1;
    }
    return Math.min(at, end);
  }
}
