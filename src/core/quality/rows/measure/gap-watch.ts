// Times of rows in a session go in; the times without rows that the hours around them do not explain come out.

import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../../../market/civil-time.ts';
import type { PartContext, RowColumns } from '../../row-rule.ts';
import { endAt, endsOf, isTimed, oldTimeFlag, timesOf } from './row-times.ts';
import type { TradingHours } from './trading-hours.ts';

/** A time without rows that is longer than the rows around it let expect. */
export interface LongGap {
  readonly startUs: number;
  readonly endUs: number;
  readonly lengthUs: number;
  /** The longest that was to be expected, microseconds. */
  readonly expectedUs: number;
  /** Part's row number of the first row after it. */
  readonly row: number;
  /** Trades that followed at once at one price: an auction ends so. 1 for a trade alone, 0 for other kinds. */
  readonly burst: number;
}

/** No gap of ticks below this is looked at. */
const SHORTEST_TICK_GAP_US = US_PER_MINUTE;
/** Intervals that must be missing at least, in candles. */
const SHORTEST_CANDLE_GAP = 3;
const TICK_BIN_US = 10 * US_PER_SECOND;
/** The longest of a day are judged; a part with more gaps than this trades seldom, and none of them means anything. */
const KEPT_GAPS = 64;
/** Rows this near on either side tell how busy the time of a gap usually is. */
const AROUND_US = US_PER_HOUR;
const LEAST_BINS_AROUND = 8;
/** How many times the expected longest wait a gap must be. */
const LONG_TIMES = 3;
/** Fewer rows tell nothing about usual waits. */
const TICKS_TO_JUDGE = 100;
const CANDLES_TO_JUDGE = 10;
const BURST_US = US_PER_SECOND;

interface Gap {
  readonly startUs: number;
  readonly endUs: number;
  readonly row: number;
  readonly price: number;
  burst: number;
}

export class GapWatch {
  private readonly hours: TradingHours;
  private readonly oldFlag: number;
  private readonly binUs: number;
  private readonly shortestUs: number;
  private readonly leastRows: number;
  /** 1 where a stretch of the session has a row. */
  private readonly bins: Uint8Array;
  private readonly gaps: Gap[] = [];
  private rows = 0;
  private lastUs = Number.NaN;
  /** End of the stretch in which the last row lies. */
  private quietUntilUs = Number.NEGATIVE_INFINITY;
  private bursting: Gap | undefined;

  constructor(context: PartContext, hours: TradingHours) {
    this.hours = hours;
    this.oldFlag = oldTimeFlag(context.kind);
    const intervalUs = context.intervalUs ?? 0;
    this.binUs = Math.max(TICK_BIN_US, intervalUs);
    this.leastRows = intervalUs > 0 ? CANDLES_TO_JUDGE : TICKS_TO_JUDGE;
    this.shortestUs = intervalUs > 0 ? SHORTEST_CANDLE_GAP * intervalUs : SHORTEST_TICK_GAP_US;
    this.bins = new Uint8Array(Math.max(1, Math.ceil((hours.closeUs - hours.openUs) / this.binUs)));
  }

  see(columns: RowColumns, from: number, to: number, offset: number): void {
    const times = timesOf(columns);
    const ends = endsOf(columns);
    const price = columns.aggressor === undefined ? undefined : columns.price;
    const maySkip = ends === times && this.oldFlag === 0;
    for (let index = from; index < to; ) {
      if (isTimed(columns, this.oldFlag, index)) {
        this.step(times[index]!, endAt(times, ends, index), offset + index, price?.[index]);
      }
      index++;
      if (maySkip && this.bursting === undefined) index = this.skipQuiet(times, index, to);
    }
  }

  /** In order of time. */
  longGaps(): readonly LongGap[] {
    if (this.rows < this.leastRows) return [];
    const long: LongGap[] = [];
    for (const { startUs, endUs, row, burst } of this.gaps) {
      const lengthUs = endUs - startUs;
      const expectedUs = Math.max(this.shortestUs, LONG_TIMES * this.expectedLongestUs(startUs, endUs));
      if (lengthUs > expectedUs) long.push({ startUs, endUs, lengthUs, expectedUs, row, burst });
    }
    return long.sort((a, b) => a.startUs - b.startUs);
  }

  private step(timeUs: number, endUs: number, row: number, price: number | undefined): void {
    const { openUs, closeUs } = this.hours;
    if (!(timeUs >= openUs && timeUs < closeUs)) return;
    this.rows++;
    if (this.bursting !== undefined) this.followBurst(timeUs, price);
    if (timeUs - this.lastUs >= this.shortestUs) this.note(timeUs, row, price);
    const bin = Math.floor((timeUs - openUs) / this.binUs);
    this.bins[bin] = 1;
    if (endUs <= this.lastUs) return;
    this.lastUs = endUs;
    this.quietUntilUs = Math.min(closeUs, openUs + (bin + 1) * this.binUs);
  }

  /** Passes over ticks of the stretch of the last one: they mark nothing new and leave no gap that counts. */
  private skipQuiet(times: Float64Array, from: number, to: number): number {
    const { quietUntilUs } = this;
    let { lastUs } = this;
    let index = from;
    while (index < to && times[index]! >= lastUs && times[index]! < quietUntilUs) lastUs = times[index++]!;
    this.rows += index - from;
    this.lastUs = lastUs;
    return index;
  }

  private note(timeUs: number, row: number, price: number | undefined): void {
    const gap: Gap = {
      startUs: this.lastUs,
      endUs: timeUs,
      row,
      price: price ?? Number.NaN,
      burst: price === undefined ? 0 : 1,
    };
    if (this.gaps.length === KEPT_GAPS) {
      let shortest = 0;
      for (const [index, { startUs, endUs }] of this.gaps.entries()) {
        const than = this.gaps[shortest]!;
        if (endUs - startUs < than.endUs - than.startUs) shortest = index;
      }
      const least = this.gaps[shortest]!;
      if (gap.endUs - gap.startUs <= least.endUs - least.startUs) return;
      this.gaps.splice(shortest, 1);
    }
    this.gaps.push(gap);
    if (price !== undefined) this.bursting = gap;
  }

  private followBurst(timeUs: number, price: number | undefined): void {
    const gap = this.bursting!;
    if (price === gap.price && timeUs - gap.endUs <= BURST_US) gap.burst++;
    else this.bursting = undefined;
  }

  /**
   * The longest run of empty stretches to expect in a session as busy as the time around the gap, were its rows spread by
   * chance: ln(stretches) / -ln(share of empty ones), the usual size of the longest run of failures.
   */
  private expectedLongestUs(startUs: number, endUs: number): number {
    const { bins, binUs } = this;
    const binAt = (timeUs: number): number => Math.floor((timeUs - this.hours.openUs) / binUs);
    const around = Math.max(LEAST_BINS_AROUND, Math.ceil(AROUND_US / binUs));
    const [gapFrom, gapTo] = [binAt(startUs), binAt(endUs)];
    let seen = 0;
    let empty = 0;
    for (let bin = Math.max(0, gapFrom - around); bin < Math.min(bins.length, gapTo + around); bin++) {
      if (bin > gapFrom && bin < gapTo) continue;
      seen++;
      if (bins[bin] === 0) empty++;
    }
    // one more than was seen of each: with none empty among a hundred, one in a hundred may be
    const share = (empty + 1) / (seen + 2);
    return (binUs * Math.log(bins.length + 1)) / -Math.log(share);
  }
}
