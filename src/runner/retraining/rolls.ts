// The spans of a walk-forward in; for each a model of the days before it and its backtest over the span, or why there is none, out.

import { join } from 'node:path';
import { UserError } from '../../adapters/user-error.ts';
import { type Figures, figuresSchema } from './figures.ts';
import type { RetrainingDays } from './retraining-days.ts';
import { mustStep, type RetrainingWork, trainModel } from './training-step.ts';

export interface Roll extends RetrainingDays {
  /** Folder of its model. */
  readonly model: string;
  /** Of its validation days, or why there are none. */
  readonly figures: Figures | string;
}

/**
 * In the order given. A span whose training or backtest fails tells why, and the next one is tried; those after the end was asked for are not
 * begun. Nothing is resumed: each training is a new one, and all that was done is in the ledger of trials.
 */
export async function rollBack(work: RetrainingWork, spans: readonly RetrainingDays[]): Promise<readonly Roll[]> {
  const { step, folder, say } = work;
  const rolls: Roll[] = [];
  for (const [place, days] of spans.entries()) {
    const model = join(folder, 'rolls', days.validation.from);
    const made = { ...days, model };
    if (step.signal.aborted) {
      rolls.push({ ...made, figures: String(step.signal.reason) });
      continue;
    }
    const { training, validation } = days;
    const trained = training === undefined ? 'synthetic days' : `${training.from} to ${training.to}`;
    // the candidate is the first roll
    const name = `Roll ${place + 2} of ${spans.length + 1}`;
    say(`${name}: a model of ${trained}, over ${validation.from} to ${validation.to}`);
    rolls.push({ ...made, figures: await rolledFigures(work, days, model) });
  }
  return rolls;
}

async function rolledFigures(work: RetrainingWork, days: RetrainingDays, model: string): Promise<Figures | string> {
  const { from, to } = days.validation;
  const { strategy, settings, step } = work;
  const instrument = settings.instrument === undefined ? [] : ['--instrument', settings.instrument];
  try {
    await trainModel(work, days, model);
    const args = ['backtest', strategy, '--model', model, '--no-record', '--from', from, '--to', to, ...instrument];
    return await mustStep(figuresSchema, args, step);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
