// Takes one inspected series; gives its part of the report: findings, calendar, hours, prices and volume, and its odd days.

import { B3_TIME_ZONE } from '../../core/market/instrument-terms.ts';
import { type Html, html } from '../report/html.ts';
import { integer } from '../report/number-format.ts';
import { calendarLegend, coverageCalendar } from './coverage-calendar.ts';
import { dataHours } from './data-hours.ts';
import { daysByYear, type YearOfDays } from './day-columns.ts';
import { daysTable } from './days-table.ts';
import { findingsTable } from './findings-section.ts';
import { priceVolume } from './price-volume.ts';
import type { QualitySeries } from './quality-input.ts';
import { type ReportDay, stateCounts } from './report-days.ts';
import { toldFindings } from './told-findings.ts';

/** A series with the days of its report, worked out once. */
export interface ReportedSeries {
  readonly inspected: QualitySeries;
  readonly days: readonly ReportDay[];
}

function headingOf({ inspected: { series }, days }: ReportedSeries): Html {
  const { symbol, kind, adjusted, terms } = series;
  const span = days.length === 0 ? 'no days' : `${days[0]!.isoDay} to ${days.at(-1)!.isoDay}`;
  const price = adjusted === 'none' ? 'not adjusted' : `adjusted: ${adjusted}`;
  return html`<h2>${symbol}, ${kind}</h2><p class="note">${span}, ${integer(series.days.length)} days with data; tick ${terms.tick}, lot ${terms.lot}, ${price}; local time of ${terms.timeZone}</p>`;
}

function pictures(title: string, note: string, drawn: readonly (Html | undefined)[]): Html {
  const present = drawn.filter((picture) => picture !== undefined);
  return present.length === 0 ? html`` : html`<h3>${title}</h3><p class="note">${note}</p>${present}`;
}

function drawnYears({ inspected, days }: ReportedSeries, years: readonly YearOfDays[]): Html {
  const { series } = inspected;
  return html`<h3>Coverage</h3>${calendarLegend(stateCounts(days))}${years.map(coverageCalendar)}
${pictures(
  'Hours with data',
  'Blue: half hours with data; grey: the session without data; red: the longest hole of a day.',
  years.map((year) => dataHours(series, year)),
)}
${pictures('Price and volume', 'One bar a day from its first to its last price, with its range; dashed lines where the contract changes.', years.map(priceVolume))}`;
}

/** @param yearsLeft years that may still be drawn on the page: the latest ones of the series are */
export function seriesSection(reported: ReportedSeries, id: string, yearsLeft: number): Html {
  const years = daysByYear(reported.days);
  const drawn = yearsLeft > 0 ? years.slice(-yearsLeft) : [];
  const left = years.length - drawn.length;
  const remark =
    left > 0 ? html`<p class="note">${integer(left)} years are not drawn, for the size of this page.</p>` : html``;
  const isLocal = reported.inspected.series.terms.timeZone === B3_TIME_ZONE;
  return html`<section id="${id}">${headingOf(reported)}
<h3>Findings</h3>${findingsTable(toldFindings(reported.inspected), isLocal)}
${remark}${drawn.length === 0 ? html`` : drawnYears(reported, drawn)}
<h3>Days</h3>${daysTable(reported.days)}</section>`;
}
