// What was trained on rows of a store in; its entry in the ledger of trials out, before anybody is given the model.

import { assertRecordable } from '../../adapters/ledger/record-trial.ts';
import { ledgerHome, recordEvaluation } from '../trials/record-evaluation.ts';
import type { LabelledRows, RowsSource, TrainOptions } from './trainer.ts';

/** Before long work. UserErrors `ledger-unwritable`, `ledger-broken`; nothing where the rows are of no store. */
export function assertTrainingRecordable(rows: LabelledRows, options: Pick<TrainOptions, 'validation'>): void {
  const source = storedSource(rows, options);
  if (source !== undefined) assertRecordable(ledgerHome(source.home));
}

/**
 * One trial: the choice of kind, options, inputs, labels and weights (columns by their hash), with figures by name. `besides` is what else was
 * chosen, such as splits. Nothing is recorded of rows made by hand. UserErrors of `recordEvaluation`.
 */
export function recordTraining(
  kind: string,
  rows: LabelledRows,
  options: TrainOptions,
  measures: () => Readonly<Record<string, number | undefined>>,
  besides: Readonly<Record<string, unknown>> = {},
): void {
  const source = storedSource(rows, options);
  if (source === undefined) return;
  const { seed, threads: _threads, onProgress: _onProgress, signal: _signal, validation, ...chosen } = options;
  const { metas, instrument, name = kind, home } = source;
  recordEvaluation({
    ...{ kind: 'training', name, metas, instrument, home, seed, measures: measures() },
    settings: {
      ...{ model: kind, options: chosen, inputs: rows.inputs, label: rows.label, weight: rows.weight },
      ...(validation === undefined ? {} : { validation: { label: validation.label, weight: validation.weight } }),
      ...besides,
    },
  });
}

/** Of the rows and of those to stop early by: both are data that the model has seen. Undefined where neither names a part. */
function storedSource(
  { source }: LabelledRows,
  { validation }: Pick<TrainOptions, 'validation'>,
): RowsSource | undefined {
  const first = source ?? validation?.source;
  if (first === undefined) return undefined;
  const metas = [...(source?.metas ?? []), ...(validation?.source?.metas ?? [])];
  return metas.some(({ sources }) => sources.length > 0) ? { ...first, metas } : undefined;
}
