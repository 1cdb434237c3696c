// Each trade of an instrument in, before anything else sees it; whether it may be used out, and faults of the trades as a whole.

import {
  AGGRESSOR_MASK,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  F64_C,
  F64_EXCHANGE,
  F64_RECEIVED,
  TradeCondition,
} from '../../market/event-record.ts';
import type { Instrument } from '../../market/instrument.ts';
import { isOnGrid } from '../../market/price-grid.ts';
import type { FaultLog } from './fault-log.ts';
import {
  FAR_CONFIRMED,
  FAR_MOVES,
  FAR_SHARE,
  FAR_SHARE_AUCTION,
  FAR_TICKS,
  LOST_MOST,
  MOVES_KNOWN,
  PRICE_MOST,
  QUANTITY_MOST,
  STEPS_KNOWN,
  STRAY_MOST,
  TIME_BACK_US,
  TIME_LATE_US,
  TIME_OUTSIDE_US,
  TIME_STILL_US,
  UNEVEN_MOST,
} from './input-limits.ts';
import type { SessionSpan } from './input-watch.ts';
import { LastAnswers } from './last-answers.ts';
import { TradeRuns } from './trade-runs.ts';

/** How far a stamp may be ahead of our clock, microseconds: what is further ahead is kept out of the candles elsewhere. */
const AHEAD_US = 5_000_000;
/** Weight of the last move in the mean of moves. */
const MOVE_WEIGHT = 0.02;

export class TradeWatch {
  /** Received time of the last trade that could be used, microseconds UTC; 0 before the first. */
  lastUs = 0;
  /** Longest time between two, microseconds. */
  longestSilenceUs = 0;
  /** Points; NaN before the first of the session. */
  lastPrice = Number.NaN;
  /** Times that the price has changed. */
  moves = 0;
  /** The next trade may be far from the last: trading was interrupted, or has not begun. */
  fresh = true;
  private readonly log: FaultLog;
  private readonly instrument: Instrument;
  private readonly earliestUs: number;
  private readonly latestUs: number;
  private readonly runs: TradeRuns;
  private readonly strays = new LastAnswers();
  private readonly uneven = new LastAnswers();
  private reference = Number.NaN;
  /** Points that are never far. */
  private readonly nearPoints: number;
  private meanMove = 0.5;
  private knownMoves = 0;
  private farPrice = Number.NaN;
  private farCount = 0;
  private lastExchangeUs = Number.NEGATIVE_INFINITY;
  /** The least delay of the session and what a trade may be later. */
  private latestDelayUs = Number.POSITIVE_INFINITY;
  private stillSinceUs = Number.NaN;
  private lastId = 0;
  private step = 0;
  private evenSteps = 0;

  constructor(log: FaultLog, instrument: Instrument, { openUs, closeUs }: SessionSpan) {
    this.log = log;
    this.instrument = instrument;
    this.nearPoints = FAR_TICKS * instrument.tick;
    this.earliestUs = openUs - TIME_OUTSIDE_US;
    this.latestUs = closeUs + TIME_OUTSIDE_US;
    this.runs = new TradeRuns(log);
  }

  /** The last price before the session, points. */
  refer(price: number): void {
    this.reference = price;
  }

  onClockAnchor(): void {
    this.latestDelayUs = Number.POSITIVE_INFINITY;
    this.stillSinceUs = Number.POSITIVE_INFINITY;
  }

  /** `f` is the record's place in `f64`. False for a trade that must not be used. */
  take(f64: Float64Array, f: number, flags: number, buyAgent: number, sellAgent: number): boolean {
    const price = f64[f + F64_A]!;
    const quantity = f64[f + F64_B]!;
    const isWhole = quantity >= 1 && quantity <= QUANTITY_MOST && Math.floor(quantity) === quantity;
    if (!(price > 0 && price <= PRICE_MOST && isWhole && f64[f + F64_EXCHANGE]! > 0)) return this.refuse(f64, f);
    const condition = (flags >> CONDITION_SHIFT) & CONDITION_MASK;
    // crosses and prints of other markets are no price of this one
    const isPrice = condition !== TradeCondition.cross && condition !== TradeCondition.other;
    const exchangeUs = f64[f + F64_EXCHANGE]!;
    const delayUs = f64[f + F64_RECEIVED]! - exchangeUs;
    const isTimely = !(
      delayUs < -AHEAD_US ||
      delayUs > this.latestDelayUs ||
      exchangeUs < this.lastExchangeUs - TIME_BACK_US ||
      exchangeUs < this.earliestUs ||
      exchangeUs > this.latestUs
    );
    if (isTimely) {
      this.strays.no();
      if (delayUs + TIME_LATE_US < this.latestDelayUs) this.latestDelayUs = delayUs + TIME_LATE_US;
      if (exchangeUs !== this.lastExchangeUs) this.stillSinceUs = f64[f + F64_RECEIVED]!;
      else if (f64[f + F64_RECEIVED]! - this.stillSinceUs > TIME_STILL_US) this.still(f64, f);
      this.lastExchangeUs = exchangeUs;
    } else this.stray(f64, f);
    // the engine keeps it out of the candles and counts it
    if (delayUs < -AHEAD_US) return true;
    if (isPrice && price !== this.lastPrice) {
      if (!this.isPlausible(f64, f, condition === TradeCondition.auction)) return false;
      if (isTimely) this.move(price);
    }
    if (!isTimely) return true;
    // of a source without numbers there is nothing to count
    if (f64[f + F64_C]! !== 0 || this.evenSteps !== 0) this.count(f64, f);
    const receivedUs = f64[f + F64_RECEIVED]!;
    if (receivedUs - this.lastUs > this.longestSilenceUs) this.silence(receivedUs - this.lastUs);
    this.lastUs = receivedUs;
    if (!isPrice) return true;
    this.fresh = false;
    this.runs.take(f64, f, condition === TradeCondition.regular ? flags & AGGRESSOR_MASK : -1, buyAgent, sellAgent);
    return true;
  }

