// Prices of a day go in; long times come out in which they did not move while rows kept coming.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../market/event-record.ts';
import { type Example, type Finding, MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowKind, RowRule } from '../row-rule.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import { END_TIME_US, endsOf, FIRST_TIME_US, timesOf } from './measure/row-times.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

interface Patience {
  readonly lengthUs: number;
  readonly rows: number;
}

/** So long, and over so many rows, a price may stand. A quote has longer: it stands while nobody trades. */
const PATIENCE: Partial<Record<RowKind, Patience>> = {
  trades: { lengthUs: 20 * US_PER_MINUTE, rows: 200 },
  quotes: { lengthUs: 45 * US_PER_MINUTE, rows: 500 },
  lasts: { lengthUs: 45 * US_PER_MINUTE, rows: 30 },
  candles: { lengthUs: 20 * US_PER_MINUTE, rows: 20 },
};
/** Cheap instruments stand on one tick for hours: those with fewer ticks in their price are not judged. */
const TICKS_IN_PRICE = 1000;
const QUOTE_WHOLE = QUOTE_HAS_BID | QUOTE_HAS_ASK;

export const constantPrice: RowRule = {
  id: 'constant-price',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'lasts', 'candles'],
  meaning:
    'A price that stands still for 20 minutes (quotes and last prices 45) while rows keep coming: a feed that repeats itself, or rows that were filled in.',
  start: (context) => new StandingPrice(context, PATIENCE[context.kind]!),
};

/** Runs of equal prices; the columns of a quote must both stand, and high and low of a candle be one price. */
class StandingPrice implements RowCheck {
  private readonly context: PartContext;
  private readonly patience: Patience;
  private readonly openUs: number;
  private readonly closeUs: number;
  private readonly examples: Example[] = [];
  private longRuns = 0;
  private longRows = 0;
  private longestUs = 0;
  private price = Number.NaN;
  private other = Number.NaN;
  private startUs = 0;
  private endUs = 0;
  private startRow = 0;
  private runRows = 0;

  constructor(context: PartContext, { lengthUs, rows }: Patience) {
    const hours = tradingHoursOf(context);
    this.context = context;
    this.patience = { lengthUs: Math.max(lengthUs, rows * (context.intervalUs ?? 0)), rows };
    this.openUs = hours?.openUs ?? FIRST_TIME_US;
    this.closeUs = hours?.closeUs ?? END_TIME_US;
  }

  rows(columns: RowColumns, from: number, to: number, offset: number): void {
    const { kind } = this.context;
    const [times, ends] = [timesOf(columns), endsOf(columns)];
    const [first, second] = pairOf(kind, columns);
    const quoteFlags = kind === 'quotes' ? columns.flags! : undefined;
    let { price, other, runRows, endUs } = this;
    for (let index = from; index < to; index++) {
      const timeUs = times[index]!;
      if (!(timeUs >= this.openUs && timeUs < this.closeUs)) continue;
      if (quoteFlags !== undefined && (quoteFlags[index]! & QUOTE_WHOLE) !== QUOTE_WHOLE) continue;
      if (first[index] !== price || second[index] !== other) {
        this.endRun(price, runRows, endUs);
        // a candle with a range stands nowhere: nothing equals NaN, so its run ends with the next row
        price = kind === 'candles' && first[index] !== second[index] ? Number.NaN : first[index]!;
        other = second[index]!;
        this.startUs = timeUs;
        this.startRow = offset + index;
        runRows = 0;
      }
      runRows++;
      endUs = ends[index]!;
    }
    this.price = price;
    this.other = other;
    this.runRows = runRows;
    this.endUs = endUs;
  }

  finding(): Finding | undefined {
    const { price, runRows, endUs } = this;
    const goesOn = this.isLong(price, runRows, endUs);
    const runs = this.longRuns + (goesOn ? 1 : 0);
    if (runs === 0) return undefined;
    const longestUs = Math.max(this.longestUs, goesOn ? endUs - this.startUs : 0);
    return {
      rule: constantPrice.id,
      severity: 'warn',
      rows: this.longRows + (goesOn ? runRows : 0),
      detail:
        `The price stands still ${runs === 1 ? 'once' : `${runs} times`} while rows keep coming, for up to ` +
        `${lengthOfTime(longestUs)}: a feed that repeats itself, rows that were filled in, or a limit of the day`,
      examples:
        goesOn && this.examples.length < MAX_EXAMPLES
          ? [...this.examples, this.example(price, runRows, endUs)]
          : this.examples.slice(),
      values: { runs, longestUs },
    };
  }

  private isLong(price: number, runRows: number, endUs: number): boolean {
    const { lengthUs, rows } = this.patience;
    const isStanding = runRows >= rows && endUs - this.startUs >= lengthUs && endUs < END_TIME_US;
    return isStanding && price >= TICKS_IN_PRICE * this.context.terms.tick && price < Number.POSITIVE_INFINITY;
  }

  private endRun(price: number, runRows: number, endUs: number): void {
    if (!this.isLong(price, runRows, endUs)) return;
    if (this.longRuns++ < MAX_EXAMPLES) this.examples.push(this.example(price, runRows, endUs));
    this.longRows += runRows;
    this.longestUs = Math.max(this.longestUs, endUs - this.startUs);
  }

  private example(price: number, runRows: number, endUs: number): Example {
    const { startUs, startRow } = this;
    const what = `${price} for ${lengthOfTime(endUs - startUs)} from ${clockOf(this.context, startUs)}, ${runRows} rows`;
    return { row: startRow, timeUs: startUs, what };
  }
}

function pairOf(kind: RowKind, columns: RowColumns): readonly [Float64Array, Float64Array] {
  if (kind === 'quotes') return [columns.bid!, columns.ask!];
  if (kind === 'candles') return [columns.high!, columns.low!];
  return [columns.price!, columns.price!];
}
