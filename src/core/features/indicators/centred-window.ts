// Numbers in; the last `window` of them with their mean, their deviations from it and the sum of the squares of these out.

import { StraightRing } from './straight-ring.ts';

/** What measures of serial dependence over one window have in common. Each push costs two passes over the window. */
export class CentredWindow {
  readonly window: number;
  /** The numbers themselves; how many there are is its `size`. */
  readonly numbers: StraightRing;
  /** Number − mean, oldest first; meaningless until `ready`, as are `mean` and `squares`. */
  readonly deviations: Float64Array;
  ready = false;
  mean = Number.NaN;
  /** Σ deviation². */
  squares = Number.NaN;
  /** How many of the newest numbers are equal to each other. */
  equal = 0;

  constructor(window: number) {
    this.window = window;
    this.numbers = new StraightRing(window);
    this.deviations = new Float64Array(window);
  }

  /** All numbers of the window are equal. */
  get flat(): boolean {
    return this.equal >= this.window;
  }

  push(x: number): void {
    const { numbers } = this;
    this.equal = numbers.size > 0 && numbers.items[numbers.end - 1] === x ? this.equal + 1 : 1;
    numbers.push(x);
    this.ready = numbers.size === this.window;
    if (this.ready) this.centre();
  }

  clear(): void {
    this.numbers.clear();
    this.ready = false;
    this.equal = 0;
  }

  private centre(): void {
    const { window, deviations } = this;
    const { items, end } = this.numbers;
    const from = end - window;
    let sum = 0;
    for (let i = from; i < end; i++) sum += items[i]!;
    const mean = sum / window;
    let squares = 0;
    for (let i = 0; i < window; i++) {
      const deviation = items[from + i]! - mean;
      deviations[i] = deviation;
      squares += deviation * deviation;
    }
    this.mean = mean;
    this.squares = squares;
  }
}
