// A home and what is judged in; every trial that stands behind the choice of it, with the daily results that can be compared, out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { readList } from '../../adapters/ledger/shared-list.ts';
import { UserError } from '../../adapters/user-error.ts';
import { e4ToBrl } from '../../core/account/money.ts';
import { familyOf } from '../../core/market/instrument.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { countedTrials, isTrial } from './counted-trials.ts';
import { soundLedger } from './sound-ledger.ts';

export interface TrialsRequest {
  readonly home: string;
  /** All strategies where absent: whoever tried several on the same days chose among all of them. */
  readonly strategy?: string | undefined;
  /** Root, continuous name or contract: trials on its market are meant, so of the full contract and of its mini. */
  readonly instrument: string;
  /** First and last day of what is judged, YYYY-MM-DD: of them, those that the newest trial has. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Number of the entry whose days are meant, in place of `from` and `to`. */
  readonly like?: number | undefined;
  /** The days that are meant, ascending, in place of all these: of a result that several entries make up. */
  readonly days?: readonly string[] | undefined;
}

/** A trial that has a result for each of the days. */
export interface ComparedTrial {
  /** Its number in the ledger. */
  readonly seq: number;
  readonly strategy: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string | number | boolean | null>>;
  /** sha256 of the run. */
  readonly digest: string | null;
  readonly trades: number | null;
  readonly measures: Readonly<Record<string, number>>;
  /** Net result of each of the days, BRL. */
  readonly netBrl: Float64Array;
}

export interface Trials {
  /** Ascending. */
  readonly days: readonly string[];
  /** In the order of the ledger, one for each trial that has all of these days. */
  readonly compared: readonly ComparedTrial[];
  /** Numbers of trials of which only that they were made is known here: other days that overlap, or no daily result. */
  readonly uncompared: readonly number[];
  /** Of these the runs without an end: somebody ended them by force, or they are under way. */
  readonly unfinished: readonly number[];
  /** How many were tried: both together. */
  readonly count: number;
  /** Entries that repeat a trial, and those that chose nothing. */
  readonly repetitions: number;
  readonly withoutChoice: number;
}

/**
 * Evidence for `effectiveTrials`, `deflatedSharpe` and `backtestOverfitting`. A training is left out where its model was traded in a trial that
 * is compared: that trial stands for it. UserError `ledger-broken`; `no-trials` where there is none with daily results.
 */
export function trialsOf(request: TrialsRequest): Trials {
  const { home } = request;
  const { entries } = soundLedger(home);
  const all = countedTrials(entries).filter(({ entry }) => isMeantTrial(entry, request));
  const counted = all.filter(({ standing }) => isTrial(standing)).map(({ entry }) => entry);
  const daysOf = daysReader(home);
  const { like } = request;
  const meant = like === undefined ? counted.filter(isJudged).reverse() : entries.slice(like - 1, like);
  const days = request.days ?? judgedDays(meant, daysOf, request);
  const compared: ComparedTrial[] = [];
  const others: LedgerEntry[] = [];
  const models = new Set<string>();
  for (const entry of counted) {
    const netBrl = resultsOn(days, entry, daysOf);
    if (netBrl === undefined) {
      if (overlaps(entry, days)) others.push(entry);
      continue;
    }
    compared.push(comparedOf(entry, netBrl));
    if (entry.trial.model !== null) models.add(entry.trial.model.manifestSha256);
  }
  const unknown = others.filter((entry) => !isTradedModel(entry, models));
  const seqOf = ({ seq }: LedgerEntry): number => seq;
  const [uncompared, unfinished] = [unknown.map(seqOf), unknown.filter(isBeginning).map(seqOf)];
  const times = (kind: string): number => all.filter(({ standing }) => standing.kind === kind).length;
  return {
    ...{ days, compared, uncompared, unfinished, count: compared.length + uncompared.length },
    ...{ repetitions: times('repetition'), withoutChoice: times('noChoice') },
  };
}

type DaysOf = (entry: LedgerEntry) => readonly string[] | undefined;

/** Undefined where it has no daily result. Lists are shared by many trials: each is read once. */
function daysReader(home: string): DaysOf {
  const lists = new Map<string, readonly string[]>();
  return ({ trial }) => {
    const list = trial.result.daily?.days;
    if (list === undefined) return undefined;
    const known = lists.get(list) ?? (readList(home, list) as readonly string[]);
    lists.set(list, known);
    return known;
  };
}

/**
 * Contracts and continuous names of one root are the same instrument here, and so are the full contract and its mini: they are one market, and
 * what was learned on DOL is known on WDO.
 */
export function isMeantTrial(
  { trial }: LedgerEntry,
  { strategy, instrument }: { readonly strategy?: string | undefined; readonly instrument?: string | undefined },
): boolean {
  if (strategy !== undefined && trial.strategy !== strategy) return false;
  return instrument === undefined || marketOf(trial.data.instrument) === marketOf(instrument);
}

function marketOf(symbol: string): string {
  const root = parseSymbol(symbol)?.root;
  return root === undefined ? symbol : familyOf(root);
}

/** What threw counts, but its days are not those of a result. */
const isJudged = ({ trial }: LedgerEntry): boolean => trial.outcome !== 'threw';

const isBeginning = ({ trial }: LedgerEntry): boolean => trial.outcome === 'began';

function judgedDays(newest: readonly LedgerEntry[], daysOf: DaysOf, request: TrialsRequest): readonly string[] {
  const { from = '', to = '9999-12-31' } = request;
  for (const entry of newest) {
    const days = daysOf(entry)?.filter((day) => day >= from && day <= to);
    if (days !== undefined && days.length > 0) return days;
  }
  throw noTrials(request);
}

/** Undefined where the trial does not have every one of the days. */
function resultsOn(days: readonly string[], entry: LedgerEntry, daysOf: DaysOf): Float64Array | undefined {
  const own = daysOf(entry);
  if (own === undefined) return undefined;
  const { netE4 } = entry.trial.result.daily!;
  const results = new Float64Array(days.length);
  let at = 0;
  for (const [place, day] of days.entries()) {
    while (at < own.length && own[at]! < day) at += 1;
    if (own[at] !== day) return undefined;
    results[place] = e4ToBrl(netE4[at]!);
  }
  return results;
}

function overlaps({ trial: { data } }: LedgerEntry, days: readonly string[]): boolean {
  return data.from <= days.at(-1)! && data.to >= days[0]!;
}

function isTradedModel(entry: LedgerEntry, models: ReadonlySet<string>): boolean {
  const { trial } = entry;
  if (isBeginning(entry)) return false;
  return trial.result.daily === null && trial.model !== null && models.has(trial.model.manifestSha256);
}

function comparedOf({ seq, trial }: LedgerEntry, netBrl: Float64Array): ComparedTrial {
  const { strategy, kind, labels } = trial;
  const { digest, trades, measures } = trial.result;
  return { seq, strategy, kind, labels, digest, trades, measures, netBrl };
}

function noTrials({ strategy, instrument, from, to }: TrialsRequest): UserError {
  const what = strategy === undefined ? 'any strategy' : strategy;
  const span = from === undefined && to === undefined ? '' : ` from ${from ?? 'the first day'} to ${to ?? 'the last'}`;
  return new UserError({
    code: 'no-trials',
    message: `The ledger has no trial of ${what} on ${instrument}${span} with daily results`,
    fix: 'Backtest it on these days first; qt trials list shows what was tried',
  });
}
