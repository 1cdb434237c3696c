// Regime, prediction and the thresholds of a regime in; the list of conditions a signal must pass, with value and limit.

import type { RegimeThresholds, TradedRegime } from '../prediction/model-manifest.ts';
import type { Prediction } from '../prediction/prediction.ts';
import type { Regime } from '../regime/regime.ts';
import type { HoldCode } from './hold-code.ts';

export interface Gate {
  readonly gate: string;
  readonly value: number;
  readonly limit: number;
  readonly passed: boolean;
  readonly code: HoldCode;
}

function atLeast(gate: string, value: number, limit: number, code: HoldCode): Gate {
  // written so that NaN fails
  return { gate, value, limit, passed: value >= limit, code };
}

/** All gates, also those after the first that fails: a person wants to see how far away a signal was. */
export function evaluateGates(regime: Regime, prediction: Prediction, thresholds: RegimeThresholds): readonly Gate[] {
  const { direction, magnitude, confidence, probabilities } = prediction;
  const probability = direction >= 0 ? probabilities.up : probabilities.down;
  return [
    atLeast('regimeConfidence', regime.confidence, thresholds.regimeConfidence, 'lowRegimeConfidence'),
    atLeast('probability', probability, thresholds.probability, 'lowProbability'),
    atLeast('direction', Math.abs(direction), thresholds.direction, 'weakDirection'),
    atLeast('magnitude', magnitude, thresholds.magnitude, 'smallMagnitude'),
    atLeast('confidence', confidence, thresholds.confidence, 'lowConfidence'),
    sideGate(regime, direction),
  ];
}

/** With the trend only; in a range buy near support and sell near resistance only. Value and limit are the sides as −1, 0, 1. */
function sideGate(regime: Regime, direction: number): Gate {
  const side = Math.sign(direction);
  switch (regime.kind as TradedRegime) {
    case 'trend_up':
      return { gate: 'side', value: side, limit: 1, passed: side === 1, code: 'againstRegime' };
    case 'trend_down':
      return { gate: 'side', value: side, limit: -1, passed: side === -1, code: 'againstRegime' };
    case 'range': {
      const near = side === 1 ? regime.nearSupport : side === -1 ? regime.nearResistance : undefined;
      return {
        gate: 'side',
        value: side,
        limit: near === true ? side : 0,
        passed: side !== 0 && near === true,
        code: 'noLevel',
      };
    }
  }
}
