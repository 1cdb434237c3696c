// How each member of an ensemble is trained: which inputs, which regimes, how much shrinking.

import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';

export interface MemberRecipe {
  /** The member's file is `<name>.onnx`. */
  readonly name: string;
  readonly role: 'direction' | 'magnitude';
  /** Ids of the inputs that it may use; the others get a weight of 0. */
  readonly inputs: readonly string[];
  /** Regimes whose rows it learns from, and in which it is asked. */
  readonly regimes: readonly TradedRegime[];
  readonly l2: number;
  /** In the ensemble. */
  readonly weight: number;
}

const TRENDS: readonly TradedRegime[] = ['trend_up', 'trend_down'];

/**
 * Three direction members in every regime and one magnitude member: all inputs; `fewInputs` with more shrinking, so that an input
 * that goes astray does not carry all members with it; and one that knows only trends or only ranges.
 */
export function ensembleRecipes(inputs: readonly string[], fewInputs: readonly string[]): readonly MemberRecipe[] {
  const all = { inputs, regimes: tradedRegimes, weight: 1 };
  return [
    { ...all, name: 'direction-all', role: 'direction', l2: 0.001 },
    { ...all, name: 'direction-few', role: 'direction', inputs: fewInputs, l2: 0.01 },
    { ...all, name: 'direction-trend', role: 'direction', regimes: TRENDS, l2: 0.003 },
    { ...all, name: 'direction-range', role: 'direction', regimes: ['range'], l2: 0.003 },
    { ...all, name: 'magnitude', role: 'magnitude', l2: 0.01 },
  ];
}
