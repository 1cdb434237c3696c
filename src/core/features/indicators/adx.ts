// High, low and close in; Wilder's +DI, −DI and average directional index, each 0..100, out.

import { TrueRange } from './true-range.ts';

/** TA-Lib's bound below which a sum counts as zero. */
const ZERO = 1e-14;

/**
 * TA-Lib PLUS_DI, MINUS_DI and ADX. The sums of directional movement and true range start as plain sums of `period` − 1 moves and are
 * smoothed from the next on: DI first at candle `period` + 1. ADX starts from the mean of the first `period` directional indexes:
 * first at candle 2 × `period`. A candle whose index is 0/0 leaves ADX as it is (TA-Lib); the DI of a market without range are not ready.
 */
export class Adx {
  /** +DI and −DI hold a value. */
  directionReady = false;
  /** ADX holds a value. */
  ready = false;
  /** 0..100; meaningless until `directionReady`. */
  plusDi = Number.NaN;
  minusDi = Number.NaN;
  /** 0..100; meaningless until `ready`. */
  value = Number.NaN;
  private readonly period: number;
  private readonly range = new TrueRange();
  private plusSum = 0;
  private minusSum = 0;
  private rangeSum = 0;
  private indexSum = 0;
  private moves = 0;
  private previousHigh = Number.NaN;
  private previousLow = Number.NaN;

  /** `period` of at least 2. */
  constructor(period: number) {
    this.period = period;
  }

  push(high: number, low: number, close: number): void {
    this.range.push(high, low, close);
    if (this.range.ready) this.move(high - this.previousHigh, this.previousLow - low);
    this.previousHigh = high;
    this.previousLow = low;
  }

  private move(up: number, down: number): void {
    const n = this.period;
    this.moves++;
    const decay = this.moves < n ? 0 : 1 / n;
    this.plusSum += (up > 0 && up > down ? up : 0) - this.plusSum * decay;
    this.minusSum += (down > 0 && down > up ? down : 0) - this.minusSum * decay;
    this.rangeSum += this.range.value - this.rangeSum * decay;
    if (this.moves < n) return;
    this.directionReady = this.rangeSum > ZERO;
    if (this.directionReady) {
      this.plusDi = 100 * (this.plusSum / this.rangeSum);
      this.minusDi = 100 * (this.minusSum / this.rangeSum);
    }
    this.average();
  }

  private average(): void {
    const n = this.period;
    const both = this.plusDi + this.minusDi;
    const defined = this.directionReady && both > ZERO;
    const index = defined ? 100 * (Math.abs(this.plusDi - this.minusDi) / both) : 0;
    if (this.ready) {
      if (defined) this.value = (this.value * (n - 1) + index) / n;
      return;
    }
    this.indexSum += index;
    if (this.moves < 2 * n - 1) return;
    this.value = this.indexSum / n;
    this.ready = true;
  }
}
