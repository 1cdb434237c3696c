// Highest high, lowest low and close in; the slow stochastic's %K and %D, each 0..100, out.

import { RollingSum } from './rolling-sum.ts';

/**
 * TA-Lib STOCH with simple averages: raw %K = 100 × (close − lowest low) / (highest high − lowest low) of a window, %K its mean
 * of `smoothing`, %D the mean of `signal` values of %K. A window whose range is at most `flat` begins both averages anew.
 */
export class Stochastic {
  private readonly smooth: RollingSum;
  private readonly average: RollingSum;
  private readonly flat: number;

  constructor(smoothing: number, signal: number, flat = 0) {
    this.smooth = new RollingSum(smoothing);
    this.average = new RollingSum(signal);
    this.flat = flat;
  }

  get kReady(): boolean {
    return this.smooth.ready;
  }

  get dReady(): boolean {
    return this.average.ready;
  }

  /** 0..100; meaningless until `kReady`. */
  get k(): number {
    return this.smooth.mean;
  }

  /** 0..100; meaningless until `dReady`. */
  get d(): number {
    return this.average.mean;
  }

  push(highest: number, lowest: number, close: number): void {
    const range = highest - lowest;
    if (!(range > this.flat)) {
      this.smooth.clear();
      this.average.clear();
      return;
    }
    this.smooth.push(100 * ((close - lowest) / range));
    if (this.smooth.ready) this.average.push(this.smooth.mean);
  }
}
