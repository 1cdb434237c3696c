// A window of returns, as it moves, in; its Hurst exponent by rescaled range out.

import type { CentredWindow } from './centred-window.ts';

const DIVISORS = [1, 2, 5, 10] as const;

/**
 * Slope of ln(mean R/S) on ln(block size) over blocks of window/1, /2, /5 and /10 (Hurst 1951; Mandelbrot and Wallis 1969). The blocks of a
 * window end where the newest block of an earlier one ended, so only the newest block of each size is measured; the others are remembered.
 */
export class HurstExponent {
  /** The present window has a value: it is whole and no block of it is flat. */
  ready = false;
  /** Meaningless unless `ready`. */
  value = Number.NaN;
  private readonly window: number;
  /** R/S of the newest block after each of the last `window` returns, for each size; NaN where it was flat. */
  private readonly rescaled: readonly Float64Array[];
  private readonly logSizes: Float64Array;
  private readonly sumX: number;
  private readonly spreadX: number;
  private place = 0;

  /** `window` is a multiple of 10. */
  constructor(window: number) {
    this.window = window;
    this.rescaled = DIVISORS.map(() => new Float64Array(window));
    this.logSizes = Float64Array.from(DIVISORS, (divisor) => Math.log(window / divisor));
    let sumX = 0;
    let sumXX = 0;
    for (const x of this.logSizes) {
      sumX += x;
      sumXX += x * x;
    }
    this.sumX = sumX;
    this.spreadX = DIVISORS.length * sumXX - sumX * sumX;
  }

  /** After each return that the window took, and after it was cleared. */
  update(returns: CentredWindow): void {
    this.place = this.place + 1 === this.window ? 0 : this.place + 1;
    for (let i = 0; i < DIVISORS.length; i++) this.measureNewest(returns, i);
    this.ready = false;
    if (!returns.ready) return;
    let sumY = 0;
    let sumXY = 0;
    for (let i = 0; i < DIVISORS.length; i++) {
      const y = Math.log(this.sumOfBlocks(i) / DIVISORS[i]!);
      sumY += y;
      sumXY += this.logSizes[i]! * y;
    }
    this.value = (DIVISORS.length * sumXY - this.sumX * sumY) / this.spreadX;
    this.ready = !Number.isNaN(this.value);
  }

  /** Range of the running sum of deviations from the block's mean over its population deviation, for the newest block of a size. */
  private measureNewest(returns: CentredWindow, i: number): void {
    const size = this.window / DIVISORS[i]!;
    const { items, end } = returns.numbers;
    const from = end - size;
    let mean = returns.mean;
    if (i > 0) {
      let sum = 0;
      for (let k = from; k < end; k++) sum += items[k]!;
      mean = sum / size;
    }
    let running = 0;
    let highest = 0;
    let lowest = 0;
    let squares = 0;
    for (let k = from; k < end; k++) {
      const deviation = items[k]! - mean;
      running += deviation;
      if (running > highest) highest = running;
      if (running < lowest) lowest = running;
      squares += deviation * deviation;
    }
    const isFlat = returns.equal >= size;
    this.rescaled[i]![this.place] = isFlat ? Number.NaN : (highest - lowest) / Math.sqrt(squares / size);
  }

  /** Over the blocks of a size that fill the window, oldest first. */
  private sumOfBlocks(i: number): number {
    const divisor = DIVISORS[i]!;
    const size = this.window / divisor;
    const rescaled = this.rescaled[i]!;
    let place = this.place - (divisor - 1) * size;
    if (place < 0) place += this.window;
    let sum = 0;
    for (let block = 0; block < divisor; block++) {
      sum += rescaled[place]!;
      place += size;
      if (place >= this.window) place -= this.window;
    }
    return sum;
  }
}
