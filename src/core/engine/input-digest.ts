// The inputs of a decision in, their 128-bit digest out: two decisions with one digest saw the same.

import { Digest128 } from '../digest128.ts';
import type { Prediction } from '../prediction/prediction.ts';
import type { DecisionInputs } from './decision-record.ts';
import type { KeptOfRow } from './feature-source.ts';

/** Digest of a text, remembered: feature ids and regime kinds are few, and spelling them out each time is most of the work. */
const texts = new Map<string, readonly [number, number]>();

/** Bits that no finite float has. */
const NOT_READY = 0x7fffffff;

function wordsOf(digest: Digest128): readonly [number, number] {
  const hex = digest.hex();
  return [Number.parseInt(hex.slice(0, 8), 16) | 0, Number.parseInt(hex.slice(8, 16), 16) | 0];
}

function addText(digest: Digest128, text: string): void {
  let words = texts.get(text);
  if (words === undefined) {
    words = wordsOf(new Digest128().text(text));
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

/** Two words that stand for a list of feature ids in their order: a strategy's are the same at every decision. */
export function idsDigestOf(ids: readonly string[]): readonly [number, number] {
  const digest = new Digest128();
  for (const id of ids) digest.text(id);
  return wordsOf(digest);
}

/** `ids` is of the features' keys, where the caller has it; `kept` of a row that many decisions share. */
export function inputDigestOf(
  inputs: DecisionInputs,
  ids = idsDigestOf(Object.keys(inputs.features)),
  kept?: KeptOfRow,
): string {
  const digest = kept?.digest?.copy() ?? digestOfFeatures(inputs, ids);
  if (kept !== undefined) kept.digest ??= digest.copy();
  const { regime, prediction, position } = inputs;
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

function digestOfFeatures({ features, filled }: DecisionInputs, ids: readonly [number, number]): Digest128 {
  const digest = new Digest128().word(ids[0]).word(ids[1]);
  for (const id in features) {
    const value = features[id]!;
    // a value that is not ready is no number
    if (value === null) digest.word(NOT_READY).word(NOT_READY);
    else digest.number(value);
  }
  if (filled === undefined) return digest;
  for (const id in filled) {
    addText(digest, id);
    digest.word(filled[id]!);
  }
  return digest;
}
