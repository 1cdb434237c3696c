// The staged days of one file to the places in the store where they belong, and what the user should know about them.

import { formatDay } from '../../../core/market/civil-day.ts';
import { resolveContract } from '../../../core/market/contract.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { isCovered } from '../../../core/market/trading-calendar.ts';
import { UserError } from '../../user-error.ts';
import { asAdjusted, OFF_TICK } from '../adjusted-quality.ts';
import { inspect } from '../inspection.ts';
import { listedNames } from '../listed-names.ts';
import type { Adjustment, BookSource, PartManifest, PartSource } from '../manifest.ts';
import type { PartKind } from '../schema.ts';
import type { CommitItem } from '../staged-part.ts';
import { findingNotices } from './finding-notices.ts';
import type { ImportSession, StagedDay } from './import-session.ts';

/** Above this share of rows off the grid a continuous series is adjusted; below it single days are broken. */
const ADJUSTED_SHARE = 0.5;
/** Profit and its maker adjust continuous series unless told otherwise, and the newest contract in them stays on the grid. */
const ADJUSTED_SHARE_PROFIT = 0.01;
const ADJUSTED_UNLESS_TOLD: ReadonlySet<string> = new Set(['profit-candles', 'profit-trades', 'nelogica-ticks']);
const LISTED_NAMES = 12;
const BOOK_SOURCES: Readonly<Partial<Record<PartKind, BookSource>>> = {
  quotes: 'bestQuotes',
  levels: 'levels',
  orders: 'orders',
};

export interface PlanOptions {
  readonly session: ImportSession;
  /** The files that the session has read. */
  readonly sources: readonly PartSource[];
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
  const bySymbol = new Map<string, readonly CommitItem[]>();
  const contracts: string[] = [];
  for (const [symbol, days] of Map.groupBy(options.session.days, (day) => day.symbol)) {
    const series = seriesAdjustment(options, symbol, days);
    const items = days.map((day) => itemOf(options, day, series));
    bySymbol.set(symbol, items);
    if (isContinuous(symbol) && (series === undefined || series === 'none'))
      contracts.push(contractNotice(symbol, items));
  }
  const items = [...bySymbol.values()].flat();
  return {
    items,
    notices: [...options.session.notices, ...sideNotice(options.session), ...findingNotices(bySymbol), ...contracts],
  };
}

function sideNotice({ uselessSideDays }: ImportSession): readonly string[] {
  if (uselessSideDays === 0) return [];
  return [`${uselessSideDays} days have the same aggressor in every trade: the sides were left out`];
}

function contractNotice(symbol: string, items: readonly CommitItem[]): string {
  const names = [...new Set(items.map(({ origin }) => origin.instrument))];
  return `${symbol} is stored as the contract of each day: ${listedNames(names, LISTED_NAMES)}`;
}

function isContinuous(symbol: string): boolean {
  const kind = parseSymbol(symbol)?.kind;
  return kind === 'continuous' || kind === 'root';
}

/** Rows of the day off the tick grid. */
function offGridRows({ quality }: StagedDay): number {
  return quality.findings.find(({ rule }) => rule === OFF_TICK)?.rows ?? 0;
}

/** The adjustment of a whole series; undefined where every day is judged by itself. */
function seriesAdjustment(options: PlanOptions, symbol: string, days: readonly StagedDay[]): Adjustment | undefined {
  const rows = days.reduce((sum, { staged }) => sum + staged.rows, 0);
  const off = days.reduce((sum, day) => sum + offGridRows(day), 0);
  if (options.adjusted !== undefined) {
    assertCanBe(options, symbol, off > ADJUSTED_SHARE * rows);
    return options.adjusted;
  }
  if (!isContinuous(symbol)) return undefined;
  if (/[$@]D$/.test(symbol)) return 'difference';
  const limit = ADJUSTED_UNLESS_TOLD.has(options.sources[0]!.format) ? ADJUSTED_SHARE_PROFIT : ADJUSTED_SHARE;
  // a shift by a difference would keep prices on the grid, so prices off it were multiplied
  return off > limit * rows ? 'ratio' : undefined;
}

/** What the user or the mapping says of the adjustment must not contradict the symbol, nor the prices. */
function assertCanBe({ adjusted, sources }: PlanOptions, symbol: string, isOffGrid: boolean): void {
  const { file } = sources[0]!;
  const isAdjusted = adjusted === 'ratio' || adjusted === 'difference';
  const isDated = parseSymbol(symbol)?.kind === 'dated';
  if (!(isAdjusted && isDated) && !(adjusted === 'none' && isContinuous(symbol) && isOffGrid)) return;
  throw new UserError({
    code: 'adjustment-wrong',
    message: isAdjusted
      ? `${file} is said to be adjusted (${adjusted}), but ${symbol} is one contract: only a series of several is adjusted at its rolls`
      : `${file} is said not to be adjusted, but most of its prices are off the tick grid of ${symbol}: nobody traded at them`,
    file,
    field: 'adjusted',
    fix: isAdjusted
      ? 'Name the continuous series (--instrument WDO), or leave --adjusted out'
      : 'Leave --adjusted out: the series is stored as adjusted, and qt series restore finds the contracts',
  });
}

function itemOf(options: PlanOptions, day: StagedDay, series: Adjustment | undefined): CommitItem {
  const { symbol, staged, dayNumber, midnightUs, terms } = day;
  const { provenance, sources, parameters } = options;
  const adjusted = series ?? (offGridRows(day) > 0 ? 'unknown' : 'none');
  const keepsName = series !== undefined && series !== 'none';
  const instrument = isContinuous(symbol) ? placeOf(symbol, dayNumber, keepsName, sources[0]!.file) : symbol;
  return {
    staged,
    origin: {
      instrument,
      sources,
      provenance,
      sideSource: day.sideSource,
      bookSource: BOOK_SOURCES[staged.kind] ?? 'none',
      adjusted,
      parameters,
      quality: asAdjusted(day.quality, series),
    },
    inspect: (columns) =>
      inspect({ instrument, kind: staged.kind, dayNumber, midnightUs, terms, provenance, adjusted }, columns),
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
