// Highs and lows of candles in; Wilder's parabolic stop and reverse price out.

import type { Candle } from '../../candles/candle.ts';

/**
 * TA-Lib SAR. First value at candle 2; the trend begins short where the low fell further than the high rose between the first two
 * candles, else long, with the first candle's high or low as stop and the second's other end as extreme.
 */
export class ParabolicSar {
  ready = false;
  /** Points: the stop in force during the candle, or the new one where the candle has hit it; meaningless until `ready`. */
  value = Number.NaN;
  /** +1 long, −1 short, after the candle. */
  side = 1;
  private readonly step: number;
  private readonly limit: number;
  private seen = 0;
  private next = Number.NaN;
  private extreme = Number.NaN;
  private acceleration = Number.NaN;
  private previousHigh = Number.NaN;
  private previousLow = Number.NaN;

  /** The acceleration factor begins at `step`, grows by it at each new extreme and stops at `limit`. */
  constructor(step: number, limit: number) {
    this.step = Math.min(step, limit);
    this.limit = limit;
  }

  push(candle: Candle): void {
    if (this.seen < 2) {
      this.seen++;
      if (this.seen === 2) this.begin(candle);
    }
    if (this.seen === 2) {
      if (this.side === 1) this.long(candle);
      else this.short(candle);
      this.ready = true;
    }
    this.previousHigh = candle.high;
    this.previousLow = candle.low;
  }

  /** The second candle stands for its own predecessor, as in TA-Lib. */
  private begin(candle: Candle): void {
    const fall = this.previousLow - candle.low;
    this.side = fall > 0 && candle.high - this.previousHigh < fall ? -1 : 1;
    this.acceleration = this.step;
    this.extreme = this.side === 1 ? candle.high : candle.low;
    this.next = this.side === 1 ? this.previousLow : this.previousHigh;
    this.previousHigh = candle.high;
    this.previousLow = candle.low;
  }

  private long({ high, low }: Candle): void {
    if (low <= this.next) {
      this.side = -1;
      this.value = Math.max(this.extreme, this.previousHigh, high);
      this.extreme = low;
      this.acceleration = this.step;
      this.next = Math.max(this.ahead, this.previousHigh, high);
      return;
    }
    this.value = this.next;
    if (high > this.extreme) {
      this.extreme = high;
      this.acceleration = Math.min(this.acceleration + this.step, this.limit);
    }
    this.next = Math.min(this.ahead, this.previousLow, low);
  }

  private short({ high, low }: Candle): void {
    if (high >= this.next) {
      this.side = 1;
      this.value = Math.min(this.extreme, this.previousLow, low);
      this.extreme = high;
      this.acceleration = this.step;
      this.next = Math.min(this.ahead, this.previousLow, low);
      return;
    }
    this.value = this.next;
    if (low < this.extreme) {
      this.extreme = low;
      this.acceleration = Math.min(this.acceleration + this.step, this.limit);
    }
    this.next = Math.max(this.ahead, this.previousHigh, high);
  }

  /** The stop one step closer to the extreme. */
  private get ahead(): number {
    return this.value + this.acceleration * (this.extreme - this.value);
  }
}
