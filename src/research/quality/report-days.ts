// Takes an inspected series; gives every day from its first to its last with what is known of it: verdict, missing or closed.

import { formatDay, parseDay } from '../../core/market/civil-day.ts';
import { type Finding, SEVERITIES, type Verdict } from '../../core/quality/finding.ts';
import { closureOn } from '../../core/quality/series/known-days.ts';
import type { SeriesDay } from '../../core/quality/series-rule.ts';
import type { QualityPart, QualitySeries } from './quality-input.ts';

/** `missing`: a trading day without data; `closed`: no data and none expected, or no calendar is known. */
export type DayState = Verdict | 'missing' | 'closed';

export const DAY_STATES: readonly DayState[] = ['clean', 'note', 'warn', 'refuse', 'missing', 'closed'];

export interface ReportDay {
  readonly dayNumber: number;
  readonly isoDay: string;
  readonly state: DayState;
  /** Why the exchange does not trade on it. */
  readonly closure: string | undefined;
  /** The facts, where the day has data; the first part where it has several. */
  readonly data: SeriesDay | undefined;
  /** Of the parts of the day. */
  readonly findings: readonly Finding[];
}

const VERDICTS: readonly Verdict[] = ['clean', ...SEVERITIES];

export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))]!;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Ascending, without holes; empty for a series without days. */
export function reportDays({ series, parts }: QualitySeries): readonly ReportDay[] {
  const data = groupBy(series.days, ({ dayNumber }) => dayNumber);
  const judged = groupBy<QualityPart>(parts, ({ day }) => parseDay(day)!);
  const numbers = [...data.keys(), ...judged.keys()];
  if (numbers.length === 0) return [];
  const days: ReportDay[] = [];
  const last = numbers.reduce((a, b) => Math.max(a, b));
  for (let dayNumber = numbers.reduce((a, b) => Math.min(a, b)); dayNumber <= last; dayNumber++) {
    const closure = closureOn(series, dayNumber);
    const here = judged.get(dayNumber) ?? [];
    const isThere = here.length > 0 || data.has(dayNumber);
    const isExpected = series.terms.calendar === 'B3' && closure === undefined;
    const absent = isExpected ? 'missing' : 'closed';
    days.push({
      dayNumber,
      isoDay: formatDay(dayNumber),
      state: isThere ? worstVerdict(here.map(({ verdict }) => verdict)) : absent,
      closure,
      data: data.get(dayNumber)?.[0],
      findings: here.flatMap(({ findings }) => findings),
    });
  }
  return days;
}

/** How many days are in each state. */
export function stateCounts(days: readonly ReportDay[]): Readonly<Record<DayState, number>> {
  const counts: Record<DayState, number> = { clean: 0, note: 0, warn: 0, refuse: 0, missing: 0, closed: 0 };
  for (const { state } of days) counts[state] += 1;
  return counts;
}
