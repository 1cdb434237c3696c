// The options of `qt promote` in; what the promotion, or the approval of a release that is there, is asked for, out.

import { userInfo } from 'node:os';
import { UserError } from '../adapters/user-error.ts';
import { parseSymbol } from '../core/market/symbol.ts';
import type { ApproveOptions } from '../promotion/approve.ts';
import type { PromoteOptions } from '../promotion/promote.ts';
import type { PutBack } from '../promotion/release/broken-release.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { packageRoot } from '../runner/package-root.ts';
import type { CommandContext } from './command-context.ts';
import { gateWord, waiverText } from './gate-word.ts';
import type { Progress } from './progress.ts';

export interface PromoteCommandOptions {
  /** A day, or a release in place of `--release`. */
  readonly from?: string;
  /** A day, or a target in place of `--deliver`. */
  readonly to?: string;
  readonly deliver?: string;
  readonly instrument?: string;
  readonly model?: string;
  readonly capital: number;
  readonly seed: number;
  readonly candidate?: boolean;
  readonly release?: string;
  readonly expectDigest?: string;
  readonly rerunNotebook?: boolean;
  readonly notebookTimeLimit?: number;
  readonly waive?: Readonly<Record<string, string>>;
  readonly waivedBy?: string;
  readonly again?: string;
  readonly againBy?: string;
  readonly dryRun?: boolean;
}

/** Days of the validation backtest when none are named: the latest that the store has. */
export const VALIDATION_DAYS = 20;

/** What the history of a channel takes. */
const REASON_MAX = 500;
const NAME_MAX = 200;

const DAY_OR_MISTYPED = /^\d{1,4}[-/.]/;

/** The release that an existing one is named by: with `--release`, or with `--from` where that is no day. */
export function releaseOf({ release, from }: PromoteCommandOptions): string | undefined {
  return release ?? (from === undefined || DAY_OR_MISTYPED.test(from) ? undefined : from);
}

export async function promoteRequest(
  context: CommandContext,
  name: string,
  stage: Stage,
  options: PromoteCommandOptions,
): Promise<PromoteOptions> {
  if (putBackOf(options) !== undefined) throw withoutRelease();
  const { strategy } = await loadStrategy(name);
  const symbol = options.instrument ?? strategy.instruments.trade;
  const days = options.from === undefined || options.to === undefined ? latestDays(context, symbol) : undefined;
  return {
    ...common(context, options),
    packageRoot,
    strategy: name,
    stage,
    from: options.from ?? days!.from,
    to: options.to ?? days!.to,
    modelFolder: options.model,
    isCandidate: options.candidate,
  };
}

/** UserError `bad-option` for what a release brings itself. */
export function approveRequest(
  context: CommandContext,
  strategy: string,
  stage: Stage,
  options: PromoteCommandOptions & { readonly release: string },
): ApproveOptions {
  const { release, from, to } = options;
  for (const [field, value] of Object.entries({ model: options.model, candidate: options.candidate })) {
    if (value === undefined) continue;
    throw new UserError({
      code: 'bad-option',
      message: `--${field} means nothing beside a release that is there: nothing is built`,
      field,
      fix: `Leave out --${field}, or the release`,
    });
  }
  const again = putBackOf(options);
  return {
    ...common(context, options),
    strategy,
    stage,
    release,
    from: from === release ? undefined : from,
    to,
    again,
  };
}

/** The word that puts back what broke its probation; undefined where there is none. UserError `bad-option`. */
function putBackOf({ again, againBy }: PromoteCommandOptions): PutBack | undefined {
  if (again === undefined && againBy === undefined) return undefined;
  const [reason, by] = [again?.trim() ?? '', againBy?.trim() ?? ''];
  if (reason !== '' && by !== '' && reason.length <= REASON_MAX && by.length <= NAME_MAX) return { reason, by };
  throw new UserError({
    code: 'bad-option',
    message: `--again wants a reason of 1 to ${REASON_MAX} characters, and --again-by a name of 1 to ${NAME_MAX}`,
    field: reason === '' || reason.length > REASON_MAX ? 'again' : 'again-by',
    fix: 'Give both: --again "WHY" --again-by "NAME"',
  });
}

function withoutRelease(): UserError {
  return new UserError({
    code: 'bad-option',
    message: '--again puts back a release that is there: nothing is built',
    field: 'again',
    fix: 'Name it: --release ID',
  });
}

function common(
  context: CommandContext,
  options: PromoteCommandOptions,
): Omit<ApproveOptions, 'strategy' | 'stage' | 'release'> {
  const { instrument, capital, seed, expectDigest, waive = {}, waivedBy } = options;
  return {
    home: context.home,
    store: context.store,
    instrument,
    capitalBrl: capital,
    seed,
    expectDigest,
    rerunNotebook: options.rerunNotebook,
    notebookTimeLimitSeconds: options.notebookTimeLimit,
    at: new Date().toISOString(),
    by: userInfo().username,
    waivers: { reasons: waive, by: waivedBy },
    onGate: (gate) => context.say(`${gateWord(gate)}  ${gate.id}: ${gate.reason}${waiverText(gate)}`),
    onNotice: (text) => context.say(text),
    onProgress: progressOf(context),
  };
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
