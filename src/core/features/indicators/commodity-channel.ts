// Candles in; Lambert's commodity channel index of their typical prices out.

import type { Candle } from '../../candles/candle.ts';

/** Lambert's constant: about three quarters of values lie within −100..100. */
const SCALE = 0.015;

/**
 * TA-Lib CCI: (x − mean) / (0.015 × mean absolute deviation) of the last `period` typical prices x = (high + low + close) / 3; not ready where
 * all are equal (TA-Lib gives 0). O(period): every deviation is from the newest mean.
 */
export class CommodityChannel {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private readonly window: Float64Array;
  private next = 0;
  private full = false;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  push({ high, low, close }: Candle): void {
    const { window } = this;
    const { length } = window;
    const x = (high + low + close) / 3;
    window[this.next++] = x;
    if (this.next === length) {
      this.next = 0;
      this.full = true;
    }
    this.ready = false;
    if (!this.full) return;
    let sum = 0;
    let flat = true;
    for (let i = 0; i < length; i++) {
      const y = window[i]!;
      sum += y;
      if (y !== x) flat = false;
    }
    if (flat) return;
    const mean = sum / length;
    let distances = 0;
    for (let i = 0; i < length; i++) distances += Math.abs(window[i]! - mean);
    this.value = (x - mean) / (SCALE * (distances / length));
    this.ready = true;
  }
}
