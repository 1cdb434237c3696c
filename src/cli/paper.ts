// `qt paper --release R`: the code of a release on the live market, or over recorded days at a pace, orders to a simulated exchange.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import { writeReport } from '../research/report/write.ts';
import { PacedExchange } from '../runner/pace.ts';
import { planRun } from '../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../runner/simulated-run.ts';
import { amountBrl, positive, wholeNumber } from './arguments.ts';
import { summaryOf, summaryText } from './backtest.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { CHALLENGER_HELP } from './live.ts';
import { releasedCode } from './released-code.ts';
import { runAgainstHost } from './run-against-host.ts';
import { StopRequest } from './stop-request.ts';

const CAPITAL_BRL = 50_000;

export interface PaperOptions {
  readonly release: string;
  readonly instrument?: string;
  readonly from: string;
  readonly to: string;
  readonly speed?: number;
  readonly capital: number;
  readonly seed: number;
  readonly report?: string;
  readonly record?: boolean;
  readonly journal?: string;
}

/** What was typed: with days they are played, without them it is the market of the host. */
type Typed = Omit<PaperOptions, 'from' | 'to' | 'capital'> &
  Partial<Pick<PaperOptions, 'from' | 'to' | 'capital'>> & { readonly challenger?: string };

export function paperCommand(program: Command): void {
  program
    .command('paper')
    .summary('a release on the live market or over recorded days, orders to a simulated exchange')
    .requiredOption('--release <release>', 'folder, id, STRATEGY@paper, or channel file')
    .option('--from <YYYY-MM-DD>', 'recorded days from here on; the live market of the host when absent')
    .option('--to <YYYY-MM-DD>', 'the last recorded day')
    .option('--instrument <symbol>', "in place of the strategy's own")
    .option('--speed <factor>', 'event time over wall time: 1 is real time; as fast as it goes when absent', positive)
    .option(
      '--capital <brl>',
      'opening capital of each session, BRL (default: 50000; live: capitalBrl of machine.json)',
      amountBrl,
    )
    .option('--seed <n>', 'of latencies and rejects', wholeNumber, 1)
    .option('--report <file>', 'write an HTML report that opens offline')
    .option('--no-record', 'of recorded days: keep no run folder (then it cannot be replayed)')
    .option('--journal <folder>', 'of recorded days: keep what was decided in this new folder, and no run folder')
    .option('--challenger <release>', `of the live market: ${CHALLENGER_HELP}`)
    .addHelpText(
      'after',
      '\nExamples:\n  qt paper --release wdo-regime@paper\n  qt paper --release wdo-regime@paper --from 2027-03-01 --to 2027-03-02 --speed 600',
    )
    .action(async (typed: Typed, command: Command) => {
      const context = contextOf(command);
      const options = recordedDays(typed);
      if (options === undefined) return runAgainstHost(context, 'paper', typed);
      const run = await paper(context, options);
      const result = sessionResultOf(run, `${run.plan.strategy.name}, paper`);
      if (options.report !== undefined) writeReport(result, options.report);
      const summary = summaryOf(run, result);
      const where = { release: run.info.release, run: run.folder ?? null, report: options.report ?? null };
      const text = summaryText(summary, run, result, options.report);
      context.result({ ...summary, ...where }, `${text}\nrelease ${where.release}`);
    });
}

/** Undefined where no day is named. UserError `bad-option`. */
function recordedDays(typed: Typed): PaperOptions | undefined {
  const { from, to, capital = CAPITAL_BRL, speed, report, journal, challenger } = typed;
  if (from !== undefined && to !== undefined && challenger === undefined) return { ...typed, from, to, capital };
  const [field, fix] =
    challenger !== undefined && from !== undefined
      ? ['challenger', 'Leave it out: over recorded days releases are compared by qt compare']
      : from !== undefined
        ? ['to', 'Add --to DAY']
        : to !== undefined
          ? ['from', 'Add --from DAY']
          : speed !== undefined
            ? ['speed', 'Leave it out, or add --from DAY --to DAY: the live market has its own speed']
            : report !== undefined
              ? ['report', 'Leave it out, or add --from DAY --to DAY; of a live session: qt day-report RUN']
              : journal !== undefined
                ? ['journal', 'Leave it out, or add --from DAY --to DAY: a session keeps its journal in its run folder']
                : ['', ''];
  if (field === '') return undefined;
  throw new UserError({ code: 'bad-option', message: `--${field} does not fit the other options`, field, fix });
}

export async function paper(context: CommandContext, options: PaperOptions): Promise<SimulatedRun> {
  const { home, store } = context;
  const release = await releasedCode(home, options.release, 'paper');
  const { code, modelFolder, thresholds, manifestSha256 } = release;
  const plan = await planRun({ code, instrument: options.instrument, thresholds, modelFolder, manifestSha256 });
  const stop = new StopRequest((why) => context.say(`${why}: stopping after this event`));
  const progress = context.progress('paper');
  const { speed } = options;
  try {
    return await simulatedRun({
      mode: 'paper',
      home,
      store,
      plan,
      strategyFile: null,
      release: release.id,
      from: options.from,
      to: options.to,
      seed: options.seed,
      capitalBrl: options.capital,
      record: options.record ?? true,
      journalFolder: options.journal === undefined ? undefined : resolve(options.journal),
      wrap: speed === undefined ? undefined : (exchange) => new PacedExchange(exchange, speed, () => stop.isAsked),
      stopped: () => stop.isAsked,
      onDay: (done, total, day) => progress.update(done / total, day),
    });
  } finally {
    stop.close();
    progress.stop();
    await plan.model?.predictor.close();
  }
}
