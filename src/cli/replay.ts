// `qt replay RUN_DIR`: a run's recorded events through the engine again, decision by decision against its journal.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readRunInfo } from '../adapters/journal/run-folder.ts';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import { UserError } from '../adapters/user-error.ts';
import { releaseDir } from '../promotion/release/release-folders.ts';
import { codeFromSource } from '../runner/engine-code.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { packageRoot } from '../runner/package-root.ts';
import { type ReplayResult, replay } from '../runner/replay.ts';
import { makeEngine, planRun, type RunPlan } from '../runner/run-plan.ts';
import type { Composition } from '../runner/run-record.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { releasedCode } from './released-code.ts';
import { EXIT_FAILED } from './report-error.ts';

export function replayCommand(program: Command): void {
  program
    .command('replay')
    .summary('a run again from its recorded events: must be identical')
    .argument('<run>', 'folder of the run')
    .option('--ignore-checksum', 'go on over damaged groups of the event log')
    .addHelpText('after', '\nExample:\n  qt replay runs/20270301T120000Z-paper-wdo-regime-1a2b3c')
    .action(async (run: string, options: { ignoreChecksum?: boolean }, command: Command) => {
      const context = contextOf(command);
      const result = await replayRun(context, run, options.ignoreChecksum ?? false);
      for (const notice of result.notices) context.say(`note: ${notice}`);
      const { identical, decisions, firstDifference } = result;
      context.result({ identical, decisions, firstDifference }, replayText(result));
      if (!identical) process.exitCode = EXIT_FAILED;
    });
}

export async function replayRun(context: CommandContext, run: string, ignoreChecksum = false): Promise<ReplayResult> {
  const folder = existsSync(run) ? resolve(run) : join(context.home, 'runs', run);
  const info = readRunInfo(folder);
  const composition = info.composition as unknown as Composition;
  const plan = await planAgain(context, info, composition);
  try {
    return await replay({ folder, engine: makeEngine(plan, composition.engine), ignoreChecksum });
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

/** The run's own code, model and choices: from its release, else from source. */
async function planAgain(context: CommandContext, info: RunInfo, composition: Composition): Promise<RunPlan> {
  const choices = {
    instrument: composition.instrument,
    thresholds: composition.thresholds ?? undefined,
  };
  if (info.release !== null) {
    const dir = releaseDir(context.home, info.strategy, info.release);
    const { code, modelFolder } = await releasedCode(context.home, dir, 'paper');
    return planRun({ code, ...choices, modelFolder });
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
