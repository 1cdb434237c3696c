// Takes columns and cells; gives a table that scrolls sideways on a phone and, where asked, sorts by its headings.

import { type Html, html } from './html.ts';

export interface Column {
  readonly label: string;
  /** Numbers stand to the right, in figures of one width. */
  readonly kind: 'text' | 'number';
}

/** Text as shown; `sort` is what it is sorted by, where the text does not tell. */
export interface Cell {
  readonly text: string;
  readonly sort?: number | undefined;
}

export interface TableOptions {
  readonly caption?: string;
  readonly sortable?: boolean;
}

const CLASSES = { text: 'text', number: 'number' } as const;

function heading(column: Column, sortable: boolean): Html {
  const label = sortable ? html`<button type="button">${column.label}</button>` : html`${column.label}`;
  return html`<th scope="col" class="${CLASSES[column.kind]}">${label}</th>`;
}

function cellOf(cell: Cell, column: Column): Html {
  const kind = CLASSES[column.kind];
  return cell.sort === undefined
    ? html`<td class="${kind}">${cell.text}</td>`
    : html`<td class="${kind}" data-sort="${cell.sort}">${cell.text}</td>`;
}

/** Every row has one cell per column. */
export function htmlTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): Html {
  const sortable = options.sortable === true;
  const caption = options.caption === undefined ? html`` : html`<caption>${options.caption}</caption>`;
  const head = columns.map((column) => heading(column, sortable));
  const body = rows.map((row) => html`<tr>${row.map((cell, i) => cellOf(cell, columns[i]!))}</tr>\n`);
  return html`<div class="scroll" tabindex="0"><table class="${sortable ? 'sortable' : 'plain'}">${caption}<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}
