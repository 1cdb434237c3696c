// Named typed columns of one length with their times and their origin; every operation gives a new frame and changes none.

import type { Table } from 'apache-arrow';
import { type ColumnTable, type Row, rowsOf, sliceRows, takeRows } from '../../adapters/datasets/sql/column-table.ts';
import { concatTables, kindConflict } from '../../adapters/datasets/sql/concat-columns.ts';
import { type ColumnKind, type TypedColumn, type Value, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { type ColumnValues, columnOfValues } from './column-of-values.ts';
import { describeTable } from './describe.ts';
import { type FrameParts, frameFromArrow, frameFromIpc, frameToArrow, frameToIpc } from './frame-arrow.ts';
import { type Danfo, tableToDanfo } from './frame-danfo.ts';
import { frameBundle } from './frame-display.ts';
import { badIndex, badValue, doubleColumn, noColumn } from './frame-error.ts';
import { type FrameMeta, joinMeta, NO_META } from './frame-meta.ts';
import { asOfPlaces } from './join-as-of.ts';
import { type Aggregation, type IndexMarks, resampleTable } from './resample.ts';
import { checkAscending, firstRowFrom, timeUsOf } from './sorted-times.ts';

export interface FrameOptions {
  /** The column of kind `time` that says when a row was known. */
  readonly index?: string | undefined;
  /** Whether the index is a moment, as of trades and quotes, or the end of the span that a row is about, as of candles. */
  readonly marks?: IndexMarks | undefined;
  readonly meta?: FrameMeta | undefined;
}

export interface AsOfOptions {
  /** Columns of the right frame; all but its index when absent. */
  readonly columns?: readonly string[];
  /** Put before the names of the right columns. */
  readonly prefix?: string;
  /** Right rows older than this do not count. */
  readonly toleranceUs?: number;
  /** Name of a further column: microseconds since the right row. */
  readonly age?: string;
}

export class Frame implements ColumnTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TypedColumn>;
  readonly index: string | undefined;
  readonly marks: IndexMarks;
  readonly meta: FrameMeta;

  /** UserErrors `frame-value` where columns differ in length, `frame-index` where the index is no whole column of times. */
  constructor({ rows, columns }: ColumnTable, { index, marks = 'moment', meta = NO_META }: FrameOptions = {}) {
    this.rows = rows;
    this.columns = columns;
    this.index = index;
    this.marks = marks;
    this.meta = meta;
    for (const [name, { values }] of columns) {
      if (values.length !== rows) throw badValue(name, values.length, 'its end', `Give every column ${rows} values`);
    }
    if (index === undefined) return;
    const { kind, valid } = this.column(index);
    if (kind === 'time' && valid === undefined) return;
    throw badIndex(
      `Column ${index} cannot be the index`,
      'The index is a column of kind time with a value in every row',
    );
  }

  /** Arrays as columns; `kinds` where they do not tell it, such as `{ t: 'time' }`. The index is of kind time by itself. */
  static fromColumns(
    values: Readonly<Record<string, ColumnValues>>,
    options: FrameOptions & { readonly kinds?: Readonly<Record<string, ColumnKind>> } = {},
  ): Frame {
    const kindOf = (name: string): ColumnKind | undefined => (name === options.index ? 'time' : options.kinds?.[name]);
    const columns = new Map(
      Object.entries(values).map(([name, each]) => [name, columnOfValues(name, each, kindOf(name))]),
    );
    return new Frame({ rows: [...columns.values()][0]?.values.length ?? 0, columns }, options);
  }

  /** Objects as rows; a key that a row lacks is a missing value. */
  static fromRows(
    rows: readonly Readonly<Record<string, Value | undefined | null>>[],
    options: FrameOptions & { readonly kinds?: Readonly<Record<string, ColumnKind>> } = {},
  ): Frame {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return Frame.fromColumns(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), options);
  }

  static fromArrow(table: Table): Frame {
    return framed(frameFromArrow(table));
  }

  static fromArrowIpc(bytes: Uint8Array): Frame {
    return framed(frameFromIpc(bytes));
  }

  /** One below the other; a column that one lacks has no values there. */
  static concat(frames: readonly Frame[]): Frame {
    const conflict = kindConflict(frames);
    if (conflict !== undefined) throw badValue(conflict.name, 0, conflict.kinds.join(' and '), 'Give it one kind');
    const { index, marks } = frames[0] ?? {};
    return new Frame(concatTables(frames), { index, marks, meta: joinMeta(frames.map(({ meta }) => meta)) });
  }

  get names(): readonly string[] {
    return [...this.columns.keys()];
  }

  column(name: string): TypedColumn {
    const column = this.columns.get(name);
    if (column === undefined) throw noColumn(name, this.columns.keys());
    return column;
  }

  /** Undefined where the row has no value there. */
  at(row: number, name: string): Value | undefined {
    return valueAt(this.column(name), row);
  }

  /** Microseconds UTC of every row. */
  get times(): Float64Array {
    if (this.index === undefined)
      throw badIndex('The frame has no times', 'Name the index: new Frame(frame, { index })');
    return this.column(this.index).values as Float64Array;
  }

  /** These columns, in this order; the index comes along. */
  select(...names: readonly string[]): Frame {
    const wanted = this.index === undefined || names.includes(this.index) ? names : [this.index, ...names];
    return this.with({ rows: this.rows, columns: new Map(wanted.map((name) => [name, this.column(name)])) });
  }

  /** All but these columns. */
  drop(...names: readonly string[]): Frame {
    const columns = new Map([...this.columns].filter(([name]) => !names.includes(name)));
    const index = this.index !== undefined && columns.has(this.index) ? this.index : undefined;
    return new Frame({ rows: this.rows, columns }, { index, marks: this.marks, meta: this.meta });
  }

  /** A further column, or another one under a name that is there. */
  withColumn(name: string, values: ColumnValues, kind?: ColumnKind): Frame {
    const column = columnOfValues(name, values, kind);
    return this.with({ rows: this.rows, columns: new Map([...this.columns, [name, column]]) });
  }

  /** Rows from `start` up to, not including, `end`; negative ones count from the end, as in Array.slice. */
  slice(start: number, end: number = this.rows): Frame {
    const place = (row: number): number => Math.min(this.rows, Math.max(0, row < 0 ? this.rows + row : row));
    return this.with(sliceRows(this, place(start), Math.max(place(start), place(end))));
  }

  head(rows = 5): Frame {
    return this.slice(0, rows);
  }

  tail(rows = 5): Frame {
    return this.slice(Math.max(0, this.rows - rows));
  }

  /** Rows from a time up to, not including, another: microseconds UTC, or Sao Paulo clock as `2020-04-02 09:30`. */
  between(from: number | string, to: number | string): Frame {
    checkAscending(this.times);
    return this.slice(firstRowFrom(this.times, timeUsOf(from)), firstRowFrom(this.times, timeUsOf(to)));
  }

  /** Rows where the mask is 1 or the function says true. */
  filter(keep: Uint8Array | ((row: number) => boolean)): Frame {
    const isKept = typeof keep === 'function' ? keep : (row: number) => keep[row] === 1;
    const places = new Int32Array(this.rows);
    let kept = 0;
    for (let row = 0; row < this.rows; row++) if (isKept(row)) places[kept++] = row;
    return this.with(takeRows(this, places.subarray(0, kept)));
  }

  /** Rows of equal times stay in their order. */
  sortByTime(): Frame {
    const { times } = this;
    return this.with(
      takeRows(
        this,
        Int32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b),
      ),
    );
  }

  /** To each row the latest row of `right` whose index is not after this frame's; no values where there is none. */
  joinAsOf(right: Frame, { columns, prefix = '', toleranceUs, age }: AsOfOptions = {}): Frame {
    checkAscending(this.times);
    checkAscending(right.times);
    const places = asOfPlaces(this.times, right.times, toleranceUs);
    const chosen = right.select(...(columns ?? right.names.filter((name) => name !== right.index)));
    const joined = new Map(this.columns);
    const add = (name: string, column: TypedColumn): void => {
      if (joined.has(name)) throw doubleColumn(name);
      joined.set(name, column);
    };
    for (const [name, column] of takeRows(chosen, places).columns) {
      if (name !== right.index || columns?.includes(name)) add(`${prefix}${name}`, column);
    }
    if (age !== undefined) {
      const sinceUs = (place: number, row: number) => (place < 0 ? undefined : this.times[row]! - right.times[place]!);
      add(age, columnOfValues(age, Array.from(places, sinceUs), 'int64'));
    }
    return new Frame(
      { rows: this.rows, columns: joined },
      { index: this.index, meta: joinMeta([this.meta, right.meta]) },
    );
  }

  /** Spans of equal length (`5m`, `1h`, `day`) and what columns amount to in them: `{ close: 'last', volume: 'sum' }`. */
  resample(interval: string, aggregations: Readonly<Record<string, Aggregation>>): Frame {
    checkAscending(this.times);
    return this.with(resampleTable(this, { index: this.index!, marks: this.marks, interval }, aggregations));
  }

  describe(): Frame {
    return new Frame(describeTable(this), { meta: this.meta });
  }

  toRows(): Row[] {
    return rowsOf(this);
  }

  /** Plain arrays by name; undefined where there is no value. */
  toArrays(): Record<string, (Value | undefined)[]> {
    const plain = (column: TypedColumn) => Array.from({ length: this.rows }, (_, row) => valueAt(column, row));
    return Object.fromEntries([...this.columns].map(([name, column]) => [name, plain(column)]));
  }

  toArrow(): Table {
    return frameToArrow(this.parts());
  }

  /** Bytes of an Arrow IPC file (`.arrow`), which other languages read. */
  toArrowIpc(): Uint8Array {
    return frameToIpc(this.parts());
  }

  /** A DataFrame of danfojs-node, which is optional; see docs/frames.md. */
  toDanfo(danfo?: Danfo): Promise<object> {
    return tableToDanfo(this, danfo);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return frameBundle(this, this.meta);
  }

  private parts(): FrameParts {
    const { index, marks, meta } = this;
    return { table: this, index, marks, meta };
  }

  private with(table: ColumnTable): Frame {
    const { index, marks, meta } = this;
    return new Frame(table, { index, marks, meta });
  }
}

function framed({ table, ...options }: FrameParts): Frame {
  return new Frame(table, options);
}
