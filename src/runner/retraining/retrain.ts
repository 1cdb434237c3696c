// What a machine wants trained in; a model, a candidate release of it and its figures beside those of the release that runs, out.

import { join } from 'node:path';
import { z } from 'zod';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { RetrainingSettings } from '../../adapters/machine/retraining-settings.ts';
import { UserError } from '../../adapters/user-error.ts';
import { loadStrategy } from '../load-strategy.ts';
import { type Figures, figuresSchema } from './figures.ts';
import { type RetrainingDays, retrainingDays } from './retraining-days.ts';
import { JOURNALS, newRetrainingFolder } from './retraining-folder.ts';
import { type Roll, rollBack } from './rolls.ts';
import { type ReleaseRun, runRelease, runReleaseBefore } from './running-release.ts';
import type { WantedSource } from './training-source.ts';
import { mustStep, type RetrainingWork, trainModel } from './training-step.ts';

export interface RetrainOptions {
  readonly home: string;
  readonly store: DatasetStore;
  readonly settings: RetrainingSettings;
  /** Where absent: what is traded, the finest part of each day. */
  readonly source: WantedSource;
  /** The last session day that may be used. */
  readonly day: string;
  /** Release to compare with, by id or as people name it; none where absent. */
  readonly against: string | undefined;
  /** UTC in ISO 8601: names the folder. */
  readonly at: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

export interface Retrained extends RetrainingDays {
  readonly strategy: string;
  /** Id of the candidate; no channel points to it. */
  readonly candidate: string;
  readonly dir: string;
  /** False where training gave the very release that was there. */
  readonly isNew: boolean;
  readonly log: string;
  /** Of the validation days. */
  readonly figures: Figures;
  /** The release to compare with; undefined where there is none. */
  readonly running: ReleaseRun | undefined;
  /** Folder with the journal of the candidate over the validation days; undefined where it was not run. */
  readonly journal: string | undefined;
  /** Why its decisions are not known, where those of the release that runs are. */
  readonly notRun: string | undefined;
  /** The older rolls, the newest first: the candidate is the roll before them. */
  readonly rolls: readonly Roll[];
}

const promoted = z.object({ release: z.string(), dir: z.string(), isNew: z.boolean(), validation: figuresSchema });

/**
 * Each step is a command of `qt` in a process of its own. What is asked to end after the candidate was made gives what is there by then.
 * UserErrors: `retraining-failed` with the reason of the step and the log, `retraining-no-model`, and those of `retrainingDays`.
 */
export async function retrain(options: RetrainOptions): Promise<Retrained> {
  const { home, store, settings, day, against, at, signal, say } = options;
  const { strategy } = await loadStrategy(settings.strategy);
  if (strategy.model === undefined) throw noModel(strategy.name);
  const traded = settings.instrument ?? strategy.instruments.trade;
  const source = { symbol: options.source.symbol ?? traded, kind: options.source.kind };
  const [days, ...older] = retrainingDays(store, settings, traded, source, day);
  const folder = newRetrainingFolder(home, strategy.name, at);
  const step = { home, logFile: join(folder, 'log.txt'), signal };
  const work = { step, settings, strategy: strategy.name, model: strategy.model, source, folder, say };
  const made = await candidateOf(work, days);
  const compared = against === undefined ? undefined : await sideBySideRuns(work, against, made.candidate, days);
  // before the rolls, which may be ended: it takes little, and nothing can be compared without it
  if (against !== undefined) await runBefore(work, against, older);
  const rolls = await rollBack(work, older);
  const { running, journal, notRun } = compared ?? {};
  return { ...days, strategy: strategy.name, ...made, log: step.logFile, running, journal, notRun, rolls };
}

async function candidateOf(
  work: RetrainingWork,
  days: RetrainingDays,
): Promise<Pick<Retrained, 'candidate' | 'dir' | 'isNew' | 'figures'>> {
  const { strategy, settings, folder, step, say } = work;
  const model = join(folder, 'model');
  const { from, to } = days.validation;
  say(`Training ${work.model}; log in ${step.logFile}`);
  await trainModel(work, days, model);
  say(`Its gates, and a backtest from ${from} to ${to}`);
  const instrument = settings.instrument === undefined ? [] : ['--instrument', settings.instrument];
  const args = ['promote', strategy, 'paper', '--candidate', '--model', model, '--from', from, '--to', to];
  const { release, dir, isNew, validation: figures } = await mustStep(promoted, [...args, ...instrument], step);
  return { candidate: release, dir, isNew, figures };
}

/** Both releases, each by its own code, over the same recorded days. */
async function sideBySideRuns(
  work: RetrainingWork,
  against: string,
  candidate: string,
  { validation }: RetrainingDays,
): Promise<Pick<Retrained, 'running' | 'journal' | 'notRun'>> {
  work.say(`The same days with the release ${against}`);
  const running = await runRelease(work, against, validation, JOURNALS.running);
  if (running.journal === undefined) return { running, journal: undefined, notRun: undefined };
  work.say('The same days with the candidate, decision by decision');
  const { journal, figures } = await runRelease(work, candidate, validation, JOURNALS.candidate);
  return { running, journal, notRun: typeof figures === 'string' ? figures : undefined };
}

async function runBefore(work: RetrainingWork, against: string, older: readonly RetrainingDays[]): Promise<void> {
  if (older.length === 0) return;
  work.say(`The days of the older rolls with the release ${against}`);
  await runReleaseBefore(
    work,
    against,
    older.map(({ validation }) => validation),
  );
}

function noModel(strategy: string): UserError {
  return new UserError({
    code: 'retraining-no-model',
    message: `The strategy ${strategy} uses no model: there is nothing to train`,
    field: 'retraining.strategy',
    fix: 'Name a strategy with a model in machine.json, or take retraining out of it',
  });
}
