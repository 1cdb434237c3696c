// Candles in; returns and point moves between closes, with the moves between sessions left out, out.

import type { Candle } from '../../candles/candle.ts';
import { Ring } from './ring.ts';

/**
 * Chains the moves inside sessions: at a session's first candle the previous close is replaced by the candle's own open. Within
 * one session `ratio(k)` is exactly close / close[k]. A price of 0 or below starts the chain anew.
 */
export class GapFreePrices {
  private readonly closes: Ring;
  /** Product of previous close / open over all session starts so far. */
  private readonly factors: Ring;
  /** Sum of open − previous close over all session starts so far, points. */
  private readonly offsets: Ring;
  private factor = 1;
  private offset = 0;

  /** Holds moves over 1 to `candles` candles. */
  constructor(candles: number) {
    this.closes = new Ring(candles + 1);
    this.factors = new Ring(candles + 1);
    this.offsets = new Ring(candles + 1);
  }

  push(candle: Candle): void {
    if (!(candle.open > 0 && candle.close > 0)) {
      this.closes.clear();
      return;
    }
    if (candle.firstOfSession && this.closes.size > 0) {
      const previous = this.closes.at(0);
      this.factor *= previous / candle.open;
      this.offset += candle.open - previous;
    }
    this.closes.push(candle.close);
    this.factors.push(this.factor);
    this.offsets.push(this.offset);
  }

  /** A move over `k` candles exists. */
  has(k: number): boolean {
    return this.closes.size > k;
  }

  /** Close over the close `k` candles ago, without the moves between sessions. Only where `has(k)`. */
  ratio(k: number): number {
    return (this.closes.at(0) / this.closes.at(k)) * (this.factors.at(0) / this.factors.at(k));
  }

  /** Close − the close `k` candles ago in points, without the moves between sessions. Only where `has(k)`. */
  difference(k: number): number {
    return this.closes.at(0) - this.closes.at(k) - (this.offsets.at(0) - this.offsets.at(k));
  }

  /** The close `k` candles ago as traded. */
  close(k: number): number {
    return this.closes.at(k);
  }
}
