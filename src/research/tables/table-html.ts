// A table of columns in; what a notebook shows of it without a script out: kinds and courses of the columns, first and last rows, and more rows and columns to unfold.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { NO_VALUE } from '../../adapters/datasets/sql/text-table.ts';
import { isMissing, missingCount, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { type Html, html } from '../report/html.ts';
import { integer } from '../report/number-format.ts';
import { cellWriter } from './cell-text.ts';
import { columnSpark } from './column-spark.ts';

/** Columns side by side; the others are listed one below the other. */
const MOST_COLUMNS = 16;
/** Columns listed at most; the rest is counted. */
const MOST_LISTED = 300;
/** Columns of the list with a course: each is half a kilobyte. */
const MOST_SPARKS = 60;
/** Rows to unfold after the first and before the last ones. */
const PAGE_ROWS = 40;
/** Letters of a text that are shown; the rest is in the frame. */
const MOST_LETTERS = 80;

type Entry = readonly [name: string, column: TypedColumn];

export interface TableParts {
  /** Rows that are shown at once, -1 for a gap. */
  readonly rows: readonly number[];
  /** Stands below the table. */
  readonly note: string;
  /** False where the table is one of several: no further rows to unfold. */
  readonly withPages?: boolean | undefined;
}

function isLeft({ kind }: TypedColumn): boolean {
  return kind === 'text' || kind === 'time';
}

/** The row that a table shows of a column: no value is a dash, a gap three dots. */
function cell(column: TypedColumn, row: number, write: (column: TypedColumn, row: number) => string): Html {
  const text = row < 0 ? '…' : isMissing(column, row) ? NO_VALUE : write(column, row);
  const short = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
  return isLeft(column) ? html`<td style="text-align:left">${short}</td>` : html`<td>${short}</td>`;
}

function kindText(column: TypedColumn): string {
  const missing = missingCount(column);
  return missing === 0 ? column.kind : `${column.kind}, ${integer(missing)} missing`;
}

function heading(entries: readonly Entry[]): Html {
  const align = (column: TypedColumn): string => (isLeft(column) ? 'text-align:left' : 'text-align:right');
  const names = entries.map(([name, column]) => html`<th scope="col" style="${align(column)}">${name}</th>`);
  const kinds = entries.map(
    ([, column]) => html`<td style="${align(column)};font-style:italic;opacity:.7">${kindText(column)}</td>`,
  );
  const sparks = entries.map(([, column]) => columnSpark(column));
  const courses = sparks.every(({ markup }) => markup === '')
    ? html``
    : html`<tr><th></th>${sparks.map((spark) => html`<td>${spark}</td>`)}</tr>`;
  return html`<thead><tr><th></th>${names}</tr><tr><th></th>${kinds}</tr>${courses}</thead>`;
}

function bodyOf(
  entries: readonly Entry[],
  rows: readonly number[],
  write: (column: TypedColumn, row: number) => string,
): Html {
  const lines = rows.map(
    (row) =>
      html`<tr><th>${row < 0 ? '…' : String(row)}</th>${entries.map(([, column]) => cell(column, row, write))}</tr>\n`,
  );
  return html`<tbody>${lines}</tbody>`;
}

function unfolding(summary: string, content: Html): Html {
  return html`<details><summary>${summary}</summary><div style="overflow-x:auto">${content}</div></details>\n`;
}

/** Two pages: the rows after the first ones, and those before the last ones; one where they meet. */
function pages(table: ColumnTable, entries: readonly Entry[], shown: readonly number[]): readonly Html[] {
  const gap = shown.indexOf(-1);
  if (gap < 0) return [];
  const [from, to] = [shown[gap - 1]! + 1, shown[gap + 1]!];
  const spans =
    to - from <= 2 * PAGE_ROWS
      ? [[from, to] as const]
      : ([
          [from, from + PAGE_ROWS],
          [to - PAGE_ROWS, to],
        ] as const);
  return spans.map(([start, end]) => {
    const rows = Array.from({ length: end - start }, (_, i) => start + i);
    const names = entries.map(([name]) => html`<th scope="col">${name}</th>`);
    const content = html`<table class="dataframe" cellpadding="3" style="text-align:right"><thead><tr><th></th>${names}</tr></thead>${bodyOf(entries, rows, cellWriter(rows))}</table>`;
    return unfolding(`rows ${integer(start)} to ${integer(end - 1)} of ${integer(table.rows)}`, content);
  });
}

/** The columns that have no place side by side. */
function otherColumns(others: readonly Entry[], rows: readonly number[]): Html {
  if (others.length === 0) return html``;
  const real = rows.filter((row) => row >= 0);
  const write = cellWriter(real);
  const lines = others.slice(0, MOST_LISTED).map(([name, column], i) => {
    const [first, last] = [real[0], real.at(-1)];
    const ends = [first, last].map((row) => (row === undefined ? html`<td></td>` : cell(column, row, write)));
    const spark = i < MOST_SPARKS ? columnSpark(column) : html``;
    return html`<tr><th style="text-align:left">${name}</th><td style="text-align:left">${kindText(column)}</td>${ends}<td>${spark}</td></tr>\n`;
  });
  const more = others.length > MOST_LISTED ? html`<p>and ${others.length - MOST_LISTED} more columns</p>` : html``;
  const head = html`<thead><tr><th>column</th><th>kind</th><th>first row</th><th>last row</th><th></th></tr></thead>`;
  return unfolding(
    `${others.length} more columns`,
    html`<table class="dataframe" cellpadding="3" style="text-align:right">${head}<tbody>${lines}</tbody></table>${more}`,
  );
}

/** Every text is escaped, and no typesetter of formulas touches it: R$ is money. */
export function tableHtml(table: ColumnTable, { rows, note, withPages = true }: TableParts): Html {
  const all = [...table.columns];
  const entries = all.slice(0, MOST_COLUMNS);
  const body = bodyOf(entries, rows, cellWriter(rows));
  const folded = withPages ? pages(table, entries, rows) : [];
  return html`<div class="tex2jax_ignore mathjax_ignore"><div style="overflow-x:auto"><table class="dataframe" cellpadding="3" style="text-align:right">${heading(entries)}
${body}</table></div>
<p>${note}</p>${folded}${otherColumns(all.slice(MOST_COLUMNS), rows)}</div>`;
}
