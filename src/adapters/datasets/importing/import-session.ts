// Collects the rows of one file by symbol and day, stages every day that is complete and keeps count of what was seen.

import { formatDay } from '../../../core/market/civil-day.ts';
import { resolveContract } from '../../../core/market/contract.ts';
import { inferSides, type SideRule } from '../../../core/market/infer-side.ts';
import { B3_TIME_ZONE, type InstrumentTerms } from '../../../core/market/instrument-terms.ts';
import type { Provenance, SideSource } from '../../../core/market/provenance.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import { candleKindOf } from '../candle-kind.ts';
import { inspect } from '../inspection.ts';
import type { TermsBook } from '../instruments/terms-book.ts';
import type { Adjustment, PartQuality } from '../manifest.ts';
import type { PartStaging } from '../part-staging.ts';
import type { PartColumns, RowBuffer } from '../row-buffer.ts';
import type { PartKind } from '../schema.ts';
import type { StagedPart } from '../staged-part.ts';
import { closeCandles } from './candle-closing.ts';
import { DayRows, midnightUsOf, TRADE } from './day-rows.ts';
import { sidesAreUseless } from './useless-sides.ts';

/** One staged part with what the checks found. */
export interface StagedDay {
  readonly symbol: string;
  readonly dayNumber: number;
  readonly staged: StagedPart;
  /** Midnight of the day in the time zone of the file, microseconds UTC. */
  readonly midnightUs: number;
  /** How the sides of the trades were found. */
  readonly sideSource: SideSource;
  readonly terms: InstrumentTerms;
  readonly quality: PartQuality;
}

export interface SessionOptions {
  readonly file: string;
  readonly staging: PartStaging;
  readonly terms: TermsBook;
  readonly provenance: Provenance;
  /** What the user said about the adjustment of the series. */
  readonly adjusted: Adjustment | undefined;
  /** The rule by which sides that the source does not tell are worked out, where the user asks for it. */
  readonly inferSide: SideRule | undefined;
  /** Interval of candles where the user gave it; else it is found in the first day. Microseconds. */
  readonly intervalUs: number | undefined;
  /** Optional columns that this file fills, by their names in schema.ts. */
  readonly filled: ReadonlySet<string>;
  /** Trades and quotes stand newest first; candles are recognised by themselves. */
  readonly newestFirst?: boolean;
  /** The file is ordered by instrument: the day of one is whole when the next begins. */
  readonly byInstrument?: boolean;
  /** Rows stand in no order of time, or come from several files: each day is sorted, equal times keep their order. */
  readonly sortByTime?: boolean;
  /** The exchange itself tells the aggressors: a day on which only one side took is no broker's constant. */
  readonly tellsSides?: boolean;
  /** IANA name of the zone that the days are local dates of; Sao Paulo when absent. */
  readonly timeZone?: string;
  /** Microseconds UTC of midnight of a day in the time zone of the file; Sao Paulo when absent. */
  readonly midnightUs?: (dayNumber: number) => number;
}

export class ImportSession {
  /** Data rows of the file; accepted ones are those not skipped. */
  rowsRead = 0;
  rowsSkipped = 0;
  readonly days: StagedDay[] = [];
  /** What the importer has to say about the file, in sentences. */
  readonly notices: string[] = [];
  uselessSideDays = 0;
  intervalUs: number | undefined;
  private readonly options: SessionOptions;
  private readonly open = new Map<string, DayRows>();
  private readonly done = new Set<string>();
  private openDay = Number.NaN;

  constructor(options: SessionOptions) {
    this.options = options;
    this.intervalUs = options.intervalUs;
  }

  /** The rows of a symbol on a day. A new day closes the one before; a day that was closed cannot be opened again. */
  day(symbol: string, dayNumber: number): DayRows {
    if (dayNumber !== this.openDay) {
      this.flush();
      this.openDay = dayNumber;
    }
    const found = this.open.get(symbol);
    if (found !== undefined) return found;
    if (this.options.byInstrument === true) this.stageOpen();
    const key = `${symbol} ${dayNumber}`;
    if (this.done.has(key)) throw this.scatteredError(symbol, dayNumber);
    this.done.add(key);
    const rows = new DayRows(
      symbol,
      dayNumber,
      (this.options.midnightUs ?? midnightUsOf)(dayNumber),
      this.options.filled,
    );
    this.open.set(symbol, rows);
    return rows;
  }

  /** Stages the days that are still open; to be called after the last row. */
  flush(): void {
    this.stageOpen();
    this.openDay = Number.NaN;
  }

  private stageOpen(): void {
    for (const rows of this.open.values()) this.stageDay(rows);
    this.open.clear();
  }

  private stageDay(rows: DayRows): void {
    if (this.options.newestFirst === true) rows.reverseTicks();
    if (this.options.sortByTime === true) rows.sortTicks();
    if (rows.trades.length > 0) this.stageTrades(rows);
    for (const kind of ['quotes', 'levels', 'orders', 'lasts'] as const) {
      if (rows[kind].length > 0) this.stagePart(rows, kind, rows[kind]);
    }
    if (rows.candles.length > 0) {
      this.intervalUs = closeCandles(rows, this.intervalUs, this.options.file);
      this.stagePart(rows, candleKindOf(this.intervalUs), rows.candles);
    }
  }

  private stageTrades(rows: DayRows): void {
    const { trades, quotes } = rows;
    const aggressor = trades.columns[TRADE.aggressor]!.subarray(0, trades.length);
    const hasSides = aggressor.some((side) => side !== 0);
    const useless = this.options.tellsSides === true ? !hasSides : sidesAreUseless(aggressor);
    if (useless && hasSides) {
      this.uselessSideDays++;
      aggressor.fill(0);
    }
    const columns = trades.take();
    const rule = useless ? this.options.inferSide : undefined;
    if (rule === undefined) return this.stage(rows, 'trades', columns, useless ? 'none' : 'feed');
    const inferred = inferSides(rule, columns, quotes.length > 0 ? quotes.take() : undefined);
    this.stage(rows, 'trades', { ...columns, inferred_side: inferred }, rule);
  }

  private stagePart(rows: DayRows, kind: PartKind, buffer: RowBuffer): void {
    this.stage(rows, kind, buffer.take(), 'none');
  }

  private stage(rows: DayRows, kind: PartKind, columns: PartColumns, sideSource: SideSource): void {
    const { symbol, dayNumber, midnightUs } = rows;
    const { provenance, adjusted, staging, timeZone } = this.options;
    const terms = this.options.terms.termsFor(symbol, columns, timeZone ?? B3_TIME_ZONE);
    const instrument = contractOn(symbol, dayNumber);
    const identity = { instrument, kind, dayNumber, midnightUs, terms, provenance, adjusted: adjusted ?? 'none' };
    this.days.push({
      symbol,
      dayNumber,
      midnightUs,
      sideSource,
      terms,
      quality: inspect(identity, columns),
      staged: staging.stage(kind, formatDay(dayNumber), columns),
    });
  }

  private scatteredError(symbol: string, dayNumber: number): UserError {
    return new UserError({
      code: 'wrong-order',
      message: `${this.options.file} has rows of ${symbol} on ${formatDay(dayNumber)} in two places, with other days between`,
      file: this.options.file,
      fix: 'Sort the file by time (rows of equal time in their original order) and import it again',
    });
  }
}

/** The dated contract that a root or continuous name is on a day, where the calendar knows it; any other name is itself. */
function contractOn(symbol: string, dayNumber: number): string {
  return isCovered(dayNumber) ? (resolveContract(symbol, dayNumber)?.symbol ?? symbol) : symbol;
}
