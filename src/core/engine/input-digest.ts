// The inputs of a decision in, their 128-bit digest out: two decisions with one digest saw the same.

import { Digest128 } from '../digest128.ts';
import type { Prediction } from '../prediction/prediction.ts';
import type { DecisionInputs } from './decision-record.ts';

/** Digest of a text, remembered: feature ids and regime kinds are few, and spelling them out each time is most of the work. */
const texts = new Map<string, readonly [number, number]>();

function addText(digest: Digest128, text: string): void {
  let words = texts.get(text);
  if (words === undefined) {
    const hex = new Digest128().text(text).hex();
    words = [Number.parseInt(hex.slice(0, 8), 16) | 0, Number.parseInt(hex.slice(8, 16), 16) | 0];
    texts.set(text, words);
  }
  digest.word(words[0]).word(words[1]);
}

function triState(value: boolean | undefined): number {
  return value === undefined ? 2 : Number(value);
}

function addPrediction(digest: Digest128, prediction: Prediction): void {
  const { direction, magnitude, confidence, probabilities, members } = prediction;
  digest.number(direction).number(magnitude).number(confidence);
  digest.number(probabilities.down).number(probabilities.flat).number(probabilities.up);
  for (const member of members) {
    addText(digest, member.file);
    digest.optional(member.direction).optional(member.magnitude);
  }
}

export function inputDigestOf(inputs: DecisionInputs): string {
  const digest = new Digest128();
  const { features, regime, prediction, position } = inputs;
  for (const id in features) {
    addText(digest, id);
    digest.optional(features[id]);
  }
  if (regime === null) digest.word(0);
  else {
    addText(digest, regime.kind);
    digest.number(regime.confidence).optional(regime.strength).word(regime.ageCandles).optional(regime.atr);
    digest.word(triState(regime.nearSupport)).word(triState(regime.nearResistance));
  }
  if (prediction === null) digest.word(0);
  else addPrediction(digest, prediction);
  digest.number(position.quantity).optional(position.averagePrice);
  return digest.optional(inputs.price).optional(inputs.candleCloseUs).hex();
}
