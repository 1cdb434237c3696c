// Features and labels in frames, and what is to be learned, in; rows to train on that know their data out, numbered as the labels are.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Frame } from '../frames/frame.ts';
import { joinMeta } from '../frames/frame-meta.ts';
import { floatsAt, numbersOf, rowsByTime } from '../frames/values-at-rows.ts';
import { tradedRoot } from '../trials/record-evaluation.ts';
import type { LabelledRows, RowsSource } from './trainer.ts';

/** One value for each row of the labels; what is missing in a column, undefined or NaN is no value. */
export type ByLabel = TypedColumn | ArrayLike<number | undefined>;

export interface FrameRowsRequest {
  /** `features(...)`: the inputs, by their ids. */
  readonly features: Frame;
  /** Of `labels`: they say which rows there are, and when. */
  readonly labels: Frame;
  /** What is to be learned: 0 or 1, a class, or a number. */
  readonly label: ByLabel;
  /** Such as `labels.averageUniqueness`; a row without one does not count. */
  readonly weights?: ByLabel | undefined;
  /** Columns of the features to use; all of kind float where absent. */
  readonly inputs?: readonly string[] | undefined;
  /** As `RowsSource` has them; the instrument is that of the labels where it is not given. */
  readonly name?: string | undefined;
  readonly instrument?: string | undefined;
  readonly home?: string | undefined;
}

export interface FrameRows extends LabelledRows {
  readonly weight: Float64Array;
  readonly source: RowsSource | undefined;
  /** 1 where there are a label, a weight above 0 and all inputs: for `outOfFold`. */
  readonly among: Uint8Array;
  /** Numbers of these rows: for `takeRows`. */
  readonly usable: Uint32Array;
}

/**
 * Joined by time: a label's decision is the end of the candle that features are of. What is trained on these rows by `train` and `outOfFold` is
 * recorded in the ledger of trials, where the frames are of a store. Rows that cannot be used have label and weight 0.
 * @throws UserError `frame-rows`; `instrument-unclear` where the parts are of several roots and nobody says which is traded
 */
export function rowsOfFrames(request: FrameRowsRequest): FrameRows {
  const { features, labels } = request;
  const inputs = request.inputs ?? features.names.filter((name) => features.column(name).kind === 'float');
  if (inputs.length === 0) throw bad('The features have no column of numbers', 'features', 'Give a frame of features');
  const places = rowsByTime(labels.times, features.times);
  const columns = inputs.map((name) => {
    const values = floatsAt(features.column(name), places);
    if (values === undefined) throw bad(`${name} is no column of numbers`, name, 'Leave it out');
    return values;
  });
  const label = byLabel(request.label, labels.rows, 'label');
  const weight = request.weights === undefined ? undefined : byLabel(request.weights, labels.rows, 'weights');
  const among = Uint8Array.from(label, (value, row) => {
    const counts = !Number.isNaN(value) && (weight === undefined || weight[row]! > 0);
    return counts && columns.every((column) => !Number.isNaN(column[row]!)) ? 1 : 0;
  });
  return {
    ...{ rows: labels.rows, inputs, columns, among, source: sourceOf(request) },
    label: label.map((value, row) => (among[row] === 1 ? value : 0)),
    weight: Float64Array.from(among, (used, row) => (used === 1 ? (weight?.[row] ?? 1) : 0)),
    usable: Uint32Array.from(among.keys()).filter((row) => among[row] === 1),
  };
}

function byLabel(given: ByLabel, rows: number, field: 'label' | 'weights'): Float64Array {
  const values = numbersOf(given, rows);
  if (values !== undefined) return values;
  const { length } = 'kind' in given ? given.values : given;
  throw bad(`${field} has ${length} values for ${rows} labels`, field, 'Give one for each label');
}

/** Undefined of frames made by hand: nothing can be recorded of them. */
function sourceOf({ features, labels, name, instrument, home }: FrameRowsRequest): RowsSource | undefined {
  const metas = [features.meta, labels.meta];
  const { sources } = joinMeta(metas);
  if (sources.length === 0) return undefined;
  const told = { name: name ?? 'the rows', instrument: instrument ?? labels.meta.instrument };
  return { metas, instrument: tradedRoot(told, sources), name, home };
}

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'frame-rows', message, field, fix });
}
