// Champion and challenger beside each other and what counts as evidence in; what is proposed, with its reasons in words, out.

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
}

/**
 * A proposal changes nothing. `failedGates`: required gates of the challenger that did not pass; `isSameConditions`: costs, latencies and capital were the same.
 */
export function propose(
  comparison: ModelComparison | undefined,
  { failedGates, isSameConditions }: { readonly failedGates: readonly string[]; readonly isSameConditions: boolean },
  { probability = 0.8, drawdownFactor = 1.5, leastDays = 20 }: ProposalSettings = {},
): Proposal {
  if (failedGates.length > 0) return { kind: 'keep', reasons: [`required gates failed: ${failedGates.join(', ')}`] };
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
  const better = `better with a probability of ${sure.toFixed(2)}, by ${by}`;
  if (sure <= 1 - probability) return { kind: 'keep', reasons: [`the challenger is ${better}`] };
  if (challenger.maxDrawdownBrl > drawdownFactor * champion.maxDrawdownBrl) {
    const text = `its drawdown of R$ ${challenger.maxDrawdownBrl.toFixed(2)} is more than ${drawdownFactor} times that of R$ ${champion.maxDrawdownBrl.toFixed(2)}`;
    return { kind: 'keep', reasons: [text, `the challenger is ${better}`] };
  }
  if (sure < probability) return unsure(`the challenger is ${better}; ${probability} is asked`);
  if (challenger.netBrl <= 0) {
    return {
      kind: 'keep',
      reasons: [`the challenger is ${better}`, 'but it loses money too: pause rather than replace'],
    };
  }
  return { kind: 'promote', reasons: [`the challenger is ${better}`, 'every required gate passed'] };
}

function unsure(reason: string): Proposal {
  return { kind: 'not enough evidence', reasons: [reason] };
}

function seenText({ seenByChampion, seenByChallenger }: ModelComparison): string {
  const seen = [
    ...(seenByChampion === 0 ? [] : [`${seenByChampion} were seen by the champion`]),
    ...(seenByChallenger === 0 ? [] : [`${seenByChallenger} by the challenger`]),
  ];
  return seen.length === 0 ? '' : `; not counted: ${seen.join(', ')}`;
}
