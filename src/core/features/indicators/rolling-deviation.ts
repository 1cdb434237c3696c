// Numbers in; mean and standard deviation (population and sample) of the last `window` of them out, in amortised constant time.

/**
 * Two blocks as in a rolling sum, each kept as count, mean and sum of squared deviations (Welford 1962) and merged by the pairwise
 * formula of Chan, Golub and LeVeque (1979). No subtraction of large sums: exact zero for equal numbers, no drift.
 */
export class RollingDeviation {
  readonly window: number;
  ready = false;
  /** Mean of the window; meaningless until `ready`, as are the deviations. */
  mean = Number.NaN;
  private squares = 0;
  private readonly items: Float64Array;
  private readonly suffixMean: Float64Array;
  private readonly suffixSquares: Float64Array;
  private position = 0;
  private runningMean = 0;
  private runningSquares = 0;

  constructor(window: number) {
    this.window = window;
    this.items = new Float64Array(window);
    this.suffixMean = new Float64Array(window + 1);
    this.suffixSquares = new Float64Array(window + 1);
  }

  /** Divisor n. */
  get population(): number {
    return Math.sqrt(this.squares / this.window);
  }

  /** Divisor n − 1; needs a window of at least 2. */
  get sample(): number {
    return Math.sqrt(this.squares / (this.window - 1));
  }

  /** All numbers of the window are equal. */
  get flat(): boolean {
    return this.squares === 0;
  }

  push(x: number): void {
    this.items[this.position++] = x;
    const recent = this.position;
    const step = x - this.runningMean;
    this.runningMean += step / recent;
    this.runningSquares += step * (x - this.runningMean);
    const older = this.window - recent;
    const distance = this.runningMean - this.suffixMean[recent]!;
    this.mean = older === 0 ? this.runningMean : this.suffixMean[recent]! + (distance * recent) / this.window;
    this.squares =
      this.runningSquares +
      (older === 0 ? 0 : this.suffixSquares[recent]! + (distance * distance * recent * older) / this.window);
    if (older === 0) this.closeBlock();
  }

  clear(): void {
    this.ready = false;
    this.position = 0;
    this.runningMean = 0;
    this.runningSquares = 0;
  }

  private closeBlock(): void {
    let mean = 0;
    let squares = 0;
    for (let i = this.window - 1; i >= 0; i--) {
      const x = this.items[i]!;
      const step = x - mean;
      mean += step / (this.window - i);
      squares += step * (x - mean);
      this.suffixMean[i] = mean;
      this.suffixSquares[i] = squares;
    }
    this.position = 0;
    this.runningMean = 0;
    this.runningSquares = 0;
    this.ready = true;
  }
}
