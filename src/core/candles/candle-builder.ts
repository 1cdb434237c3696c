// What every candle builder does: takes trades, bars and the exchange clock, and says when an interval has ended.

import type { Candle, MutableCandle } from './candle.ts';

/**
 * `empty`: the interval ended without a price of the market; no candle is made, but it is a decision point. `ahead`: the trade or bar lies beyond
 * the next interval, so it was not taken: the clock ticks must have been missing, and the clock is to be told before it is given again.
 */
export type IntervalEnd = 'none' | 'empty' | 'closed' | 'ahead';

export type TradePlace = 'open' | 'following' | 'none';

export interface CandleBuilder {
  /** The candle that closed last; valid until the next one closes. */
  readonly candle: Candle;
  /** End of the interval that ended last, microseconds UTC of the exchange; 0 before the first. */
  readonly endedUs: number;
  /** When the present interval will end, by the exchange clock; undefined for candles that time does not close. */
  readonly boundaryUs: number | undefined;
  /** Trades and bars that came after their candle had closed, and corrections: counted, never applied. */
  readonly lateTrades: number;
  /** Trades and bars that stayed ahead of the clock: their stamp is wrong. Kept out of every candle. */
  readonly futureTrades: number;
  /** Forgets everything and opens a session. */
  startSession(openUs: number): void;
  /** `flags` as in the trade record. Returns `closed` when this trade completed a candle. */
  addTrade(exchangeTimeUs: number, price: number, quantity: number, flags: number): IntervalEnd;
  /** A finished bar of the source, whose interval divides ours. Flow is given beforehand through `addFlow`. */
  addBar(
    startUs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    trades: number,
  ): IntervalEnd;
  /** Counts a trade or bar whose stamp cannot be, and forgets the flow that was given for it. */
  leaveOut(): void;
  /** Microstructure of the bar that follows. */
  addFlow(buyVolume: number, sellVolume: number, buyTrades: number, sellTrades: number, rlpVolume: number): void;
  /** Where the trade that `addTrade` took last stands: in the open candle, in the one after it, or in none. */
  readonly placed: TradePlace;
  /** Writes the candle that is open as it stands at this exchange time; false where it has no price yet: nothing is written then. */
  writeRunning(candle: MutableCandle, exchangeUs: number): boolean;
  /** Tells the exchange clock, grace already taken off. At most one interval ends per call: call until `none`. */
  advanceTo(exchangeUs: number): IntervalEnd;
}
