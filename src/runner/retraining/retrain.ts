// What a machine wants trained in; a model, a candidate release of it and its figures beside those of the release that runs, out.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { RetrainingSettings } from '../../adapters/machine/retraining-settings.ts';
import { UserError } from '../../adapters/user-error.ts';
import { loadStrategy } from '../load-strategy.ts';
import { type RetrainingDays, retrainingDays } from './retraining-days.ts';
import { runStep, type StepOptions } from './run-step.ts';

export interface RetrainOptions {
  readonly home: string;
  readonly store: DatasetStore;
  readonly settings: RetrainingSettings;
  /** The last session day that may be used. */
  readonly day: string;
  /** Release to compare with, by id or as people name it; none where absent. */
  readonly against: string | undefined;
  /** UTC in ISO 8601: names the folder. */
  readonly at: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Of the validation days. */
export interface Figures {
  readonly trades: number;
  readonly netPnlBrl: number;
  readonly maxDrawdownBrl: number;
}

export interface Retrained extends RetrainingDays {
  readonly strategy: string;
  /** Id of the candidate; no channel points to it. */
  readonly candidate: string;
  readonly dir: string;
  /** False where training gave the very release that was there. */
  readonly isNew: boolean;
  readonly log: string;
  readonly figures: Figures;
  /** Of the release to compare with, or why they are not known; undefined where there is none to compare with. */
  readonly running: { readonly release: string; readonly figures: Figures | string } | undefined;
}

/** Folders of trainings kept for each strategy; the releases made of them stay. */
const TRAININGS_KEPT = 20;

const figures = z.object({ trades: z.number(), netPnlBrl: z.number(), maxDrawdownBrl: z.number() });
const promoted = z.object({ release: z.string(), dir: z.string(), isNew: z.boolean(), validation: figures });

function retrainingFolder(home: string, strategy: string): string {
  return join(home, 'retraining', strategy);
}

/**
 * Each step is a command of `qt` in a process of its own. UserErrors: `retraining-failed` with the reason of the step and the log,
 * `retraining-no-model`, `retraining-no-days`.
 */
export async function retrain(options: RetrainOptions): Promise<Retrained> {
  const { home, store, settings, day, against, at, signal, say } = options;
  const { strategy } = await loadStrategy(settings.strategy);
  if (strategy.model === undefined) throw noModel(strategy.name);
  const days = retrainingDays(store, settings, settings.instrument ?? strategy.instruments.trade, day);
  const folder = newFolder(retrainingFolder(home, strategy.name), at);
  const model = join(folder, 'model');
  const step: StepOptions = { home, logFile: join(folder, 'log.txt'), signal };
  const instrument = settings.instrument === undefined ? [] : ['--instrument', settings.instrument];
  const { from, to } = days.validation;
  const validation = ['--from', from, '--to', to, ...instrument];

  say(`Training ${strategy.model}; log in ${step.logFile}`);
  const source = sourceOf(settings, days, settings.instrument ?? strategy.instruments.trade);
  await must(z.unknown(), ['train', '--name', strategy.model, '--out', model, ...source], step);
  say(`Its gates, and a backtest from ${from} to ${to}`);
  const candidate = ['promote', strategy.name, 'paper', '--candidate', '--model', model, ...validation];
  const { release, dir, isNew, validation: gained } = await must(promoted, candidate, step);
  const made = { ...days, strategy: strategy.name, candidate: release, dir, isNew, log: step.logFile, figures: gained };
  if (against === undefined) return { ...made, running: undefined };
  say(`The same days with the release ${against}`);
  const compared = await runStep(['paper', '--release', against, '--no-record', ...validation], step);
  const known = compared.kind === 'done' ? figures.safeParse(compared.value) : undefined;
  const reason = compared.kind === 'failed' ? compared.reason : 'qt paper told no figures';
  return { ...made, running: { release: against, figures: known?.data ?? reason } };
}

function sourceOf(settings: RetrainingSettings, { training }: RetrainingDays, symbol: string): readonly string[] {
  const { syntheticDays, seed, kind } = settings;
  if (training !== undefined) {
    return ['--instrument', symbol, '--kind', kind, '--from', training.from, '--to', training.to];
  }
  return ['--synthetic-days', String(syntheticDays), ...(seed === undefined ? [] : ['--seed', String(seed)])];
}

async function must<T>(schema: z.ZodType<T>, args: readonly string[], step: StepOptions): Promise<T> {
  const result = await runStep(args, step);
  if (result.kind === 'failed') throw failed(result.reason, step.logFile);
  const parsed = schema.safeParse(result.value);
  if (parsed.success) return parsed.data;
  throw failed(`qt ${args[0]} told something else than expected`, step.logFile);
}

function newFolder(parent: string, at: string): string {
  mkdirSync(parent, { recursive: true });
  const old = readdirSync(parent).sort();
  for (const name of old.slice(0, Math.max(0, old.length - TRAININGS_KEPT + 1))) {
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, at.replaceAll(/[-:]/g, '').replace(/\.\d+/, ''));
  mkdirSync(folder, { recursive: true });
  return folder;
}

function failed(reason: string, log: string): UserError {
  return new UserError({
    code: 'retraining-failed',
    message: `No candidate was made: ${reason}`,
    file: log,
    fix: `Nothing that trades has changed; read ${log}, mend what it names, and try it by hand: qt retrain`,
  });
}

function noModel(strategy: string): UserError {
  return new UserError({
    code: 'retraining-no-model',
    message: `The strategy ${strategy} uses no model: there is nothing to train`,
    field: 'retraining.strategy',
    fix: 'Name a strategy with a model in machine.json, or take retraining out of it',
  });
}
