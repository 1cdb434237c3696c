// Champion and challenger beside each other and what counts as evidence in; what is proposed, with its reasons in words, out.

import type { Gate } from '../overfitting/gate.ts';
import type { ModelComparison } from './compare-models.ts';

export type ProposalKind = 'promote' | 'keep' | 'not enough evidence';

export interface Proposal {
  readonly kind: ProposalKind;
  /** A sentence each. */
  readonly reasons: readonly string[];
}

export interface ProposalSettings {
  /** Probability that the challenger is better from which on it is proposed; 1 − this is enough to keep. 0.8 where absent. */
  readonly probability?: number | undefined;
  /** Its drawdown may be so many times that of the champion; 1.5 where absent. */
  readonly drawdownFactor?: number | undefined;
  /** Days that neither has seen, at least; 20 where absent. */
  readonly leastDays?: number | undefined;
  /** Nothing is proposed to be promoted that does not pass every gate against overfitting; false where absent. */
  readonly requireGates?: boolean | undefined;
}

/** What is known of the challenger beside its days. */
export interface ChallengerStanding {
  /** Required gates of its release that did not pass. */
  readonly failedGates: readonly string[];
  /** Costs, latencies and capital were the same for both. */
  readonly isSameConditions: boolean;
  /** Against overfitting, as `judge` gives them; absent where nothing could be judged. */
  readonly judged?: readonly Gate[] | undefined;
  /** Other trials of the strategy on these days that were there before: its recipe may have been chosen by them. 0 where absent. */
  readonly choices?: number | undefined;
  /** Of a recipe that was rolled: all its days, those too that the champion has seen. */
  readonly recipe?: { readonly days: number; readonly netBrl: number } | undefined;
}

/**
 * A proposal changes nothing. To lose money, or all of it at doubled costs, is no reason to change a model that runs; the other gates against
 * overfitting ask for more days than a retraining has, so they are named and block only where that is asked for.
 */
export function propose(
  comparison: ModelComparison | undefined,
  standing: ChallengerStanding,
  settings: ProposalSettings = {},
): Proposal {
  const { kind, reasons } = decided(comparison, standing, settings);
  const { judged } = standing;
  return { kind, reasons: judged === undefined ? reasons : [...reasons, judgedText(judged)] };
}

function decided(
  comparison: ModelComparison | undefined,
  standing: ChallengerStanding,
  { probability = 0.8, drawdownFactor = 1.5, leastDays = 20, requireGates = false }: ProposalSettings,
): Proposal {
  const { failedGates, isSameConditions } = standing;
  if (failedGates.length > 0) return keep(`required gates failed: ${failedGates.join(', ')}`);
  if (comparison === undefined) return unsure('there are no results of both by day');
  if (!isSameConditions) return unsure('costs, latencies or capital of the two runs differ');
  const { days, difference, champion, challenger } = comparison;
  if (days < leastDays || difference === undefined) {
    return unsure(
      `${days} ${days === 1 ? 'day' : 'days'} that neither has seen, ${leastDays} are asked${seenText(comparison)}`,
    );
  }
  if (difference.differingDays === 0) return unsure(`both earn the same on each of ${days} days`);
  const sure = difference.probabilityBetter;
  const by = `R$ ${difference.netBrl.toFixed(2)} over ${days} days (${difference.lowBrl.toFixed(2)} to ${difference.highBrl.toFixed(2)})`;
  const better = `the challenger is better with a probability of ${sure.toFixed(2)}, by ${by}`;
  if (sure <= 1 - probability) return keep(better);
  if (challenger.maxDrawdownBrl > drawdownFactor * champion.maxDrawdownBrl) {
    const text = `its drawdown of R$ ${challenger.maxDrawdownBrl.toFixed(2)} is more than ${drawdownFactor} times that of R$ ${champion.maxDrawdownBrl.toFixed(2)}`;
    return keep(text, better);
  }
  if (sure < probability) return unsure(`${better}; ${probability} is asked`);
  const loses = losing(challenger.netBrl, standing);
  if (loses !== undefined) return keep(better, loses);
  const failed = standing.judged?.filter(({ passed }) => !passed) ?? [];
  if (requireGates && (standing.judged === undefined || failed.length > 0)) {
    return unsure(better, 'every gate against overfitting is asked to pass');
  }
  const chosen = chosenByLuck(standing);
  return chosen === undefined
    ? { kind: 'promote', reasons: [better, 'every required gate passed'] }
    : unsure(better, chosen);
}

/**
 * The best of many variants of noise is better than the champion on the days that it was chosen by: of 50 it was proposed in 85 of 100 searches. So
 * where there were others the deflated Sharpe ratio, which knows how many, has to pass.
 */
function chosenByLuck({ choices = 0, judged }: ChallengerStanding): string | undefined {
  if (choices === 0 || judged?.find(({ name }) => name === 'deflatedSharpe')?.passed === true) return undefined;
  const others = choices === 1 ? 'another trial' : `${choices} other trials`;
  return `but ${others} of the strategy had been made on these days, and with them the deflated Sharpe ratio does not pass`;
}

/** Why a challenger that is better than the champion is no better than not to trade. */
function losing(netBrl: number, { judged, recipe }: ChallengerStanding): string | undefined {
  if (netBrl <= 0) return 'but it loses money too: pause rather than replace';
  if (recipe !== undefined && recipe.netBrl <= 0) {
    return `but its recipe loses R$ ${(-recipe.netBrl).toFixed(2)} over all ${recipe.days} days that it was rolled over`;
  }
  const doubled = judged?.find(({ name }) => name === 'doubledCosts');
  if (doubled?.value === undefined || doubled.passed) return undefined;
  return `but nothing is left of it at doubled costs: R$ ${doubled.value.toFixed(2)}`;
}

function judgedText(judged: readonly Gate[]): string {
  const failed = judged.filter(({ passed }) => !passed).map(({ name }) => name);
  if (failed.length === 0) return 'every gate against overfitting passes';
  return `gates against overfitting that do not pass: ${failed.join(', ')}`;
}

function keep(...reasons: readonly string[]): Proposal {
  return { kind: 'keep', reasons };
}

function unsure(...reasons: readonly string[]): Proposal {
  return { kind: 'not enough evidence', reasons };
}

function seenText({ seenByChampion, seenByChallenger }: ModelComparison): string {
  const seen = [
    ...(seenByChampion === 0 ? [] : [`${seenByChampion} were seen by the champion`]),
    ...(seenByChallenger === 0 ? [] : [`${seenByChallenger} by the challenger`]),
  ];
  return seen.length === 0 ? '' : `; not counted: ${seen.join(', ')}`;
}
