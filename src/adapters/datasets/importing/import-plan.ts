// The staged days of one file to the places in the store where they belong, and what the user should know about them.

import { formatDay } from '../../../core/market/civil-day.ts';
import { resolveContract } from '../../../core/market/contract.ts';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import { listedNames } from '../listed-names.ts';
import type { Adjustment, PartManifest, PartSource } from '../manifest.ts';
import type { CommitItem } from '../part-staging.ts';
import { isCandleKind } from '../schema.ts';
import type { ImportSession, StagedDay } from './import-session.ts';
import { sanityNotices } from './sanity-notices.ts';

/** Above this share of rows off the grid a continuous series is adjusted; below it single days are broken. */
const ADJUSTED_SHARE = 0.5;
/** Profit adjusts its continuous series unless told otherwise, and the newest contract in it stays on the grid. */
const ADJUSTED_SHARE_PROFIT = 0.01;
/** From this many rows on, sizes that are all multiples of five are no accident. */
const ROWS_TO_JUDGE_SIZES = 1000;
const LISTED_NAMES = 12;
/** A few rows may be rounded; more means that a column is something else. */
const OFF_TURNOVER_SHARE = 0.01;

export interface PlanOptions {
  readonly session: ImportSession;
  readonly source: PartSource;
  readonly provenance: PartManifest['provenance'];
  /** What the user said about the adjustment of the series. */
  readonly adjusted: Adjustment | undefined;
  readonly parameters: PartManifest['parameters'];
}

export interface ImportPlan {
  readonly items: readonly CommitItem[];
  readonly notices: readonly string[];
}

/** A UserError `outside-calendar` when a continuous series has days whose contract the calendar does not know. */
export function planImport(options: PlanOptions): ImportPlan {
  const items: CommitItem[] = [];
  const adjustments = new Map<string, Adjustment | undefined>();
  for (const day of options.session.days) {
    if (!adjustments.has(day.symbol)) adjustments.set(day.symbol, seriesAdjustment(options, day.symbol));
    items.push(itemOf(options, day, adjustments.get(day.symbol)));
  }
  return { items, notices: noticesOf(options, items, adjustments) };
}

function isContinuous(symbol: string): boolean {
  const kind = parseSymbol(symbol)?.kind;
  return kind === 'continuous' || kind === 'root';
}

/** The adjustment of a whole series; undefined where every day is judged by itself. */
function seriesAdjustment(options: PlanOptions, symbol: string): Adjustment | undefined {
  if (options.adjusted !== undefined) return options.adjusted;
  if (!isContinuous(symbol)) return undefined;
  if (/[$@]D$/.test(symbol)) return 'difference';
  const days = options.session.days.filter((day) => day.symbol === symbol);
  const rows = days.reduce((sum, { checks }) => sum + checks.rows, 0);
  const off = days.reduce((sum, { checks }) => sum + checks.offGridRows, 0);
  const limit = options.source.format === 'profit-candles' ? ADJUSTED_SHARE_PROFIT : ADJUSTED_SHARE;
  // a shift by a difference would keep prices on the grid, so prices off it were multiplied
  return off > limit * rows ? 'ratio' : undefined;
}

function itemOf(options: PlanOptions, day: StagedDay, series: Adjustment | undefined): CommitItem {
  const { symbol, staged } = day;
  const adjusted = series ?? (day.checks.offGridRows > 0 ? 'unknown' : 'none');
  const keepsName = series !== undefined && series !== 'none';
  return {
    staged,
    origin: {
      instrument: isContinuous(symbol) ? placeOf(symbol, day.dayNumber, keepsName, options.source.file) : symbol,
      source: options.source,
      provenance: options.provenance,
      sideSource: day.hasSides ? 'feed' : 'none',
      bookSource: staged.kind === 'quotes' ? 'bestQuotes' : 'none',
      adjusted,
      parameters: options.parameters,
    },
  };
}

/** WDO, WDO$N and WDOFUT are the contract of the day, or WDOFUT where the series is adjusted. */
function placeOf(symbol: string, dayNumber: number, keepsName: boolean, file: string): string {
  const root = parseSymbol(symbol)!.root;
  if (keepsName) return `${root}FUT`;
  if (isCovered(dayNumber)) return resolveContract(root, dayNumber)!.symbol;
  throw new UserError({
    code: 'outside-calendar',
    message: `${file} has ${symbol} on ${formatDay(dayNumber)}, and the calendar does not say which contract that was`,
    file,
    field: 'instrument',
    fix: 'Import an export of one dated contract, or only days from 2008 to 2027',
  });
}

