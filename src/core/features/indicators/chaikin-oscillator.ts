// Candles in; Chaikin's oscillator of the accumulation/distribution line, in contracts, out.

import type { Candle } from '../../candles/candle.ts';
import { moneyFlowVolume } from './money-flow-volume.ts';

/**
 * TA-Lib ADOSC: the fast minus the slow exponential average of the line, both of which start from its first value; first value at candle
 * `slow`. What is kept is how far each average is from the line, so that no number grows with the line and its start drops out.
 */
export class ChaikinOscillator {
  ready = false;
  private readonly slow: number;
  private readonly fastKept: number;
  private readonly slowKept: number;
  private fastDistance = Number.NaN;
  private slowDistance = Number.NaN;
  private count = 0;

  /** `fast` must be below `slow`. */
  constructor(fast: number, slow: number) {
    this.slow = slow;
    this.fastKept = 1 - 2 / (fast + 1);
    this.slowKept = 1 - 2 / (slow + 1);
  }

  /** Meaningless until `ready`. */
  get value(): number {
    return this.fastDistance - this.slowDistance;
  }

  push(candle: Candle): void {
    const step = moneyFlowVolume(candle);
    this.fastDistance = this.count === 0 ? 0 : this.fastKept * (this.fastDistance - step);
    this.slowDistance = this.count === 0 ? 0 : this.slowKept * (this.slowDistance - step);
    if (this.ready) return;
    this.count++;
    this.ready = this.count >= this.slow;
  }
}
