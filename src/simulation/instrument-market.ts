// Takes the market records of one instrument; gives what the venue knows of it now: phase, last trade, price limits, best prices, levels.

import type { EventBatch } from '../core/market/event-batch.ts';
import {
  BOOK_ASK,
  BOOK_CLEAR,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  Phase,
  type PhaseNumber,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
  RECORD_F64,
} from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { tickAt } from '../core/market/price-grid.ts';
import type { MatchedOn } from './feed-shape.ts';
import { PriceLevels } from './price-levels.ts';

/** Prices in integer ticks; each is meaningful only where its flag says so, so that updates allocate nothing. */
export class InstrumentMarket {
  readonly instrument: Instrument;
  readonly matchedOn: MatchedOn;
  phase: PhaseNumber = Phase.closed;
  /** Continuous trading has been seen since the phase opened; until then orders only rest. */
  continuous = false;
  hasLast = false;
  lastTicks = 0;
  hasBid = false;
  hasAsk = false;
  bidTicks = 0;
  askTicks = 0;
  /** Contracts at the best prices; 0 where the source does not tell. */
  bidSize = 0;
  askSize = 0;
  /** The source shows price levels: they go before the quotes. */
  hasBook = false;
  /** Price limits of the day; infinite where they are not known. */
  lowLimitTicks = -Infinity;
  highLimitTicks = Infinity;
  readonly bids = new PriceLevels('bid');
  readonly asks = new PriceLevels('ask');

  constructor(instrument: Instrument, matchedOn: MatchedOn) {
    this.instrument = instrument;
    this.matchedOn = matchedOn;
  }

  /** Orders may match now. */
  get matching(): boolean {
    return this.phase === Phase.open && this.continuous;
  }

  setPhase(phase: PhaseNumber): void {
    this.phase = phase;
    // a bar is continuous trading by itself
    this.continuous = phase === Phase.open && this.matchedOn === 'bars';
  }

  /** Points; 0 is not known. */
  setLimits(low: number, high: number): void {
    this.lowLimitTicks = low > 0 ? tickAt(this.instrument, low) : -Infinity;
    this.highLimitTicks = high > 0 ? tickAt(this.instrument, high) : Infinity;
  }

  trade(priceTicks: number): void {
    this.hasLast = true;
    this.lastTicks = priceTicks;
  }

  quote(batch: EventBatch, index: number): void {
    const f = index * RECORD_F64;
    const flags = batch.flagsAt(index);
    const hasSizes = (flags & QUOTE_HAS_SIZES) !== 0;
    this.hasBid = (flags & QUOTE_HAS_BID) !== 0;
    this.hasAsk = (flags & QUOTE_HAS_ASK) !== 0;
    if (this.hasBid) {
      this.bidTicks = tickAt(this.instrument, batch.f64[f + F64_A]!);
      this.bidSize = hasSizes ? batch.f64[f + F64_C]! : 0;
    }
    if (this.hasAsk) {
      this.askTicks = tickAt(this.instrument, batch.f64[f + F64_B]!);
      this.askSize = hasSizes ? batch.f64[f + F64_D]! : 0;
    }
  }

  bookChange(batch: EventBatch, index: number): void {
    const f = index * RECORD_F64;
    const flags = batch.flagsAt(index);
    this.hasBook = true;
    if ((flags & BOOK_CLEAR) !== 0) {
      this.bids.clear();
      this.asks.clear();
    }
    const price = batch.f64[f + F64_A]!;
    const levels = (flags & BOOK_ASK) !== 0 ? this.asks : this.bids;
    // a bare clear names no price
    if (price > 0) levels.set(tickAt(this.instrument, price), batch.f64[f + F64_B]!);
  }

  /** Both sides are known and do not cross or lock. */
  get uncrossed(): boolean {
    if (this.hasBook) {
      return this.bids.count > 0 && this.asks.count > 0 && this.bids.ticksAt(0) < this.asks.ticksAt(0);
    }
    return this.hasBid && this.hasAsk && this.bidTicks < this.askTicks;
  }

  /** The bid is above the ask: what is shown is of an auction, or one side of it is old. */
  get crossed(): boolean {
    if (this.hasBook) {
      return this.bids.count > 0 && this.asks.count > 0 && this.bids.ticksAt(0) > this.asks.ticksAt(0);
    }
    return this.hasBid && this.hasAsk && this.bidTicks > this.askTicks;
  }

  /** The best price that a side would take, ticks; undefined when it is not shown. */
  takenTicks(isBuy: boolean): number | undefined {
    const levels = isBuy ? this.asks : this.bids;
    if (this.hasBook && levels.count > 0) return levels.ticksAt(0);
    if (isBuy) return this.hasAsk ? this.askTicks : undefined;
    return this.hasBid ? this.bidTicks : undefined;
  }

  /**
   * Contracts that stand before an order that comes to rest at a price: the level's, the quote's at the best price, none
   * between bid and ask; `unknown` wherever the source does not show the price.
   */
  queueAt(isBuy: boolean, priceTicks: number, unknown: number): number {
    if (this.hasBook) return (isBuy ? this.bids : this.asks).displayedAt(priceTicks) ?? unknown;
    if (!(isBuy ? this.hasBid : this.hasAsk)) return unknown;
    const best = isBuy ? this.bidTicks : this.askTicks;
    if (isBuy ? priceTicks > best : priceTicks < best) return 0;
    const size = isBuy ? this.bidSize : this.askSize;
    return priceTicks === best && size > 0 ? size : unknown;
  }
}