  private refuse(f64: Float64Array, f: number): false {
    const price = f64[f + F64_A]!;
    const quantity = f64[f + F64_B]!;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const { log } = this;
    if (!(price > 0 && price <= PRICE_MOST)) return log.refuse('badPrice', price, PRICE_MOST, receivedUs);
    if (!(f64[f + F64_EXCHANGE]! > 0)) return log.refuse('badTime', f64[f + F64_EXCHANGE]!, 0, receivedUs);
    return log.refuse('badQuantity', quantity, QUANTITY_MOST, receivedUs);
  }

  private silence(silenceUs: number): void {
    if (this.lastUs > 0 && !this.fresh) this.longestSilenceUs = silenceUs;
  }

  /** Of a price that is another than the last. */
  private isPlausible(f64: Float64Array, f: number, isAuction: boolean): boolean {
    const price = f64[f + F64_A]!;
    if (!isOnGrid(this.instrument, price))
      return this.log.refuse('offGrid', price, this.instrument.tick, f64[f + F64_RECEIVED]!);
    if (Math.abs(price - this.lastPrice) <= this.nearPoints) {
      this.farCount = 0;
      return true;
    }
    return !this.isFar(f64, f, isAuction);
  }

  private isFar(f64: Float64Array, f: number, isAuction: boolean): boolean {
    const price = f64[f + F64_A]!;
    const isFirst = !(this.lastPrice > 0);
    const last = isFirst ? this.reference : this.lastPrice;
    if (!(last > 0)) return false;
    const wide = isFirst || isAuction || this.fresh || this.knownMoves < MOVES_KNOWN;
    const share = (wide ? FAR_SHARE_AUCTION : FAR_SHARE) * last;
    const moves = wide ? 0 : FAR_MOVES * this.meanMove;
    const limit = Math.max(share, moves, this.nearPoints);
    if (Math.abs(price - last) <= limit) {
      this.farCount = 0;
      return false;
    }
    this.farCount = Math.abs(price - this.farPrice) <= limit ? this.farCount + 1 : 1;
    this.farPrice = price;
    this.log.latch('farPrice', price, limit, f64[f + F64_RECEIVED]!);
    // beyond what a day allows it is no price at all, however often it comes
    if (this.farCount >= FAR_CONFIRMED && Math.abs(price - last) <= FAR_SHARE_AUCTION * last) {
      this.farCount = 0;
      return false;
    }
    this.log.refused += 1;
    return true;
  }

  private move(price: number): void {
    this.moves += 1;
    if (this.lastPrice > 0) {
      this.meanMove += MOVE_WEIGHT * (Math.abs(price - this.lastPrice) - this.meanMove);
      this.knownMoves += 1;
    }
    this.lastPrice = price;
  }

  /** A trade whose stamp says nothing of when it was. */
  private stray(f64: Float64Array, f: number): void {
    const strays = this.strays.yes();
    if (strays > STRAY_MOST) this.log.latch('strayTimes', strays, STRAY_MOST, f64[f + F64_RECEIVED]!);
  }

  private still(f64: Float64Array, f: number): void {
    const receivedUs = f64[f + F64_RECEIVED]!;
    this.log.latch('timeStandsStill', receivedUs - this.stillSinceUs, TIME_STILL_US, receivedUs);
  }

  /** Where numbers used to step evenly, skips and repetitions are trades that were lost or came twice. */
  private count(f64: Float64Array, f: number): void {
    const id = f64[f + F64_C]!;
    const receivedUs = f64[f + F64_RECEIVED]!;
    const step = id - this.lastId;
    const isEven = id > 0 && step === this.step;
    this.lastId = id;
    if (isEven) {
      this.evenSteps += 1;
      this.uneven.no();
      return;
    }
    if (this.evenSteps < STEPS_KNOWN) {
      this.evenSteps = 0;
      this.step = step > 0 && id > 0 ? step : 0;
      return;
    }
    const lost = step / this.step - 1;
    if (lost > LOST_MOST && id > 0) this.log.latch('tradesLost', lost, LOST_MOST, receivedUs);
    const uneven = this.uneven.yes();
    if (uneven > UNEVEN_MOST) this.log.latch('tradesMissing', uneven, UNEVEN_MOST, receivedUs);
  }
}
