// Options that all commands over recorded days share; from a strategy's name and their values to what a simulated run takes.

import type { Command } from 'commander';
import { parsePartKind } from '../adapters/datasets/candle-kind.ts';
import { isCandleKind, type PartKind } from '../adapters/datasets/schema.ts';
import { UserError } from '../adapters/user-error.ts';
import { codeFromSource } from '../runner/engine-code.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { choicesOfPoint, parsePoint } from '../runner/point-choices.ts';
import { planRun } from '../runner/run-plan.ts';
import type { SimulatedRunOptions } from '../runner/simulated-run.ts';
import { amountBrl, amountOrZeroBrl, positive, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';

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

/** Gives the command back. */
export function addBacktestOptions(command: Command): Command {
  return command
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
    .option('--no-record', 'keep no run folder (then it cannot be replayed)');
}

export type BacktestRequest = Omit<SimulatedRunOptions, 'mode' | 'release' | 'onDay'>;

/** The model of its plan is open: the caller closes it. */
export async function backtestRequest(
  context: CommandContext,
  name: string,
  options: BacktestOptions,
): Promise<BacktestRequest> {
  const { strategy, file } = await loadStrategy(name);
  const { instrument, thresholds, model } = options;
  const choices = { instrument, thresholds, modelFolder: model, ...choicesOfPoint(parsePoint(options.set ?? [])) };
  return {
    home: context.home,
    store: context.storeAccepting(options.allowRefused),
    kind: kindOf(options.kind),
    plan: await planRun({ code: codeFromSource(strategy), ...choices }),
    strategyFile: file,
    from: options.from,
    to: options.to,
    seed: options.seed,
    capitalBrl: options.capital,
    costsFactor: options.costs,
    feesBrl: options.fees,
    record: options.record,
  };
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
