// `qt replay RUN_DIR`: a run's recorded events through the engine again, decision by decision against its journal.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { RUN_FILE, readRunInfo } from '../adapters/journal/run-folder.ts';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import { UserError } from '../adapters/user-error.ts';
import { releaseDir } from '../promotion/release/release-folders.ts';
import { codeFromSource } from '../runner/engine-code.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { packageRoot } from '../runner/package-root.ts';
import type { PredictionSummary, Recomputing } from '../runner/prediction-check.ts';
import { readComposition } from '../runner/read-composition.ts';
import { type ReplayResult, replay } from '../runner/replay.ts';
import { makeEngine, planRun, type RunPlan } from '../runner/run-plan.ts';
import type { Composition } from '../runner/run-record.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { findRun } from './find-run.ts';
import { releasedCode } from './released-code.ts';
import { EXIT_FAILED } from './report-error.ts';

export function replayCommand(program: Command): void {
  program
    .command('replay')
    .summary('a run again from its recorded events: must be identical')
    .argument('<run>', 'folder of the run, or its name in the home')
    .option('--ignore-checksum', 'go on over damaged groups of the event log')
    .option('--no-predictions', 'take the recorded predictions as they are, without asking the model again')
    .addHelpText('after', '\nExample:\n  qt replay runs/20270301T120000Z-paper-wdo-regime-1a2b3c')
    .action(async (run: string, options: ReplayCommandOptions, command: Command) => {
      const context = contextOf(command);
      const result = await replayRun(context, run, options);
      for (const notice of result.notices) context.say(`note: ${notice}`);
      const { identical, decisions, firstDifference, predictions, notices, thrown } = result;
      if (predictions !== null) context.say(predictionsText(predictions));
      if (context.debug && thrown instanceof Error) context.say(String(thrown.stack));
      context.result({ identical, decisions, firstDifference, predictions, notices }, replayText(result));
      if (!identical) process.exitCode = EXIT_FAILED;
    });
}

export interface ReplayCommandOptions {
  readonly ignoreChecksum?: boolean;
  /** Whether the recorded predictions are computed again; they are unless told otherwise. */
  readonly predictions?: boolean;
}

export async function replayRun(
  context: CommandContext,
  run: string,
  { ignoreChecksum = false, predictions = true }: ReplayCommandOptions = {},
): Promise<ReplayResult> {
  const folder = findRun(context.home, run);
  const info = readRunInfo(folder);
  const composition = readComposition(info, join(folder, RUN_FILE));
  const plan = await planAgain(context, info, composition);
  try {
    const recomputing = predictions ? recomputingOf(plan) : undefined;
    const choices = { tighterLimits: composition.tighterLimits, ...composition.session };
    const engine = makeEngine(plan, composition.engine, choices);
    const result = await replay({ folder, engine, recomputing, ignoreChecksum });
    return { ...result, notices: [...modelNotices(info, plan), ...result.notices] };
  } finally {
    await plan.model?.predictor.close();
  }
}

export function replayText({ identical, decisions, firstDifference }: ReplayResult): string {
  if (identical || firstDifference === null) return `replay identical: ${decisions} decisions`;
  const { index, timeUs, path, expected, actual } = firstDifference;
  const at = new Date(timeUs / 1000).toISOString();
  const values = `was ${JSON.stringify(expected)}, is now ${JSON.stringify(actual)}`;
  return `replay differs at decision ${index} (${at}): ${path} ${values}`;
}

function predictionsText({ checked, maxDeviation, flipped }: PredictionSummary): string {
  return `${checked} predictions computed again: they deviate by ${maxDeviation} at most, ${flipped} flip a gate`;
}

function recomputingOf({ strategy, model, setup }: RunPlan): ReadonlyMap<string, Recomputing> {
  if (model === undefined || setup.model === undefined) return new Map();
  const thresholds = setup.model.thresholds[strategy.thresholds ?? 'fitted']!;
  return new Map([[strategy.name, { predictor: model.predictor, thresholds }]]);
}

/** Another model is no refusal: which decision it changes first is what one wants to know. */
function modelNotices(info: RunInfo, plan: RunPlan): readonly string[] {
  const used = info.model?.manifestSha256;
  const loaded = plan.model?.manifestSha256;
  if (used === loaded) return [];
  const described = (sha256: string | undefined): string => (sha256 === undefined ? 'no model' : `sha256 ${sha256}`);
  return [
    `The model is not the one of the run: its model.json has ${described(loaded)}, the run had ${described(used)}`,
  ];
}

/** The run's own code, model and choices: from its release, else from source. */
export async function planAgain(context: CommandContext, info: RunInfo, composition: Composition): Promise<RunPlan> {
  const choices = {
    instrument: composition.instrument,
    thresholds: composition.thresholds ?? undefined,
    parameters: composition.parameters,
    thresholdChanges: composition.thresholdChanges,
  };
  if (info.release !== null) {
    const dir = releaseDir(context.home, info.strategy, info.release);
    const { code, modelFolder, manifestSha256 } = await releasedCode(context.home, dir, 'paper');
    return planRun({ code, ...choices, modelFolder, manifestSha256 });
  }
  if (composition.strategyFile === null) {
    throw new UserError({
      code: 'run-invalid',
      message: `The run names neither a release nor a strategy file`,
      field: 'composition.strategyFile',
      fix: 'Repeat the run',
    });
  }
  const { strategy } = await loadStrategy(resolve(packageRoot, composition.strategyFile));
  const modelFolder = composition.modelFolder === null ? undefined : resolve(packageRoot, composition.modelFolder);
  return planRun({ code: codeFromSource(strategy), ...choices, modelFolder });
}
