// The digest of a decision's inputs: the same for the same, another for any field that differs.
import { describe, expect, it } from 'vitest';
import type { DecisionInputs } from '../../../src/core/engine/decision-record.ts';
import { inputDigestOf } from '../../../src/core/engine/input-digest.ts';
import type { Prediction } from '../../../src/core/prediction/prediction.ts';
import type { Regime } from '../../../src/core/regime/regime.ts';
import { predictionOf } from '../../support/fake-model.ts';
import { regimeOf } from '../../support/fixed-regime.ts';

const members: Prediction['members'] = [
  { file: 'a.onnx', weight: 0.5, direction: 0.4, magnitude: 0.001 },
  { file: 'b.onnx', weight: 0.5, direction: 0.6, magnitude: 0.002 },
];
const inputs: DecisionInputs = {
  features: { ema_20: 5500, return_1: null },
  regime: regimeOf('range', { nearSupport: true, nearResistance: false }),
  prediction: predictionOf(0.5, { members }),
  position: { quantity: 2, averagePrice: 5499.5 },
  price: 5500,
  candleCloseUs: 1_754_395_200_000_000,
};

const withRegime = (changes: Partial<Regime>): DecisionInputs => ({
  ...inputs,
  regime: { ...inputs.regime!, ...changes },
});
const withPrediction = (changes: Partial<Prediction>): DecisionInputs => ({
  ...inputs,
  prediction: { ...inputs.prediction!, ...changes },
});
const { probabilities } = inputs.prediction!;

const others: Readonly<Record<string, DecisionInputs>> = {
  'the value of a feature': { ...inputs, features: { ...inputs.features, ema_20: 5500.0000001 } },
  'a feature that is ready': { ...inputs, features: { ...inputs.features, return_1: 0 } },
  'the name of a feature': { ...inputs, features: { ema_21: 5500, return_1: null } },
  'one feature more': { ...inputs, features: { ...inputs.features, sma_5: null } },
  'no regime': { ...inputs, regime: null },
  'the kind of the regime': withRegime({ kind: 'trend_up' }),
  'its confidence': withRegime({ confidence: 0.71 }),
  'its strength': withRegime({ strength: 31 }),
  'a strength that is not ready': withRegime({ strength: undefined }),
  'its age': withRegime({ ageCandles: 1 }),
  'its atr': withRegime({ atr: 4.5 }),
  'an atr that is not ready': withRegime({ atr: undefined }),
  'an atr of 0': withRegime({ atr: 0 }),
  'no support near': withRegime({ nearSupport: false }),
  'no support known': withRegime({ nearSupport: undefined }),
  'a resistance near': withRegime({ nearResistance: true }),
  'no resistance known': withRegime({ nearResistance: undefined }),
  'support and resistance changed over': withRegime({ nearSupport: false, nearResistance: true }),
  'no prediction': { ...inputs, prediction: null },
  'its direction': withPrediction({ direction: 0.51 }),
  'its magnitude': withPrediction({ magnitude: 0.002 }),
  'its confidence in itself': withPrediction({ confidence: 0.91 }),
  'its probability of down': withPrediction({ probabilities: { ...probabilities, down: 0.2 } }),
  'its probability of flat': withPrediction({ probabilities: { ...probabilities, flat: 0.01 } }),
  'its probability of up': withPrediction({ probabilities: { ...probabilities, up: 0.7 } }),
  'no members': withPrediction({ members: [] }),
  'one member less': withPrediction({ members: members.slice(0, 1) }),
  'the order of members': withPrediction({ members: members.toReversed() }),
  'the file of a member': withPrediction({ members: [{ ...members[0]!, file: 'c.onnx' }, members[1]!] }),
  'the direction of a member': withPrediction({ members: [{ ...members[0]!, direction: 0.41 }, members[1]!] }),
  'the magnitude of a member': withPrediction({ members: [members[0]!, { ...members[1]!, magnitude: undefined }] }),
  'the contracts held': { ...inputs, position: { quantity: -2, averagePrice: 5499.5 } },
  'their price': { ...inputs, position: { quantity: 2, averagePrice: 5499 } },
  'no price of theirs': { ...inputs, position: { quantity: 2, averagePrice: null } },
  'the last price': { ...inputs, price: 5500.5 },
  'no last price': { ...inputs, price: null },
  'the candle': { ...inputs, candleCloseUs: 1_754_395_260_000_000 },
  'no candle': { ...inputs, candleCloseUs: null },
};

describe('the digest of what a decision saw', () => {
  it('is the same for the same', () => {
    expect(inputDigestOf(inputs)).toMatch(/^[0-9a-f]{32}$/);
    expect(inputDigestOf(structuredClone(inputs))).toBe(inputDigestOf(inputs));
  });

  for (const [what, other] of Object.entries(others)) {
    it(`differs with ${what}`, () => {
      expect(inputDigestOf(other)).not.toBe(inputDigestOf(inputs));
    });
  }

  it('is another for each of them', () => {
    const digests = Object.values(others).map((other) => inputDigestOf(other));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('does not depend on the text of the regime: that is told, not decided on', () => {
    expect(inputDigestOf(withRegime({ reason: 'another' }))).toBe(inputDigestOf(inputs));
  });
});
