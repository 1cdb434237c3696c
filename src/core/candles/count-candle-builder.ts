// Trades in, candles of a volume or a number of trades out; the trade that reaches the count closes its candle.

import { assert } from '../assert.ts';
import { emptyCandle, type MutableCandle } from './candle.ts';
import { CandleAccumulator } from './candle-accumulator.ts';
import type { CandleBuilder, IntervalEnd } from './candle-builder.ts';

/**
 * A trade is never divided: the last one may take the candle over its count, as may prints that are no price of the market: until one
 * is, the candle stays open. What is unfinished at the session's end is dropped.
 */
export class CountCandleBuilder implements CandleBuilder {
  readonly candle: MutableCandle = emptyCandle();
  readonly boundaryUs = undefined;
  endedUs = 0;
  lateTrades = 0;
  futureTrades = 0;
  /** A trade never waits for another candle. */
  readonly placed = 'open';
  private readonly unit: 'volume' | 'trades';
  private readonly count: number;
  private readonly accumulator = new CandleAccumulator();
  private sessionHasCandle = false;

  constructor(unit: 'volume' | 'trades', count: number) {
    assert(Number.isSafeInteger(count) && count > 0, `count must be a positive integer, is ${count}`);
    this.unit = unit;
    this.count = count;
  }

  startSession(): void {
    this.sessionHasCandle = false;
    this.accumulator.reset();
  }

  addTrade(exchangeTimeUs: number, price: number, quantity: number, flags: number): IntervalEnd {
    const accumulator = this.accumulator;
    accumulator.addTrade(exchangeTimeUs, price, quantity, flags);
    if (accumulator[this.unit] < this.count || !accumulator.hasPrice) return 'none';
    accumulator.writeTo(this.candle, accumulator.firstTimeUs, exchangeTimeUs, !this.sessionHasCandle);
    this.sessionHasCandle = true;
    this.endedUs = exchangeTimeUs;
    accumulator.reset();
    return 'closed';
  }

  /** Bars hold many trades of unknown order: a volume or trade candle cannot be built from them. */
  addBar(): IntervalEnd {
    assert(false, `a candle of ${this.count} ${this.unit} needs trades; the source has bars`);
  }

  addFlow(): void {
    this.addBar();
  }

  leaveOut(): void {
    this.futureTrades += 1;
  }

  writeRunning(candle: MutableCandle, exchangeUs: number): boolean {
    const { accumulator } = this;
    if (!accumulator.hasPrice) return false;
    accumulator.writeTo(candle, accumulator.firstTimeUs, exchangeUs, !this.sessionHasCandle);
    return true;
  }

  advanceTo(): IntervalEnd {
    return 'none';
  }
}
