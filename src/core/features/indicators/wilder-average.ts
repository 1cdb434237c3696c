// Numbers in; Wilder's smoothed average out.

/** Mean of the first `period` numbers, then (previous × (period − 1) + x) / period (Wilder 1978, as TA-Lib). */
export class WilderAverage {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private readonly period: number;
  private count = 0;
  private sum = 0;

  constructor(period: number) {
    this.period = period;
  }

  push(x: number): void {
    if (this.ready) {
      this.value = (this.value * (this.period - 1) + x) / this.period;
      return;
    }
    this.sum += x;
    if (++this.count < this.period) return;
    this.value = this.sum / this.period;
    this.ready = true;
  }
}
