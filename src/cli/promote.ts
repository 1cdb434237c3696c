// `qt promote STRATEGY STAGE`: gates, then a signed release, or the approval of one that is there, and the channel that points to it.

import { type Command, InvalidArgumentError } from 'commander';
import { approve, dryApproval } from '../promotion/approve.ts';
import { type DryRun, dryRun, type Promoted, promote } from '../promotion/promote.ts';
import { blockingGates } from '../promotion/release/gate.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import type { SimulatedRun } from '../runner/simulated-run.ts';
import { amountBrl, positive, wholeNumber } from './arguments.ts';
import { summaryOf } from './backtest.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { deliverPromoted, withTarget } from './deliver-promoted.ts';
import {
  approveRequest,
  type PromoteCommandOptions,
  promoteRequest,
  releaseOf,
  VALIDATION_DAYS,
} from './promote-request.ts';
import { promotedCard } from './promoted-card.ts';
import { EXIT_FAILED } from './report-error.ts';
import { stageOf } from './stage-of.ts';

const ID_SHOWN = 12;

export function promoteCommand(program: Command): void {
  program
    .command('promote')
    .summary('a strategy into a signed release, when its gates pass')
    .argument('<strategy>')
    .argument('<stage>', 'paper, demo or live')
    .option(
      '--from <YYYY-MM-DD>',
      `first day of the validation backtest (default: the last ${VALIDATION_DAYS} of the store; with --release its own)`,
    )
    .option('--to <YYYY-MM-DD>')
    .option('--deliver <target>', 'then bring it to another machine, as qt deliver does; --to takes a target too')
    .option(
      '--release <release>',
      'move this one on without building: folder, id, or STRATEGY@STAGE; --from takes it too',
    )
    .option('--instrument <symbol>', "in place of the strategy's own")
    .option('--model <folder>', 'folder of a model in place of models/<name>')
    .option('--capital <brl>', 'opening capital of each session, BRL', amountBrl, 50_000)
    .option('--seed <n>', 'of the validation backtest', wholeNumber, 1)
    .option('--expect-digest <hex>', 'digest that the backtest of a notebook gave on these days')
    .option(
      '--rerun-notebook',
      'run the notebook that made the model again: the same model must come of it (live asks always)',
    )
    .option('--notebook-time-limit <seconds>', 'of that, all cells together (default: 1800)', positive)
    .option('--candidate', 'build the release and list it as a candidate: no channel is moved')
    .option('--waive <gate=reason>', 'let a required gate fail; once for each gate, signed into the release', oneWaiver)
    .option('--waived-by <name>', 'who waives')
    .option(
      '--again <why>',
      'with --release: put back one that broke its probation here; kept in the history of the channel',
    )
    .option('--again-by <name>', 'who puts it back')
    .option('--dry-run', 'run every gate, show all that fail, and write neither release nor channel')
    .addHelpText('after', HELP)
    .action(async (strategy: string, stageText: string, given: PromoteCommandOptions, command: Command) => {
      const options = withTarget(given);
      const context = contextOf(command);
      const stage = stageOf(stageText);
      const release = releaseOf(options);
      if (options.dryRun === true) await tryStage(context, strategy, stage, options);
      else if (release === undefined) await build(context, strategy, stage, options);
      else await moveOn(context, strategy, stage, { ...options, release });
    });
}

const HELP = `
A required gate that fails stops the promotion. Gates that say what a result is worth can be waived by name and with a reason, which is signed into
the release; gates that keep a release honest cannot.

Examples:
  qt promote wdo-regime paper --from 2027-03-01 --to 2027-03-02
  qt promote wdo-regime demo --release wdo-regime@paper
  qt promote wdo-regime live --to trader@pc:/srv/quantumtrader
  qt promote wdo-regime live --dry-run
  qt promote wdo-regime live --waive deflatedSharpe="one contract, to learn the costs" --waived-by "Ana Souza"`;

/** One `--waive GATE=REASON` beside those before it. */
function oneWaiver(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  const id = (at < 0 ? text : text.slice(0, at)).trim();
  if (Object.hasOwn(before, id)) throw new InvalidArgumentError(`The gate ${id} is waived twice.`);
  return { ...before, [id]: at < 0 ? '' : text.slice(at + 1) };
}

