// A part as the store reads it to typed columns under the names that the SQL views use, with no-values marked as missing.

import type { PartRef } from '../part-path.ts';
import type { PartColumns } from '../row-buffer.ts';
import { type ColumnSpec, columnsOf, isCandleKind } from '../schema.ts';
import type { ColumnTable } from './column-table.ts';
import { type NoValueRule, noValueRules } from './no-value-rules.ts';
import { constantText, markOf, type TypedColumn } from './typed-column.ts';

export interface StoredRows {
  readonly part: PartRef;
  readonly columns: PartColumns;
}

/** `instrument`, `day`, `time` (of candles their open, and `close_time`), then the columns of schema.ts that the part has. */
export function partTable({ part, columns }: StoredRows): ColumnTable {
  const isCandles = isCandleKind(part.kind);
  const times = columns[isCandles ? 'open_time_us' : 'time_us']!;
  const rows = times.length;
  const rules = noValueRules(part.kind);
  const table = new Map<string, TypedColumn>([
    ['instrument', constantText(part.instrument, rows)],
    ['day', constantText(part.day, rows)],
    ['time', { kind: 'time', values: times, valid: undefined }],
  ]);
  if (isCandles) table.set('close_time', { kind: 'time', values: columns.close_time_us!, valid: undefined });
  for (const spec of columnsOf(part.kind)) {
    const values = columns[spec.name];
    if (values === undefined) continue;
    const rule = rules.get(spec.name);
    const valid = rule === undefined ? undefined : validRows(values, columns.flags, rule);
    table.set(spec.name, typed(spec, values, valid));
  }
  return { rows, columns: table };
}

function typed(spec: ColumnSpec, values: Float64Array, valid: Uint8Array | undefined): TypedColumn {
  switch (spec.type) {
    case 'double':
      return { kind: 'float', values, valid };
    case 'int32':
      return { kind: 'int32', values: Int32Array.from(values), valid };
    case 'int64':
      return { kind: 'int64', values, valid };
  }
}

function validRows(values: Float64Array, flags: Float64Array | undefined, rule: NoValueRule): Uint8Array | undefined {
  const valid = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const has = rule.kind === 'flag' ? (flags![row]! & rule.bit) !== 0 : values[row] !== rule.none;
    valid[row] = has ? 1 : 0;
  }
  return markOf(valid);
}
