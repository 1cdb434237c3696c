// Takes a series; finds the days that begin late or end early, by the session and by the other days of the series.

import { US_PER_MINUTE, utcUsOf } from '../../market/civil-time.ts';
import { WINDOW_MINUTES } from '../day-facts.ts';
import { medianOf } from '../facts/median.ts';
import type { Example, Finding } from '../finding.ts';
import type { Series, SeriesDay, SeriesRule } from '../series-rule.ts';
import { livelyDays, sessionOn } from './known-days.ts';
import { usualLimit } from './typical-days.ts';
import { clockText, countOf, firstExamples, minutesText } from './wording.ts';

/** A day may begin so much later or end so much earlier than the others, minutes: late first trades are not rare. */
const ALLOWED_MINUTES = 30;

interface DaySpan {
  readonly day: SeriesDay;
  /** Minutes after local midnight. */
  readonly from: number;
  readonly to: number;
  /** Minutes of the session before the first row and after the last; of the other days where no session is known. */
  readonly lateBy: number;
  readonly earlyBy: number;
}

function sessionSpans(series: Series, days: readonly SeriesDay[]): readonly DaySpan[] {
  return days.flatMap((day) => {
    const session = sessionOn(series, day.dayNumber);
    if (session === undefined) return [];
    const midnightUs = utcUsOf(day.dayNumber, 0);
    const { firstTimeUs, lastTimeUs } = day.facts;
    const minutes = (us: number): number => us / US_PER_MINUTE;
    return [
      {
        day,
        from: minutes(firstTimeUs - midnightUs),
        to: minutes(lastTimeUs - midnightUs),
        lateBy: Math.max(0, minutes(firstTimeUs - session.openUs)),
        earlyBy: Math.max(0, minutes(session.closeUs - lastTimeUs)),
      },
    ];
  });
}

/** By half hours of the day, which are local: no schedule is known. */
function observedSpans(days: readonly SeriesDay[]): readonly DaySpan[] {
  const spans = days.flatMap((day) => {
    const { windows } = day.facts;
    const [first, last] = [windows[0], windows[windows.length - 1]];
    return first === undefined ? [] : [{ day, from: first.minute, to: last!.minute + WINDOW_MINUTES }];
  });
  const usualFrom = medianOf(spans.map(({ from }) => from)) ?? 0;
  const usualTo = medianOf(spans.map(({ to }) => to)) ?? 0;
  return spans.map((span) => ({
    ...span,
    lateBy: Math.max(0, span.from - usualFrom),
    earlyBy: Math.max(0, usualTo - span.to),
  }));
}

function exampleOf({ day, from, to, lateBy, earlyBy }: DaySpan, isLate: boolean, isEarly: boolean): Example {
  const begins = isLate ? [`begins at ${clockText(from)}, ${minutesText(lateBy)} late`] : [];
  const ends = isEarly ? [`ends at ${clockText(to)}, ${minutesText(earlyBy)} early`] : [];
  return { day: day.isoDay, what: [...begins, ...ends].join('; ') };
}

/** All days alike: the source never had the rest. */
function partialFinding(spans: readonly DaySpan[]): readonly Finding[] {
  const late = medianOf(spans.map(({ lateBy }) => lateBy)) ?? 0;
  const early = medianOf(spans.map(({ earlyBy }) => earlyBy)) ?? 0;
  if (late <= ALLOWED_MINUTES && early <= ALLOWED_MINUTES) return [];
  return [
    {
      rule: shortDays.id,
      severity: 'note',
      rows: spans.length,
      detail: `The days usually begin ${minutesText(late)} after the open and end ${minutesText(early)} before the close: the source has only a part of each session.`,
      examples: [],
      values: { lateMinutes: late, earlyMinutes: early },
    },
  ];
}

export const shortDays: SeriesRule = {
  id: 'short-days',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles'],
  meaning:
    'A day begins long after the open or ends long before the close, while the others do not: the exchange was late, or the file is cut off.',
  check(series: Series) {
    const days = livelyDays(series);
    const known = sessionSpans(series, days);
    const spans = known.length > 0 ? known : observedSpans(days);
    const latest = usualLimit(
      spans.map(({ lateBy }) => lateBy),
      ALLOWED_MINUTES,
    );
    const earliest = usualLimit(
      spans.map(({ earlyBy }) => earlyBy),
      ALLOWED_MINUTES,
    );
    const short = spans.filter(({ lateBy, earlyBy }) => lateBy > latest || earlyBy > earliest);
    if (short.length === 0) return partialFinding(spans);
    const finding: Finding = {
      rule: shortDays.id,
      severity: shortDays.severity,
      rows: short.length,
      detail: `${countOf(short.length, 'day')} of ${spans.length} with only a part of the session: an export that was cut off, or a late opening of the exchange.`,
      examples: firstExamples(short.map((span) => exampleOf(span, span.lateBy > latest, span.earlyBy > earliest))),
    };
    return [finding, ...partialFinding(spans)];
  },
};
