// A kind of model, labelled rows and options in; the trained model in plain numbers out: one face for all trainers.

import { UserError } from '../../adapters/user-error.ts';
import type { LogisticOptions, RidgeOptions } from './linear/linear-options.ts';
import { trainLogisticRows } from './linear/train-logistic-rows.ts';
import { trainRidgeRows } from './linear/train-ridge-rows.ts';
import type { MlpOptions } from './mlp/mlp-options.ts';
import { trainMlp } from './mlp/train-mlp.ts';
import type { LabelledRows, TrainedModel } from './trainer.ts';
import { trainXgboost } from './xgboost/train-xgboost.ts';
import type { XgboostOptions } from './xgboost/xgboost-options.ts';

/** What each kind can be told. */
export interface KindOptions {
  readonly logistic: LogisticOptions;
  readonly ridge: RidgeOptions;
  readonly mlp: MlpOptions;
  readonly xgboost: XgboostOptions;
}

export type ModelKind = keyof KindOptions;

type Trainers = {
  readonly [K in ModelKind]: (rows: LabelledRows, options: KindOptions[K]) => Promise<TrainedModel> | TrainedModel;
};

const trainers: Trainers = {
  logistic: trainLogisticRows,
  ridge: trainRidgeRows,
  mlp: trainMlp,
  xgboost: trainXgboost,
};

/** @throws UserError `bad-option` for a kind that is none, and those of the kind. */
export async function train<K extends ModelKind>(
  kind: K,
  rows: LabelledRows,
  options: KindOptions[K],
): Promise<TrainedModel> {
  const trainer = trainers[kind];
  if (trainer === undefined) {
    const fix = `Choose one of ${Object.keys(trainers).join(', ')}`;
    throw new UserError({ code: 'bad-option', message: `${String(kind)} is no kind of model`, field: 'kind', fix });
  }
  return await trainer(rows, options);
}
