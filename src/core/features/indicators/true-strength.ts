// Closes in; Blau's true strength index in −100..100 out.

import { Ema } from './ema.ts';

/**
 * Twice smoothed change over twice smoothed size of change, each average begun from the mean of its first numbers: first value at close
 * `slow` + `fast`. Where nothing has moved at all it is not ready.
 */
export class TrueStrength {
  ready = false;
  /** −100..100; meaningless until `ready`. */
  value = Number.NaN;
  private readonly change: Ema;
  private readonly changeAgain: Ema;
  private readonly size: Ema;
  private readonly sizeAgain: Ema;
  private previous = Number.NaN;
  private started = false;

  /** `slow` smooths first. */
  constructor(slow: number, fast: number) {
    this.change = new Ema(slow);
    this.changeAgain = new Ema(fast);
    this.size = new Ema(slow);
    this.sizeAgain = new Ema(fast);
  }

  push(close: number): void {
    if (this.started) this.pushChange(close - this.previous);
    this.previous = close;
    this.started = true;
  }

  private pushChange(change: number): void {
    this.change.push(change);
    this.size.push(Math.abs(change));
    if (!this.size.ready) return;
    this.changeAgain.push(this.change.value);
    this.sizeAgain.push(this.size.value);
    this.ready = this.sizeAgain.ready && this.sizeAgain.value > 0;
    // rounding alone could pass the bounds
    if (this.ready) this.value = 100 * Math.max(-1, Math.min(1, this.changeAgain.value / this.sizeAgain.value));
  }
}
