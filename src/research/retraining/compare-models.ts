// Daily results of the model that runs and of its challenger, and the days that either has seen, in; how much better the challenger is, out.

import { E4_PER_BRL } from '../../core/account/money.ts';
import { probabilisticSharpe } from '../overfitting/probabilistic-sharpe.ts';
import { resampleDays } from '../overfitting/resampling.ts';
import { sharpeEstimate } from '../overfitting/sharpe-estimate.ts';
import type { ModelResult } from './model-result.ts';

export interface SeenDays {
  /** Days of training and of validation: thresholds are fitted on the latter. Empty for a model of the synthetic market. */
  readonly spans: readonly { readonly from: string; readonly to: string }[];
}

export interface ComparedModel {
  /** Round trips that ended on the counted days; undefined where the ledger does not know them by day (entries of earlier versions). */
  readonly trades: number | undefined;
  readonly netBrl: number;
  /** Deepest fall of the sum of the counted days. */
  readonly maxDrawdownBrl: number;
  /** Probability that its true Sharpe ratio is above 0; undefined where no day differs from another. */
  readonly probabilisticSharpe: number | undefined;
}

export interface ModelComparison {
  /** Counted: both ran them, neither has seen them. */
  readonly days: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly seenByChampion: number;
  readonly seenByChallenger: number;
  readonly champion: ComparedModel;
  readonly challenger: ComparedModel;
  /** Challenger less champion; undefined below ten days. */
  readonly difference:
    | {
        readonly netBrl: number;
        /** Interval of 95 % by a stationary bootstrap of the days (Politis and Romano 1994), seeded. */
        readonly lowBrl: number;
        readonly highBrl: number;
        /** Share of the draws in which the challenger earns more; half of those where both earn the same. */
        readonly probabilityBetter: number;
        /** Expected days of a block. */
        readonly block: number;
        /** Days on which the two differ at all. */
        readonly differingDays: number;
      }
    | undefined;
}

const LEAST_DAYS = 10;
const SEED = 1;

/** Days are paired: what the market did to both falls out of the difference. */
export function compareModels(
  champion: ModelResult,
  challenger: ModelResult,
  seen: { readonly champion: SeenDays; readonly challenger: SeenDays },
): ModelComparison {
  const other = new Map(challenger.days.map((day, place) => [day, place]));
  const both = champion.days.flatMap((day, place) => {
    const at = other.get(day);
    return at === undefined ? [] : [{ day, champion: place, challenger: at }];
  });
  const known = both.filter(({ day }) => !isSeen(day, seen.champion) && !isSeen(day, seen.challenger));
  const places = known.map((each) => each.champion);
  const others = known.map((each) => each.challenger);
  const ownE4 = places.map((place) => champion.netE4[place]!);
  const otherE4 = others.map((place) => challenger.netE4[place]!);
  return {
    ...{ days: known.length, from: known[0]?.day, to: known.at(-1)?.day },
    seenByChampion: both.filter(({ day }) => isSeen(day, seen.champion)).length,
    seenByChallenger: both.filter(({ day }) => isSeen(day, seen.challenger)).length,
    champion: comparedModel(ownE4, tradesOn(champion, places)),
    challenger: comparedModel(otherE4, tradesOn(challenger, others)),
    difference: differenceOf(Float64Array.from(otherE4, (netE4, place) => netE4 - ownE4[place]!)),
  };
}

export function isSeen(day: string, { spans }: SeenDays): boolean {
  return spans.some(({ from, to }) => day >= from && day <= to);
}

function tradesOn({ trades }: ModelResult, places: readonly number[]): number | undefined {
  return trades === undefined ? undefined : places.reduce((sum, place) => sum + trades[place]!, 0);
}

/** Net of each counted day, integer E4, in order. */
export function comparedModel(daily: readonly number[], trades: number | undefined): ComparedModel {
  let [sum, peak, deepest] = [0, 0, 0];
  for (const netE4 of daily) {
    sum += netE4;
    peak = Math.max(peak, sum);
    deepest = Math.max(deepest, peak - sum);
  }
  const estimate = daily.length < 2 ? undefined : sharpeEstimate(daily);
  return {
    ...{ trades, netBrl: sum / E4_PER_BRL, maxDrawdownBrl: deepest / E4_PER_BRL },
    probabilisticSharpe: estimate === undefined ? undefined : probabilisticSharpe(estimate),
  };
}

function differenceOf(daily: Float64Array): ModelComparison['difference'] {
  if (daily.length < LEAST_DAYS) return undefined;
  const { net, block } = resampleDays(daily, { seed: SEED });
  const better = net.draws.reduce((sum, draw) => sum + (draw > 0 ? 1 : draw === 0 ? 0.5 : 0), 0);
  return {
    ...{ netBrl: net.observed / E4_PER_BRL, lowBrl: net.low / E4_PER_BRL, highBrl: net.high / E4_PER_BRL },
    ...{ probabilityBetter: better / net.draws.length, block },
    differingDays: daily.reduce((count, value) => count + Number(value !== 0), 0),
  };
}
