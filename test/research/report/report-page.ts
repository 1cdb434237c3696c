// Takes the text of a report; gives its parts: data blocks, scripts, and the text that a reader sees.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

const SCRIPT = /<script(?: type="application\/json" id="([^"]*)")?>([\s\S]*?)<\/script>/g;

/** JSON blocks by id. */
export function dataBlocks(page: string): ReadonlyMap<string, unknown> {
  const blocks = [...page.matchAll(SCRIPT)].filter((match) => match[1] !== undefined);
  return new Map(blocks.map((match) => [match[1]!, JSON.parse(match[2]!)]));
}

/** Code of the scripts that run, in order. */
export function scriptsOf(page: string): readonly string[] {
  return [...page.matchAll(SCRIPT)].filter((match) => match[1] === undefined).map((match) => match[2]!);
}

/** The page without scripts, style and data. */
export function markupOf(page: string): string {
  return page.replaceAll(SCRIPT, '').replace(/<style>[\s\S]*<\/style>/, '');
}

/** What a reader sees, with one space for each tag. */
export function visibleText(page: string): string {
  return markupOf(page)
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The page's own function that restores a compacted figure. */
export function expandFigure(figure: unknown): unknown {
  const path = join(import.meta.dirname, '../../../src/research/report/page/expand-figure.js');
  const source = `${readFileSync(path, 'utf8')}; JSON.stringify(expandFigure(JSON.parse(figure)))`;
  return JSON.parse(runInNewContext(source, { figure: JSON.stringify(figure) }));
}
