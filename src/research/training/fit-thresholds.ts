// Takes what the ensemble said in one regime; gives thresholds that a wanted share of those candles pass, never below the floors.

import { thresholdFloors } from '../../core/prediction/model-checks.ts';
import type { RegimeThresholds } from '../../core/prediction/model-manifest.ts';
import { type GateValues, gates, passes } from './gate-values.ts';

export interface FitRules {
  /** Wanted share of the candles that pass all gates. The floors go before it, so the share reached can be smaller. */
  readonly passShare: number;
  /** Expected absolute return below which a trade cannot pay its costs, a fraction. */
  readonly payingMagnitude: number;
}

/** Quantile levels that are tried, as a share of this. */
const LEVELS = 200;
/** The rule detector never says less of a regime that it has entered. */
const LOWEST_REGIME_CONFIDENCE = 0.5;
/** More likely than chance among three classes. */
const LOWEST_PROBABILITY = 1 / 3;

/**
 * All five thresholds stand at the same quantile of their own values, the highest at which the wanted share still passes all of them
 * together; where the floors alone pass fewer, the floors are given. `values` must not be empty.
 */
export function fitThresholds(values: readonly GateValues[], rules: FitRules): RegimeThresholds {
  const lowest = lowestThresholds(rules.payingMagnitude);
  const wanted = rules.passShare * values.length;
  const sorted = sortedByGate(values);
  for (let level = LEVELS - 1; level > 0; level--) {
    const candidate = atLevel(sorted, level / LEVELS, lowest);
    if (passCount(values, candidate) >= wanted) return candidate;
  }
  return lowest;
}

/** The least that may be asked. `payingMagnitude`: see `FitRules`. */
export function lowestThresholds(payingMagnitude: number): RegimeThresholds {
  return {
    regimeConfidence: LOWEST_REGIME_CONFIDENCE,
    probability: LOWEST_PROBABILITY,
    direction: thresholdFloors.direction,
    magnitude: Math.max(thresholdFloors.magnitude, payingMagnitude),
    confidence: thresholdFloors.confidence,
  };
}

type SortedGates = ReadonlyMap<keyof RegimeThresholds, Float64Array>;

export function sortedByGate(values: readonly GateValues[]): SortedGates {
  return new Map(gates.map((gate) => [gate, Float64Array.from(values, (each) => each[gate]).sort()]));
}

/** Each threshold at the same quantile of its own values, 0 to below 1, or at its lowest where that is more. */
export function atLevel(sorted: SortedGates, level: number, lowest: RegimeThresholds): RegimeThresholds {
  const at = (gate: keyof RegimeThresholds) => {
    const column = sorted.get(gate)!;
    return Math.max(lowest[gate], column[Math.floor(level * column.length)]!);
  };
  return {
    regimeConfidence: at('regimeConfidence'),
    probability: at('probability'),
    direction: at('direction'),
    magnitude: at('magnitude'),
    confidence: at('confidence'),
  };
}

function passCount(values: readonly GateValues[], thresholds: RegimeThresholds): number {
  let count = 0;
  for (const each of values) if (passes(each, thresholds)) count += 1;
  return count;
}
