// Takes what happens to a synthetic book of five levels a side; appends the trades, level changes and quotes that a feed would show.

import type { EventBatch } from '../core/market/event-batch.ts';
import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  CONDITION_SHIFT,
  I32_KIND,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
  RECORD_I32,
  type TradeConditionNumber,
} from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { priceAt } from '../core/market/price-grid.ts';
import type { Random } from './random.ts';

/** Levels that are shown on each side, one tick apart. */
export const SHOWN_LEVELS = 5;
/** Median lots of the best level, of one that has just been opened, and of those behind. */
const BEST_LOTS = 40;
const NEW_BEST_LOTS = 18;
const DEEP_LOTS = 85;
const SIZE_SPREAD = 0.6;
const AGENTS = 40;
const FIRST_AGENT = 3;

interface BookSide {
  /** −1 for bids, 1 for asks: the direction away from the middle. */
  readonly away: 1 | -1;
  readonly flag: number;
  bestTicks: number;
  readonly quantities: Float64Array;
}

/** All prices are integer ticks. The best bid is always below the best ask. */
export class SyntheticBook {
  private readonly batch: EventBatch;
  private readonly instrument: Instrument;
  private readonly instrumentId: number;
  private readonly random: Random;
  private readonly bids: BookSide;
  private readonly asks: BookSide;
  private timeUs = 0;
  private nextTradeId = 10;
  /** First book change of the event at hand; −1 when there is none yet. */
  private firstChange = -1;

  constructor(batch: EventBatch, instrument: Instrument, instrumentId: number, random: Random) {
    this.batch = batch;
    this.instrument = instrument;
    this.instrumentId = instrumentId;
    this.random = random;
    this.bids = { away: -1, flag: 0, bestTicks: 0, quantities: new Float64Array(SHOWN_LEVELS) };
    this.asks = { away: 1, flag: BOOK_ASK, bestTicks: 0, quantities: new Float64Array(SHOWN_LEVELS) };
  }

  get bidTicks(): number {
    return this.bids.bestTicks;
  }

  get askTicks(): number {
    return this.asks.bestTicks;
  }

  /** The book appears, one tick wide. */
  openAt(timeUs: number, bidTicks: number): void {
    this.at(timeUs);
    this.bids.bestTicks = bidTicks;
    this.asks.bestTicks = bidTicks + 1;
    this.change(BOOK_CLEAR, 0, 0);
    for (const side of [this.bids, this.asks]) {
      for (let level = 0; level < SHOWN_LEVELS; level++) this.setLevel(side, level, this.drawn(level));
    }
    this.flush();
  }

  at(timeUs: number): void {
    this.timeUs = timeUs;
  }

  /** An aggressive order takes from the best level on; every level it empties is shown before it goes on to the next. */
  take(isBuy: boolean, quantity: number): void {
    const side = isBuy ? this.asks : this.bids;
    let left = quantity;
    while (left > 0) {
      const taken = Math.min(left, side.quantities[0]!);
      this.trade(side.bestTicks, taken, isBuy ? AGGRESSOR_BUYER : AGGRESSOR_SELLER, 0);
      left -= taken;
      const rest = side.quantities[0]! - taken;
      if (rest > 0) this.setLevel(side, 0, rest);
      else this.retreat(side, side.bestTicks + side.away);
      this.flush();
    }
  }

  /** A trade that does not touch the book: of the opening auction, or with a retail liquidity provider. */
  print(priceTicks: number, quantity: number, condition: TradeConditionNumber): void {
    this.trade(priceTicks, quantity, AGGRESSOR_UNKNOWN, condition);
  }

  /** One level gets a new size, more often one near the best. */
  resize(): void {
    const side = this.random.chance(0.5) ? this.bids : this.asks;
    const level = Math.min(this.random.integer(SHOWN_LEVELS), this.random.integer(SHOWN_LEVELS));
    this.setLevel(side, level, this.drawn(level));
    this.flush();
  }

