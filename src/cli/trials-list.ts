// `qt trials list`: what was tried, one line each, and how many trials stand behind a choice among them.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { e4ToBrl } from '../core/account/money.ts';
import { brl, decimal } from '../research/report/number-format.ts';
import { sharpeRatio } from '../research/statistics/risk-ratios.ts';
import { countedTrials, isTrial, type StandingTrial } from '../research/trials/counted-trials.ts';
import { soundLedger } from '../research/trials/sound-ledger.ts';
import { isMeantTrial } from '../research/trials/trials-of.ts';
import { count } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { standingText } from './trial-text.ts';

interface ListOptions {
  readonly strategy?: string;
  readonly instrument?: string;
  readonly last?: number;
}

const LAST = 50;

export function listTrialsCommand(trials: Command): void {
  trials
    .command('list')
    .summary('what was tried, the newest last')
    .option('--strategy <name>', 'of one strategy only')
    .option('--instrument <symbol>', 'on one root only: WDO, WDOFUT and WDOU25 are the same')
    .option('--last <n>', 'so many at most, the newest', count, LAST)
    .addHelpText(
      'after',
      '\nExamples:\n  qt trials list --strategy wdo-regime --instrument WDO\n  qt trials list --last 500 --json',
    )
    .action((options: ListOptions, command: Command) => listTrials(contextOf(command), options));
}

export function listTrials(context: CommandContext, { strategy, instrument, last = LAST }: ListOptions): void {
  // the end of a run tells all that its beginning does
  const all = countedTrials(soundLedger(context.home).entries).filter(({ standing }) => standing.kind !== 'beginning');
  const found = all.filter(({ entry }) => isMeantTrial(entry, { strategy, instrument }));
  if (found.length === 0 && all.length > 0) throw noneFound(strategy, instrument);
  const trials = found.filter(({ standing }) => isTrial(standing)).length;
  const shown = found.slice(-last).map(summaryOf);
  const lines = shown.map(lineOf);
  if (found.length > shown.length) lines.unshift(`${found.length - shown.length} older ones are not shown (--last)`);
  lines.push(
    all.length === 0
      ? 'Nothing was tried yet: see qt backtest --help'
      : `${counted(trials, 'trial')}; with repetitions and what chose nothing ${found.length}`,
  );
  context.result({ entries: found.length, trials, shown }, lines.join('\n'));
}

function summaryOf({ entry, standing }: StandingTrial) {
  const { seq, atUtc, trial } = entry;
  const { kind, strategy, outcome, data, result, labels, run } = trial;
  const net = result.daily?.netE4;
  const netE4 = net?.reduce((sum, day) => sum + day, 0);
  return {
    ...{ seq, atUtc, kind, strategy, outcome, run, labels, standing, measures: result.measures },
    ...{ instrument: data.instrument, from: data.from, to: data.to, provenance: data.provenance },
    ...{ days: net?.length ?? null, trades: result.trades, netBrl: netE4 === undefined ? null : e4ToBrl(netE4) },
    sharpe: (net && sharpeRatio(net)) ?? null,
  };
}

function lineOf(each: ReturnType<typeof summaryOf>): string {
  const { seq, atUtc, kind, strategy, instrument, from, to, trades, netBrl, sharpe, standing } = each;
  const figures =
    netBrl === null
      ? Object.entries(each.measures).map(([name, value]) => `${name} ${decimal(value, 4)}`)
      : [counted(trades ?? 0, 'trade'), brl(netBrl * 10_000), `Sharpe ${decimal(sharpe ?? undefined, 2)}`];
  const words = [`${atUtc.slice(0, 16)}Z`, kind, strategy, instrument, `${from} to ${to}`, ...figures];
  const more = standing.kind === 'counted' ? '' : `  (${standingText(standing)})`;
  return `${String(seq).padStart(5)}  ${words.join('  ')}${more}`;
}

function noneFound(strategy: string | undefined, instrument: string | undefined): UserError {
  const of = strategy === undefined ? '' : ` of ${strategy}`;
  return new UserError({
    code: 'no-trials',
    message: `The ledger has no trial${of}${instrument === undefined ? '' : ` on ${instrument}`}`,
    field: strategy === undefined ? 'instrument' : 'strategy',
    fix: 'qt trials list without options shows all',
  });
}