function noticesOf(
  { session, source }: PlanOptions,
  items: readonly CommitItem[],
  adjustments: ReadonlyMap<string, Adjustment | undefined>,
): readonly string[] {
  const notices: string[] = [];
  for (const { day, why, rows } of session.closedDays) {
    notices.push(`${rows} rows of ${day} left out: B3 does not trade on that day (${why})`);
  }
  for (const [symbol, adjusted] of adjustments) {
    const days = session.days.filter((day) => day.symbol === symbol);
    notices.push(...gridNotices(symbol, days, adjusted), ...sizeNotices(symbol, days));
    if (adjusted === undefined || adjusted === 'none') notices.push(...turnoverNotices(symbol, days));
    notices.push(...sanityNotices(symbol, days, source.file));
    if (isContinuous(symbol) && (adjusted === undefined || adjusted === 'none')) {
      const contracts = items
        .filter((_, index) => session.days[index]!.symbol === symbol)
        .map((i) => i.origin.instrument);
      const names = [...new Set(contracts)];
      notices.push(`${symbol} is stored as the contract of each day: ${listedNames(names, LISTED_NAMES)}`);
    }
  }
  if (session.timesBack > 0) notices.push(`${session.timesBack} rows have a time before that of the row above them`);
  if (session.uselessSideDays > 0) {
    notices.push(`${session.uselessSideDays} days have the same aggressor in every trade: the sides were left out`);
  }
  return notices;
}

function gridNotices(symbol: string, days: readonly StagedDay[], adjusted: Adjustment | undefined): readonly string[] {
  const rows = days.reduce((sum, { checks }) => sum + checks.rows, 0);
  const off = days.reduce((sum, { checks }) => sum + checks.offGridRows, 0);
  if (off === 0 && (adjusted === undefined || adjusted === 'none')) return [];
  const tick = instrumentOf(symbol)?.tick ?? 0;
  const share = `${off} of ${rows} rows (${((100 * off) / rows).toFixed(1)} %) of ${symbol} are off the tick of ${tick}`;
  if (adjusted !== undefined && adjusted !== 'none') {
    return [
      `${share}: adjusted series (${adjusted}), stored under its continuous name; it cannot be traded in a backtest`,
    ];
  }
  const broken = days.filter(({ checks }) => checks.offGridRows > 0).map(({ dayNumber }) => formatDay(dayNumber));
  return [
    `${share}, on ${listedNames([...new Set(broken)], LISTED_NAMES)}: candles of those days are refused by a backtest`,
  ];
}

function sizeNotices(symbol: string, days: readonly StagedDay[]): readonly string[] {
  const sized = days.filter(({ staged }) => staged.kind === 'trades' || isCandleKind(staged.kind));
  const rows = sized.reduce((sum, { checks }) => sum + checks.rows, 0);
  const offLot = sized.reduce((sum, { checks }) => sum + checks.offLotRows, 0);
  const offFive = sized.reduce((sum, { checks }) => sum + checks.offFiveRows, 0);
  const lot = instrumentOf(symbol)?.lot ?? 0;
  if (offLot > 0) return [`${offLot} of ${rows} rows of ${symbol} have contracts that are no multiple of ${lot}`];
  if (lot !== 1 || offFive > 0 || rows < ROWS_TO_JUDGE_SIZES) return [];
  return [`Every size of ${symbol} is a multiple of 5: this may be the full contract under the name of the mini one`];
}

function turnoverNotices(symbol: string, days: readonly StagedDay[]): readonly string[] {
  const rows = days.reduce((sum, { checks }) => sum + checks.rows, 0);
  const off = days.reduce((sum, { checks }) => sum + checks.offTurnoverRows, 0);
  if (off <= OFF_TURNOVER_SHARE * rows) return [];
  return [
    `In ${off} of ${rows} rows of ${symbol} the turnover is not contracts x price x value of a point: ` +
      'the volume may be a number of trades, or the turnover adjusted',
  ];
}
