// Candles as a file lists them: what makes one, and whether its time fits after the one above.

import type { StoredValues } from './row-text.ts';

type Prices = readonly [number, number, number, number];

/** Open, high, low and close above 0, the others within high and low. */
export function isCandle(prices: readonly (number | undefined)[]): prices is Prices {
  const [open, high, low, close] = prices;
  if (open === undefined || high === undefined || low === undefined || close === undefined) return false;
  return Math.min(...(prices as Prices)) === low && Math.max(...(prices as Prices)) === high && low > 0;
}

export function candleValues(open_time_us: number, [open, high, low, close]: Prices): StoredValues {
  return { open_time_us, open, high, low, close };
}

/** Times of a symbol go one way, the way of its first two, and never stand still. */
export class CandleOrder {
  private readonly last = new Map<string, { readonly at: readonly [number, number]; readonly way: number }>();

  fits(symbol: string, day: number, time: number): boolean {
    const above = this.last.get(symbol);
    const step = this.step(symbol, day, time);
    return above === undefined || (step !== 0 && (above.way === 0 || step === above.way));
  }

  remember(symbol: string, day: number, time: number): void {
    this.last.set(symbol, { at: [day, time], way: this.step(symbol, day, time) });
  }

  /** Remembers what fits. */
  takes(symbol: string, day: number, time: number): boolean {
    if (!this.fits(symbol, day, time)) return false;
    this.remember(symbol, day, time);
    return true;
  }

  private step(symbol: string, day: number, time: number): number {
    const above = this.last.get(symbol);
    return above === undefined ? 0 : Math.sign(day - above.at[0]) || Math.sign(time - above.at[1]);
  }
}
