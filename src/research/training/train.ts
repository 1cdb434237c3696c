// A kind of model, labelled rows and options in; the trained model in plain numbers out, recorded where the rows are of a store.

import { UserError } from '../../adapters/user-error.ts';
import { trainLogisticRows } from './linear/train-logistic-rows.ts';
import { trainRidgeRows } from './linear/train-ridge-rows.ts';
import { trainMlp } from './mlp/train-mlp.ts';
import { assertTrainingRecordable, recordTraining } from './record-training.ts';
import type { LabelledRows, TrainedModel } from './trainer.ts';
import { trainForest } from './trees/train-forest.ts';
import { trainTrees } from './trees/train-trees.ts';
import { trainXgboost } from './xgboost/train-xgboost.ts';

const trainers = {
  trees: trainTrees,
  forest: trainForest,
  xgboost: trainXgboost,
  logistic: trainLogisticRows,
  ridge: trainRidgeRows,
  mlp: trainMlp,
} as const;

type Trainers = typeof trainers;

export type ModelKind = keyof Trainers;

/** What a kind can be told. */
export type KindOptions = { readonly [K in ModelKind]: Parameters<Trainers[K]>[1] };

/** What a kind gives: a `TrainedModel`, and of trees their statistics. */
export type KindResult = { readonly [K in ModelKind]: Awaited<ReturnType<Trainers[K]>> };

type Trainer<K extends ModelKind> = (
  rows: LabelledRows,
  options: KindOptions[K],
) => TrainedModel | Promise<TrainedModel>;

/**
 * Rows with a `source` are recorded in the ledger of trials before the model is given. @throws UserError `bad-option` for a kind that is none,
 * those of the kind and of the ledger
 */
export async function train<K extends ModelKind>(
  kind: K,
  rows: LabelledRows,
  options: KindOptions[K],
): Promise<KindResult[K]> {
  const trainer = trainers[kind] as Trainer<K> | undefined;
  if (trainer === undefined) {
    const fix = `Choose one of ${Object.keys(trainers).join(', ')}`;
    throw new UserError({ code: 'bad-option', message: `${String(kind)} is no kind of model`, field: 'kind', fix });
  }
  assertTrainingRecordable(rows, options);
  const trained = await trainer(rows, options);
  const { trainingLoss, validationLoss } = trained;
  const measures = { trainingLoss: trainingLoss.at(-1), validationLoss: leastOf(validationLoss) };
  recordTraining(kind, rows, options, () => measures);
  return trained as KindResult[K];
}

const leastOf = (losses: Float64Array): number | undefined =>
  losses.reduce<number | undefined>((least, loss) => (least === undefined || loss < least ? loss : least), undefined);
