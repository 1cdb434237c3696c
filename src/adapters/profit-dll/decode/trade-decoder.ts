// Raw trades of one instrument in; trade and correction events out, without sentinels, trades of other days and repetitions.

import { dayNumberAt, US_PER_MINUTE, utcUsOf } from '../../../core/market/civil-time.ts';
import type { EventBatch } from '../../../core/market/event-batch.ts';
import {
  CORRECTION_REPLACES,
  F64_RECEIVED,
  I32_KIND,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from '../../../core/market/event-record.ts';
import { isOnGrid, priceAt, tickAt } from '../../../core/market/price-grid.ts';
import { FEED_EDIT, TRADE } from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FollowedInstrument } from './feed-facts.ts';
import { int64At } from './int64.ts';
import { type LocalClock, MS_PER_DAY, NO_UTC } from './local-clock.ts';
import { RecentEdits } from './recent-edits.ts';
import { tradeFlagsOf } from './trade-kind.ts';
import { TradeNumbers } from './trade-numbers.ts';

const KIND_MASK = 0xff;
/** Around midnight the day of the trade and that of its arrival may differ by this. */
const MIDNIGHT_US = 5 * US_PER_MINUTE;

/** Within the years of the calendar: 2009 to 2099. */
const FIRST_US = utcUsOf('2009-01-01', 0);
const END_US = utcUsOf('2099-12-31', 0);

export class TradeDecoder {
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private readonly clock: LocalClock;
  private readonly numbers = new TradeNumbers();
  private readonly edits = new RecentEdits();
  private unremembered = 0;
  private timeUs = NO_UTC;
  private day = 0;
  /** Local day on which messages arrive, and the times between which it is that. */
  private arrivalDay = -1;
  private dayStartUs = 0;
  private dayEndUs = 0;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters, clock: LocalClock) {
    this.instrument = instrument;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * A live trade. `sessionDay`: the day that is traded, whole local days since 1970-01-01; undefined: the day on which it arrives.
   */
  takeLive(
    view: DataView,
    at: number,
    flags: number,
    arrival: Arrival,
    sessionDay: number | undefined,
    batch: EventBatch,
  ): void {
    if (!this.isTrade(view, at)) return;
    const { counters } = this;
    if (!this.isOfDay(sessionDay, arrival)) {
      counters.otherDay += 1;
      return;
    }
    const number = view.getUint32(at + TRADE.number, true);
    if ((flags & FEED_EDIT) !== 0) {
      this.takeEdit(view, at, number, arrival, batch);
      return;
    }
    if (number === 0) counters.unnumbered += 1;
    else if (this.numbers.has(this.day, number)) {
      counters.duplicates += 1;
      return;
    } else this.remember(this.day, number);
    this.push(view, at, number, tradeFlagsOf(view.getUint8(at + TRADE.tradeType)), arrival, batch);
    counters.trades += 1;
  }

  /** A live trade with this number is from now on a repetition. */
  markSeen(day: number, number: number): void {
    if (number !== 0) this.remember(day, number);
  }

  private takeEdit(view: DataView, at: number, number: number, arrival: Arrival, batch: EventBatch): void {
    const price = view.getFloat64(at + TRADE.price, true);
    const quantity = int64At(view, at + TRADE.quantity);
    const type = view.getUint8(at + TRADE.tradeType);
    if (this.edits.isRepeated(this.timeUs, number, price, quantity, type)) {
      this.counters.duplicateEdits += 1;
      return;
    }
    if (number !== 0 && !this.numbers.has(this.day, number)) {
      // the trade itself was lost or is late: it is told once, as it is now, and what comes of it later is a repetition
      this.remember(this.day, number);
      this.push(view, at, number, tradeFlagsOf(type), arrival, batch);
      this.counters.trades += 1;
      return;
    }
    const index = this.push(view, at, number, tradeFlagsOf(type) | CORRECTION_REPLACES, arrival, batch);
    const word = index * RECORD_I32 + I32_KIND;
    batch.i32[word] = (batch.i32[word]! & ~KIND_MASK) | Kind.tradeCorrection;
    this.counters.corrections += 1;
  }

  /** Whether it is one; leaves its time and its local day in the fields. */
  private isTrade(view: DataView, at: number): boolean {
    const { counters } = this;
    const price = view.getFloat64(at + TRADE.price, true);
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) {
      counters.badPrice += 1;
      return false;
    }
    const quantity = int64At(view, at + TRADE.quantity);
    if (!(quantity > 0 && quantity <= Number.MAX_SAFE_INTEGER)) {
      counters.badQuantity += 1;
      return false;
    }
    const { clock } = this;
    clock.read(view, at + TRADE.localMs);
    this.timeUs = clock.us;
    if (this.timeUs === NO_UTC) {
      counters.noTime += 1;
      return false;
    }
    this.day = Math.floor(clock.localMs / MS_PER_DAY);
    if (isOnGrid(this.instrument.grid, price)) return true;
    counters.offGrid += 1;
    return false;
  }

  private isOfDay(sessionDay: number | undefined, arrival: Arrival): boolean {
    if (sessionDay !== undefined) return this.day === sessionDay;
    // a clock outside of the calendar says nothing about days
    const { us } = arrival;
    if (!(us > FIRST_US && us < END_US)) return false;
    if (us < this.dayStartUs || us >= this.dayEndUs) this.enterDay(us);
    return this.day === this.arrivalDay || Math.abs(us - this.timeUs) < MIDNIGHT_US;
  }

  private enterDay(us: number): void {
    this.arrivalDay = dayNumberAt(us);
    this.dayStartUs = utcUsOf(this.arrivalDay, 0);
    this.dayEndUs = utcUsOf(this.arrivalDay + 1, 0);
  }

  private remember(day: number, number: number): void {
    this.numbers.add(day, number);
    const { unremembered } = this.numbers;
    this.counters.unremembered += unremembered - this.unremembered;
    this.unremembered = unremembered;
  }

  private push(view: DataView, at: number, number: number, flags: number, arrival: Arrival, batch: EventBatch): number {
    const { grid, instrumentId } = this.instrument;
    // exactly the price of the tick, whatever noise its float had
    const price = priceAt(grid, tickAt(grid, view.getFloat64(at + TRADE.price, true)));
    const index = batch.pushTrade(
      instrumentId,
      this.timeUs,
      price,
      int64At(view, at + TRADE.quantity),
      flags,
      number,
      view.getInt32(at + TRADE.buyAgent, true),
      view.getInt32(at + TRADE.sellAgent, true),
    );
    batch.f64[index * RECORD_F64 + F64_RECEIVED] = arrival.us;
    return index;
  }
}
