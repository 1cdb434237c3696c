// What two models decided at the same candle in; why one of them acted and the other did not, or otherwise, out.

import type { GateResult } from '../../core/engine/decision-record.ts';
import type { DecidedCandle } from './decided-candle.ts';

/**
 * From cause to effect, the first that is found: another regime; a prediction to the other side; a gate that one passes and the other does not, because
 * the `value` is another one or because only the `threshold` is (the value would have passed the other's limit); what `held` one back beside
 * the gates (a position it is in, a cool-down, an input); another wish of the strategy itself; a candle that only one of them decided at.
 */
export type DifferenceCause = 'regime' | 'direction' | 'value' | 'threshold' | 'held' | 'wish' | 'missing';

export interface DecisionDifference {
  readonly cause: DifferenceCause;
  /** Gate or HOLD code; both regimes; empty where the cause says all. */
  readonly name: string;
}

/** Undefined where both did the same. */
export function decisionDifference(
  champion: DecidedCandle | undefined,
  challenger: DecidedCandle | undefined,
): DecisionDifference | undefined {
  if (champion === undefined || challenger === undefined) return { cause: 'missing', name: '' };
  if (champion.action === challenger.action) return undefined;
  if (champion.regime !== challenger.regime) {
    return { cause: 'regime', name: `${champion.regime} / ${challenger.regime}` };
  }
  if (isOtherDirection(champion, challenger)) return { cause: 'direction', name: '' };
  const gate = gateDifference(champion.gates, challenger.gates);
  if (gate !== undefined) return gate;
  const code = champion.code ?? challenger.code;
  return code === undefined || code === 'strategyHold' ? { cause: 'wish', name: '' } : { cause: 'held', name: code };
}

export function isOtherDirection(a: DecidedCandle, b: DecidedCandle): boolean {
  if (a.direction === undefined || b.direction === undefined) return false;
  return Math.sign(a.direction) !== Math.sign(b.direction);
}

/** Gates are paired by name: the first that only one of both passed. */
function gateDifference(
  champion: readonly GateResult[],
  challenger: readonly GateResult[],
): DecisionDifference | undefined {
  for (const own of champion) {
    const other = challenger.find(({ gate }) => gate === own.gate);
    if (other === undefined || other.passed === own.passed) continue;
    const [passing, failing] = own.passed ? [own, other] : [other, own];
    // value and limit of this gate are sides: neither is at least the other
    const isThreshold = own.gate !== 'side' && failing.value >= passing.limit;
    return { cause: isThreshold ? 'threshold' : 'value', name: own.gate };
  }
  return undefined;
}
