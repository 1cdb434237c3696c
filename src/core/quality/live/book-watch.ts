// Each change of a book's levels in, before anything else sees it; whether it may be used out, and faults of the book as a whole.

import type { OrderBook } from '../../candles/order-book.ts';
import { BOOK_CLEAR, F64_A, F64_B, F64_EXCHANGE, F64_RECEIVED } from '../../market/event-record.ts';
import type { Instrument } from '../../market/instrument.ts';
import { isOnGrid } from '../../market/price-grid.ts';
import type { FaultLog } from './fault-log.ts';
import { CROSSED_US, DIFFERS_US, PRICE_MOST, SIZE_MOST } from './input-limits.ts';

export class BookWatch {
  /** Received time of the last whole update, microseconds UTC; 0 before the first. */
  lastUs = 0;
  longestSilenceUs = 0;
  isContinuous = false;
  private readonly log: FaultLog;
  private readonly instrument: Instrument;
  private crossedSinceUs = Number.NaN;
  private differsSinceUs = Number.NaN;

  constructor(log: FaultLog, instrument: Instrument) {
    this.log = log;
    this.instrument = instrument;
  }

  /** `f` is the record's place in `f64`. False for a change that must not be used. */
  take(f64: Float64Array, f: number, flags: number): boolean {
    const { log } = this;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const price = f64[f + F64_A]!;
    const quantity = f64[f + F64_B]!;
    if (!(f64[f + F64_EXCHANGE]! > 0)) return log.refuse('badTime', f64[f + F64_EXCHANGE]!, 0, receivedUs);
    if (!(quantity >= 0 && quantity <= SIZE_MOST && Math.floor(quantity) === quantity))
      return log.refuse('badLevelSize', quantity, SIZE_MOST, receivedUs);
    // a change that only clears the book names no level
    if (price === 0 && quantity === 0 && (flags & BOOK_CLEAR) !== 0) return true;
    if (!(price > 0 && price <= PRICE_MOST && isOnGrid(this.instrument, price)))
      return log.refuse('badLevel', price, this.instrument.tick, receivedUs);
    return true;
  }

  /** The book after a whole update. */
  whole(levels: OrderBook, f64: Float64Array, f: number): void {
    const receivedUs = f64[f + F64_RECEIVED]!;
    const silenceUs = receivedUs - this.lastUs;
    if (this.lastUs > 0 && silenceUs > this.longestSilenceUs) this.longestSilenceUs = silenceUs;
    this.lastUs = receivedUs;
    if (levels.bids.lostLevels + levels.asks.lostLevels > 0) {
      this.log.latch('levelsLost', levels.lostLevels, 0, receivedUs);
    }
    if (!(this.isContinuous && levels.crossed)) {
      this.crossedSinceUs = Number.NaN;
      return;
    }
    if (!(this.crossedSinceUs > 0)) this.crossedSinceUs = receivedUs;
    const crossedUs = receivedUs - this.crossedSinceUs;
    if (crossedUs > CROSSED_US) this.log.latch('bookCrossed', crossedUs, CROSSED_US, receivedUs);
  }

  /** After a quote that could be used, of a feed that tells both. */
  compare(levels: OrderBook, f64: Float64Array, f: number): void {
    if (this.lastUs === 0 || !this.isContinuous) return;
    const { tick } = this.instrument;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const isSame =
      levels.bids.levels > 0 &&
      levels.asks.levels > 0 &&
      Math.abs(levels.bids.ticksAt(0)! * tick - f64[f + F64_A]!) < tick / 2 &&
      Math.abs(levels.asks.ticksAt(0)! * tick - f64[f + F64_B]!) < tick / 2;
    if (isSame) {
      this.differsSinceUs = Number.NaN;
      return;
    }
    if (!(this.differsSinceUs > 0)) this.differsSinceUs = receivedUs;
    const differsUs = receivedUs - this.differsSinceUs;
    if (differsUs > DIFFERS_US) this.log.latch('bookDiffers', differsUs, DIFFERS_US, receivedUs);
  }
}
