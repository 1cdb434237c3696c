// A window of returns in; their Hurst exponent by rescaled range out.

const DIVISORS = Uint8Array.of(1, 2, 5, 10);

/**
 * Slope of ln(mean R/S) on ln(block size) over blocks of size/1, /2, /5 and /10 (Hurst 1951; Mandelbrot and Wallis 1969). A class, so that
 * the sums of a measurement live in its fields and not in numbers that each call would allocate.
 */
export class HurstExponent {
  /** The last measurement has a value: no block was flat. */
  ready = false;
  /** Meaningless unless `ready`. */
  value = Number.NaN;
  private rescaled = 0;

  measure(returns: Float64Array): void {
    let sumX = 0;
    let sumY = 0;
    let sumXX = 0;
    let sumXY = 0;
    this.ready = false;
    for (let i = 0; i < DIVISORS.length; i++) {
      const divisor = DIVISORS[i]!;
      const size = Math.floor(returns.length / divisor);
      this.rescaled = 0;
      for (let block = 0; block < divisor; block++) {
        if (!this.addRescaledRange(returns, block * size, size)) return;
      }
      const x = Math.log(size);
      const y = Math.log(this.rescaled / divisor);
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
    const n = DIVISORS.length;
    this.value = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
    this.ready = true;
  }

  /** Adds the range of the running sum of deviations from the block's mean over its population deviation; false where the block is flat. */
  private addRescaledRange(returns: Float64Array, from: number, size: number): boolean {
    const first = returns[from]!;
    let isFlat = true;
    let sum = 0;
    for (let i = from; i < from + size; i++) {
      if (returns[i]! !== first) isFlat = false;
      sum += returns[i]!;
    }
    if (isFlat) return false;
    const mean = sum / size;
    let running = 0;
    let highest = 0;
    let lowest = 0;
    let squares = 0;
    for (let i = from; i < from + size; i++) {
      const deviation = returns[i]! - mean;
      running += deviation;
      if (running > highest) highest = running;
      if (running < lowest) lowest = running;
      squares += deviation * deviation;
    }
    this.rescaled += (highest - lowest) / Math.sqrt(squares / size);
    return true;
  }
}
