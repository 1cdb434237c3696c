// Each quote of an instrument in, before anything else sees it; whether it may be used out, and faults of the best prices over time.

import {
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  F64_RECEIVED,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
} from '../../market/event-record.ts';
import type { FaultLog } from './fault-log.ts';
import {
  CROSSED_US,
  FROZEN_QUOTES_MOST,
  FROZEN_QUOTES_US,
  PRICE_MOST,
  QUOTE_SHARE_MOST,
  QUOTES_FAR_MOST,
  QUOTES_FAR_SHARE,
  QUOTES_FAR_US,
  SAME_SIZES_MOST,
  SIZE_MOST,
} from './input-limits.ts';
import type { TradeWatch } from './trade-watch.ts';

const BOTH = QUOTE_HAS_BID | QUOTE_HAS_ASK;

function isSize(size: number): boolean {
  return size >= 0 && size <= SIZE_MOST && Math.floor(size) === size;
}

export class QuoteWatch {
  /** Received time of the last quote that could be used, microseconds UTC; 0 before the first. */
  lastUs = 0;
  longestSilenceUs = 0;
  /** Received time since which best bid and ask are equal; NaN while they are not. */
  lockedSinceUs = Number.NaN;
  /** Continuous trading: what is crossed outside of it is so by nature. */
  isContinuous = false;
  private readonly log: FaultLog;
  private readonly trades: TradeWatch;
  private crossedSinceUs = Number.NaN;
  /** Crossed or locked. */
  private isOdd = false;
  private bid = Number.NaN;
  private ask = Number.NaN;
  private bidSize = Number.NaN;
  private askSize = Number.NaN;
  private sameSizes = 0;
  private movesAtChange = 0;
  private changedUs = Number.NaN;
  private far = 0;
  private farSinceUs = Number.NaN;

  constructor(log: FaultLog, trades: TradeWatch) {
    this.log = log;
    this.trades = trades;
  }

  /** `f` is the record's place in `f64`. False for a quote that must not be used. */
  take(f64: Float64Array, f: number, flags: number): boolean {
    const { log } = this;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const bid = f64[f + F64_A]!;
    const ask = f64[f + F64_B]!;
    if (!(f64[f + F64_EXCHANGE]! > 0)) return log.refuse('badTime', f64[f + F64_EXCHANGE]!, 0, receivedUs);
    if ((flags & QUOTE_HAS_BID) !== 0 && bid !== this.bid && !this.isPrice(bid))
      return log.refuse('badQuote', bid, 0, receivedUs);
    if ((flags & QUOTE_HAS_ASK) !== 0 && ask !== this.ask && !this.isPrice(ask))
      return log.refuse('badQuote', ask, 0, receivedUs);
    if ((flags & QUOTE_HAS_SIZES) !== 0 && !(isSize(f64[f + F64_C]!) && isSize(f64[f + F64_D]!))) {
      const wrong = isSize(f64[f + F64_C]!) ? f64[f + F64_D]! : f64[f + F64_C]!;
      return log.refuse('badQuoteSize', wrong, SIZE_MOST, receivedUs);
    }
    if (this.lastUs > 0 && receivedUs - this.lastUs > this.longestSilenceUs)
      this.longestSilenceUs = receivedUs - this.lastUs;
    this.lastUs = receivedUs;
    const isOdd = bid >= ask && (flags & BOTH) === BOTH && this.isContinuous;
    if (isOdd || this.isOdd) this.judgeOrder(isOdd ? ask - bid : Number.NaN, receivedUs);
    if (bid !== this.bid || ask !== this.ask) this.change(f64, f, flags);
    return true;
  }

  /** After a trade that could be used: prices that do not follow it are old. */
  onTrade(f64: Float64Array, f: number): void {
    if (!(this.isContinuous && this.bid < this.ask)) return;
    const price = f64[f + F64_A]!;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const slack = price * QUOTES_FAR_SHARE;
    if (price > this.ask + slack || price < this.bid - slack) {
      if (this.far === 0) this.farSinceUs = receivedUs;
      this.far += 1;
      if (this.far > QUOTES_FAR_MOST && receivedUs - this.farSinceUs > QUOTES_FAR_US) {
        this.log.latch('quotesFar', this.far, QUOTES_FAR_MOST, receivedUs);
      }
    } else this.far = 0;
    const moves = this.trades.moves - this.movesAtChange;
    if (moves > FROZEN_QUOTES_MOST && receivedUs - this.changedUs > FROZEN_QUOTES_US) {
      this.log.latch('quotesFrozen', moves, FROZEN_QUOTES_MOST, receivedUs);
    }
  }

  private isPrice(price: number): boolean {
    if (!(price > 0 && price <= PRICE_MOST)) return false;
    const { lastPrice } = this.trades;
    return !(Math.abs(price - lastPrice) > QUOTE_SHARE_MOST * lastPrice);
  }

  private judgeOrder(spread: number, receivedUs: number): void {
    this.isOdd = spread <= 0;
    if (!this.isOdd) {
      this.crossedSinceUs = Number.NaN;
      this.lockedSinceUs = Number.NaN;
      return;
    }
    if (spread === 0) {
      this.crossedSinceUs = Number.NaN;
      if (!(this.lockedSinceUs > 0)) this.lockedSinceUs = receivedUs;
      return;
    }
    this.lockedSinceUs = Number.NaN;
    if (!(this.crossedSinceUs > 0)) this.crossedSinceUs = receivedUs;
    const crossedUs = receivedUs - this.crossedSinceUs;
    if (crossedUs > CROSSED_US) this.log.latch('crossed', crossedUs, CROSSED_US, receivedUs);
  }

  private change(f64: Float64Array, f: number, flags: number): void {
    this.bid = f64[f + F64_A]!;
    this.ask = f64[f + F64_B]!;
    this.movesAtChange = this.trades.moves;
    this.changedUs = f64[f + F64_RECEIVED]!;
    if ((flags & QUOTE_HAS_SIZES) === 0) return;
    if (f64[f + F64_C]! !== this.bidSize || f64[f + F64_D]! !== this.askSize) {
      this.bidSize = f64[f + F64_C]!;
      this.askSize = f64[f + F64_D]!;
      this.sameSizes = 0;
      return;
    }
    this.sameSizes += 1;
    if (this.sameSizes > SAME_SIZES_MOST) {
      this.log.latch('quoteSizesConstant', this.sameSizes, SAME_SIZES_MOST, f64[f + F64_RECEIVED]!);
    }
  }
}