  /** Moves the quotes: the side in the way goes back to its target, the other follows when `follows`. */
  moveTo(bidTicks: number, follows: boolean): void {
    const isUp = bidTicks > this.bids.bestTicks;
    const [ahead, behind] = isUp ? [this.asks, this.bids] : [this.bids, this.asks];
    const target = isUp ? bidTicks + 1 : bidTicks;
    if ((target - ahead.bestTicks) * ahead.away > 0) this.retreat(ahead, target);
    if (follows) this.improve(behind, target - ahead.away);
    this.flush();
  }

  /** Closes a wide spread from the side that is further from the fair price. */
  narrow(fairTicks: number): void {
    const middle = (this.bids.bestTicks + this.asks.bestTicks) / 2;
    if (fairTicks >= middle) this.improve(this.bids, this.asks.bestTicks - 1);
    else this.improve(this.asks, this.bids.bestTicks + 1);
    this.flush();
  }

  /** A quote of an auction, whose sides may cross. */
  quote(bidTicks: number, askTicks: number, bidSize: number, askSize: number): void {
    const flags = QUOTE_HAS_BID | QUOTE_HAS_ASK | QUOTE_HAS_SIZES;
    const bid = priceAt(this.instrument, bidTicks);
    const ask = priceAt(this.instrument, askTicks);
    this.batch.pushQuote(this.instrumentId, this.timeUs, flags, bid, ask, bidSize, askSize);
  }

  private retreat(side: BookSide, toTicks: number): void {
    while (side.bestTicks !== toTicks) {
      this.setLevel(side, 0, 0);
      side.quantities.copyWithin(0, 1);
      side.bestTicks += side.away;
      this.setLevel(side, SHOWN_LEVELS - 1, this.drawn(SHOWN_LEVELS - 1));
    }
  }

  private improve(side: BookSide, toTicks: number): void {
    while (side.bestTicks !== toTicks) {
      this.setLevel(side, SHOWN_LEVELS - 1, 0);
      side.quantities.copyWithin(1, 0, SHOWN_LEVELS - 1);
      side.bestTicks -= side.away;
      this.setLevel(side, 0, this.lots(NEW_BEST_LOTS));
    }
  }

  private setLevel(side: BookSide, level: number, quantity: number): void {
    side.quantities[level] = quantity;
    this.change(side.flag, side.bestTicks + level * side.away, quantity);
  }

  private change(flags: number, priceTicks: number, quantity: number): void {
    const orders = Math.ceil(quantity / (4 * this.instrument.lot));
    const price = priceAt(this.instrument, priceTicks);
    const index = this.batch.pushBookChange(this.instrumentId, this.timeUs, flags | BOOK_MORE, price, quantity, orders);
    if (this.firstChange < 0) this.firstChange = index;
  }

  /** Ends an event: its last change says so, and a quote follows. */
  private flush(): void {
    if (this.firstChange < 0) return;
    this.firstChange = -1;
    const last = (this.batch.length - 1) * RECORD_I32 + I32_KIND;
    this.batch.i32[last] = this.batch.i32[last]! & ~(BOOK_MORE << 8);
    const { bids, asks } = this;
    this.quote(bids.bestTicks, asks.bestTicks, bids.quantities[0]!, asks.quantities[0]!);
  }

  private trade(priceTicks: number, quantity: number, aggressor: number, condition: TradeConditionNumber): void {
    const price = priceAt(this.instrument, priceTicks);
    const flags = aggressor | (condition << CONDITION_SHIFT);
    const id = this.nextTradeId;
    this.nextTradeId += 10;
    this.batch.pushTrade(this.instrumentId, this.timeUs, price, quantity, flags, id, this.agent(), this.agent());
  }

  /** A few brokers do most of the trading. */
  private agent(): number {
    return FIRST_AGENT + Math.floor(AGENTS * this.random.float() * this.random.float());
  }

  private drawn(level: number): number {
    return this.lots(level === 0 ? BEST_LOTS : DEEP_LOTS);
  }

  private lots(median: number): number {
    return this.instrument.lot * Math.max(1, Math.round(median * Math.exp(SIZE_SPREAD * this.random.normal())));
  }
}
