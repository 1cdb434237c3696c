// Takes the days of a report; gives the table of those that are not simply clean, with what was found on each.

import { type Html, html } from '../report/html.ts';
import { htmlTable } from '../report/html-table.ts';
import { duration, integer } from '../report/number-format.ts';
import type { ReportDay } from './report-days.ts';
import { STATE_WORDS } from './state-colours.ts';

/** Days listed at most; the rest is counted. */
const MAX_LISTED_DAYS = 1000;

const COLUMNS = [
  { label: 'Day', kind: 'text' },
  { label: 'State', kind: 'text' },
  { label: 'Contract', kind: 'text' },
  { label: 'Rows', kind: 'number' },
  { label: 'Longest hole', kind: 'number' },
  { label: 'Found on it', kind: 'text' },
] as const;

function foundText({ closure, findings }: ReportDay): string {
  const rules = findings.map(({ rule, severity, rows }) => `${severity} ${rule} (${integer(rows)})`);
  return [...(closure === undefined ? [] : [closure]), ...rules].join(', ');
}

/** A folded table; a sentence where there is nothing to list. */
export function daysTable(days: readonly ReportDay[]): Html {
  const odd = days.filter(({ state }) => state !== 'clean' && state !== 'closed');
  if (odd.length === 0) return html`<p>All days with data are clean, and none is missing.</p>`;
  const rows = odd
    .slice(0, MAX_LISTED_DAYS)
    .map((day) => [
      { text: day.isoDay },
      { text: STATE_WORDS[day.state] },
      { text: day.data?.instrument ?? '' },
      { text: integer(day.data?.facts.rows) },
      { text: duration(day.data?.facts.longestGapUs) },
      { text: foundText(day) },
    ]);
  const left = odd.length - rows.length;
  const remark = left > 0 ? html`<p class="note">${integer(left)} more days are not listed.</p>` : html``;
  return html`<details><summary>${integer(odd.length)} days that are missing or not clean</summary>${htmlTable(COLUMNS, rows)}${remark}</details>`;
}
