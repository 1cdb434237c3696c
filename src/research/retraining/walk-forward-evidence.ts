// A recipe's results over all its rolls and the ledger they stand in; what is known about them, with every trial on their days, out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { e4ToBrl } from '../../core/account/money.ts';
import type { Evidence } from '../overfitting/evidence.ts';
import { type ModelRecipe, recipeSha256 } from '../recipes/model-recipe.ts';
import { doubledCosts } from '../trials/doubled-costs.ts';
import { trialsOf } from '../trials/trials-of.ts';
import type { ModelResult } from './model-result.ts';
import type { RolledResult } from './walk-forward.ts';

export interface WalkForwardEvidenceRequest {
  readonly home: string;
  /** Of the sound ledger of the home. */
  readonly entries: readonly LedgerEntry[];
  /** Of all rolls together. */
  readonly result: ModelResult;
  /** That it is made of. */
  readonly rolls: readonly RolledResult[];
}

/**
 * Trials that have all of the days are compared; of others on days among them only the number counts, each as an independent one: also earlier
 * retrainings. The entries that make up the result, and the trainings of their models, are the result itself and no other trials. Doubled costs
 * are those of the rolls together. UserErrors of `trialsOf`.
 */
export function walkForwardEvidence({ home, entries, result, rolls }: WalkForwardEvidenceRequest): Evidence {
  const own = rolls.map((roll) => entries[roll.result.seq - 1]!);
  const { instrument } = own[0]!.trial.data;
  const { compared, uncompared } = trialsOf({ home, instrument, days: result.days });
  const isOther = (seq: number): boolean => !isOwnTrial(entries, seq, rolls);
  const others = compared.filter(({ seq }) => isOther(seq)).map(({ netBrl }) => netBrl);
  const costs = own.map((entry) => doubledCosts(entry, entries));
  return {
    trials: [...others, Float64Array.from(result.netE4, e4ToBrl)],
    chosen: others.length,
    uncompared: uncompared.filter(isOther).length,
    trades: result.trades?.reduce((sum, each) => sum + each, 0),
    costs: sumOf(costs.map((each) => each.costs)),
    netAtDoubledCosts: sumOf(costs.map((each) => each.netAtDoubledCosts)),
  };
}

/** The entry makes up one of the results, or is the training of its model. */
export function isOwnTrial(entries: readonly LedgerEntry[], seq: number, rolls: readonly RolledResult[]): boolean {
  const entry = entries[seq - 1]!;
  const own = rolls.map((roll) => entries[roll.result.seq - 1]!);
  return isPartOf(entry, own) || isTraining(entry, rolls);
}

function isPartOf({ choice, trial }: LedgerEntry, own: readonly LedgerEntry[]): boolean {
  const model = trial.model?.manifestSha256;
  return own.some((roll) => {
    if (roll.choice === choice) return true;
    return trial.kind === 'training' && model !== undefined && roll.trial.model?.manifestSha256 === model;
  });
}

/** The training of an ensemble is recorded before its model has files: it is known by its recipe and its days. One that also read facts of days before them counts as another trial. */
function isTraining({ trial }: LedgerEntry, rolls: readonly RolledResult[]): boolean {
  const { recipe } = trial.settings;
  if (trial.kind !== 'training' || recipe === undefined) return false;
  const sha256 = recipeSha256(recipe as unknown as ModelRecipe);
  const { from, to } = trial.data;
  return rolls.some(({ trained }) => {
    return trained?.recipeSha256 === sha256 && trained.from === from && trained.to === to;
  });
}

/** Undefined where one of them is. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}