export async function promoteStrategy(
  context: CommandContext,
  name: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<Promoted> {
  return promote(await promoteRequest(context, name, stage, options));
}

async function build(
  context: CommandContext,
  strategy: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<void> {
  const promoted = await promoteStrategy(context, strategy, stage, options);
  const { id, dir, isNew, gates, before } = promoted;
  const isCandidate = options.candidate === true;
  const name = isCandidate ? `A candidate of ${strategy} for ${stage}` : `${strategy}@${stage}`;
  const text = promotedText(promoted, name, isCandidate);
  const card = promotedCard(context, dir, stage);
  const delivered = await deliverPromoted(context, name, options.deliver);
  const validation = validationOf(promoted.validation, strategy);
  context.result(
    {
      release: id,
      dir,
      isNew,
      isCandidate,
      before: before ?? null,
      validation,
      gates,
      ...card.result,
      ...delivered.result,
    },
    `${text}\n${dir}${card.text}${delivered.text}`,
  );
}

async function moveOn(
  context: CommandContext,
  strategy: string,
  stage: Stage,
  options: PromoteCommandOptions & { readonly release: string },
): Promise<void> {
  const approved = await approve(approveRequest(context, strategy, stage, options));
  const { id, dir, isNew, gates, before } = approved;
  const text = promotedText(approved, `${strategy}@${stage}`, false);
  const card = promotedCard(context, dir, stage);
  const delivered = await deliverPromoted(context, `${strategy}@${stage}`, options.deliver);
  const result = {
    release: id,
    dir,
    isNew,
    isCandidate: false,
    before: before ?? null,
    gates,
    ...card.result,
    ...delivered.result,
  };
  context.result(result, `${text}\n${dir}${card.text}${delivered.text}`);
}

function promotedText(
  { id, isNew, before }: Pick<Promoted, 'id' | 'isNew' | 'before'>,
  name: string,
  isCandidate: boolean,
): string {
  const short = id.slice(0, ID_SHOWN);
  if (isNew) return `${name} is ${short}`;
  if (!isCandidate && before === id) return `nothing changed: ${short} runs at ${name} already`;
  return `${name} is ${short} (nothing changed: it was there already)`;
}

async function tryStage(
  context: CommandContext,
  strategy: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<void> {
  const release = releaseOf(options);
  const tried =
    release === undefined
      ? await dryRun(await promoteRequest(context, strategy, stage, options))
      : await dryApproval(approveRequest(context, strategy, stage, { ...options, release }));
  const { gates, refusedWaivers, validation } = tried;
  const failed = blockingGates(gates);
  const wouldPass = failed.length === 0 && refusedWaivers.length === 0;
  const result = {
    ...{ dryRun: true, wouldPass, failed: failed.map(({ id }) => id), gates },
    refusedWaivers: refusedWaivers.map(({ message, field }) => ({ gate: field, message })),
    validation: validation === undefined ? null : validationOf(validation, strategy),
  };
  context.result(result, triedText(tried, `${strategy} would ${wouldPass ? '' : 'not '}be promoted to ${stage}`));
  if (!wouldPass) process.exitCode = EXIT_FAILED;
}

function triedText({ gates, refusedWaivers }: DryRun, end: string): string {
  return [
    ...blockingGates(gates).map(({ id, reason, fix }) => `${id}: ${reason}\n  ${fix}`),
    ...refusedWaivers.map(({ message, fix }) => `${message}\n  ${fix}`),
    end,
    'Nothing was written but the validation in the ledger of trials: a result that somebody has seen counts, whatever comes of it',
  ].join('\n');
}

/** Fields of `validation` of `qt promote --json`. */
function validationOf(validation: SimulatedRun, strategy: string): object {
  const { trades, netPnlBrl, maxDrawdownBrl } = summaryOf(validation, sessionResultOf(validation, strategy));
  const { days } = validation.feeds;
  return { from: days[0]!.day, to: days.at(-1)!.day, trades, netPnlBrl, maxDrawdownBrl };
}
