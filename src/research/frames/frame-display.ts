// A table to what a notebook shows of it: the first and last rows as text and as HTML.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { textTable } from '../../adapters/datasets/sql/text-table.ts';
import type { MimeBundle } from '../display/jupyter-display.ts';
import { cellWriter } from '../tables/cell-text.ts';
import { tableHtml } from '../tables/table-html.ts';
import type { FrameMeta } from './frame-meta.ts';

const SHOWN_ROWS = 10;
/** Days without data that are named; the rest is counted. */
const SHOWN_MISSING = 5;

/** @param withPages false where the table is one of several: no further rows to unfold */
export function frameBundle(table: ColumnTable, meta: FrameMeta, withPages = true): MimeBundle {
  const rows = shownRows(table.rows);
  const note = noteOf(table, meta);
  return {
    'text/plain': [...textTable(table, rows, cellWriter(rows)), note].join('\n'),
    'text/html': tableHtml(table, { rows, note, withPages }).markup,
  };
}

/** All rows, or the first and the last ones with a -1 between. */
function shownRows(rows: number): readonly number[] {
  if (rows <= SHOWN_ROWS) return Array.from({ length: rows }, (_, row) => row);
  const half = SHOWN_ROWS / 2;
  const first = Array.from({ length: half }, (_, row) => row);
  return [...first, -1, ...first.map((row) => rows - half + row)];
}

function noteOf({ rows, columns }: ColumnTable, { instrument, provenance, sources, missing = [] }: FrameMeta): string {
  const facts = [`${rows} rows x ${columns.size} columns`];
  if (instrument !== undefined) facts.push(instrument);
  if (provenance !== undefined) facts.push(provenance);
  if (sources.length > 0) facts.push(`from ${sources.length} parts`);
  const refused = sources.filter((source) => source.refused === true).length;
  if (refused > 0) facts.push(`${refused} of them REFUSED by the quality gate`);
  if (missing.length > 0) facts.push(missingText(missing));
  if ([...columns.values()].some(({ kind }) => kind === 'time')) facts.push('times of Sao Paulo');
  return facts.join(', ');
}

function missingText(days: readonly string[]): string {
  const more = days.length > SHOWN_MISSING ? ` and ${days.length - SHOWN_MISSING} more` : '';
  return `NO DATA for ${days.length} trading ${days.length === 1 ? 'day' : 'days'} (${days.slice(0, SHOWN_MISSING).join(' ')}${more})`;
}
