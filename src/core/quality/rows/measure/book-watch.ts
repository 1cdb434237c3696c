// States of a book, one after each change, go in; how often and how long it stood on one price or crossed comes out.

import { US_PER_MINUTE, US_PER_SECOND } from '../../../market/civil-time.ts';
import { type Finding, MAX_EXAMPLES, type Severity } from '../../finding.ts';
import type { PartContext } from '../../row-rule.ts';
import { clockOf, countOf, lengthOfTime } from './figures.ts';
import { RowLog } from './row-log.ts';
import { END_TIME_US, FIRST_TIME_US } from './row-times.ts';
import { tradingHoursOf } from './trading-hours.ts';

/** Until the opening auction is over the book crosses by nature; it is over when bid and ask part, or after this long. */
const OPENING_US = 15 * US_PER_MINUTE;
/** Above this share of the states most of the book is upside down: bid and ask were exchanged. */
const EXCHANGED_SHARE = 0.5;
/** No state is counted longer than this: then nobody was looking. */
const LONGEST_STATE_US = 10 * US_PER_SECOND;

/** How much of a fault is real: the two sides of a quote are not told at the same time. */
export interface BookFault {
  readonly rule: string;
  /** Up to this share of the states, or of the time, it is only noted. */
  readonly noteShare: number;
  /** Whether it can mean that bid and ask were exchanged. */
  readonly mayBeExchanged: boolean;
  /** "the book was locked" */
  readonly was: string;
  /** What it probably means when there is more of it. */
  readonly cause: string;
}

export class BookWatch {
  private readonly context: PartContext;
  private readonly fault: BookFault;
  private readonly log = new RowLog();
  private readonly hasHours: boolean;
  private readonly openUs: number;
  private readonly closeUs: number;
  private states = 0;
  private opened = false;
  private sinceUs = Number.NaN;
  private isFaulty = false;
  private totalUs = 0;
  private watchedUs = 0;

  constructor(context: PartContext, fault: BookFault) {
    const hours = tradingHoursOf(context);
    this.context = context;
    this.fault = fault;
    this.hasHours = hours !== undefined;
    this.openUs = hours?.openUs ?? FIRST_TIME_US;
    this.closeUs = hours?.closeUs ?? END_TIME_US;
  }

  /** Best prices after the row `row`, both sides present; `isFaulty` is the fault that is looked for. */
  see(row: number, timeUs: number, bid: number, ask: number, isFaulty: boolean): void {
    if (!(timeUs >= this.openUs && timeUs < this.closeUs)) return;
    if (!this.opened && !this.opens(timeUs, bid, ask)) return;
    this.states++;
    const lengthUs = Math.max(0, Math.min(LONGEST_STATE_US, timeUs - this.sinceUs));
    this.watchedUs += lengthUs;
    if (this.isFaulty) this.totalUs += lengthUs;
    this.sinceUs = timeUs;
    this.isFaulty = isFaulty;
    if (isFaulty && this.log.count++ < MAX_EXAMPLES) {
      this.log.list(row, timeUs, `bid ${bid} ask ${ask}, ${clockOf(this.context, timeUs)}`);
    }
  }

  finding(): Finding | undefined {
    const { rule, noteShare, mayBeExchanged, was, cause } = this.fault;
    const share = this.log.count / this.states;
    const isExchanged = mayBeExchanged && share > EXCHANGED_SHARE;
    const isUsual = share <= noteShare || this.totalUs <= noteShare * this.watchedUs;
    const severity: Severity = isExchanged ? 'refuse' : isUsual ? 'note' : 'warn';
    const why = { refuse: 'bid and ask were exchanged', warn: cause, note: 'the sides are told one after the other' };
    return this.log.finding(
      rule,
      severity,
      `In ${countOf(this.log.count, this.states, 'states')} of continuous trading ${was}, ` +
        `${lengthOfTime(this.totalUs)} together: ${why[severity]}`,
      { share, totalUs: this.totalUs },
    );
  }

  private opens(timeUs: number, bid: number, ask: number): boolean {
    // where no hours are known the first row starts the wait
    if (Number.isNaN(this.sinceUs)) this.sinceUs = this.hasHours ? this.openUs : timeUs;
    this.opened = bid < ask || timeUs >= this.sinceUs + OPENING_US;
    return this.opened;
  }
}
