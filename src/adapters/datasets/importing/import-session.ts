// Collects the rows of one file by symbol and day, stages every day that is complete and keeps count of what was seen.

import { formatDay } from '../../../core/market/civil-day.ts';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { closureOf, isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import { candleKindOf } from '../candle-kind.ts';
import type { PartStaging, StagedPart } from '../part-staging.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { type PartKind, timeColumnOf } from '../schema.ts';
import { closeCandles } from './candle-closing.ts';
import { checkDay, type DayChecks, sidesAreUseless, timesBack } from './day-checks.ts';
import { DayRows, midnightUsOf, TRADE } from './day-rows.ts';
import { type FarPrices, farPrices } from './far-prices.ts';

/** One staged part with what the checks found. */
export interface StagedDay {
  readonly symbol: string;
  readonly dayNumber: number;
  readonly staged: StagedPart;
  readonly checks: DayChecks;
  /** Undefined for quotes. */
  readonly far: FarPrices | undefined;
  /** Midnight of the day in the time zone of the file, microseconds UTC. */
  readonly midnightUs: number;
  /** The trades carry aggressors that can be trusted. */
  readonly hasSides: boolean;
}

export interface SessionOptions {
  readonly file: string;
  readonly staging: PartStaging;
  /** Interval of candles where the user gave it; else it is found in the first day. Microseconds. */
  readonly intervalUs: number | undefined;
  /** Optional columns that this file does not have, by their names in schema.ts. */
  readonly absent: ReadonlySet<string>;
  /** Trades and quotes stand newest first; candles are recognised by themselves. */
  readonly newestFirst?: boolean;
  /** Microseconds UTC of midnight of a day in the time zone of the file; Sao Paulo when absent. */
  readonly midnightUs?: (dayNumber: number) => number;
}

export class ImportSession {
  /** Data rows of the file; accepted ones are those not skipped. */
  rowsRead = 0;
  rowsSkipped = 0;
  readonly days: StagedDay[] = [];
  /** Days without trading that had rows, with the reason. */
  readonly closedDays: { readonly day: string; readonly why: string; readonly rows: number }[] = [];
  timesBack = 0;
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
    const key = `${symbol} ${dayNumber}`;
    if (this.done.has(key)) throw this.scatteredError(symbol, dayNumber);
    this.done.add(key);
    const rows = new DayRows(symbol, dayNumber, (this.options.midnightUs ?? midnightUsOf)(dayNumber));
    this.open.set(symbol, rows);
    return rows;
  }

  /** Stages the days that are still open; to be called after the last row. */
  flush(): void {
    for (const rows of this.open.values()) this.stageDay(rows);
    this.open.clear();
    this.openDay = Number.NaN;
  }

  private stageDay(rows: DayRows): void {
    const why = closureFor(rows);
    if (why !== undefined) {
      this.closedDays.push({ day: formatDay(rows.dayNumber), why, rows: rows.sourceRows });
      this.rowsSkipped += rows.sourceRows;
      return;
    }
    if (this.options.newestFirst === true) rows.reverseTicks();
    if (rows.trades.length > 0) this.stageTrades(rows);
    if (rows.quotes.length > 0) this.stagePart(rows, 'quotes', rows.quotes, false);
    if (rows.candles.length > 0) {
      this.intervalUs = closeCandles(rows, this.intervalUs, this.options.file);
      this.stagePart(rows, candleKindOf(this.intervalUs), rows.candles, false);
    }
  }

  private stageTrades(rows: DayRows): void {
    const aggressor = rows.trades.columns[TRADE.aggressor]!.subarray(0, rows.trades.length);
    const useless = sidesAreUseless(aggressor);
    if (useless && aggressor.some((side) => side !== 0)) {
      this.uselessSideDays++;
      aggressor.fill(0);
    }
    this.stagePart(rows, 'trades', rows.trades, !useless);
  }

  private stagePart(rows: DayRows, kind: PartKind, buffer: RowBuffer, hasSides: boolean): void {
    const columns = buffer.take(this.options.absent);
    this.timesBack += timesBack(columns[timeColumnOf(kind)]!);
    const { symbol, dayNumber, midnightUs } = rows;
    const checks = checkDay(kind, columns, instrumentOf(symbol));
    const far = farPrices(kind, columns);
    const staged = this.options.staging.stage(kind, formatDay(dayNumber), columns);
    this.days.push({ symbol, dayNumber, staged, checks, far, midnightUs, hasSides });
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

/** Exchanges run tests on closed days; their prices are not the market's. */
function closureFor(rows: DayRows): string | undefined {
  const known = parseSymbol(rows.symbol) !== undefined && isCovered(rows.dayNumber);
  return known ? closureOf(rows.dayNumber) : undefined;
}
