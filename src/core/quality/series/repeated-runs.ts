// Takes a series; gives the stretches of half hours that stand in it a second time, on another day or later on the same.

import { WINDOW_MINUTES } from '../day-facts.ts';
import type { RowKind } from '../row-rule.ts';
import type { Series, SeriesDay } from '../series-rule.ts';

/** Windows `from` to `to`, inclusive, of `day` equal those from `earlierFrom` on of `earlier`. */
export interface RepeatedRun {
  readonly day: SeriesDay;
  readonly from: number;
  readonly to: number;
  readonly earlier: SeriesDay;
  readonly earlierFrom: number;
  readonly rows: number;
  /** All of the day, at the same hours. */
  readonly isWholeDay: boolean;
}

/** Rows that must be equal: fewer are equal by chance once in a while. */
const LEAST_ROWS: Readonly<Record<RowKind, number>> = {
  trades: 50,
  quotes: 50,
  levels: 50,
  orders: 50,
  lasts: 10,
  candles: 10,
  daily: 1,
};
/** A daily candle is one row, and a quiet day may equal another one. */
const LEAST_DAILY_VOLUME = 100;
/** Places of one content that are remembered: what stands there more often is a fill-in, told by its first places. */
const MAX_PLACES = 4;

interface Place {
  readonly day: SeriesDay;
  readonly window: number;
}

interface OpenRun {
  readonly from: number;
  readonly earlier: SeriesDay;
  readonly earlierFrom: number;
  rows: number;
  to: number;
}

function canRepeat(kind: RowKind, { facts }: SeriesDay): boolean {
  if (kind !== 'daily') return true;
  return facts.high !== facts.low && (facts.volume ?? 0) >= LEAST_DAILY_VOLUME;
}

/** The same stretch of the same two days goes on by one window, or a new one begins. */
function extendRuns(open: readonly OpenRun[], places: readonly Place[], window: number, rows: number): OpenRun[] {
  return places.map((place) => {
    const before = open.find(
      ({ earlier, earlierFrom, from, to }) =>
        earlier === place.day && to === window - 1 && earlierFrom + (window - from) === place.window,
    );
    if (before === undefined) return { from: window, to: window, earlier: place.day, earlierFrom: place.window, rows };
    return { ...before, to: window, rows: before.rows + rows };
  });
}

function goesOn(run: OpenRun, longer: OpenRun): boolean {
  return longer.earlier === run.earlier && longer.from === run.from && longer.earlierFrom === run.earlierFrom;
}

function finished(run: OpenRun, day: SeriesDay): RepeatedRun {
  const { earlier, from, to, earlierFrom, rows } = run;
  const isSameHours = day.facts.windows[from]!.minute === earlier.facts.windows[earlierFrom]!.minute;
  const isWholeDay = earlier !== day && isSameHours && rows === day.facts.rows;
  return { day, from, to, earlier, earlierFrom, rows, isWholeDay };
}

/** The longest stretches first, each window of a day in one of them only. */
function withoutOverlap(runs: readonly RepeatedRun[]): readonly RepeatedRun[] {
  const kept: RepeatedRun[] = [];
  for (const run of [...runs].sort((a, b) => b.rows - a.rows)) {
    if (kept.every(({ from, to }) => run.to < from || run.from > to)) kept.push(run);
  }
  return kept.sort((a, b) => a.from - b.from);
}

/** By day; copies are found wherever in a day they were put. */
export function repeatedRuns(series: Series): readonly RepeatedRun[] {
  const seen = new Map<string, Place[]>();
  const least = LEAST_ROWS[series.kind];
  return series.days.flatMap((day) => {
    if (!canRepeat(series.kind, day)) return [];
    const runs: OpenRun[] = [];
    let open: OpenRun[] = [];
    for (const [window, { rows, hash }] of day.facts.windows.entries()) {
      const key = `${hash} ${rows}`;
      const places = hash === 0 ? [] : (seen.get(key) ?? []);
      const next = extendRuns(open, places, window, rows);
      runs.push(...open.filter((run) => !next.some((longer) => goesOn(run, longer))));
      open = next;
      if (hash !== 0 && places.length < MAX_PLACES) seen.set(key, [...places, { day, window }]);
    }
    const long = [...runs, ...open].filter(({ rows }) => rows >= least);
    return withoutOverlap(long.map((run) => finished(run, day)));
  });
}

/** Minutes after local midnight at which a stretch of windows begins and ends. */
export function spanOf(day: SeriesDay, from: number, to: number): readonly [from: number, to: number] {
  const { windows } = day.facts;
  return [windows[from]!.minute, windows[to]!.minute + WINDOW_MINUTES];
}
