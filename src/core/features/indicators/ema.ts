// Numbers in; their exponential moving average out.

/** TA-Lib EMA: starts from the mean of the first `period` numbers, then weight 2 / (period + 1). Ready from number `period` on. */
export class Ema {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private readonly period: number;
  private readonly weight: number;
  private count = 0;
  private sum = 0;

  constructor(period: number) {
    this.period = period;
    this.weight = 2 / (period + 1);
  }

  push(x: number): void {
    if (this.ready) {
      this.value += (x - this.value) * this.weight;
      return;
    }
    this.sum += x;
    if (++this.count < this.period) return;
    this.value = this.sum / this.period;
    this.ready = true;
  }
}
