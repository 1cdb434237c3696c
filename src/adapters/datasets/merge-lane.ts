// The rows of one kind in two files, read instant by instant; the rows picked from both, with their place among all kinds, out.

import { pickedColumns } from './merge-picks.ts';
import { Coverage, fileSpan, type Span } from './merge-spans.ts';
import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

/** Columns by which trades with ids are the same trade. */
const ID_COLUMNS = ['trade_id', 'session_type', 'channel', 'correction'] as const;

const NO_ROWS = new Float64Array(0);

/** One kind of one file and the instant at which it is read: its rows from `start` up to `end`. */
export class LaneSide {
  readonly columns: PartColumns;
  readonly times: Float64Array;
  readonly orders: Float64Array;
  /** All columns but `order`, in one sequence for both files. */
  readonly values: readonly Float64Array[];
  /** What tells a row from others: its id, or all that stands in it. */
  readonly keys: readonly Float64Array[];
  /** Where the file must have all rows; nowhere for a kind that it does not have. */
  readonly coverage: Coverage;
  /** Rows with an id that the other file does not have at their time. */
  readonly lone: Uint32Array;
  loneCount = 0;
  /** Rows were left to the other file. */
  hasLeft = false;
  start = 0;
  end = 0;

  constructor(columns: PartColumns, names: readonly string[], keys: readonly string[], spans: readonly Span[]) {
    this.columns = columns;
    this.times = columns.time_us ?? NO_ROWS;
    this.orders = columns.order ?? NO_ROWS;
    this.values = names.map((name) => columns[name] ?? NO_ROWS);
    this.keys = keys.map((name) => columns[name] ?? NO_ROWS);
    this.coverage = new Coverage(spans);
    this.lone = new Uint32Array(keys.length < names.length ? this.times.length : 0);
  }

  /** Time of the rows after the present instant. */
  nextTimeUs(): number {
    return this.end < this.times.length ? this.times[this.end]! : Number.POSITIVE_INFINITY;
  }

  /** Goes on to the instant; there may be no rows at it. */
  take(timeUs: number): void {
    const { times } = this;
    let end = this.end;
    this.start = end;
    while (end < times.length && times[end] === timeUs) end++;
    this.end = end;
  }
}

/** From where the rows of a kind at one instant are taken. */
export const FROM_OLDER = 0;
export const FROM_NEWER = 1;
/** From both: in the sequence of `joint`. */
export const FROM_BOTH = 2;

export class Lane {
  readonly kind: PartKind;
  readonly names: readonly string[];
  readonly older: LaneSide;
  readonly newer: LaneSide;
  /** The trades of both files carry ids: a row is new where its id is, and says the same wherever the id is. */
  readonly hasIds: boolean;
  /** What was decided of the present instant: how many rows, from where, and which of the files has all of them. */
  count = 0;
  from = FROM_OLDER;
  isWholeInOlder = false;
  isWholeInNewer = false;
  /** Picks of the present instant when they come from both files. */
  joint = new Uint32Array(0);
  private readonly picks: Uint32Array;
  private readonly orders: Float64Array;
  private rows = 0;

  constructor(kind: PartKind, older: LaneFile, newer: LaneFile) {
    const columns = older.columns ?? newer.columns!;
    // in an order that does not depend on which file is the older one
    this.names = Object.keys(columns).sort();
    this.kind = kind;
    this.hasIds = kind === 'trades' && hasIds(older.columns) && hasIds(newer.columns);
    const values = this.names.filter((name) => name !== 'order');
    const keys = this.hasIds ? ID_COLUMNS.filter((name) => columns[name] !== undefined) : values;
    this.older = laneSide(kind, older, values, keys);
    this.newer = laneSide(kind, newer, values, keys);
    const rows = this.older.times.length + this.newer.times.length;
    this.picks = new Uint32Array(rows);
    this.orders = new Float64Array(rows);
  }

  settle(count: number, from: number, isWholeInOlder: boolean, isWholeInNewer: boolean): void {
    this.count = count;
    this.from = from;
    this.isWholeInOlder = isWholeInOlder;
    this.isWholeInNewer = isWholeInNewer;
  }

  /** Puts the row `index` of the present instant at place `order` of the day. */
  put(index: number, order: number): void {
    const { older, newer, from } = this;
    this.picks[this.rows] =
      from === FROM_OLDER
        ? older.start + index
        : from === FROM_NEWER
          ? older.times.length + newer.start + index
          : this.joint[index]!;
    this.orders[this.rows++] = order;
  }

  /** The columns of all rows put. */
  columns(): PartColumns {
    const { older, newer, rows } = this;
    const order = rows < this.orders.length ? this.orders.slice(0, rows) : this.orders;
    if (newer.times.length === 0) return { ...older.columns, order };
    if (older.times.length === 0) return { ...newer.columns, order };
    const names = Object.keys(older.columns).filter((name) => name !== 'order');
    return {
      ...older.columns,
      ...pickedColumns(names, older.columns, newer.columns, this.picks.subarray(0, rows)),
      order,
    };
  }
}

/** What one file has of a kind; no columns where it has none. */
export interface LaneFile {
  readonly columns: PartColumns | undefined;
  /** Undefined: all of the columns. */
  readonly spans: readonly Span[] | undefined;
}

function laneSide(
  kind: PartKind,
  { columns, spans }: LaneFile,
  names: readonly string[],
  keys: readonly string[],
): LaneSide {
  const times = columns?.time_us ?? NO_ROWS;
  if (columns === undefined || times.length === 0) return new LaneSide({}, names, keys, []);
  return new LaneSide(columns, names, keys, spans ?? [fileSpan(kind, columns)]);
}

function hasIds(columns: PartColumns | undefined): boolean {
  const ids = columns?.trade_id;
  if (ids === undefined) return false;
  for (let row = 0; row < ids.length; row++) if (ids[row]! <= 0) return false;
  return true;
}
