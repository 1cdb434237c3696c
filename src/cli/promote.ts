// `qt promote STRATEGY STAGE`: gates, then a signed release and the channel that points to it, or a candidate that no channel points to.

import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { parseSymbol } from '../core/market/symbol.ts';
import { type Promoted, promote } from '../promotion/promote.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { sessionResultOf } from '../research/report/run-result.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { packageRoot } from '../runner/package-root.ts';
import { amountBrl, wholeNumber } from './arguments.ts';
import { summaryOf } from './backtest.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { gateWord } from './gate-word.ts';
import { stageOf } from './stage-of.ts';

export interface PromoteCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly instrument?: string;
  readonly model?: string;
  readonly capital: number;
  readonly seed: number;
  readonly candidate?: boolean;
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
    .addHelpText('after', '\nExample:\n  qt promote wdo-regime paper --from 2027-03-01 --to 2027-03-02')
    .action(async (strategy: string, stage: string, options: PromoteCommandOptions, command: Command) => {
      const context = contextOf(command);
      const promoted = await promoteStrategy(context, strategy, stageOf(stage), options);
      const { id, dir, isNew, gates, before } = promoted;
      const isCandidate = options.candidate === true;
      const name = isCandidate ? `A candidate of ${strategy} for ${stage}` : `${strategy}@${stage}`;
      const text = `${name} is ${id.slice(0, 12)}${isNew ? '' : ' (nothing changed: it was there already)'}\n${dir}`;
      const validation = validationOf(promoted);
      context.result({ release: id, dir, isNew, isCandidate, before: before ?? null, validation, gates }, text);
    });
}

export async function promoteStrategy(
  context: CommandContext,
  name: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<Promoted> {
  const { strategy } = await loadStrategy(name);
  const symbol = options.instrument ?? strategy.instruments.trade;
  const days = options.from === undefined || options.to === undefined ? latestDays(context, symbol) : undefined;
  return promote({
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
    onGate: (gate) => context.say(`${gateWord(gate)}  ${gate.id}: ${gate.reason}`),
    onNotice: (text) => context.say(text),
  });
}

/** Fields of `validation` of `qt promote --json`. */
function validationOf({ validation, manifest }: Promoted): object {
  const { trades, netPnlBrl, maxDrawdownBrl } = summaryOf(validation, sessionResultOf(validation, manifest.strategy));
  const { from, to } = manifest.validation;
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
