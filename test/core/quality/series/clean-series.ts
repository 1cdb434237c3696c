// Takes a symbol and a number of days; gives a series in which no rule should find a fault, to plant faults in.

import { formatDay } from '../../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { resolveContract } from '../../../../src/core/market/contract.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import { sessionOf } from '../../../../src/core/market/session.ts';
import { parseSymbol } from '../../../../src/core/market/symbol.ts';
import { nextTradingDay, tradingDayOnOrAfter } from '../../../../src/core/market/trading-calendar.ts';
import type { DayFacts, WindowFacts } from '../../../../src/core/quality/day-facts.ts';
import type { RowKind } from '../../../../src/core/quality/row-rule.ts';
import type { Series, SeriesDay, SeriesRule } from '../../../../src/core/quality/series-rule.ts';
import { Random } from '../../../../src/simulation/random.ts';

export interface CleanSeriesOptions {
  readonly symbol?: string;
  readonly kind?: RowKind;
  readonly from?: string;
  readonly days?: number;
  readonly seed?: number;
}

const WINDOW_US = 30 * 60_000_000;

type Draw = () => number;

function windowsOf(openUs: number, closeUs: number, midnightUs: number, draw: Draw): readonly WindowFacts[] {
  const windows: WindowFacts[] = [];
  for (let us = openUs; us < closeUs; us += WINDOW_US) {
    const rows = Math.round(Math.min(WINDOW_US, closeUs - us) / 60_000_000);
    windows.push({ minute: (us - midnightUs) / 60_000_000, rows, hash: 1 + Math.floor(draw() * 2 ** 52) });
  }
  return windows;
}

/** Facts of a full day of one-minute candles of the dollar around `price`. */
function cleanFacts(dayNumber: number, price: number, draw: Draw): DayFacts {
  const { openUs, closeUs } = sessionOf('WDO', dayNumber)!;
  const windows = windowsOf(openUs, closeUs, utcUsOf(dayNumber, 0), draw);
  const near = (points: number): number => price + Math.round((draw() - 0.5) * points * 2) / 2;
  const [first, last, median] = [near(20), near(20), near(10)];
  return {
    rows: windows.reduce((sum, { rows }) => sum + rows, 0),
    firstTimeUs: openUs,
    lastTimeUs: closeUs,
    first,
    last,
    high: Math.max(first, last, median) + Math.round(draw() * 10),
    low: Math.min(first, last, median) - Math.round(draw() * 10),
    median,
    volume: 250_000 + Math.floor(draw() * 100_000),
    longestGapUs: Math.floor(draw() * 3) * 60_000_000,
    longestGapAtUs: openUs + 3_600_000_000,
    windows,
  };
}

/** By default 60 days of WDO candles from 2025-06-02 on, over three rolls. */
export function cleanSeries(options: CleanSeriesOptions = {}): Series {
  const { symbol = 'WDO', kind = 'candles', from = '2025-06-02', days = 60, seed = 1 } = options;
  const random = new Random(seed);
  const draw = (): number => random.float();
  const parsed = parseSymbol(symbol)!;
  const list: SeriesDay[] = [];
  let dayNumber = tradingDayOnOrAfter(from);
  let price = 5500;
  for (let n = 0; n < days; n++) {
    const instrument = parsed.kind === 'root' ? resolveContract(symbol, dayNumber)!.symbol : symbol;
    list.push({ isoDay: formatDay(dayNumber), dayNumber, instrument, facts: cleanFacts(dayNumber, price, draw) });
    price += Math.round((draw() - 0.5) * 60) / 2;
    dayNumber = nextTradingDay(dayNumber);
  }
  const root = parsed.kind === 'dated' ? undefined : parsed.root;
  return { symbol, root, kind, terms: builtInTerms(symbol)!, adjusted: 'none', days: list };
}

/** The series with some days changed: `change` gives the day as it shall be, or undefined to leave it out. */
export function withDays(
  series: Series,
  change: (day: SeriesDay, at: number, days: readonly SeriesDay[]) => SeriesDay | undefined,
): Series {
  return { ...series, days: series.days.flatMap((day, at, days) => change(day, at, days) ?? []) };
}

/** The series with other facts on one day, by its place. */
export function withFacts(series: Series, place: number, facts: (facts: DayFacts) => Partial<DayFacts>): Series {
  return withDays(series, (day, at) => (at === place ? { ...day, facts: { ...day.facts, ...facts(day.facts) } } : day));
}

/** Facts with every price multiplied, rounded to so many decimals. */
export function scaledPrices(facts: DayFacts, factor: number, decimals = 6): Partial<DayFacts> {
  const scaled = (price: number | undefined): number => Number((price! * factor).toFixed(decimals));
  const { first, last, high, low, median } = facts;
  return { first: scaled(first), last: scaled(last), high: scaled(high), low: scaled(low), median: scaled(median) };
}

/** Rule, severity and rows of what a rule finds. */
export function found(rule: SeriesRule, series: Series): readonly (readonly [string, string, number])[] {
  return rule.check(series).map(({ rule: id, severity, rows }) => [id, severity, rows] as const);
}
