// Times of rows go in; the first and last inside the trading hours come out, and how far they lie from open and close.

import { US_PER_MINUTE } from '../../../market/civil-time.ts';
import { parseSymbol } from '../../../market/symbol.ts';
import type { PartContext, RowColumns } from '../../row-rule.ts';
import { endAt, endsOf, isTimed, oldTimeFlag, timesOf } from './row-times.ts';
import type { TradingHours } from './trading-hours.ts';

/** The first trade of a good day came up to ten minutes after the open. */
const MARGIN_US = 15 * US_PER_MINUTE;
/** In an instrument that trades seldom, a wait of as many usual waits is nothing. */
const USUAL_WAITS = 10;
/** Other instruments than WDO, DOL, WIN and IND may trade once in an afternoon: with fewer rows they are not judged. */
const ROWS_TO_JUDGE = 50;

export class DaySpan {
  /** Rows inside the hours. */
  rows = 0;
  /** Part's row numbers and times of the first and the last of them by time. */
  firstRow = 0;
  firstUs = Number.POSITIVE_INFINITY;
  lastRow = 0;
  lastUs = Number.NEGATIVE_INFINITY;
  private readonly hours: TradingHours;
  private readonly intervalUs: number;
  private readonly oldFlag: number;
  private readonly leastRows: number;

  constructor(context: PartContext, hours: TradingHours) {
    this.hours = hours;
    this.intervalUs = context.intervalUs ?? 0;
    this.oldFlag = oldTimeFlag(context.kind);
    this.leastRows = parseSymbol(context.instrument) === undefined ? ROWS_TO_JUDGE : 1;
  }

  see(columns: RowColumns, from: number, to: number, offset: number): void {
    const times = timesOf(columns);
    const ends = endsOf(columns);
    const { preOpenUs, endUs } = this.hours;
    let { rows, firstUs, lastUs, oldFlag } = this;
    for (let index = from; index < to; index++) {
      const timeUs = times[index]!;
      if (!(timeUs >= preOpenUs && timeUs < endUs) || (oldFlag !== 0 && !isTimed(columns, oldFlag, index))) continue;
      rows++;
      if (timeUs < firstUs) {
        firstUs = timeUs;
        this.firstRow = offset + index;
      }
      const rowEndUs = ends === times ? timeUs : endAt(times, ends, index);
      if (rowEndUs > lastUs) {
        lastUs = rowEndUs;
        this.lastRow = offset + index;
      }
    }
    this.rows = rows;
    this.firstUs = firstUs;
    this.lastUs = lastUs;
  }

  /** Whether there are enough rows to tell late from seldom. */
  get isTelling(): boolean {
    return this.rows >= this.leastRows;
  }

  /** How long after the open (or before the close) a first (last) row is nothing to speak of, microseconds. */
  toleranceUs(): number {
    const usualWaitUs = this.rows < 2 ? 0 : (this.lastUs - this.firstUs) / this.rows - this.intervalUs;
    return Math.max(MARGIN_US, 2 * this.intervalUs, USUAL_WAITS * usualWaitUs);
  }
}
