// The inputs of a decision in, their 128-bit digest out: two decisions with one digest saw the same.

import { Digest128 } from '../digest128.ts';
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
    digest.number(regime.confidence).optional(regime.strength).word(regime.ageCandles);
  }
  if (prediction === null) digest.word(0);
  else digest.number(prediction.direction).number(prediction.magnitude).number(prediction.confidence);
  digest.number(position.quantity).optional(position.averagePrice);
  return digest.optional(inputs.price).optional(inputs.candleCloseUs).hex();
}
