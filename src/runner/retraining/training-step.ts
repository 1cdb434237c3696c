// A folder to work in and the days of a model in; `qt train` in a process of its own, and the folder of the model, out.

import { z } from 'zod';
import type { RetrainingSettings } from '../../adapters/machine/retraining-settings.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { DaySpan, RetrainingDays } from './retraining-days.ts';
import { runStep, type StepOptions } from './run-step.ts';
import type { TrainingSource } from './training-source.ts';

export interface RetrainingWork {
  readonly step: StepOptions;
  readonly settings: RetrainingSettings;
  /** Names of the strategy and of its model. */
  readonly strategy: string;
  readonly model: string;
  readonly source: TrainingSource;
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** By the recipe of the strategy's model, or as the built-in one; `out` is the folder of the model. UserError `retraining-failed`. */
export async function trainModel(work: RetrainingWork, { training }: RetrainingDays, out: string): Promise<void> {
  const { strategy, model, step } = work;
  const days = training === undefined ? syntheticDaysOf(work) : storedDaysOf(work, training);
  await mustStep(z.unknown(), ['train', strategy, '--name', model, '--out', out, ...days], step);
}

function storedDaysOf({ source }: RetrainingWork, { from, to }: DaySpan): readonly string[] {
  const kind = source.kind === undefined ? [] : ['--kind', source.kind];
  return ['--instrument', source.symbol, ...kind, '--from', from, '--to', to];
}

function syntheticDaysOf({ settings: { syntheticDays, seed } }: RetrainingWork): readonly string[] {
  return ['--synthetic-days', String(syntheticDays), ...(seed === undefined ? [] : ['--seed', String(seed)])];
}

/** UserError `retraining-failed` with the reason of the step and the log. */
export async function mustStep<T>(schema: z.ZodType<T>, args: readonly string[], step: StepOptions): Promise<T> {
  const result = await runStep(args, step);
  if (result.kind === 'failed') throw failed(result.reason, step.logFile);
  const parsed = schema.safeParse(result.value);
  if (parsed.success) return parsed.data;
  throw failed(`qt ${args[0]} told something else than expected`, step.logFile);
}

function failed(reason: string, log: string): UserError {
  return new UserError({
    code: 'retraining-failed',
    message: `No candidate was made: ${reason}`,
    file: log,
    fix: `Nothing that trades has changed; read ${log}, mend what it names, and try it by hand: qt retrain`,
  });
}
