// What every kind of model is trained through: rows with labels and options in; a fitted model and how it came about out.
import type { FittedModel } from '../../core/prediction/fitted/fitted-model.ts';
import type { FrameMeta } from '../frames/frame-meta.ts';

/** Of a binary label (0, 1), of classes (0..K-1), or of a number. */
export type Task = 'binary' | 'multiclass' | 'regression';

/** Where rows come from, and under which name what is learned of them stands in the ledger of trials. */
export interface RowsSource {
  /** `meta` of each frame that went in. */
  readonly metas: readonly FrameMeta[];
  /** What would be traded, root or symbol. */
  readonly instrument: string;
  /** Of the model or the idea, kebab-case; the kind of model where absent. */
  readonly name?: string | undefined;
  /** Of the ledger. Default: QT_HOME, else the folder of this package. */
  readonly home?: string | undefined;
}

/** Rows in columns. Every array has `rows` values; NaN in an input is a missing value. */
export interface LabelledRows {
  readonly rows: number;
  readonly inputs: readonly string[];
  /** By input. */
  readonly columns: readonly Float32Array[];
  readonly label: Float64Array;
  /** Not negative; 1 each where absent. */
  readonly weight?: Float64Array | undefined;
  /** Of rows made of a store, see `rowsOfFrames`: what is trained on them is recorded. Rows by hand have none. */
  readonly source?: RowsSource | undefined;
}

export interface TrainingProgress {
  /** Rounds, trees or passes. */
  readonly done: number;
  readonly total: number;
  /** Loss on training and validation rows, where it is known. */
  readonly loss?: number | undefined;
  readonly validationLoss?: number | undefined;
}

/** What all kinds have in common. */
export interface TrainOptions {
  readonly task: Task;
  /** Of a `multiclass` task; found from the label where absent. */
  readonly classes?: number | undefined;
  readonly seed: number;
  /** Changes speed only, never the result. All cores where absent. */
  readonly threads?: number | undefined;
  /** Rows to stop early by. */
  readonly validation?: LabelledRows | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Training ends with the best so far. */
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedModel {
  readonly model: FittedModel;
  /** Why it ended: all rounds done, no better for a while, or interrupted. */
  readonly ended: 'done' | 'early' | 'interrupted';
  /** Losses by round, where the kind has rounds. */
  readonly trainingLoss: Float64Array;
  readonly validationLoss: Float64Array;
}
