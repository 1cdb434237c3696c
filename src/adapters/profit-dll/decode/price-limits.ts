// The price limits in the vendor's summary of the day in; events of kind priceLimits out, when they have changed and can be right.

import { dayNumberAt } from '../../../core/market/civil-time.ts';
import type { EventBatch } from '../../../core/market/event-batch.ts';
import { F64_RECEIVED, RECORD_F64 } from '../../../core/market/event-record.ts';
import { priceAt, ticksDownFrom, ticksUpFrom } from '../../../core/market/price-grid.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FollowedInstrument } from './feed-facts.ts';

/** A limit further from the price than by this factor is a filler of the vendor, not a limit of the exchange. */
const FAR = 2;
/** What a summary says of one side, in points: nothing, or something that is none. */
const UNKNOWN = 0;
const NO_LIMIT = -1;

/**
 * A side that a summary leaves out, or fills with what can be no limit, stays as it was told before on the same day. Limits that the last
 * price contradicts, or each other, are not known any more: 0. At a limit the last price is the limit.
 */
export class LimitDecoder {
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private day = 0;
  private low = UNKNOWN;
  private high = UNKNOWN;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters) {
    this.instrument = instrument;
    this.counters = counters;
  }

  /** Tells them again at the next summary. */
  forget(): void {
    this.low = UNKNOWN;
    this.high = UNKNOWN;
  }

  /** `last` is 0 where nothing has traded. `timeUs`: the summary's own time; of another day than today it says nothing of today. */
  take(lower: number, upper: number, last: number, timeUs: number, arrival: Arrival, batch: EventBatch): void {
    const day = dayNumberAt(arrival.us);
    if (dayNumberAt(timeUs) !== day) {
      if (lower !== 0 || upper !== 0) this.counters.badLimits += 1;
      return;
    }
    const { low, high } = this;
    const isNewDay = day !== this.day;
    this.day = day;
    this.low = this.held(lower, last, isNewDay ? UNKNOWN : low, true);
    this.high = this.held(upper, last, isNewDay ? UNKNOWN : high, false);
    if (this.low !== UNKNOWN && this.high !== UNKNOWN && this.low >= this.high) {
      this.counters.badLimits += 1;
      this.forget();
    }
    const isKnown = this.low !== UNKNOWN || this.high !== UNKNOWN;
    if (this.low === low && this.high === high && !(isNewDay && isKnown)) return;
    const index = batch.pushPriceLimits(this.instrument.instrumentId, timeUs, this.low, this.high);
    batch.f64[index * RECORD_F64 + F64_RECEIVED] = arrival.us;
    this.counters.priceLimits += 1;
  }

  /** One side as it is known now: what was told before where the summary says nothing of it. */
  private held(told: number, last: number, before: number, isLow: boolean): number {
    const limit = this.limitOf(told, last, isLow);
    if (limit === NO_LIMIT) this.counters.badLimits += 1;
    const now = limit > 0 ? limit : before;
    const isContradicted = now > 0 && last > 0 && (isLow ? now > last : now < last);
    if (!isContradicted) return now;
    this.counters.badLimits += 1;
    return UNKNOWN;
  }

  /** In points on the grid, rounded inwards: no order may lie beyond. */
  private limitOf(told: number, last: number, isLow: boolean): number {
    if (told === 0) return UNKNOWN;
    if (!(told > 0 && told < Number.MAX_SAFE_INTEGER)) return NO_LIMIT;
    if (last > 0 && (told * FAR < last || told > last * FAR)) return NO_LIMIT;
    const { grid } = this.instrument;
    const ticks = isLow ? ticksUpFrom(grid, told) : ticksDownFrom(grid, told);
    return ticks > 0 ? priceAt(grid, ticks) : NO_LIMIT;
  }
}
