// The ticks of one day from two files that overlap to the ticks of both in one order, or the time at which the files contradict each other.

import { columnDifference, type MergeConflict } from './merge-candles.ts';
import { renumbered } from './renumbered.ts';
import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

export type TickParts = ReadonlyMap<PartKind, PartColumns>;
export type MergedTicks = { readonly kind: 'merged'; readonly parts: TickParts } | MergeConflict;

/** One row of one side: which kind, and where in it. */
interface Row {
  readonly kind: PartKind;
  readonly columns: PartColumns;
  readonly row: number;
}

/** One side, its rows of all kinds in the order of the source, and how far it has been read. */
interface Side {
  readonly parts: TickParts;
  readonly rows: readonly Row[];
  at: number;
}

/**
 * Trades that carry ids are the same where session, channel and id are; they must then be equal. Other rows tell nothing but
 * what stands in them, and equal rows are separate events: at each instant that both files cover, one file must have all
 * rows that the other has. Where only one of them reaches, its rows are taken. The `order` column is numbered anew. Kinds
 * that only one side has are put beside the others by time.
 */
export function mergeTicks(older: TickParts, newer: TickParts): MergedTicks {
  if ([...newer.keys()].every((kind) => !older.has(kind))) return { kind: 'merged', parts: renumbered(older, newer) };
  const fault = columnFault(older, newer) ?? orderFault(older) ?? orderFault(newer);
  if (fault !== undefined) return fault;
  const merge = new TickMerge(older, newer);
  return merge.run();
}

function columnFault(older: TickParts, newer: TickParts): MergeConflict | undefined {
  for (const [kind, columns] of newer) {
    const there = older.get(kind);
    const difference = there === undefined ? undefined : columnDifference(there, columns);
    if (difference !== undefined) return { kind: 'conflict', timeUs: undefined, why: `${kind}: ${difference}` };
  }
  return undefined;
}

/** Rows that go back in time have no place in an order by time. */
function orderFault(parts: TickParts): MergeConflict | undefined {
  for (const [kind, columns] of parts) {
    const times = columns.time_us!;
    for (let row = 1; row < times.length; row++) {
      if (times[row]! >= times[row - 1]!) continue;
      return { kind: 'conflict', timeUs: times[row]!, why: `the ${kind} of one file go back in time` };
    }
  }
  return undefined;
}

class TickMerge {
  private readonly a: Side;
  private readonly b: Side;
  /** When the trades of both sides carry ids: the time of each id of the older side. */
  private readonly ids: ReadonlyMap<string, number> | undefined;
  private readonly out: Row[] = [];
  private conflict: MergeConflict | undefined;

  constructor(older: TickParts, newer: TickParts) {
    this.a = { parts: older, rows: rowsInOrder(older), at: 0 };
    this.b = { parts: newer, rows: rowsInOrder(newer), at: 0 };
    this.ids = idsOf(older, newer);
  }

  run(): MergedTicks {
    const { a, b } = this;
    while (this.conflict === undefined && (a.at < a.rows.length || b.at < b.rows.length)) {
      const timeUs = Math.min(timeAt(a), timeAt(b));
      this.instant(timeUs, takeInstant(a, timeUs), takeInstant(b, timeUs));
    }
    return this.conflict ?? { kind: 'merged', parts: columnsOfRows(this.out) };
  }

  /** The rows of both sides at one microsecond: those of the side that has more, then what only the other has. */
  private instant(timeUs: number, rowsA: readonly Row[], rowsB: readonly Row[]): void {
    const isA = rowsA.length >= rowsB.length;
    const [base, other] = isA ? [rowsA, rowsB] : [rowsB, rowsA];
    const [baseSide, otherSide] = isA ? [this.a, this.b] : [this.b, this.a];
    const left = new Map<string, Row[]>();
    for (const row of base) {
      const key = keyOf(row, this.ids);
      const same = left.get(key);
      if (same === undefined) left.set(key, [row]);
      else same.push(row);
    }
    const added: Row[] = [];
    for (const row of other) {
      const twin = left.get(keyOf(row, this.ids))?.pop();
      if (twin === undefined) added.push(row);
      else this.checkTwin(row, twin, timeUs);
    }
    const missing = [...left.values()].flat();
    for (const row of added) {
      // a file that was cut off within the instant has fewer rows of it, not other ones
      const isOther = missing.some(({ kind }) => kind === row.kind) && !this.hasId(row);
      if (isOther || !this.canAdd(row, timeUs, baseSide)) this.fail(timeUs, row.kind);
    }
    this.out.push(...this.joined(base, added));
    for (const row of missing) if (!this.canAdd(row, timeUs, otherSide)) this.fail(timeUs, row.kind);
  }

