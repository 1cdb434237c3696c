// `qt paper --release R`: the code of a release over recorded or synthetic days at a pace, orders to the simulated exchange.

import type { Command } from 'commander';
import { sessionResultOf } from '../research/report/run-result.ts';
import { writeReport } from '../research/report/write.ts';
import { PacedExchange } from '../runner/pace.ts';
import { planRun } from '../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../runner/simulated-run.ts';
import { amountBrl, positive, wholeNumber } from './arguments.ts';
import { summaryOf, summaryText } from './backtest.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { releasedCode } from './released-code.ts';
import { StopRequest } from './stop-request.ts';

export interface PaperOptions {
  readonly release: string;
  readonly instrument?: string;
  readonly from: string;
  readonly to: string;
  readonly speed?: number;
  readonly capital: number;
  readonly seed: number;
  readonly report?: string;
}

export function paperCommand(program: Command): void {
  program
    .command('paper')
    .summary('a release over recorded days, orders to the simulated exchange')
    .requiredOption('--release <release>', 'folder, id, STRATEGY@paper, or channel file')
    .requiredOption('--from <YYYY-MM-DD>')
    .requiredOption('--to <YYYY-MM-DD>')
    .option('--instrument <symbol>', "in place of the strategy's own")
    .option('--speed <factor>', 'event time over wall time: 1 is real time; as fast as it goes when absent', positive)
    .option('--capital <brl>', 'opening capital of each session, BRL', amountBrl, 50_000)
    .option('--seed <n>', 'of latencies and rejects', wholeNumber, 1)
    .option('--report <file>', 'write an HTML report that opens offline')
    .addHelpText(
      'after',
      '\nExample:\n  qt paper --release wdo-regime@paper --from 2027-03-01 --to 2027-03-02 --speed 600',
    )
    .action(async (options: PaperOptions, command: Command) => {
      const context = contextOf(command);
      const run = await paper(context, options);
      const result = sessionResultOf(run, `${run.plan.strategy.name}, paper`);
      if (options.report !== undefined) writeReport(result, options.report);
      const summary = summaryOf(run, result);
      const where = { release: run.info.release, run: run.folder ?? null, report: options.report ?? null };
      context.result({ ...summary, ...where }, summaryText(summary, run, result));
    });
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
      record: true,
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
