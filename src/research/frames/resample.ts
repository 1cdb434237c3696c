// Rows with ascending times to groups of equal spans and what each column amounts to in them; spans without rows do not appear.

import { type ColumnTable, takeColumn } from '../../adapters/datasets/sql/column-table.ts';
import { isMissing, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { dayNumberAt, utcUsOf } from '../../core/market/civil-time.ts';
import { maskedFloats } from './column-of-values.ts';
import { badIndex, badValue, noColumn } from './frame-error.ts';

export type Aggregate = 'first' | 'last' | 'min' | 'max' | 'sum' | 'mean' | 'count';

/** `last`, of the column under the same name; or another column's. Rows without a value are passed over. */
export type Aggregation = Aggregate | { readonly of: string; readonly by: Aggregate };

/** Row ranges: group `g` is from `starts[g]` up to, not including, `starts[g + 1]`. */
interface Groups {
  readonly times: Float64Array;
  readonly starts: Int32Array;
}

/** What the index says of a row: when it happened, or the end of the span that it is about. */
export type IndexMarks = 'moment' | 'end';

export interface Spans {
  readonly index: string;
  readonly marks: IndexMarks;
  /** 1s, 5m, 1h, counted from 1970 UTC, or `day` for Sao Paulo days. */
  readonly interval: string;
}

/**
 * Rows of moments go into the span from its start up to, not including, its end, and the result has the start under the name
 * of the index; rows that mark an end go into the span that they end in, and the result has its end. UserErrors
 * `frame-index`, `frame-column`, `frame-value`.
 */
export function resampleTable(
  table: ColumnTable,
  spans: Spans,
  aggregations: Readonly<Record<string, Aggregation>>,
): ColumnTable {
  const { index } = spans;
  const groups = groupsOf(table.columns.get(index)!.values as Float64Array, labelOf(spans));
  const columns = new Map<string, TypedColumn>([[index, { kind: 'time', values: groups.times, valid: undefined }]]);
  for (const [name, aggregation] of Object.entries(aggregations)) {
    const { of, by } = typeof aggregation === 'string' ? { of: name, by: aggregation } : aggregation;
    const column = table.columns.get(of);
    if (column === undefined) throw noColumn(of, table.columns.keys());
    columns.set(name, aggregated(of, column, by, groups));
  }
  return { rows: groups.times.length, columns };
}

/** The time under which the span of a row stands. */
function labelOf({ interval, marks }: Spans): (timeUs: number) => number {
  if (interval === 'day') {
    const startOf = (dayNumber: number): number => utcUsOf(dayNumber, 0);
    return marks === 'end'
      ? (timeUs) => startOf(dayNumberAt(timeUs - 1) + 1)
      : (timeUs) => startOf(dayNumberAt(timeUs));
  }
  const parsed = parseCandleInterval(interval);
  if (parsed?.kind !== 'time') throw badIndex(`"${interval}" is no span of time`, 'Write 1s, 5m, 1h or day');
  const { us } = parsed;
  return marks === 'end' ? (timeUs) => Math.ceil(timeUs / us) * us : (timeUs) => Math.floor(timeUs / us) * us;
}

function groupsOf(times: Float64Array, labelOfRow: (timeUs: number) => number): Groups {
  const starts: number[] = [];
  const found: number[] = [];
  for (let row = 0; row < times.length; row++) {
    const label = labelOfRow(times[row]!);
    if (label === found.at(-1)) continue;
    found.push(label);
    starts.push(row);
  }
  return { times: Float64Array.from(found), starts: Int32Array.from([...starts, times.length]) };
}

function aggregated(name: string, column: TypedColumn, by: Aggregate, groups: Groups): TypedColumn {
  switch (by) {
    case 'first':
    case 'last':
    case 'min':
    case 'max':
      return takeColumn(column, placesBy(name, column, by, groups));
    case 'count': {
      const values = Int32Array.from(groups.times, (_, group) => validRows(column, groups, group).length);
      return { kind: 'int32', values, valid: undefined };
    }
    case 'sum':
    case 'mean':
      return totals(name, column, by, groups);
  }
}

function validRows(column: TypedColumn, { starts }: Groups, group: number): readonly number[] {
  const rows: number[] = [];
  for (let row = starts[group]!; row < starts[group + 1]!; row++) if (!isMissing(column, row)) rows.push(row);
  return rows;
}

/** The row of each group whose value stands for it; -1 where none has a value. */
function placesBy(name: string, column: TypedColumn, by: 'first' | 'last' | 'min' | 'max', groups: Groups): Int32Array {
  if (by === 'min' || by === 'max') needNumbers(name, column, by);
  const { values } = column;
  return Int32Array.from(groups.times, (_, group) => {
    const rows = validRows(column, groups, group);
    if (by === 'first' || by === 'last') return rows.at(by === 'first' ? 0 : -1) ?? -1;
    let place = rows[0] ?? -1;
    for (const row of rows) {
      const isBetter = by === 'min' ? values[row]! < values[place]! : values[row]! > values[place]!;
      if (isBetter) place = row;
    }
    return place;
  });
}

function totals(name: string, column: TypedColumn, by: 'sum' | 'mean', groups: Groups): TypedColumn {
  needNumbers(name, column, by);
  const values = new Float64Array(groups.times.length);
  const valid = new Uint8Array(groups.times.length);
  for (let group = 0; group < values.length; group++) {
    const rows = validRows(column, groups, group);
    if (rows.length === 0) continue;
    let sum = 0;
    for (const row of rows) sum += Number(column.values[row]);
    values[group] = by === 'sum' ? sum : sum / rows.length;
    valid[group] = 1;
  }
  return maskedFloats(values, valid);
}

function needNumbers(name: string, { kind }: TypedColumn, by: Aggregate): void {
  if (kind !== 'text' && kind !== 'boolean') return;
  throw badValue(name, 0, `${kind}, of which there is no ${by}`, 'Use first, last or count');
}
