// Takes a kind of search and how many; gives how many of them the gates let pass, and which gates refused the others.

import type { GateName } from '../../../src/research/overfitting/gate.ts';
import { judge } from '../../../src/research/overfitting/judge.ts';
import { Random } from '../../../src/simulation/random.ts';
import { RULES, type SearchOptions, simulatedSearch } from './simulated-searches.ts';

export interface JudgedSearches {
  readonly searches: number;
  readonly passed: number;
  /** Searches that each gate refused. */
  readonly refused: Readonly<Record<GateName, number>>;
}

/** Results of one search, by rule. */
interface Searched {
  readonly trials: readonly Float64Array[];
  readonly trades: ArrayLike<number>;
  readonly costs: ArrayLike<number>;
}

/** Three years. */
export const DAYS = 756;
/** 0.62 points a round trip: a tick of slippage and the fees of WDO. */
export const COSTS = 0.62;
/** Points a candle that give the planted rule a Sharpe ratio of 3.00 over 200,000 days: after costs of 0.62, and without costs. */
export const SHARPE_3 = { afterCosts: 0.494, withoutCosts: 0.395 };

/** Searches over the hundred rules, seeds from 1 on; the best by net Sharpe ratio is chosen and judged. */
export function judgedRules(
  searches: number,
  options: Omit<SearchOptions, 'seed' | 'days'>,
  isIn: (rule: number) => boolean = all,
): JudgedSearches {
  return judged(searches, (seed) => {
    const { trials, trades, costs } = simulatedSearch({ ...options, seed, days: DAYS });
    const places = Array.from({ length: RULES }, (_, rule) => rule).filter(isIn);
    return {
      trials: places.map((rule) => trials[rule]!),
      trades: places.map((rule) => trades[rule]!),
      costs: places.map((rule) => costs[rule]!),
    };
  });
}

/** Searches over independent normal results, a trade a day at no cost: nothing that the gates could see but luck. */
export function judgedNormals(searches: number, trials: number): JudgedSearches {
  return judged(searches, (seed) => {
    const random = new Random(seed, 'judged-normals');
    const normals = Array.from({ length: trials }, () => Float64Array.from({ length: DAYS }, () => random.normal()));
    return { trials: normals, trades: new Int32Array(trials).fill(DAYS), costs: new Float64Array(trials) };
  });
}

/** Searches over variants of one idea: normal results that share `correlation` and have the same true Sharpe ratio of a year. */
export function judgedVariants(searches: number, trials: number, correlation: number, sharpe: number): JudgedSearches {
  return judged(searches, (seed) => {
    const random = new Random(seed, 'alike');
    const shared = Float64Array.from({ length: DAYS }, () => random.normal());
    const [same, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
    const variants = Array.from({ length: trials }, () =>
      shared.map((value) => same * value + own * random.normal() + sharpe / Math.sqrt(252)),
    );
    return { trials: variants, trades: new Int32Array(trials).fill(DAYS), costs: new Float64Array(trials) };
  });
}

function all(): boolean {
  return true;
}

function judged(searches: number, search: (seed: number) => Searched): JudgedSearches {
  const refused: Record<GateName, number> = {
    trades: 0,
    deflatedSharpe: 0,
    overfitting: 0,
    doubledCosts: 0,
    oneDay: 0,
  };
  let passed = 0;
  for (let seed = 1; seed <= searches; seed += 1) {
    const { trials, trades, costs } = search(seed);
    const sharpes = trials.map(plainSharpe);
    const chosen = sharpes.indexOf(Math.max(...sharpes));
    const judgement = judge({ trials, chosen, trades: trades[chosen]!, costs: costs[chosen]! });
    if (judgement.passed) passed += 1;
    for (const gate of judgement.gates) if (!gate.passed) refused[gate.name] += 1;
  }
  return { searches, passed, refused };
}

/** What a person would sort the results by; 0 for a rule that never trades. */
function plainSharpe(daily: Float64Array): number {
  const mean = daily.reduce((sum, value) => sum + value, 0) / daily.length;
  const squares = daily.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares === 0 ? 0 : mean / Math.sqrt(squares / (daily.length - 1));
}
