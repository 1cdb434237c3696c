// A figure in; the piece of a page that draws it without a network out: a static picture, and a script that puts the living chart in its place.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compactFigure } from '../plots/compact-figure.ts';
import { type FigureJson, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { plainText } from '../plots/figure-layout.ts';
import { escapeHtml } from '../report/html.ts';
import { HEIGHT } from '../static/static-svg.ts';
import { drawableFigure } from './drawable-figure.ts';

const REPORT_PAGE = join(import.meta.dirname, '../report/page');
const NOTE =
  'Static picture. The chart that can be zoomed needs the library of the first figure of this notebook: run that cell again, or call bringFigureLibrary() and show this one.';

/** Text of a script element, in which nothing can end it. */
function scriptText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

let library: string | undefined;

/**
 * The library in a function of its own: with `module`, `exports` and `define` out of sight it does not take a page's module loader for
 * its own, and another version that the page has under the name Plotly stays.
 */
export function libraryScript(): string {
  if (library !== undefined) return library;
  const plotly = createRequire(import.meta.url).resolve('plotly.js-finance-dist-min');
  const page = join(import.meta.dirname, 'page/figure-page.js');
  library = [
    '<script>(() => { const before = window.Plotly;',
    '(function (module, exports, define) {',
    scriptText(plotly),
    '}).call(window);',
    'const Plotly = window.Plotly; if (before !== undefined) window.Plotly = before;',
    scriptText(join(REPORT_PAGE, 'expand-figure.js')),
    scriptText(page),
    '})();</script>',
  ].join('\n');
  return library;
}

/** JSON as a value of a script: `<` cannot end the element, and the two line ends that JSON allows end no line. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

export interface FigurePiece {
  /** Static picture of the figure. */
  readonly svg: string;
  readonly withLibrary: boolean;
}

/** The same figure gives the same piece. The class keeps typesetters of formulas away: R$ is money. */
export function figureHtml(figure: FigureJson, { svg, withLibrary }: FigurePiece): string {
  const data = scriptJson(compactFigure(drawableFigure(figure)));
  const id = createHash('sha256').update(data).digest('hex').slice(0, 16);
  const height = numberIn(figure.layout, 'height') ?? HEIGHT;
  const name = plainText(textIn(objectIn(figure.layout, 'title'), 'text') ?? 'figure');
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return [
    `<div class="tex2jax_ignore mathjax_ignore" data-qt-figure="${id}" style="height:${height}px;max-width:1100px;background:#fff;overflow:hidden">`,
    `<img src="${picture}" alt="${escapeHtml(name)}" style="max-width:100%;max-height:${height - 20}px;display:block">`,
    `<small style="color:#5b626b">${NOTE}</small></div>`,
    withLibrary ? libraryScript() : '',
    `<script>(() => { const figures = (window.quantumtraderFigures ??= { waiting: [] });`,
    `figures.waiting.push({ id: "${id}", figure: ${data} });`,
    'figures.draw?.(); })();</script>',
  ].join('\n');
}
