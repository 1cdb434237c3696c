// `qt promote STRATEGY STAGE`: gates, then a signed release and the channel that points to it, or a candidate that no channel points to.

import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { parseSymbol } from '../core/market/symbol.ts';
import { dryRun, type Promoted, type PromoteOptions, promote } from '../promotion/promote.ts';
import { blockingGates, type Gate } from '../promotion/release/gate.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { packageRoot } from '../runner/package-root.ts';
import type { SimulatedRun } from '../runner/simulated-run.ts';
import { amountBrl, wholeNumber } from './arguments.ts';
import { summaryOf } from './backtest.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { gateWord, waiverText } from './gate-word.ts';
import type { Progress } from './progress.ts';
import { EXIT_FAILED } from './report-error.ts';
import { stageOf } from './stage-of.ts';

export interface PromoteCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly instrument?: string;
  readonly model?: string;
  readonly capital: number;
  readonly seed: number;
  readonly candidate?: boolean;
  readonly waive?: Readonly<Record<string, string>>;
  readonly waivedBy?: string;
  readonly dryRun?: boolean;
}

/** Days of the validation backtest when none are named: the latest that the store has. */
const VALIDATION_DAYS = 20;

export function promoteCommand(program: Command): void {
  program
    .command('promote')
    .summary('a strategy into a signed release, when its gates pass')
    .argument('<strategy>')
    .argument('<stage>', 'paper, demo or live')
    .option(
      '--from <YYYY-MM-DD>',
      `first day of the validation backtest (default: the last ${VALIDATION_DAYS} of the store)`,
    )
    .option('--to <YYYY-MM-DD>')
    .option('--instrument <symbol>', "in place of the strategy's own")
    .option('--model <folder>', 'folder of a model in place of models/<name>')
    .option('--capital <brl>', 'opening capital of each session, BRL', amountBrl, 50_000)
    .option('--seed <n>', 'of the validation backtest', wholeNumber, 1)
    .option('--candidate', 'build the release and list it as a candidate: no channel is moved')
    .option('--waive <gate=reason>', 'let a required gate fail; once for each gate, signed into the release', oneWaiver)
    .option('--waived-by <name>', 'who waives')
    .option('--dry-run', 'run every gate, show all that fail, and write neither release nor channel')
    .addHelpText('after', HELP)
    .action(async (strategy: string, stage: string, options: PromoteCommandOptions, command: Command) => {
      const context = contextOf(command);
      if (options.dryRun === true) return tryStage(context, strategy, stageOf(stage), options);
      const promoted = await promoteStrategy(context, strategy, stageOf(stage), options);
      const { id, dir, isNew, gates, before } = promoted;
      const isCandidate = options.candidate === true;
      const validation = validationOf(promoted.validation, strategy);
      const text = `${promotedText(promoted, strategy, stage, isCandidate)}\n${dir}`;
      context.result({ release: id, dir, isNew, isCandidate, before: before ?? null, validation, gates }, text);
    });
}

const HELP = `
A required gate that fails stops the promotion. Gates that say what a result is worth can be waived by name and with a reason, which is signed into
the release; gates that keep a release honest cannot.

Examples:
  qt promote wdo-regime paper --from 2027-03-01 --to 2027-03-02
  qt promote wdo-regime live --dry-run
  qt promote wdo-regime live --waive deflatedSharpe="one contract, to learn the costs" --waived-by "Ana Souza"`;

/** One `--waive GATE=REASON` beside those before it. */
function oneWaiver(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  const id = (at < 0 ? text : text.slice(0, at)).trim();
  if (Object.hasOwn(before, id)) throw new InvalidArgumentError(`The gate ${id} is waived twice.`);
  return { ...before, [id]: at < 0 ? '' : text.slice(at + 1) };
}

function promotedText({ id, isNew, before }: Promoted, strategy: string, stage: string, isCandidate: boolean): string {
  const short = id.slice(0, ID_SHOWN);
  if (isCandidate) {
    return `A candidate of ${strategy} for ${stage} is ${short}${isNew ? '' : ' (nothing changed: it was there already)'}`;
  }
  if (!isNew && before === id) return `nothing changed: ${short} runs at ${strategy}@${stage} already`;
  return `${strategy}@${stage} is ${short}${isNew ? '' : ' (the release was there already)'}`;
}

