// High, low and close in; the slow stochastic's %K and %D, each 0..100, out.

import { RollingExtremes } from './rolling-extremes.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * TA-Lib STOCH with simple averages: raw %K = 100 × (close − lowest low) / (highest high − lowest low) of `period` candles, %K its mean
 * of `smoothing`, %D the mean of `signal` values of %K. A window without range begins both averages anew.
 */
export class Stochastic {
  private readonly extremes: RollingExtremes;
  private readonly smooth: RollingSum;
  private readonly average: RollingSum;

  constructor(period: number, smoothing: number, signal: number) {
    this.extremes = new RollingExtremes(period);
    this.smooth = new RollingSum(smoothing);
    this.average = new RollingSum(signal);
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

  push(high: number, low: number, close: number): void {
    this.extremes.push(high, low);
    if (!this.extremes.ready) return;
    const range = this.extremes.highest - this.extremes.lowest;
    if (!(range > 0)) {
      this.smooth.clear();
      this.average.clear();
      return;
    }
    this.smooth.push(100 * ((close - this.extremes.lowest) / range));
    if (this.smooth.ready) this.average.push(this.smooth.mean);
  }
}
