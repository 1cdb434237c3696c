// Takes inspected series; gives the report on their quality: one HTML page that needs no network and runs no script.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../report/html.ts';
import { calendarStyle } from './coverage-calendar.ts';
import { daysByYear } from './day-columns.ts';
import { overviewSection } from './overview-section.ts';
import type { QualityInput } from './quality-input.ts';
import { reportDays } from './report-days.ts';
import { type ReportedSeries, seriesSection } from './series-section.ts';

/** Years that are drawn on one page, of all its series together: about a tenth of a megabyte each. */
export const MAX_DRAWN_YEARS = 60;

/** Nothing may be loaded or run, whatever a name in the data says. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function styleSheet(): string {
  const shared = join(import.meta.dirname, '../report/page/report.css');
  const own = join(import.meta.dirname, 'page/quality.css');
  return [shared, own].map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).join('\n') + calendarStyle();
}

/** The text of one HTML file; the same input gives the same text. All names and details are escaped. */
export function qualityReport({ title, series }: QualityInput): string {
  const reported: readonly ReportedSeries[] = series.map((inspected) => ({ inspected, days: reportDays(inspected) }));
  const idOf = (at: number): string => `series-${at + 1}`;
  let yearsLeft = MAX_DRAWN_YEARS;
  const sections = reported.map((each, at) => {
    const section = seriesSection(each, idOf(at), yearsLeft);
    yearsLeft = Math.max(0, yearsLeft - daysByYear(each.days).length);
    return section;
  });
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(CONTENT_POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${styleSheet()}</style></head>`,
    `<body><main>${[overviewSection(title, reported, idOf), ...sections].map(({ markup }) => markup).join('\n')}</main>`,
    '</body></html>\n',
  ].join('\n');
}
