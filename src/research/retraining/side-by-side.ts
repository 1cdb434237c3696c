// The decisions of two models over the same candles in; how often they agree, why they do not, and the money of the entries that only one made, out.

import { E4_PER_BRL } from '../../core/account/money.ts';
import type { DecidedCandle } from './decided-candle.ts';
import { type DifferenceCause, decisionDifference, isOtherDirection } from './decision-difference.ts';

/** A number of candles and how many of them are meant. */
export interface Agreement {
  readonly of: number;
  readonly same: number;
}

/** Net results of the trades that were entered, costs included. */
export interface EntryMoney {
  readonly entries: number;
  readonly championBrl: number;
  readonly challengerBrl: number;
}

export interface SideBySideDifference {
  readonly cause: DifferenceCause;
  /** Gate or HOLD code; both regimes; empty where the cause says all. */
  readonly name: string;
  readonly entered: 'champion' | 'challenger' | 'both' | 'neither';
  readonly candles: number;
  readonly championBrl: number;
  readonly challengerBrl: number;
}

export interface SideBySide {
  /** Both decided at them. */
  readonly candles: number;
  readonly onlyChampion: number;
  readonly onlyChallenger: number;
  /** Both bought, sold, went flat or held. */
  readonly action: Agreement;
  /** Of those at which both held: by the same HOLD code. */
  readonly hold: Agreement;
  /** Of those at which both were predicted: to the same side. */
  readonly direction: Agreement;
  /** Of those at which both judged gates: each gate the same way. */
  readonly gates: Agreement;
  readonly entries: {
    /** At the same candle to the same side. */
    readonly common: EntryMoney;
    /** At the same candle to opposite sides. */
    readonly opposite: EntryMoney;
    readonly onlyChampion: EntryMoney;
    readonly onlyChallenger: EntryMoney;
  };
  /** Entries whose trade has no known result: it was not closed, or never filled. */
  readonly withoutResult: { readonly champion: number; readonly challenger: number };
  /** Candles at which they did not do the same, the most frequent first. */
  readonly differences: readonly SideBySideDifference[];
}

interface Pair {
  readonly champion: DecidedCandle | undefined;
  readonly challenger: DecidedCandle | undefined;
}

/**
 * Each list holds a candle at most once. An entry that only one made also changes what that one can do afterwards: later differences `held` by a
 * position follow from it. What a common entry earns may differ too, by thresholds of exits and by positions.
 */
export function sideBySide(champion: readonly DecidedCandle[], challenger: readonly DecidedCandle[]): SideBySide {
  const pairs = pairsOf(champion, challenger);
  const both = pairs.filter(isBoth);
  const entered = pairs.filter((pair) => enters(pair.champion) || enters(pair.challenger));
  const money = (kind: string): EntryMoney => moneyOf(entered.filter((pair) => entryKind(pair) === kind));
  return {
    ...{ candles: both.length, onlyChampion: champion.length - both.length },
    onlyChallenger: challenger.length - both.length,
    action: agreement(both, (a, b) => a.action === b.action),
    hold: agreement(
      both.filter((pair) => pair.champion.action === 'hold' && pair.challenger.action === 'hold'),
      (a, b) => a.code === b.code,
    ),
    direction: agreement(
      both.filter((pair) => pair.champion.direction !== undefined && pair.challenger.direction !== undefined),
      (a, b) => !isOtherDirection(a, b),
    ),
    gates: agreement(
      both.filter((pair) => pair.champion.gates.length > 0 && pair.challenger.gates.length > 0),
      (a, b) => passedText(a) === passedText(b),
    ),
    entries: {
      ...{ common: money('common'), opposite: money('opposite') },
      ...{ onlyChampion: money('champion'), onlyChallenger: money('challenger') },
    },
    withoutResult: { champion: unknownNets(champion), challenger: unknownNets(challenger) },
    differences: differencesOf(pairs),
  };
}

function pairsOf(champion: readonly DecidedCandle[], challenger: readonly DecidedCandle[]): readonly Pair[] {
  const others = new Map(challenger.map((each) => [each.closeUs, each]));
  const own = new Set(champion.map(({ closeUs }) => closeUs));
  return [
    ...champion.map((each) => ({ champion: each, challenger: others.get(each.closeUs) })),
    ...challenger.filter(({ closeUs }) => !own.has(closeUs)).map((each) => ({ champion: undefined, challenger: each })),
  ];
}

function isBoth(pair: Pair): pair is { champion: DecidedCandle; challenger: DecidedCandle } {
  return pair.champion !== undefined && pair.challenger !== undefined;
}

function agreement(
  pairs: readonly { readonly champion: DecidedCandle; readonly challenger: DecidedCandle }[],
  isSame: (champion: DecidedCandle, challenger: DecidedCandle) => boolean,
): Agreement {
  const same = pairs.filter(({ champion, challenger }) => isSame(champion, challenger)).length;
  return { of: pairs.length, same };
}

function passedText({ gates }: DecidedCandle): string {
  return gates
    .map(({ gate, passed }) => `${gate} ${passed}`)
    .sort()
    .join(' ');
}

function enters(candle: DecidedCandle | undefined): boolean {
  return candle?.action === 'buy' || candle?.action === 'sell';
}

function entryKind({ champion, challenger }: Pair): string {
  if (!enters(challenger)) return 'champion';
  if (!enters(champion)) return 'challenger';
  return champion!.action === challenger!.action ? 'common' : 'opposite';
}

function moneyOf(pairs: readonly Pair[]): EntryMoney {
  let [own, other] = [0, 0];
  for (const { champion, challenger } of pairs) {
    own += champion?.netE4 ?? 0;
    other += challenger?.netE4 ?? 0;
  }
  return { entries: pairs.length, championBrl: own / E4_PER_BRL, challengerBrl: other / E4_PER_BRL };
}

function unknownNets(candles: readonly DecidedCandle[]): number {
  return candles.filter((each) => enters(each) && each.netE4 === undefined).length;
}

function differencesOf(pairs: readonly Pair[]): readonly SideBySideDifference[] {
  const groups = new Map<string, { readonly like: SideBySideDifference; readonly pairs: Pair[] }>();
  for (const pair of pairs) {
    const found = decisionDifference(pair.champion, pair.challenger);
    if (found === undefined) continue;
    const [own, other] = [enters(pair.champion), enters(pair.challenger)];
    const entered = own ? (other ? 'both' : 'champion') : other ? 'challenger' : 'neither';
    const key = `${found.cause} ${found.name} ${entered}`;
    const like = { ...found, entered, candles: 0, championBrl: 0, challengerBrl: 0 } as const;
    const group = groups.get(key) ?? { like, pairs: [] };
    group.pairs.push(pair);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ like, pairs: alike }) => {
      const { championBrl, challengerBrl } = moneyOf(alike);
      return { ...like, candles: alike.length, championBrl, challengerBrl };
    })
    .sort((a, b) => b.candles - a.candles || (a.cause < b.cause ? -1 : 1));
}
