// Numbers in; the sum and mean of the last `window` of them out, in amortised constant time, and what that sum would be with one more.

/**
 * The window is the tail of the finished block (suffix sums, made once a block) plus the running sum of the present one. Nothing
 * is ever subtracted, so the sum cannot drift and a window of zeros sums to exactly 0.
 */
export class RollingSum {
  readonly window: number;
  ready = false;
  /** Sum of the window; meaningless until `ready`. */
  value = Number.NaN;
  private readonly items: Float64Array;
  private readonly suffix: Float64Array;
  private position = 0;
  private running = 0;

  constructor(window: number) {
    this.window = window;
    this.items = new Float64Array(window);
    this.suffix = new Float64Array(window + 1);
  }

  get mean(): number {
    return this.value / this.window;
  }

  /** One number more would make it ready. */
  get readyWithNext(): boolean {
    return this.ready || this.position + 1 === this.window;
  }

  /** To the bit the `value` that `push(x)` gives; meaningless unless `readyWithNext`. */
  valueWith(x: number): number {
    return this.suffix[this.position + 1]! + (this.running + x);
  }

  push(x: number): void {
    this.items[this.position++] = x;
    this.running += x;
    this.value = this.suffix[this.position]! + this.running;
    if (this.position === this.window) this.closeBlock();
  }

  /** Forgets everything: the window fills anew. */
  clear(): void {
    this.ready = false;
    this.position = 0;
    this.running = 0;
    this.suffix.fill(0);
  }

  private closeBlock(): void {
    let sum = 0;
    for (let i = this.window - 1; i >= 0; i--) {
      sum += this.items[i]!;
      this.suffix[i] = sum;
    }
    this.position = 0;
    this.running = 0;
    this.ready = true;
  }
}
