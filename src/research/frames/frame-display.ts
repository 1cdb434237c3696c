// A table to what a notebook shows of it: the first and last rows as text and as HTML.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { NO_VALUE, textTable } from '../../adapters/datasets/sql/text-table.ts';
import { utcWriter } from '../../adapters/datasets/sql/time-text.ts';
import { type TypedColumn, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { formatLocalTime } from '../../core/market/civil-time.ts';
import { html } from '../report/html.ts';
import type { FrameMeta } from './frame-meta.ts';

/** The key of the method that a notebook asks for what to show. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for('Jupyter.display');

/** Texts by MIME type; a notebook shows the richest that it knows. */
export interface MimeBundle {
  readonly 'text/plain': string;
  readonly 'text/html': string;
}

const SHOWN_ROWS = 10;
/** Days without data that are named; the rest is counted. */
const SHOWN_MISSING = 5;

export function frameBundle(table: ColumnTable, meta: FrameMeta): MimeBundle {
  const rows = shownRows(table.rows);
  const note = noteOf(table, meta);
  return {
    'text/plain': [...textTable(table, rows, cellText), note].join('\n'),
    'text/html': htmlOf(table, rows, note),
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

function cellText(column: TypedColumn, row: number): string {
  const value = valueAt(column, row)!;
  if (column.kind === 'time') return localText(value as number);
  // enough digits for any price or size; what is behind them is there and not shown
  return column.kind === 'float' ? String(Number((value as number).toPrecision(10))) : String(value);
}

function localText(timeUs: number): string {
  try {
    return formatLocalTime(timeUs).replace(/\.000000$/, '');
  } catch {
    // before 2008 and after 2099 the local clock is not known
    return utcWriter()(timeUs);
  }
}

function htmlOf(table: ColumnTable, rows: readonly number[], note: string): string {
  const columns = [...table.columns];
  const head = columns.map(([name]) => html`<th>${name}</th>`);
  const body = rows.map(
    (row) => html`<tr>${columns.map(([, column]) => html`<td>${htmlCell(column, row)}</td>`)}</tr>\n`,
  );
  return html`<table><thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table>
<p>${note}</p>`.markup;
}

function htmlCell(column: TypedColumn, row: number): string {
  if (row < 0) return '…';
  return valueAt(column, row) === undefined ? NO_VALUE : cellText(column, row);
}
