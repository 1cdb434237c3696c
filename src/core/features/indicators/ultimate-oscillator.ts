// Candles in; Williams' ultimate oscillator in 0..100 out.

import type { Candle } from '../../candles/candle.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * TA-Lib ULTOSC: buying pressure = close − true low and true range, both with the close before; ratio of their sums over three windows,
 * weighted 4, 2 and 1. First value at candle `slow` + 1; a window without range is not ready (TA-Lib leaves its term out).
 */
export class UltimateOscillator {
  ready = false;
  /** 0..100; meaningless until `ready`. */
  value = Number.NaN;
  private readonly fast: PressureSums;
  private readonly middle: PressureSums;
  private readonly slow: PressureSums;
  private readonly pressure = new BuyingPressure();

  /** `fast` < `middle` < `slow`. */
  constructor(fast: number, middle: number, slow: number) {
    this.fast = new PressureSums(fast);
    this.middle = new PressureSums(middle);
    this.slow = new PressureSums(slow);
  }

  push(candle: Candle): void {
    const { pressure, fast, middle, slow } = this;
    pressure.push(candle);
    if (!pressure.ready) return;
    fast.push(pressure);
    middle.push(pressure);
    slow.push(pressure);
    // the fast window lies inside the others: where it has range, they have
    this.ready = slow.range.ready && fast.range.value > 0;
    if (this.ready) this.value = 100 * ((4 * fast.ratio + 2 * middle.ratio + slow.ratio) / 7);
  }
}

/** Objects pass from here on, not their numbers: a number given to a function that is not inlined is put on the heap. */
class BuyingPressure {
  ready = false;
  /** Points; meaningless until `ready`. */
  value = Number.NaN;
  range = Number.NaN;
  private previous = Number.NaN;
  private started = false;

  push(candle: Candle): void {
    const trueLow = Math.min(candle.low, this.previous);
    this.value = candle.close - trueLow;
    this.range = Math.max(candle.high, this.previous) - trueLow;
    this.ready = this.started;
    this.previous = candle.close;
    this.started = true;
  }
}

class PressureSums {
  readonly range: RollingSum;
  private readonly pressure: RollingSum;

  constructor(window: number) {
    this.range = new RollingSum(window);
    this.pressure = new RollingSum(window);
  }

  get ratio(): number {
    return this.pressure.value / this.range.value;
  }

  push(pressure: BuyingPressure): void {
    this.range.push(pressure.range);
    this.pressure.push(pressure.value);
  }
}
