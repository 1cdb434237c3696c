// The validation backtest and the model's days in; gates that say whether the result is worth anything as evidence, out.

import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { CheckedGate } from '../release/gate.ts';

/** Fewer trades than this tell nothing of a strategy, good or bad. */
export const VALIDATION_TRADES_LEAST = 100;

export interface ValidationFacts {
  /** First and last session day. */
  readonly from: string;
  readonly to: string;
  readonly trades: number;
}

/** Whether there are trades enough, and whether the model had seen their days. */
export function validationGates(facts: ValidationFacts, model: ModelManifest | undefined): readonly CheckedGate[] {
  return [tradesGate(facts), outOfSampleGate(facts, model)];
}

function tradesGate({ trades }: ValidationFacts): CheckedGate {
  const base = { id: 'validationTrades', value: trades, limit: VALIDATION_TRADES_LEAST } as const;
  const reason = `The validation backtest made ${trades} trade${trades === 1 ? '' : 's'}`;
  if (trades >= VALIDATION_TRADES_LEAST) return { ...base, passed: true, reason, fix: '' };
  return { ...base, passed: false, reason, fix: 'Validate on more days: so few trades are no evidence' };
}

/** Days of a synthetic market lie nowhere in real time, so their dates say nothing. */
function outOfSampleGate({ from, to }: ValidationFacts, model: ModelManifest | undefined): CheckedGate {
  const base = { id: 'outOfSample', value: `${from} to ${to}` } as const;
  if (model === undefined || model.provenance === 'synthetic') {
    const reason =
      model === undefined ? 'There is no model to have seen these days' : 'The model was trained on synthetic days';
    return { ...base, limit: null, passed: true, reason, fix: '' };
  }
  const seenFrom = model.training.from < model.validation.from ? model.training.from : model.validation.from;
  const seenTo = model.training.to > model.validation.to ? model.training.to : model.validation.to;
  const limit = `outside ${seenFrom} to ${seenTo}`;
  if (to < seenFrom || from > seenTo) {
    return {
      ...base,
      limit,
      passed: true,
      reason: 'The model has not seen the days of the validation backtest',
      fix: '',
    };
  }
  const reason = `The model was made from days ${seenFrom} to ${seenTo}, which overlap the validation: part of its result is memory`;
  return { ...base, limit, passed: false, reason, fix: `Validate on days after ${seenTo}` };
}
