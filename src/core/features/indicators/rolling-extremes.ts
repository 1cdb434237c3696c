// Pairs of high and low in; the highest high and lowest low of the last `window` pairs out, in amortised constant time.

/** Suffix extremes of the finished block combined with the running extremes of the present one. */
export class RollingExtremes {
  readonly window: number;
  ready = false;
  /** Meaningless until `ready`. */
  highest = Number.NaN;
  lowest = Number.NaN;
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private readonly suffixHigh: Float64Array;
  private readonly suffixLow: Float64Array;
  private position = 0;
  private runningHigh = Number.NEGATIVE_INFINITY;
  private runningLow = Number.POSITIVE_INFINITY;

  constructor(window: number) {
    this.window = window;
    this.highs = new Float64Array(window);
    this.lows = new Float64Array(window);
    this.suffixHigh = new Float64Array(window + 1).fill(Number.NEGATIVE_INFINITY);
    this.suffixLow = new Float64Array(window + 1).fill(Number.POSITIVE_INFINITY);
  }

  push(high: number, low: number): void {
    this.highs[this.position] = high;
    this.lows[this.position] = low;
    this.position++;
    if (high > this.runningHigh) this.runningHigh = high;
    if (low < this.runningLow) this.runningLow = low;
    this.highest = Math.max(this.suffixHigh[this.position]!, this.runningHigh);
    this.lowest = Math.min(this.suffixLow[this.position]!, this.runningLow);
    if (this.position === this.window) this.closeBlock();
  }

  private closeBlock(): void {
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    for (let i = this.window - 1; i >= 0; i--) {
      high = Math.max(high, this.highs[i]!);
      low = Math.min(low, this.lows[i]!);
      this.suffixHigh[i] = high;
      this.suffixLow[i] = low;
    }
    this.position = 0;
    this.runningHigh = Number.NEGATIVE_INFINITY;
    this.runningLow = Number.POSITIVE_INFINITY;
    this.ready = true;
  }
}
