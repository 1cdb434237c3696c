// A study of regimes and what must be said of it in; one HTML page with its tables and pictures, which opens without a network, out.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compactFigure } from '../plots/compact-figure.ts';
import { escapeHtml, type Html, html, jsonBlock } from '../report/html.ts';
import { MAX_REPORT_BYTES } from '../report/html-report.ts';
import type { RegimeStudy } from './regime-study.ts';
import { statisticsHtml } from './regime-tables.ts';

export interface RegimePage {
  readonly title: string;
  readonly study: RegimeStudy;
  readonly notices: readonly string[];
}

const REPORT_PAGE = join(import.meta.dirname, '../report/page');

/** Text of a script element, with line feeds only, as the browser hashes it. */
function scriptText(path: string): string {
  return readFileSync(path, 'utf8')
    .replaceAll('\r\n', '\n')
    .replaceAll('</script', '<\\/script')
    .replaceAll('<!--', '<\\!--');
}

/** Days whose pictures `maxBytes` hold, the first ones; the whole period stands before them. */
function chart(study: RegimeStudy, maxBytes: number): Html {
  const whole = study.figure();
  if (whole === undefined) return html`<p>There are no candles to draw.</p>`;
  const blocks: Html[] = [jsonBlock('figure-period', compactFigure(whole))];
  const options: Html[] = [];
  let bytes = Buffer.byteLength(blocks[0]!.markup);
  for (const { day } of study.run.days) {
    const figure = study.figure(day);
    if (figure === undefined) continue;
    const block = jsonBlock(`day-${day}`, compactFigure(figure));
    bytes += Buffer.byteLength(block.markup);
    if (bytes > maxBytes) break;
    blocks.push(block);
    options.push(html`<option value="day-${day}">${day}</option>`);
  }
  const leftOut = study.run.days.length - options.length;
  const remark = leftOut === 0 ? '' : ` ${leftOut} days are left out of the list for space.`;
  return html`<div class="days"><button type="button" id="day-before" aria-label="day before">‹</button>
<label>Show <select id="day"><option value="figure-period">whole period</option>${options}</select></label>
<button type="button" id="day-after" aria-label="day after">›</button></div>
<p class="note">Candles stand at their close, where the regime is known; the strip below them shows it.${remark}</p>
<div class="chart tall" id="price" role="img" aria-label="price with regimes" data-figure="figure-period"></div>
${blocks}`;
}

/** The same study gives the same text. */
export function regimePage({ title, study, notices }: RegimePage): string {
  const plotly = createRequire(import.meta.url).resolve('plotly.js-finance-dist-min');
  const scripts = [plotly, join(REPORT_PAGE, 'expand-figure.js'), join(REPORT_PAGE, 'report.js')].map(scriptText);
  const style = readFileSync(join(REPORT_PAGE, 'report.css'), 'utf8').replaceAll('\r\n', '\n');
  // nothing may be loaded from anywhere, and only our own scripts may run, whatever a text in the data says
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`);
  const policy = `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  const used = [style, ...scripts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const { detector } = study.run;
  const settings = Object.entries(detector.parameters).map(([name, value]) => `${name} ${value}`);
  const body = html`<section><h1>${title}</h1>${notices.map((notice) => html`<p class="note">${notice}</p>`)}
${statisticsHtml(study.statistics)}</section>
<section><h2>Picture</h2><noscript><p>The picture needs JavaScript; all figures are in the tables.</p></noscript>${chart(study, MAX_REPORT_BYTES / 2 - used)}</section>
<section><h2>Detector</h2><p>${detector.id}: ${settings.join(', ')}</p></section>`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style></head>`,
    `<body><main>${body.markup}</main>`,
    ...scripts.map((script) => `<script>${script}</script>`),
    '</body></html>\n',
  ].join('\n');
}
