// Rows that were labelled and columns with a mark of who has a label in; a frame row by row beside the rows, with their day and contract, out.

import { markOf, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { Frame } from '../frames/frame.ts';

/** `hasLabel` is 1 where a row has values. */
export interface LabelColumns {
  readonly hasLabel: Uint8Array;
  readonly times: Readonly<Record<string, Float64Array>>;
  readonly floats: Readonly<Record<string, Float64Array>>;
  readonly int32s?: Readonly<Record<string, Int32Array>>;
  /** Places in `touchWords`. */
  readonly touch?: Int32Array;
}

export const TOUCH_WORDS = ['target', 'stop', 'up', 'down', 'both', 'time', 'flatten'] as const;

/** How a label ended. */
export type TouchWord = (typeof TOUCH_WORDS)[number];

/** Index `decision_time`: when the row was known. What stands in rows without a label is no value. */
export function labelFrame(rows: Frame, { hasLabel, times, floats, int32s = {}, touch }: LabelColumns): Frame {
  const valid = markOf(hasLabel);
  const columns = new Map<string, TypedColumn>([
    ['decision_time', { kind: 'time', values: rows.times, valid: undefined }],
  ]);
  for (const [name, values] of Object.entries(times)) columns.set(name, { kind: 'time', values, valid });
  for (const [name, values] of Object.entries(floats)) columns.set(name, { kind: 'float', values, valid });
  for (const [name, values] of Object.entries(int32s)) columns.set(name, { kind: 'int32', values, valid });
  if (touch !== undefined) columns.set('touch', { kind: 'text', values: touch, words: TOUCH_WORDS, valid });
  columns.set('day', rows.column('day'));
  columns.set('contract', rows.column(rows.columns.has('contract') ? 'contract' : 'instrument'));
  return new Frame({ rows: rows.rows, columns }, { index: 'decision_time', meta: rows.meta });
}
