// `qt stress STRATEGY`: a backtest again in worse markets, beside entries by lot and beside a model that answers by lot.

import type { Command } from 'commander';
import { e4ToBrl } from '../core/account/money.ts';
import type { ResampledResults, Spread } from '../research/overfitting/resampled-results.ts';
import { quantileOf } from '../research/report/stress-section.ts';
import { writeReport } from '../research/report/write.ts';
import { whatToDistrust } from '../research/statistics/distrust.ts';
import type { Finding } from '../research/statistics/finding.ts';
import type { StressReport } from '../research/stress/stress-report.ts';
import { stressTest } from '../research/stress/stress-test.ts';
import { count } from './arguments.ts';
import { addBacktestOptions, type BacktestOptions, backtestRequest } from './backtest-options.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { stressText } from './stress-text.ts';

interface StressOptions extends BacktestOptions {
  readonly draws: number;
  readonly shuffles: number;
}

const SHARES = [0.05, 0.5, 0.95];

export function stressCommand(program: Command): void {
  addBacktestOptions(program.command('stress').summary('what is left of a backtest in worse markets and beside chance'))
    .option('--draws <n>', 'of random entries', count, 2000)
    .option('--shuffles <n>', 'runs with the answers of the model in random order', count, 50)
    .addHelpText(
      'after',
      `
Runs the backtest again with higher costs, slippage, latency and queues, compares it with entries drawn by lot and with its own
model answering in random order, and says what to distrust.

Examples:
  qt stress wdo-regime --instrument WDO --from 2025-08-05 --to 2026-01-29 --report stress.html`,
    )
    .action(async (name: string, options: StressOptions, command: Command) => {
      const context = contextOf(command);
      const report = await stress(context, name, options);
      const { result, statistics } = report;
      const findings = whatToDistrust(result, statistics, { stress: report });
      if (options.report !== undefined) writeReport(result, options.report, { stress: report });
      for (const notice of result.notices) context.say(`note: ${notice}`);
      context.result(jsonOf(report, findings, options), stressText(report, findings));
    });
}

async function stress(context: CommandContext, name: string, options: StressOptions): Promise<StressReport> {
  const request = await backtestRequest(context, name, options);
  const progress = context.progress('stress');
  const { draws, shuffles } = options;
  try {
    return await stressTest({
      ...{ ...request, draws, shuffles },
      title: `${name} on ${request.plan.strategy.instruments.trade}, stressed`,
      onRun: (done, total, which) => progress.update(done / total, which),
    });
  } finally {
    progress.stop();
    await request.plan.model?.predictor.close();
  }
}

function jsonOf(
  { result, statistics, cases, randomEntries, shuffledModel, resampled }: StressReport,
  distrust: readonly Finding[],
  { report }: StressOptions,
): object {
  const drawn = ({ netE4, pValue }: { readonly netE4: Float64Array; readonly pValue: number }, ownE4: number) => {
    const netPnlBrl = Object.fromEntries(SHARES.map((share) => [share, e4ToBrl(quantileOf(netE4, share))]));
    return { runs: netE4.length, netPnlBrl, ownNetPnlBrl: e4ToBrl(ownE4), pValue };
  };
  return {
    digest: result.digest,
    trades: result.trades.length,
    netPnlBrl: e4ToBrl(statistics.netE4),
    sharpe: statistics.sharpe ?? null,
    cases: cases.map((run) => ({
      ...{ name: run.case.name, says: run.case.says, trades: run.trades, netPnlBrl: e4ToBrl(run.netE4) },
      ...{ maxDrawdownBrl: e4ToBrl(run.maxDrawdownE4), sharpe: run.sharpe ?? null },
    })),
    randomEntries: randomEntries === undefined ? null : drawn(randomEntries, randomEntries.ownE4),
    shuffledModel: shuffledModel === undefined ? null : drawn(shuffledModel, statistics.netE4),
    resampledDays: resampled.days === undefined ? null : spreadOf(resampled.days),
    otherOrder: resampled.otherOrder === undefined ? null : spreadOf(resampled.otherOrder),
    distrust,
    report: report ?? null,
  };
}

function spreadOf({ net, drawdown, probabilityOfLoss }: ResampledResults): object {
  const inBrl = ({ low, median, high }: Spread) => ({ low: low / 1e4, median: median / 1e4, high: high / 1e4 });
  return { netPnlBrl: inBrl(net), maxDrawdownBrl: inBrl(drawdown), probabilityOfLoss };
}
