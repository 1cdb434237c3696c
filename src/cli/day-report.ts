// `qt day-report RUN`: the replay of a run, and a backtest of the same day laid beside it, with each difference and its cause.

import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { replaceDurably } from '../adapters/durable-file.ts';
import { RUN_FILE, readRunInfo } from '../adapters/journal/run-folder.ts';
import { UserError } from '../adapters/user-error.ts';
import { renderDayReport } from '../research/day-report/day-report-page.ts';
import { type DayReport, dayReport } from '../runner/day-report/day-report.ts';
import { causeMeanings } from '../runner/day-report/difference.ts';
import { readComposition } from '../runner/read-composition.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { findRun } from './find-run.ts';
import { planAgain, replayRun, replayText } from './replay.ts';
import { EXIT_FAILED } from './report-error.ts';

export interface DayReportCommandOptions {
  readonly out?: string;
  readonly market?: 'datasets' | 'log';
}

export function dayReportCommand(program: Command): void {
  program
    .command('day-report')
    .summary('a run beside a backtest of the same day: each difference and its cause')
    .argument('<run>', 'folder of the run, or its name in the home')
    .option('--out <file>', 'the HTML page (default: day-report.html in the folder of the run)')
    .addOption(
      new Option(
        '--market <source>',
        'of the backtest: datasets, or the log of the run (default: what is there)',
      ).choices(['datasets', 'log']),
    )
    .addHelpText('after', '\nExample:\n  qt day-report runs/20270301T120000Z-live-wdo-regime-1a2b3c')
    .action(async (run: string, options: DayReportCommandOptions, command: Command) => {
      const context = contextOf(command);
      const report = await dayReportOf(context, run, options);
      const file = resolve(options.out ?? join(report.run, 'day-report.html'));
      writePage(file, renderDayReport(report));
      context.result({ file, ...summaryOf(report) }, `${dayReportText(report)}\n${file}`);
      if (!report.replay.identical) process.exitCode = EXIT_FAILED;
    });
}

export async function dayReportOf(
  context: CommandContext,
  run: string,
  { market }: DayReportCommandOptions = {},
): Promise<DayReport> {
  const folder = findRun(context.home, run);
  const info = readRunInfo(folder);
  const replay = await replayRun(context, folder);
  const plan = await planAgain(context, info, readComposition(info, join(folder, RUN_FILE)));
  try {
    return await dayReport({ folder, store: context.storeAccepting(true), plan, replay, market });
  } finally {
    await plan.model?.predictor.close();
  }
}

export function summaryOf({ sessionDays, replay, market, comparison, notices }: DayReport): object {
  const { agrees, decisions, otherInputs, differences, places, causes, runE4, besideE4 } = comparison;
  const { identical, firstDifference } = replay;
  return {
    ...{ sessionDays, market, agrees, decisions, otherInputs, causes, notices },
    replay: { identical, firstDifference },
    differences: places,
    rows: differences.length,
    runBrl: runE4 / 10_000,
    besideBrl: besideE4 / 10_000,
  };
}

export function dayReportText({ replay, comparison, market }: DayReport): string {
  const { agrees, decisions, causes, differences, places } = comparison;
  const beside = market === 'datasets' ? 'the stored day' : 'the market that the run recorded';
  const lines = causes.map(
    ({ cause, count, effectE4 }) =>
      `  ${cause} ${count}, ${(effectE4 / 10_000).toFixed(2)} BRL: ${causeMeanings[cause]}`,
  );
  const what = agrees
    ? `a backtest on ${beside} agrees in ${decisions.same} decisions and every trade`
    : `a backtest on ${beside} differs in ${places} places, which are ${differences.length} rows of the page:`;
  return [replayText(replay), what, ...lines].join('\n');
}

function writePage(file: string, page: string): void {
  try {
    replaceDurably(file, page);
  } catch (cause) {
    throw new UserError({
      code: 'report-not-written',
      message: `The report could not be written to ${file}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Name a file in a folder that you may write to, with space left on its disk.',
      file,
      cause,
    });
  }
}
