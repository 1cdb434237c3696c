// Takes a finished run; gives its report: one HTML page that opens without a network and holds everything it shows.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Circumstances } from '../statistics/circumstances.ts';
import { whatToDistrust } from '../statistics/distrust.ts';
import { type SessionStatistics, sessionStatistics } from '../statistics/session-statistics.ts';
import type { StressReport } from '../stress/stress-report.ts';
import { chartsSection } from './charts-section.ts';
import { distrustSection, headlineSection } from './headline-section.ts';
import { escapeHtml } from './html.ts';
import { runSection } from './run-section.ts';
import type { SessionResult } from './session-result.ts';
import { decisionsSection, statisticsSection } from './statistics-section.ts';
import { stressSection } from './stress-section.ts';
import { tradesSection } from './trades-section.ts';

export interface ReportCircumstances extends Circumstances {
  readonly stress?: StressReport | undefined;
}

/** Size a report stays below, in bytes. */
export const MAX_REPORT_BYTES = 8_000_000;
/** Room kept for the frame of the page and for the words around the charts. */
const RESERVED_BYTES = 50_000;

function readText(path: string): string {
  // The page's policy names the hash of each script as the browser sees it: with line feeds only.
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

/** Text of a script element: inside a script neither can stand for anything but a string or a pattern. */
function inlineScript(source: string): string {
  return source.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

interface Assets {
  readonly style: string;
  readonly scripts: readonly string[];
}

function loadAssets(): Assets {
  const page = join(import.meta.dirname, 'page');
  const plotly = createRequire(import.meta.url).resolve('plotly.js-finance-dist-min');
  const scripts = [plotly, join(page, 'expand-figure.js'), join(page, 'report.js')];
  return { style: readText(join(page, 'report.css')), scripts: scripts.map((path) => inlineScript(readText(path))) };
}

/** Nothing may be loaded from anywhere, and only our own scripts may run, whatever a text in the data says. */
function contentPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`);
  return `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

/**
 * The report of a run as the text of one HTML file below MAX_REPORT_BYTES: headline numbers, what to distrust, statistics,
 * charts, trades, decisions, and what is needed to repeat the run. The same result gives the same text.
 * @param statistics those of `result`, where the caller has them already
 * @param known what lies beside the run; with a stress test it has a section of its own
 * @throws Error when the package plotly.js-finance-dist-min is not installed
 */
export function renderReport(
  result: SessionResult,
  statistics: SessionStatistics = sessionStatistics(result),
  known: ReportCircumstances = {},
): string {
  const { style, scripts } = loadAssets();
  const trades = tradesSection(result).markup;
  const others = [
    headlineSection(result, statistics),
    distrustSection(whatToDistrust(result, statistics, known), result.notices),
    ...(known.stress === undefined ? [] : [stressSection(known.stress)]),
    statisticsSection(statistics),
  ].map((section) => section.markup);
  const end = [decisionsSection(result).markup, runSection(result).markup];
  const fixed = [style, trades, ...scripts, ...others, ...end].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const room = MAX_REPORT_BYTES - RESERVED_BYTES - fixed;
  const charts = chartsSection(result, statistics, room).markup;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentPolicy(scripts))}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(result.title)}</title>`,
    `<style>${style}</style></head>`,
    `<body><main>${[...others, charts, trades, ...end].join('\n')}</main>`,
    ...scripts.map((script) => `<script>${script}</script>`),
    '</body></html>\n',
  ].join('\n');
}
