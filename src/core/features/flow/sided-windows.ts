// Shared parts and a window in; buys less sells and buys plus sells over it, by volume or by number of trades, out.

import { RollingSum } from '../indicators/rolling-sum.ts';
import type { SharedParts } from '../shared-parts.ts';

/** A candle without flow begins both sums anew. */
export class SidedWindow {
  readonly net: RollingSum;
  readonly total: RollingSum;

  constructor(candles: number) {
    this.net = new RollingSum(candles);
    this.total = new RollingSum(candles);
  }

  push(buys: number, sells: number): void {
    this.net.push(buys - sells);
    this.total.push(buys + sells);
  }

  clear(): void {
    this.net.clear();
    this.total.clear();
  }
}

/** Contracts. */
export function sidedVolume(shared: SharedParts, candles: number): SidedWindow {
  return shared.part(`sided volume of ${candles} candles`, () => new SidedWindow(candles), {
    candle: (part, candle) => {
      if (candle.hasFlow) part.push(candle.buyVolume, candle.sellVolume);
      else part.clear();
    },
  });
}

export function sidedTrades(shared: SharedParts, candles: number): SidedWindow {
  return shared.part(`sided trades of ${candles} candles`, () => new SidedWindow(candles), {
    candle: (part, candle) => {
      if (candle.hasFlow) part.push(candle.buyTrades, candle.sellTrades);
      else part.clear();
    },
  });
}
