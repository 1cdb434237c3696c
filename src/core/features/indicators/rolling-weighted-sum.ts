// Numbers in; the sum and mean of the last `window` of them with weights 1 to `window`, the newest the heaviest, out.

/**
 * Blocks as in a rolling sum: weighted suffix sums of the finished block (made once a block) plus the present block's own. Nothing is
 * ever subtracted, so the sum cannot drift. Amortised constant time.
 */
export class RollingWeightedSum {
  readonly window: number;
  ready = false;
  /** Weighted sum of the window; meaningless until `ready`. */
  value = Number.NaN;
  private readonly items: Float64Array;
  private readonly suffix: Float64Array;
  private readonly weights: number;
  private position = 0;
  private plain = 0;
  private weighted = 0;

  constructor(window: number) {
    this.window = window;
    this.weights = (window * (window + 1)) / 2;
    this.items = new Float64Array(window);
    this.suffix = new Float64Array(window + 1);
  }

  get mean(): number {
    return this.value / this.weights;
  }

  push(x: number): void {
    this.items[this.position++] = x;
    this.plain += x;
    this.weighted += this.position * x;
    this.value = this.suffix[this.position]! + ((this.window - this.position) * this.plain + this.weighted);
    if (this.position === this.window) this.closeBlock();
  }

  private closeBlock(): void {
    let plain = 0;
    let weighted = 0;
    for (let i = this.window - 1; i >= 0; i--) {
      plain += this.items[i]!;
      weighted += plain;
      this.suffix[i] = weighted;
    }
    this.position = 0;
    this.plain = 0;
    this.weighted = 0;
    this.ready = true;
  }
}
