// `qt drift STRATEGY|RUN...`: what live journals say of inputs, predictions, gates, probabilities and trades, beside training.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { RUN_FILE, readRunInfo } from '../adapters/journal/run-folder.ts';
import { readModelFolder } from '../adapters/onnx/model-folders.ts';
import { UserError } from '../adapters/user-error.ts';
import { parseDay } from '../core/market/civil-day.ts';
import type { DriftFinding } from '../research/drift/drift-finding.ts';
import { type DriftReport, driftReport } from '../research/drift/drift-report.ts';
import { driftRuns } from '../research/drift/drift-runs.ts';
import { packageRoot } from '../runner/package-root.ts';
import { count, zeroOrMore } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { findRun } from './find-run.ts';
import { modelFolderOf } from './model-folder-of.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly reference?: readonly string[];
  readonly model?: string;
  readonly neutralPoints?: number;
  readonly leastDays?: number;
  readonly all?: boolean;
}

export function driftCommand(program: Command): void {
  program
    .command('drift')
    .summary('whether live days are still like those that a model was trained on')
    .description(
      'Reads the journals of runs and holds inputs, predictions, gates, probabilities and entries against the training of their model. A change counts ' +
        'where it is large and surer than chance, days (not candles) being what is independent. Changes nothing.',
    )
    .argument('<what...>', 'a strategy (all its live, shadow and paper runs of its newest model), or runs')
    .option('--from <YYYY-MM-DD>', 'first session day', day)
    .option('--to <YYYY-MM-DD>', 'last session day', day)
    .option(
      '--reference <run...>',
      'runs of the same model over its validation: distributions are compared with theirs',
    )
    .option('--model <folder>', 'the model (default: as the runs remember it)')
    .option(
      '--neutral-points <points>',
      'a move of no more than this is flat (default: that of training.json)',
      zeroOrMore,
    )
    .option('--least-days <days>', 'with fewer nothing is judged (default: 5)', count)
    .option('--all', 'in the text also what has not drifted')
    .addHelpText(
      'after',
      '\nExample:\n  qt drift wdo-regime --from 2027-03-01 --reference runs/20270226T120000Z-backtest-wdo-regime-1a2b3c',
    )
    .action(async (what: readonly string[], options: Options, command: Command) => {
      const context = contextOf(command);
      const { runs, ofOtherModels } = runsOf(context.home, what);
      const model = await readModelFolder(
        options.model === undefined ? rememberedModel(runs) : modelFolderOf(options.model),
      );
      const { from, to, neutralPoints, leastDays } = options;
      const reference = options.reference?.map((run) => findRun(context.home, run));
      const report = await driftReport({ runs, model, reference, from, to, neutralPoints, leastDays });
      const notices = [
        ...report.notices,
        ...(ofOtherModels === 0 ? [] : [`${counted(ofOtherModels, 'run')} of other models of the strategy left out`]),
      ];
      context.result({ ...report, notices }, driftText({ ...report, notices }, options.all ?? false));
    });
}

function runsOf(
  home: string,
  what: readonly string[],
): { readonly runs: readonly string[]; readonly ofOtherModels: number } {
  const folders = what.map((each) => findRun(home, each));
  const isRun = (folder: string): boolean => existsSync(join(folder, RUN_FILE));
  const [only] = what;
  if (what.length === 1 && /^[a-z][a-z0-9-]*$/.test(only!) && !isRun(folders[0]!)) return driftRuns(home, only!);
  return { runs: folders, ofOtherModels: 0 };
}

function rememberedModel(runs: readonly string[]): string {
  const [first] = runs;
  const { model } = readRunInfo(first!);
  if (model !== null) return resolve(packageRoot, model.path);
  throw new UserError({
    ...{ code: 'drift-no-model', message: `The run ${first} has no model: nothing was trained`, field: 'model' },
    fix: 'Name runs of a strategy with a model.',
  });
}

function driftText(report: DriftReport, isAll: boolean): string {
  const { findings, days, from, to, candles, scores } = report;
  const shown = findings.filter(({ severity }) => isAll || severity === 'strong' || severity === 'watch');
  const kept = findings.filter(({ severity }) => severity === 'none').length;
  const unknown = findings.filter(({ severity }) => severity === 'unknown').length;
  return [
    `${report.model}: ${counted(report.runs.length, 'run')}, ${counted(days, 'day')} from ${from} to ${to}, ${candles} candles`,
    ...shown.map(lineOf),
    ...(shown.length === 0 ? ['nothing has drifted that can be told from chance'] : []),
    `${kept} of ${findings.length} figures have not moved, ${unknown} are not known`,
    ...[scores.live, scores.reference].flatMap((each, place) => {
      if (each === undefined) return [];
      const { brier, logLoss, expectedCalibrationError: error } = each;
      const whose = place === 0 ? 'of these days' : 'of the reference';
      return [
        `probabilities ${whose}: Brier ${short(brier)}, log loss ${short(logLoss)}, calibration error ${short(error)}`,
      ];
    }),
    ...report.notices.map((notice) => `note: ${notice}`),
  ].join('\n');
}

function lineOf({ severity, subject, name, figure, shift, psi, outside, adjusted, advice }: DriftFinding): string {
  const moved =
    shift === undefined
      ? 'not known'
      : `${figure} ${short(shift.mean)} against ${short(shift.reference)} (${short(shift.low)} to ${short(shift.high)} apart)`;
  const more = [
    ...(psi === undefined ? [] : [`PSI ${psi.toFixed(2)}`]),
    ...(outside === undefined ? [] : [`${(100 * outside).toFixed(1)} % outside`]),
    ...(adjusted === undefined ? [] : [`chance ${adjusted < 0.001 ? 'below 0.001' : adjusted.toFixed(3)}`]),
  ];
  const isGrave = severity === 'strong' || severity === 'watch';
  return `${severity.padEnd(7)} ${subject} ${name}: ${[moved, ...more].join(', ')}${isGrave ? `; ${advice}` : ''}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function day(text: string): string {
  if (parseDay(text) !== undefined) return text;
  throw new UserError({
    ...{ code: 'bad-option', message: `${text} is no day`, field: 'day' },
    fix: 'Write the day as YYYY-MM-DD',
  });
}
