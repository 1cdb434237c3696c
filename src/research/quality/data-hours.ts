// Takes the days of one year; gives a picture with a bar a day: the hours that have data over the hours of the session.

import { US_PER_MINUTE, utcUsOf } from '../../core/market/civil-time.ts';
import { B3_TIME_ZONE } from '../../core/market/instrument-terms.ts';
import { type DayFacts, WINDOW_MINUTES } from '../../core/quality/day-facts.ts';
import { sessionOn } from '../../core/quality/series/known-days.ts';
import type { Series } from '../../core/quality/series-rule.ts';
import { BLUE, VERMILLION } from '../plots/palette.ts';
import { type Html, html } from '../report/html.ts';
import { duration } from '../report/number-format.ts';
import { COLUMNS_LEFT, type DayColumn, dayColumns, monthNames, type YearOfDays } from './day-columns.ts';
import { box, classed, filled, hint, label, PICTURE_WIDTH, picture } from './svg.ts';

const TOP = 8;
const HEIGHT = 170;
const FOOT = 18;
/** Holes that are shown, minutes: shorter ones cannot be seen. */
const SHOWN_GAP_MINUTES = 10;

/** Minutes after local midnight. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface DayHours {
  readonly column: DayColumn;
  readonly session: Span | undefined;
  readonly spans: readonly Span[];
  readonly gap: Span | undefined;
}

/** Windows that follow each other joined. */
function joinedWindows({ windows }: DayFacts): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  for (const { minute } of windows) {
    const last = spans[spans.length - 1];
    if (last !== undefined && last.to === minute) last.to += WINDOW_MINUTES;
    else spans.push({ from: minute, to: minute + WINDOW_MINUTES });
  }
  return spans;
}

/** Half hours cut to the first and the last row, where the local clock is the one known here. */
function exactSpans(facts: DayFacts, midnightUs: number | undefined): readonly Span[] {
  const spans = joinedWindows(facts);
  if (midnightUs === undefined) return spans;
  const first = (facts.firstTimeUs - midnightUs) / US_PER_MINUTE;
  const last = (facts.lastTimeUs - midnightUs) / US_PER_MINUTE;
  return spans.flatMap(({ from, to }) => {
    const cut = { from: Math.max(from, first), to: Math.min(to, last) };
    return cut.to > cut.from ? [cut] : [];
  });
}

function hoursOf(series: Series, column: DayColumn): DayHours {
  const { dayNumber, data, closure } = column.day;
  const session = closure === undefined ? sessionOn(series, dayNumber) : undefined;
  const midnightUs = series.terms.timeZone === B3_TIME_ZONE ? utcUsOf(dayNumber, 0) : undefined;
  const minuteOf = (us: number): number => (us - midnightUs!) / US_PER_MINUTE;
  const facts = data?.facts;
  const hasGap =
    facts !== undefined && midnightUs !== undefined && facts.longestGapUs >= SHOWN_GAP_MINUTES * US_PER_MINUTE;
  const gapFrom = hasGap ? minuteOf(facts.longestGapAtUs) : 0;
  return {
    column,
    session: session && { from: minuteOf(session.openUs), to: minuteOf(session.closingCallEndUs ?? session.closeUs) },
    spans: facts === undefined ? [] : exactSpans(facts, midnightUs),
    gap: hasGap ? { from: gapFrom, to: gapFrom + facts.longestGapUs / US_PER_MINUTE } : undefined,
  };
}

function titleOf({ column: { day }, gap }: DayHours): string {
  if (day.data === undefined) return `${day.isoDay}: ${day.state}`;
  return `${day.isoDay}, ${day.data.instrument}${gap === undefined ? '' : `, longest hole ${duration(day.data.facts.longestGapUs)}`}`;
}

interface Scale {
  readonly y: (minute: number) => number;
  readonly labels: readonly Html[];
}

function scaleOf(hours: readonly DayHours[]): Scale {
  const all = hours.flatMap(({ session, spans }) => [...(session === undefined ? [] : [session]), ...spans]);
  const from = Math.floor(all.reduce((least, span) => Math.min(least, span.from), 24 * 60) / 60) * 60;
  const to = Math.ceil(all.reduce((most, span) => Math.max(most, span.to), from + 60) / 60) * 60;
  const y = (minute: number): number => TOP + ((minute - from) / (to - from)) * HEIGHT;
  const step = to - from > 12 * 60 ? 180 : 120;
  const labels: Html[] = [];
  for (let minute = from; minute <= to; minute += step) {
    const text = `${String(minute / 60).padStart(2, '0')}:00`;
    labels.push(label(COLUMNS_LEFT - 8, y(minute) + 4, text, 'end'));
    labels.push(classed([box(COLUMNS_LEFT, y(minute), PICTURE_WIDTH - COLUMNS_LEFT, 0.6)], 'grid'));
  }
  return { y, labels };
}

/** Undefined where no day of the year has data with hours. */
export function dataHours(series: Series, { year, days }: YearOfDays): Html | undefined {
  const columns = dayColumns(days);
  const hours = columns.map((column) => hoursOf(series, column));
  if (series.kind === 'daily' || !hours.some(({ spans }) => spans.length > 0)) return undefined;
  const { y, labels } = scaleOf(hours);
  const boxes = (spansOf: (day: DayHours) => readonly Span[]): readonly string[] =>
    hours.flatMap((day) =>
      spansOf(day).map(({ from, to }) => box(day.column.x, y(from), day.column.width * 0.85, y(to) - y(from))),
    );
  const content = [
    ...labels,
    classed(
      boxes(({ session }) => (session === undefined ? [] : [session])),
      'session',
    ),
    filled(
      boxes(({ spans }) => spans),
      BLUE,
    ),
    filled(
      boxes(({ gap }) => (gap === undefined ? [] : [gap])),
      VERMILLION,
    ),
    ...monthNames(columns, TOP + HEIGHT + 14),
    ...hours.map((day) => hint(day.column.x, TOP, day.column.width, HEIGHT, titleOf(day))),
  ];
  return html`<h4>${year}</h4>${picture(`Hours of ${year} that have data, by day`, TOP + HEIGHT + FOOT, content)}`;
}
