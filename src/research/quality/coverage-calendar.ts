// Takes the days of one year; gives its calendar, one cell a day, coloured by verdict, missing or closed.

import { dayNumberOf, dayOfWeek, monthOf, yearOf } from '../../core/market/civil-day.ts';
import { type Html, html } from '../report/html.ts';
import { integer } from '../report/number-format.ts';
import type { YearOfDays } from './day-columns.ts';
import { DAY_STATES, type DayState, type ReportDay } from './report-days.ts';
import { STATE_COLOURS, STATE_WORDS } from './state-colours.ts';
import { label, MONTHS, picture } from './svg.ts';

const LEFT = 44;
const TOP = 20;
const PITCH = 17.5;
const CELL = 15;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** 0 Monday to 6 Sunday. */
function weekdayOf(dayNumber: number): number {
  return (dayOfWeek(dayNumber) + 6) % 7;
}

function weekOf(dayNumber: number): number {
  const newYear = dayNumberOf(yearOf(dayNumber), 1, 1);
  return Math.floor((dayNumber - newYear + weekdayOf(newYear)) / 7);
}

function titleOf({ isoDay, state, closure, data }: ReportDay): string {
  const rows = data === undefined ? '' : `, ${data.instrument}, ${integer(data.facts.rows)} rows`;
  const why = closure === undefined ? '' : ` (${closure})`;
  return `${isoDay}${why}: ${STATE_WORDS[state]}${rows}`;
}

function cell(day: ReportDay): Html {
  const x = LEFT + weekOf(day.dayNumber) * PITCH;
  const y = TOP + weekdayOf(day.dayNumber) * PITCH;
  return html`<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" class="day-${day.state}"><title>${titleOf(day)}</title></rect>`;
}

function monthLabels(year: number, days: readonly ReportDay[]): readonly Html[] {
  const months = new Set(days.map(({ dayNumber }) => monthOf(dayNumber)));
  return [...months].map((month) =>
    // Its first Monday: the week before belongs to the month before for the most part.
    label(LEFT + weekOf(dayNumberOf(year, month, 7)) * PITCH, TOP - 7, MONTHS[month - 1]!),
  );
}

export function coverageCalendar({ year, days }: YearOfDays): Html {
  const names = WEEKDAYS.map((name, at) => label(LEFT - 6, TOP + at * PITCH + 12, name, 'end'));
  const content = [...names, ...monthLabels(year, days), ...days.map(cell)];
  return html`<h4>${year}</h4>${picture(`Calendar of ${year}: which days have data`, TOP + 7 * PITCH + 4, content)}`;
}

/** What the colours mean, with the number of days of each. */
export function calendarLegend(counts: Readonly<Record<DayState, number>>): Html {
  const items = DAY_STATES.map(
    (state) =>
      html`<li><svg viewBox="0 0 15 15" class="swatch" aria-hidden="true"><rect x="1" y="1" width="13" height="13" class="day-${state}"/></svg>${STATE_WORDS[state]}: ${integer(counts[state])}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

/** The rules of the page's style for the cells. */
export function calendarStyle(): string {
  return DAY_STATES.map((state) => {
    if (state === 'missing') return `.day-missing{fill:none;stroke:${STATE_COLOURS.missing};stroke-width:2}`;
    const opacity = state === 'closed' ? ';opacity:.22' : '';
    return `.day-${state}{fill:${STATE_COLOURS[state]}${opacity}}`;
  }).join('\n');
}