  /** Trades of one instant that come from both sides stand in the order of their numbers, which is the exchange's. */
  private joined(base: readonly Row[], added: readonly Row[]): readonly Row[] {
    const rows = [...base, ...added];
    if (added.length === 0 || !added.some((row) => this.hasId(row))) return rows;
    const trades = rows.filter((row) => this.hasId(row));
    trades.sort((a, b) => a.columns.trade_id![a.row]! - b.columns.trade_id![b.row]!);
    let next = 0;
    return rows.map((row) => (this.hasId(row) ? trades[next++]! : row));
  }

  private hasId({ kind }: Row): boolean {
    return kind === 'trades' && this.ids !== undefined;
  }

  /** A row that `side` lacks is new there when it has an id that nothing else has, or where `side` does not reach. */
  private canAdd(row: Row, timeUs: number, side: Side): boolean {
    const times = side.parts.get(row.kind)?.time_us;
    if (times === undefined) return true;
    if (this.hasId(row)) {
      return side !== this.a || (this.ids!.get(keyOf(row, this.ids)) ?? timeUs) === timeUs;
    }
    return timeUs <= times[0]! || timeUs >= times[times.length - 1]!;
  }

  /** Two rows of one id must say the same. */
  private checkTwin(row: Row, twin: Row, timeUs: number): void {
    if (!this.hasId(row)) return;
    const wrong = Object.keys(row.columns).find(
      (name) => name !== 'order' && row.columns[name]![row.row] !== twin.columns[name]![twin.row],
    );
    if (wrong === undefined) return;
    const id = row.columns.trade_id![row.row];
    const why = `trade ${id} has ${wrong} ${twin.columns[wrong]![twin.row]} in one file and ${row.columns[wrong]![row.row]} in the other`;
    this.conflict ??= { kind: 'conflict', timeUs, why };
  }

  private fail(timeUs: number, kind: PartKind): void {
    const why = `both files cover that time and have different ${kind}`;
    this.conflict ??= { kind: 'conflict', timeUs, why };
  }
}

/** Undefined when the trades of one side lack ids. */
function idsOf(older: TickParts, newer: TickParts): ReadonlyMap<string, number> | undefined {
  for (const parts of [older, newer]) {
    const id = parts.get('trades')?.trade_id;
    if (id === undefined || id.some((each) => each <= 0)) return undefined;
  }
  const ids = new Map<string, number>();
  const columns = older.get('trades')!;
  for (let row = 0; row < columns.time_us!.length; row++) {
    ids.set(keyOf({ kind: 'trades', columns, row }, ids), columns.time_us![row]!);
  }
  return ids;
}

function keyOf({ kind, columns, row }: Row, ids: ReadonlyMap<string, number> | undefined): string {
  if (kind === 'trades' && ids !== undefined) {
    const { session_type, channel, correction, trade_id } = columns;
    return `${session_type?.[row] ?? ''} ${channel?.[row] ?? ''} ${correction?.[row] ?? ''} ${trade_id![row]}`;
  }
  let key: string = kind;
  for (const name in columns) if (name !== 'order') key += ` ${columns[name]![row]}`;
  return key;
}

function timeAt({ rows, at }: Side): number {
  const next = rows[at];
  return next === undefined ? Number.POSITIVE_INFINITY : next.columns.time_us![next.row]!;
}

function takeInstant(side: Side, timeUs: number): readonly Row[] {
  const start = side.at;
  while (timeAt(side) === timeUs) side.at++;
  return side.rows.slice(start, side.at);
}

/** By time, then by the order of the source. */
function rowsInOrder(parts: TickParts): readonly Row[] {
  const rows: Row[] = [];
  for (const [kind, columns] of parts) {
    for (let row = 0; row < columns.time_us!.length; row++) rows.push({ kind, columns, row });
  }
  const timeOf = (row: Row): number => row.columns.time_us![row.row]!;
  return rows.sort((x, y) => timeOf(x) - timeOf(y) || x.columns.order![x.row]! - y.columns.order![y.row]!);
}

function columnsOfRows(rows: readonly Row[]): TickParts {
  const counts = new Map<PartKind, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = new Map<PartKind, Record<string, Float64Array>>();
  const at = new Map<PartKind, number>();
  for (const [order, { kind, columns, row }] of rows.entries()) {
    let out = parts.get(kind);
    if (out === undefined) {
      out = {};
      for (const name of Object.keys(columns)) out[name] = new Float64Array(counts.get(kind)!);
      parts.set(kind, out);
    }
    const to = at.get(kind) ?? 0;
    at.set(kind, to + 1);
    for (const name in out) out[name]![to] = name === 'order' ? order : columns[name]![row]!;
  }
  return parts;
}
