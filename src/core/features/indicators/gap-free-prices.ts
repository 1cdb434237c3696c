// Candles in; returns and point moves between closes, with the moves between sessions left out, out.

import { assert } from '../../assert.ts';
import type { Candle } from '../../candles/candle.ts';

/**
 * Chains the moves inside sessions: at a session's first candle the previous close is replaced by the candle's own open. Within
 * one session `ratio(k)` is exactly close / close[k]. A price of 0 or below starts the chain anew.
 */
export class GapFreePrices {
  private capacity: number;
  private closes: Float64Array;
  /** Product of previous close / open over all session starts so far. */
  private factors: Float64Array;
  /** Sum of open − previous close over all session starts so far, points. */
  private offsets: Float64Array;
  /** Factor and offset of the newest candle. */
  private readonly chain = Float64Array.of(1, 0);
  /** Candles held, at most `capacity`, and the place of the newest. */
  private size = 0;
  private newest = 0;
  private begun = false;

  /** Holds moves over 1 to `candles` candles. */
  constructor(candles: number) {
    this.capacity = candles + 1;
    this.closes = new Float64Array(this.capacity);
    this.factors = new Float64Array(this.capacity);
    this.offsets = new Float64Array(this.capacity);
  }

  /** Makes room for moves over `candles` candles, so that features with different windows share one chain. Only before the first push. */
  reserve(candles: number): void {
    if (candles < this.capacity) return;
    assert(!this.begun, 'room for longer moves is made before the first candle');
    this.capacity = candles + 1;
    this.closes = new Float64Array(this.capacity);
    this.factors = new Float64Array(this.capacity);
    this.offsets = new Float64Array(this.capacity);
  }

  push(candle: Candle): void {
    const { chain } = this;
    this.begun = true;
    if (!(candle.open > 0 && candle.close > 0)) {
      this.size = 0;
      return;
    }
    if (candle.firstOfSession && this.size > 0) {
      const previous = this.closes[this.newest]!;
      chain[0] = chain[0]! * (previous / candle.open);
      chain[1] = chain[1]! + (candle.open - previous);
    }
    const place = this.newest + 1 === this.capacity ? 0 : this.newest + 1;
    this.closes[place] = candle.close;
    this.factors[place] = chain[0]!;
    this.offsets[place] = chain[1]!;
    this.newest = place;
    if (this.size < this.capacity) this.size++;
  }

  /** A move over `k` candles exists. */
  has(k: number): boolean {
    return this.size > k;
  }

  /** Close over the close `k` candles ago, without the moves between sessions. Only where `has(k)`. */
  ratio(k: number): number {
    const now = this.newest;
    const then = this.place(k);
    return (this.closes[now]! / this.closes[then]!) * (this.factors[now]! / this.factors[then]!);
  }

  /** Close − the close `k` candles ago in points, without the moves between sessions. Only where `has(k)`. */
  difference(k: number): number {
    const now = this.newest;
    const then = this.place(k);
    return this.closes[now]! - this.closes[then]! - (this.offsets[now]! - this.offsets[then]!);
  }

  /** The close `k` candles ago as traded. */
  close(k: number): number {
    return this.closes[this.place(k)]!;
  }

  private place(k: number): number {
    const index = this.newest - k;
    return index < 0 ? index + this.capacity : index;
  }
}
