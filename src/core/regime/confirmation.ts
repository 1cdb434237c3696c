// What a detector's rule says of each candle in; the regime, which is entered only once the rule has held for a while, out.

import type { RegimeKind } from './regime.ts';

/**
 * A kind is entered when it has been said `candles` times in a row, and left at once: where something else is said the regime is
 * undefined until that is confirmed in its turn. Undefined needs no confirmation.
 */
export class Confirmation {
  private readonly candles: number;
  private candidate: RegimeKind = 'undefined';
  private said = 0;

  /** `candles` of at least 1. */
  constructor(candles: number) {
    this.candles = candles;
  }

  /** `present` is the regime of the candle before. */
  take(ruled: RegimeKind, present: RegimeKind): RegimeKind {
    this.said = ruled === this.candidate ? this.said + 1 : 1;
    this.candidate = ruled;
    return ruled === present || this.said >= this.candles ? ruled : 'undefined';
  }

  /** What was said so far no longer counts. */
  clear(): void {
    this.candidate = 'undefined';
  }
}
