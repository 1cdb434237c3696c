// `qt backtest STRATEGY`: recorded market data through the engine and a simulated exchange; digest, result and report.

import type { Command } from 'commander';
import { e4ToBrl } from '../core/account/money.ts';
import { brl, points } from '../research/report/number-format.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import type { SessionResult } from '../research/report/session-result.ts';
import { writeReport } from '../research/report/write.ts';
import { sessionStatistics } from '../research/statistics/session-statistics.ts';
import type { HoldDetails } from '../runner/hold-details.ts';
import { type SimulatedRun, simulatedRun } from '../runner/simulated-run.ts';
import { addBacktestOptions, type BacktestOptions, backtestRequest } from './backtest-options.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

/** Fields of `qt backtest --json`. */
export interface BacktestSummary {
  readonly digest: string;
  readonly decisions: number;
  readonly trades: number;
  readonly netPnlBrl: number;
  readonly maxDrawdownBrl: number;
  readonly holdReasons: Readonly<Record<string, number>>;
  /** Of HOLD codes for want of inputs: times by feature or fault, the most frequent five of each. */
  readonly holdDetails: HoldDetails;
  readonly rollsCrossed: number;
  readonly maxHeldOverRoll: number;
}

export function backtestCommand(program: Command): void {
  addBacktestOptions(program.command('backtest').summary('a strategy over recorded days'))
    .addHelpText(
      'after',
      `
Examples:
  qt backtest wdo-regime --instrument WDO --from 2025-08-05 --to 2026-01-29 --report report.html
  qt backtest wdo-regime --from 2025-08-05 --to 2025-08-29 --thresholds mission --costs 2 --json`,
    )
    .action(async (name: string, options: BacktestOptions, command: Command) => {
      const context = contextOf(command);
      const run = await backtest(context, name, options);
      const result = sessionResultOf(run, `${name} on ${options.instrument ?? run.plan.strategy.instruments.trade}`);
      if (options.report !== undefined) writeReport(result, options.report);
      for (const notice of result.notices) context.say(`note: ${notice}`);
      const summary = summaryOf(run, result);
      const where = { run: run.folder ?? null, report: options.report ?? null };
      context.result({ ...summary, ...where }, summaryText(summary, run, result, options.report));
    });
}

export async function backtest(context: CommandContext, name: string, options: BacktestOptions): Promise<SimulatedRun> {
  const request = await backtestRequest(context, name, options);
  const progress = context.progress('backtest');
  try {
    return await simulatedRun({
      ...{ ...request, mode: 'backtest', release: null },
      onDay: (done, total, day) => progress.update(done / total, day),
    });
  } finally {
    progress.stop();
    await request.plan.model?.predictor.close();
  }
}

export function summaryOf(run: SimulatedRun, result: SessionResult): BacktestSummary {
  const statistics = sessionStatistics(result);
  const { collector } = run;
  return {
    digest: run.digest,
    decisions: collector.decisions,
    trades: result.trades.length,
    netPnlBrl: e4ToBrl(statistics.netE4),
    maxDrawdownBrl: e4ToBrl(statistics.maxDrawdown?.depthE4 ?? 0),
    holdReasons: collector.holdReasons,
    holdDetails: result.holdDetails ?? {},
    rollsCrossed: collector.rollsCrossed,
    maxHeldOverRoll: collector.maxHeldOverRoll,
  };
}

/** `report` is the file that was written, where one was asked for. */
export function summaryText(
  summary: BacktestSummary,
  run: SimulatedRun,
  result: SessionResult,
  report?: string,
): string {
  const { netE4, netPoints, maxDrawdown } = sessionStatistics(result);
  const holds = Object.entries(summary.holdReasons).sort((a, b) => b[1] - a[1]);
  const lines = [
    `${result.strategy} on ${result.instrument}, ${result.from} to ${result.to} (${counted(result.sessionDays.length, 'session')}, ${result.provenance} data)`,
    `net ${brl(netE4)} (${points(netPoints)}), max drawdown ${brl(maxDrawdown?.depthE4 ?? 0)}, ${counted(summary.trades, 'trade')}`,
    `${summary.decisions} decisions; HOLD: ${holds.map(([code, count]) => `${code} ${count}`).join(', ')}`,
    ...detailLines(summary.holdDetails),
    `rolls crossed ${summary.rollsCrossed}, most held over a roll ${summary.maxHeldOverRoll}`,
    `digest ${summary.digest}`,
  ];
  if (run.folder !== undefined) lines.push(`run ${run.folder}`);
  if (report !== undefined) lines.push(`report ${report}`);
  return lines.join('\n');
}

function detailLines(details: HoldDetails): readonly string[] {
  return Object.entries(details).map(([code, times]) => {
    const named = Object.entries(times).map(([what, count]) => `${what} ${count}`);
    return `  ${code}: ${named.join(', ')}`;
  });
}
