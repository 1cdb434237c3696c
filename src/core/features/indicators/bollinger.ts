// Closes in; Bollinger's middle, upper and lower band, width and position out.

import { RollingDeviation } from './rolling-deviation.ts';

/** Mean of `period` closes ± `deviations` population standard deviations (Bollinger 2001, TA-Lib BBANDS). First value at close `period`. */
export class Bollinger {
  private readonly closes: RollingDeviation;
  private readonly deviations: number;

  /** With `closes`, a window of `period` closes that others feed too, `push` is not called. */
  constructor(period: number, deviations: number, closes = new RollingDeviation(period)) {
    this.closes = closes;
    this.deviations = deviations;
  }

  /** The bands hold a value. */
  get ready(): boolean {
    return this.closes.ready;
  }

  /** The bands hold a value and are apart, so that the position in them exists. */
  get open(): boolean {
    return this.closes.ready && !this.closes.flat;
  }

  get middle(): number {
    return this.closes.mean;
  }

  get upper(): number {
    return this.closes.mean + this.deviations * this.closes.population;
  }

  get lower(): number {
    return this.closes.mean - this.deviations * this.closes.population;
  }

  /** (upper − lower) / middle, a fraction. */
  get width(): number {
    return (2 * this.deviations * this.closes.population) / this.closes.mean;
  }

  /** Of a price: 0 at the lower band, 1 at the upper, beyond outside; only where `open`. */
  positionOf(price: number): number {
    return 0.5 + (price - this.closes.mean) / (2 * this.deviations * this.closes.population);
  }

  push(close: number): void {
    this.closes.push(close);
  }
}
