// The inputs of a decision in, their 128-bit digest out: two decisions with one digest saw the same.

import { Digest128 } from '../digest128.ts';
import type { DecisionInputs } from './decision-record.ts';

export function inputDigestOf(inputs: DecisionInputs): string {
  const digest = new Digest128();
  for (const [id, value] of Object.entries(inputs.features)) digest.text(id).optional(value);
  const { regime, prediction, position } = inputs;
  if (regime === null) digest.word(0);
  else digest.text(regime.kind).number(regime.confidence).optional(regime.strength).word(regime.ageCandles);
  if (prediction === null) digest.word(0);
  else digest.number(prediction.direction).number(prediction.magnitude).number(prediction.confidence);
  digest.number(position.quantity).optional(position.averagePrice);
  return digest.optional(inputs.price).optional(inputs.candleCloseUs).hex();
}
