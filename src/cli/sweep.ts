// `qt sweep STRATEGY`: parameters, thresholds and models searched over recorded days; the best point and the middle of the best region.

import type { Command } from 'commander';
import { parsePartKind } from '../adapters/datasets/candle-kind.ts';
import { openObjectStore } from '../adapters/object-store/open-object-store.ts';
import { UserError } from '../adapters/user-error.ts';
import { MEASURES } from '../research/sweeps/evaluation/measures.ts';
import { queueAddress } from '../research/sweeps/queue/queue-address.ts';
import { type Over, parseOver, readSpaceFile } from '../research/sweeps/search/parse-over.ts';
import { METHODS } from '../research/sweeps/search/search.ts';
import { type OpenWorkers, type SweepOptions, sweep } from '../research/sweeps/sweep.ts';
import type { Chosen, SweepResult } from '../research/sweeps/sweep-result.ts';
import { pointText, sweepText } from '../research/sweeps/sweep-text.ts';
import { parsePoint } from '../runner/point-choices.ts';
import { amountBrl, amountOrZeroBrl, count, positive, wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { StopRequest } from './stop-request.ts';

interface Options {
  readonly over?: readonly string[];
  readonly space?: string;
  readonly set?: readonly string[];
  readonly trainFrom?: string;
  readonly trainTo?: string;
  readonly recipe?: string;
  readonly from: string;
  readonly to: string;
  readonly instrument?: string;
  readonly kind?: string;
  readonly method?: string;
  readonly points?: number;
  readonly seed?: number;
  readonly lag?: number;
  readonly eta?: number;
  readonly leastDays?: number;
  readonly objective?: string;
  readonly lowest?: boolean;
  readonly capital?: number;
  readonly costs?: number;
  readonly fees?: number;
  readonly workers: number;
  readonly queue?: string;
  readonly store?: string;
  readonly resume?: boolean;
  readonly allowRefused?: boolean;
}

const ECHO_MS = 1000;

export function sweepCommand(program: Command): void {
  program
    .command('sweep')
    .summary("a strategy's parameters, thresholds and models searched")
    .argument('<strategy>', 'name in strategies/, or a .ts file of this package')
    .requiredOption('--from <YYYY-MM-DD>')
    .requiredOption('--to <YYYY-MM-DD>')
    .option('--over <name=values...>', 'stopPoints=3..15:0.5, rate=0.001..1:log, side=long,short, or a name alone')
    .option('--space <file>', 'the same as JSON: {"stopPoints": {"min": 3, "max": 15, "step": 0.5}}')
    .option('--set <name=value...>', 'what is not searched, in place of its default')
    .option('--train-from <YYYY-MM-DD>', 'where training.NAME is searched or set: first day that models are trained on')
    .option('--train-to <YYYY-MM-DD>', 'the last one, before --from')
    .option('--recipe <file>', "by which they are trained (default: that of the strategy's model)")
    .option('--method <name>', `${METHODS.join(', ')} (default: tpe)`)
    .option('--points <n>', 'of all methods but grid (default: 100)', count)
    .option('--seed <n>', 'of the search (default: 1)', wholeNumber)
    .option('--objective <measure>', 'what is searched for (default: sharpeBound)')
    .option('--lowest', 'the lowest value of it, not the highest')
    .option('--lag <n>', 'tpe: points under way at once (default: 8); another lag is another search', count)
    .option('--eta <n>', 'halving: one of n goes on to n times the days (default: 3)', count)
    .option('--least-days <n>', 'halving: days of the first rung at least (default: 5)', count)
    .option('--instrument <symbol>', "in place of the strategy's own")
    .option('--kind <kind>', 'trades, candles-1m ...; the finest of each day when absent')
    .option('--capital <brl>', 'opening capital of each session, BRL (default: 50000)', amountBrl)
    .option('--fees <brl>', 'fees and brokerage per contract and side', amountOrZeroBrl)
    .option('--costs <factor>', 'multiply fees and exchange costs (default: 1)', positive)
    .option('--workers <n>', 'threads; the result is the same for any number', count, 1)
    .option('--queue <redis>', 'points go to other machines (qt worker) over this Redis, such as redis://host')
    .option('--store <address>', 'file:///shared/folder or s3://bucket: through which those get the data')
    .option('--resume', 'go on with the same sweep, where it was stopped or killed')
    .option('--allow-refused', 'use also days that the quality gate refused')
    .addHelpText('after', helpText())
    .action(async (strategy: string, options: Options, command: Command) => {
      const context = contextOf(command);
      const result = await run(context, strategy, options);
      context.result(jsonOf(result), textOf(result));
      if (!result.isFinished) process.exitCode = 1;
    });
}

function helpText(): string {
  const measures = Object.entries(MEASURES).map(([name, words]) => `  ${name.padEnd(15)}${words}`);
  return `
Measures:
${measures.join('\n')}

Examples:
  qt sweep wdo-regime --from 2025-08-05 --to 2025-12-30 --over trendStopPoints=3..12:0.5 thresholds.probability=0.4..0.7 --workers 2
  qt sweep wdo-regime --from 2025-09-01 --to 2025-09-30 --over trendStopPoints=3..12:1 rangeTargetPerStop=1..3:0.5 --method grid
  qt sweep my-strategy --from 2025-11-03 --to 2025-12-30 --over training.direction.leaves=7..63:4 --train-from 2025-08-05 --train-to 2025-10-31`;
}

async function run(context: CommandContext, strategy: string, options: Options): Promise<SweepResult> {
  const ending = new AbortController();
  const stop = new StopRequest((why) => {
    context.say(`${why}: what is under way is finished and kept; once more ends at once; go on with --resume`);
    ending.abort(why);
    // a terminal and the launcher may both pass on one Ctrl+C
    setTimeout(() => process.once('SIGINT', endNow).once('SIGTERM', endNow), ECHO_MS).unref();
  });
  const progress = context.progress('sweep');
  try {
    const wish: SweepOptions = {
      ...wishOf(strategy, options),
      home: context.home,
      workers: options.workers,
      resume: options.resume,
      allowRefused: options.allowRefused,
      signal: ending.signal,
      onResult: ({ index, point }, done, total) => {
        progress.update(done / total, `${done} of ${total}, last ${index}: ${pointText(point)}`);
      },
    };
    const machines = await otherMachines(options, (text) => context.say(text));
    return await (machines === undefined ? sweep(wish) : sweep(wish, machines));
  } finally {
    progress.stop();
    stop.close();
    process.off('SIGINT', endNow).off('SIGTERM', endNow);
  }
}

/** Every result that was told is durable; a machine that never answers must not hold anybody. */
function endNow(): void {
  process.exit(1);
}

/** Undefined where the points stay here. What speaks to Redis is loaded only where it is needed. */
async function otherMachines({ queue, store }: Options, say: (text: string) => void): Promise<OpenWorkers | undefined> {
  if (queue === undefined && store === undefined) return undefined;
  if (queue === undefined || store === undefined) {
    throw new UserError({
      code: 'bad-option',
      message: '--queue and --store go together: points go through the one, their data through the other',
      field: queue === undefined ? 'queue' : 'store',
      fix: 'Write --queue redis://host --store file:///shared/folder',
    });
  }
  const address = queueAddress(queue);
  const { QueueWorkers } = await import('../research/sweeps/queue/queue-workers.ts');
  return (definition, home) => QueueWorkers.open({ address, store: openObjectStore(store), definition, home, say });
}

function wishOf(strategy: string, options: Options): SweepOptions {
  const { from, to, instrument, method, points, seed, lag, eta, leastDays, objective } = options;
  return {
    ...{ strategy, from, to, instrument, points, seed, lag, eta, leastDays, objective },
    over: overOf(options),
    fixed: parsePoint(options.set ?? []),
    training: trainingOf(options),
    method: methodOf(method),
    kind: kindOf(options.kind),
    best: options.lowest === true ? 'lowest' : undefined,
    capitalBrl: options.capital,
    costsFactor: options.costs,
    feesBrl: options.fees,
  };
}

function trainingOf({ trainFrom, trainTo, recipe }: Options): SweepOptions['training'] {
  if (trainFrom !== undefined && trainTo !== undefined) return { from: trainFrom, to: trainTo, recipe };
  if (trainFrom === undefined && trainTo === undefined && recipe === undefined) return undefined;
  throw new UserError({
    code: 'bad-option',
    message: '--train-from and --train-to go together, and a --recipe with them',
    field: trainFrom === undefined ? 'train-from' : 'train-to',
    fix: 'Write --train-from 2025-08-05 --train-to 2025-10-31, days before --from',
  });
}

function overOf({ over = [], space }: Options): ReadonlyMap<string, Over | undefined> {
  const all = new Map(space === undefined ? [] : readSpaceFile(space));
  for (const text of over) {
    const [name, range] = parseOver(text);
    all.set(name, range);
  }
  return all;
}

function methodOf(text: string | undefined): SweepOptions['method'] {
  const method = METHODS.find((each) => each === text);
  if (method !== undefined || text === undefined) return method;
  throw new UserError({
    code: 'bad-option',
    message: `There is no method ${text}`,
    field: 'method',
    fix: `Use one of: ${METHODS.join(', ')}`,
  });
}

function kindOf(text: string | undefined): SweepOptions['kind'] {
  const kind = text === undefined ? undefined : parsePartKind(text);
  if (kind !== undefined || text === undefined) return kind;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no kind of data`,
    field: 'kind',
    fix: 'Use trades, or candles with their interval: candles-1m',
  });
}

function jsonOf(result: SweepResult): object {
  const { definition, folder, results, failed, isFinished } = result;
  return {
    folder,
    finished: isFinished,
    method: definition.search.method,
    objective: definition.objective,
    evaluations: results.length,
    failed: failed.length,
    best: chosenJson(result.best),
    stable: chosenJson(result.stable),
  };
}

function chosenJson(chosen: Chosen | undefined): object | null {
  if (chosen === undefined) return null;
  const { result, around, deflatedSharpe } = chosen;
  const { index, point, measures, digest } = result;
  return { index, point, measures, digest, around: around ?? null, deflatedSharpe: deflatedSharpe ?? null };
}

function textOf(result: SweepResult): string {
  return `${sweepText(result)}\nresults ${result.folder}`;
}
