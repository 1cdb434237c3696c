// Pairs x, y in; the slope of the least-squares line through the last `window` of them out.

/** Recomputed from the pairs in two passes at each question: O(window), without drift. */
export class RollingLine {
  private readonly window: number;
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private size = 0;
  private next = 0;

  constructor(window: number) {
    this.window = window;
    this.xs = new Float64Array(window);
    this.ys = new Float64Array(window);
  }

  get ready(): boolean {
    return this.size === this.window;
  }

  push(x: number, y: number): void {
    this.xs[this.next] = x;
    this.ys[this.next] = y;
    this.next = this.next + 1 === this.window ? 0 : this.next + 1;
    if (this.size < this.window) this.size++;
  }

  clear(): void {
    this.size = 0;
    this.next = 0;
  }

  /** All x are equal: no line has a slope. Only where `ready`. */
  get flat(): boolean {
    for (let i = 1; i < this.window; i++) if (this.xs[i] !== this.xs[0]) return false;
    return true;
  }

  /** y per x. Only where `ready` and not `flat`. */
  get slope(): number {
    const n = this.window;
    let sumX = 0;
    let sumY = 0;
    for (let i = 0; i < n; i++) {
      sumX += this.xs[i]!;
      sumY += this.ys[i]!;
    }
    const meanX = sumX / n;
    const meanY = sumY / n;
    let squares = 0;
    let products = 0;
    for (let i = 0; i < n; i++) {
      const x = this.xs[i]! - meanX;
      squares += x * x;
      products += x * (this.ys[i]! - meanY);
    }
    return products / squares;
  }
}
