// Amounts as they come, with their times, and candles in; the sums over a candle's own time out, and whether nothing is missing in them.

import type { Candle } from '../../candles/candle.ts';
import { US_PER_SECOND } from '../../market/civil-time.ts';
import type { SessionContext } from '../session-context.ts';

const FIRST_MARKS = 128;

/** What tells of itself when it was, microseconds UTC: a time that is handed over as a number may be made an object for each event. */
interface Timed {
  readonly timeUs: number;
}

/**
 * A candle's time begins where the candle before ended, the first one's with the session; where an interval without a trade lies in
 * between, it begins with the whole second in which the candle opens, and what came before counts in none. A running candle without
 * duration has not begun: it counts from the end of the candle before. Whole is what began with the source known: at its beginning, or
 * for a first candle that begins with the session at any time in it.
 */
export class CandleSums {
  /** Of all that came since the last candle ended; to be added to after `at`. */
  readonly sums: Float64Array;
  private openUs = Number.NaN;
  private endUs = Number.NaN;
  private knownUs = Number.POSITIVE_INFINITY;
  private isFirstCandle = true;
  private isBroken = false;
  /** Each second in which something came since then, and the sums as they were before it. */
  private seconds = new Float64Array(FIRST_MARKS);
  private before: Float64Array;
  private marks = 0;

  constructor(amounts: number) {
    this.sums = new Float64Array(amounts);
    this.before = new Float64Array(amounts * FIRST_MARKS);
  }

  /** To be called with each event first: a session knows nothing of the one before. */
  follow({ openUs }: SessionContext): void {
    if (openUs === this.openUs) return;
    this.openUs = openUs;
    this.endUs = openUs;
    this.knownUs = Number.POSITIVE_INFINITY;
    this.isFirstCandle = true;
    this.isBroken = false;
    this.forget();
  }

  get isKnown(): boolean {
    return this.knownUs < Number.POSITIVE_INFINITY;
  }

  /** From here on nothing is missing. */
  begin({ timeUs }: Timed): void {
    if (!this.isKnown) this.knownUs = timeUs;
  }

  /** What comes next does not continue what came before. */
  breakOff({ timeUs }: Timed): void {
    this.knownUs = Number.POSITIVE_INFINITY;
    if (timeUs >= this.openUs) this.isBroken = true;
  }

  /** What is added next is of this time. */
  at({ timeUs }: Timed): void {
    // an interval includes its end
    const second = Math.ceil(timeUs / US_PER_SECOND) - 1;
    if (this.marks === 0 || second > this.seconds[this.marks - 1]!) this.mark(second);
  }

  isWhole(candle: Candle): boolean {
    const beginUs = this.beginOf(candle);
    return this.knownUs <= beginUs || (this.isKnown && this.isFirstCandle && !this.isBroken && beginUs <= this.openUs);
  }

  sumOf(candle: Candle, amount: number): number {
    const beginUs = this.beginOf(candle);
    if (beginUs === this.endUs) return this.sums[amount]!;
    const mark = this.markFrom(beginUs);
    return mark === this.marks ? 0 : this.sums[amount]! - this.before[mark * this.sums.length + amount]!;
  }

  secondsOf(candle: Candle): number {
    return (candle.closeTimeUs - this.beginOf(candle)) / US_PER_SECOND;
  }

  /** Whether the candle is of the session, not of a warm-up before it. */
  isOfSession({ openTimeUs, closeTimeUs }: Candle): boolean {
    return closeTimeUs > this.openUs || openTimeUs >= this.openUs;
  }

  /** The next candle's sums begin; a candle before the session ends before any. */
  endCandle(candle: Candle): void {
    if (!this.isOfSession(candle)) return;
    this.endUs = candle.closeTimeUs;
    // known in time, whatever the stamp
    if (this.isKnown && this.knownUs > candle.closeTimeUs) this.knownUs = candle.closeTimeUs;
    this.isFirstCandle = false;
    this.isBroken = false;
    this.forget();
  }

  private beginOf({ openTimeUs, closeTimeUs }: Candle): number {
    if (openTimeUs >= closeTimeUs) return this.endUs;
    return Math.max(this.endUs, Math.floor(openTimeUs / US_PER_SECOND) * US_PER_SECOND);
  }

  /** The first mark that is not before that time. */
  private markFrom(timeUs: number): number {
    let low = 0;
    let high = this.marks;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.seconds[middle]! * US_PER_SECOND < timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private mark(second: number): void {
    const { sums, marks } = this;
    if (marks === this.seconds.length) this.grow();
    this.seconds[marks] = second;
    for (let amount = 0; amount < sums.length; amount++) this.before[marks * sums.length + amount] = sums[amount]!;
    this.marks = marks + 1;
  }

  /** As many marks as a candle has seconds, at most. */
  private grow(): void {
    const { seconds, before } = this;
    this.seconds = new Float64Array(2 * seconds.length);
    this.before = new Float64Array(2 * before.length);
    this.seconds.set(seconds);
    this.before.set(before);
  }

  private forget(): void {
    this.sums.fill(0);
    this.marks = 0;
  }
}
