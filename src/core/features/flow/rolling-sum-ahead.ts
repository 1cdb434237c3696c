// Numbers in; the sum of the last `window` of them out, and what that sum would be with one number more.

/**
 * Adds as a rolling sum does: the window is the tail of the finished block (suffix sums) plus the running sum of the present one, so
 * nothing is ever subtracted. `valueWith(x)` is, to the bit, the `value` that `push(x)` gives.
 */
export class RollingSumAhead {
  readonly window: number;
  ready = false;
  private readonly items: Float64Array;
  private readonly suffix: Float64Array;
  /** Sum of the window, and of the present block. */
  private readonly sums = new Float64Array(2);
  private position = 0;

  constructor(window: number) {
    this.window = window;
    this.items = new Float64Array(window);
    this.suffix = new Float64Array(window + 1);
  }

  /** Sum of the window; meaningless until `ready`. */
  get value(): number {
    return this.sums[0]!;
  }

  /** One number more would make it ready. */
  get readyWithNext(): boolean {
    return this.ready || this.position + 1 === this.window;
  }

  /** The sum of the window that ends with `x`; meaningless unless `readyWithNext`. */
  valueWith(x: number): number {
    return this.suffix[this.position + 1]! + (this.sums[1]! + x);
  }

  push(x: number): void {
    this.sums[0] = this.valueWith(x);
    this.sums[1] = this.sums[1]! + x;
    this.items[this.position] = x;
    this.position += 1;
    if (this.position === this.window) this.closeBlock();
  }

  /** Forgets everything: the window fills anew. */
  clear(): void {
    this.ready = false;
    this.position = 0;
    this.sums.fill(0);
    this.suffix.fill(0);
  }

  private closeBlock(): void {
    let sum = 0;
    for (let i = this.window - 1; i >= 0; i--) {
      sum += this.items[i]!;
      this.suffix[i] = sum;
    }
    this.position = 0;
    this.sums[1] = 0;
    this.ready = true;
  }
}