async function tryStage(
  context: CommandContext,
  strategy: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<void> {
  const { gates, refusedWaivers, validation } = await dryRun(await requestOf(context, strategy, stage, options));
  const failed = blockingGates(gates);
  const wouldPass = failed.length === 0 && refusedWaivers.length === 0;
  const lines = [
    ...failed.map(({ id, reason, fix }) => `${id}: ${reason}\n  ${fix}`),
    ...refusedWaivers.map(({ message, fix }) => `${message}\n  ${fix}`),
    wouldPass ? `${strategy} would be promoted to ${stage}` : `${strategy} would not be promoted to ${stage}`,
    DRY_RUN_SAYS,
  ];
  const result = {
    ...{ dryRun: true, wouldPass, failed: failed.map(({ id }) => id), gates },
    refusedWaivers: refusedWaivers.map(({ message, field }) => ({ gate: field, message })),
    validation: validation === undefined ? null : validationOf(validation, strategy),
  };
  context.result(result, lines.join('\n'));
  if (!wouldPass) process.exitCode = EXIT_FAILED;
}

const DRY_RUN_SAYS =
  'Nothing was written but the validation in the ledger of trials: a result that somebody has seen counts, whatever comes of it';
const ID_SHOWN = 12;

export async function promoteStrategy(
  context: CommandContext,
  name: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<Promoted> {
  return promote(await requestOf(context, name, stage, options));
}

async function requestOf(
  context: CommandContext,
  name: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<PromoteOptions> {
  const { strategy } = await loadStrategy(name);
  const symbol = options.instrument ?? strategy.instruments.trade;
  const days = options.from === undefined || options.to === undefined ? latestDays(context, symbol) : undefined;
  const { waive = {}, waivedBy } = options;
  return {
    home: context.home,
    packageRoot,
    store: context.store,
    strategy: name,
    stage,
    from: options.from ?? days!.from,
    to: options.to ?? days!.to,
    instrument: options.instrument,
    modelFolder: options.model,
    capitalBrl: options.capital,
    seed: options.seed,
    at: new Date().toISOString(),
    by: userInfo().username,
    isCandidate: options.candidate,
    waivers: { reasons: waive, by: waivedBy },
    onGate: (gate) => context.say(gateLine(gate)),
    onNotice: (text) => context.say(text),
    onProgress: progressOf(context),
  };
}

function gateLine(gate: Gate): string {
  return `${gateWord(gate)}  ${gate.id}: ${gate.reason}${waiverText(gate)}`;
}

/** A bar for each thing that takes long. */
function progressOf(context: CommandContext): NonNullable<PromoteOptions['onProgress']> {
  const bars = new Map<string, Progress>();
  return (what, share) => {
    const bar = bars.get(what) ?? context.progress(what);
    bars.set(what, bar);
    bar.update(share);
    if (share < 1) return;
    bar.stop();
    bars.delete(what);
  };
}

/** Fields of `validation` of `qt promote --json`. */
function validationOf(validation: SimulatedRun, strategy: string): object {
  const { trades, netPnlBrl, maxDrawdownBrl } = summaryOf(validation, sessionResultOf(validation, strategy));
  const { days } = validation.feeds;
  const [from, to] = [days[0]!.day, days.at(-1)!.day];
  return { from, to, trades, netPnlBrl, maxDrawdownBrl };
}

function latestDays(context: CommandContext, symbol: string): { readonly from: string; readonly to: string } {
  const { store } = context;
  const root = parseSymbol(symbol)?.root;
  const contracts = store.instruments().filter((each) => parseSymbol(each)?.root === root);
  const days = [...new Set(contracts.flatMap((contract) => store.parts(contract).map(({ day }) => day)))].sort();
  const last = days.slice(-VALIDATION_DAYS);
  if (root !== undefined && last.length > 0) return { from: last[0]!, to: last.at(-1)! };
  throw new UserError({
    code: 'no-data',
    message: `The store has no days of ${symbol} to validate on`,
    field: 'instrument',
    fix: 'Import market data (qt import) or make synthetic days (qt synth)',
  });
}
