// Candles in; how far their middle moved per volume and range, averaged, out.

import type { Candle } from '../../candles/candle.ts';
import { RollingSum } from './rolling-sum.ts';

/** Contracts that count as one unit of volume, as in R's TTR. */
export const VOLUME_UNIT = 10_000;

/**
 * Arms: mean over `period` candles of the move of (h + l) / 2 over (v / 10,000) / (h − l); first value at candle `period` + 1. A candle
 * without volume has none, and the window begins anew after it.
 */
export class EaseOfMovement {
  private readonly moves: RollingSum;
  private previous = Number.NaN;

  constructor(period: number) {
    this.moves = new RollingSum(period);
  }

  get ready(): boolean {
    return this.moves.ready;
  }

  /** Points² per 10,000 contracts; meaningless until `ready`. */
  get value(): number {
    return this.moves.mean;
  }

  push(candle: Candle): void {
    const { high, low, volume } = candle;
    const { previous } = this;
    const middle = (high + low) / 2;
    this.previous = middle;
    if (Number.isNaN(previous)) return;
    if (volume > 0) this.moves.push(((middle - previous) * (high - low)) / (volume / VOLUME_UNIT));
    else this.moves.clear();
  }
}
