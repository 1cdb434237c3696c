// Trades or smaller bars in, candles of a fixed span out; the exchange clock closes them, never the next trade.

import { assert } from '../assert.ts';
import { emptyCandle, type MutableCandle } from './candle.ts';
import { CandleAccumulator } from './candle-accumulator.ts';
import type { CandleBuilder, IntervalEnd, TradePlace } from './candle-builder.ts';

/**
 * Intervals are counted from the session's opening, so that they fall on the same local times every day. Two are kept open: a
 * trade of the next interval that arrives before the clock has closed the present one waits in its own.
 */
export class TimeCandleBuilder implements CandleBuilder {
  readonly candle: MutableCandle = emptyCandle();
  endedUs = 0;
  lateTrades = 0;
  futureTrades = 0;
  placed: TradePlace = 'none';
  private readonly intervalUs: number;
  private present = new CandleAccumulator();
  private following = new CandleAccumulator();
  private openUs = 0;
  private startUs = 0;
  private started = false;
  private sessionHasCandle = false;
  private flowPending = false;
  private flowBuyVolume = 0;
  private flowSellVolume = 0;
  private flowBuyTrades = 0;
  private flowSellTrades = 0;
  private flowRlpVolume = 0;

  constructor(intervalUs: number) {
    assert(
      Number.isSafeInteger(intervalUs) && intervalUs > 0,
      `interval must be positive microseconds, is ${intervalUs}`,
    );
    this.intervalUs = intervalUs;
  }

  get boundaryUs(): number | undefined {
    return this.started ? this.startUs + this.intervalUs : undefined;
  }

  startSession(openUs: number): void {
    this.openUs = openUs;
    this.started = false;
    this.sessionHasCandle = false;
    this.flowPending = false;
    this.present.reset();
    this.following.reset();
  }

  addTrade(exchangeTimeUs: number, price: number, quantity: number, flags: number): IntervalEnd {
    const accumulator = this.accumulatorFor(exchangeTimeUs);
    if (accumulator === undefined) {
      this.placed = 'none';
      return this.isAhead(exchangeTimeUs) ? 'ahead' : 'none';
    }
    this.placed = accumulator === this.present ? 'open' : 'following';
    accumulator.addTrade(exchangeTimeUs, price, quantity, flags);
    return 'none';
  }

  addBar(
    startUs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    trades: number,
  ): IntervalEnd {
    const accumulator = this.accumulatorFor(startUs);
    if (accumulator === undefined && this.isAhead(startUs)) return 'ahead';
    if (accumulator !== undefined) {
      accumulator.addBar(open, high, low, close, volume, trades);
      if (this.flowPending) {
        accumulator.addFlow(
          this.flowBuyVolume,
          this.flowSellVolume,
          this.flowBuyTrades,
          this.flowSellTrades,
          this.flowRlpVolume,
        );
      }
    }
    this.flowPending = false;
    return 'none';
  }

  addFlow(buyVolume: number, sellVolume: number, buyTrades: number, sellTrades: number, rlpVolume: number): void {
    this.flowPending = true;
    this.flowBuyVolume = buyVolume;
    this.flowSellVolume = sellVolume;
    this.flowBuyTrades = buyTrades;
    this.flowSellTrades = sellTrades;
    this.flowRlpVolume = rlpVolume;
  }

  leaveOut(): void {
    this.futureTrades += 1;
    this.flowPending = false;
  }

  writeRunning(candle: MutableCandle, exchangeUs: number): boolean {
    if (!this.started || !this.present.hasPrice) return false;
    this.present.writeTo(candle, this.startUs, exchangeUs, !this.sessionHasCandle);
    return true;
  }

  advanceTo(exchangeUs: number): IntervalEnd {
    if (!this.started) {
      this.startAt(exchangeUs);
      return 'none';
    }
    const endUs = this.startUs + this.intervalUs;
    // strictly after: what carries the boundary's own time belongs to the next interval and may still be on its way
    if (exchangeUs <= endUs) return 'none';
    const closed = this.present;
    const startUs = this.startUs;
    this.endedUs = endUs;
    this.startUs = endUs;
    this.present = this.following;
    this.following = closed;
    if (!closed.hasPrice) {
      closed.reset();
      return 'empty';
    }
    closed.writeTo(this.candle, startUs, endUs, !this.sessionHasCandle);
    this.sessionHasCandle = true;
    closed.reset();
    return 'closed';
  }

  private startAt(exchangeUs: number): void {
    this.started = true;
    this.startUs = this.openUs + Math.floor((exchangeUs - this.openUs) / this.intervalUs) * this.intervalUs;
  }

  private accumulatorFor(timeUs: number): CandleAccumulator | undefined {
    if (!this.started) this.startAt(timeUs);
    const ahead = timeUs - this.startUs;
    if (ahead < 0) {
      this.lateTrades += 1;
      return undefined;
    }
    if (ahead < this.intervalUs) return this.present;
    if (ahead < 2 * this.intervalUs) return this.following;
    return undefined;
  }

  private isAhead(timeUs: number): boolean {
    return timeUs >= this.startUs + 2 * this.intervalUs;
  }
}
