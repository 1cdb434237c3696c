// `qt backtest STRATEGY`: recorded market data through the engine and a simulated exchange; digest, result and report.

import type { Command } from 'commander';
import { parsePartKind } from '../adapters/datasets/candle-kind.ts';
import { isCandleKind, type PartKind } from '../adapters/datasets/schema.ts';
import { UserError } from '../adapters/user-error.ts';
import { e4ToBrl } from '../core/account/money.ts';
import { brl, points } from '../research/report/number-format.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import type { SessionResult } from '../research/report/session-result.ts';
import { writeReport } from '../research/report/write.ts';
import { sessionStatistics } from '../research/statistics/session-statistics.ts';
import { codeFromSource } from '../runner/engine-code.ts';
import type { HoldDetails } from '../runner/hold-details.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { choicesOfPoint, parsePoint } from '../runner/point-choices.ts';
import { planRun } from '../runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../runner/simulated-run.ts';
import { amountBrl, amountOrZeroBrl, positive, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

export interface BacktestOptions {
  readonly instrument?: string;
  readonly from: string;
  readonly to: string;
  readonly kind?: string;
  readonly model?: string;
  readonly thresholds?: string;
  /** `name=value` each. */
  readonly set?: readonly string[];
  readonly capital: number;
  readonly costs: number;
  readonly fees?: number;
  readonly seed: number;
  readonly report?: string;
  readonly record: boolean;
  readonly allowRefused?: boolean;
}

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
  program
    .command('backtest')
    .summary('a strategy over recorded days')
    .argument('<strategy>', 'name in strategies/, or a .ts file')
    .requiredOption('--from <YYYY-MM-DD>')
    .requiredOption('--to <YYYY-MM-DD>')
    .option('--instrument <symbol>', "in place of the strategy's own: WDO, WDOFUT, WDOU25")
    .option('--kind <kind>', 'trades, candles-1m ...; the finest of each day when absent')
    .option('--model <folder>', 'folder of a model in place of models/<name>')
    .option('--thresholds <preset>', 'threshold preset of the model, such as fitted or mission')
    .option('--set <name=value...>', 'parameters of the strategy, or thresholds.<name>, in place of what they are')
    .option('--capital <brl>', 'opening capital of each session, BRL', amountBrl, 50_000)
    .option(
      '--fees <brl>',
      'fees and brokerage per contract and side, in place of the built-in assumption',
      amountOrZeroBrl,
    )
    .option('--costs <factor>', 'multiply fees and exchange costs', positive, 1)
    .option('--seed <n>', 'of latencies and rejects', wholeNumber, 1)
    .option('--report <file>', 'write an HTML report that opens offline')
    .option('--allow-refused', 'use also days that the quality gate refused; the run says so for ever')
    .option('--no-record', 'keep no run folder (then it cannot be replayed)')
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
      context.result({ ...summary, ...where }, summaryText(summary, run, result));
    });
}

export async function backtest(context: CommandContext, name: string, options: BacktestOptions): Promise<SimulatedRun> {
  const { strategy, file } = await loadStrategy(name);
  const { instrument, thresholds, model } = options;
  const choices = { instrument, thresholds, modelFolder: model, ...choicesOfPoint(parsePoint(options.set ?? [])) };
  const plan = await planRun({ code: codeFromSource(strategy), ...choices });
  const progress = context.progress('backtest');
  try {
    return await simulatedRun({
      mode: 'backtest',
      home: context.home,
      store: context.storeAccepting(options.allowRefused),
      plan,
      strategyFile: file,
      release: null,
      from: options.from,
      to: options.to,
      kind: kindOf(options.kind),
      seed: options.seed,
      capitalBrl: options.capital,
      costsFactor: options.costs,
      feesBrl: options.fees,
      record: options.record,
      onDay: (done, total, day) => progress.update(done / total, day),
    });
  } finally {
    progress.stop();
    await plan.model?.predictor.close();
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

export function summaryText(summary: BacktestSummary, run: SimulatedRun, result: SessionResult): string {
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
  return lines.join('\n');
}

function detailLines(details: HoldDetails): readonly string[] {
  return Object.entries(details).map(([code, times]) => {
    const named = Object.entries(times).map(([what, count]) => `${what} ${count}`);
    return `  ${code}: ${named.join(', ')}`;
  });
}

function kindOf(text: string | undefined): PartKind | undefined {
  if (text === undefined) return undefined;
  const kind = parsePartKind(text);
  if (kind !== undefined && (kind === 'trades' || isCandleKind(kind))) return kind;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no kind of data that a backtest can run on`,
    field: 'kind',
    fix: 'Use trades, or candles with their interval: candles-1m',
  });
}
