// Splits in; for each, which of the others may be looked at for its calibration, weights and nothing else, out.

import type { Split } from '../splits/split.ts';

/** Folds whose predictions are looked at, and the rows among them that are not. */
export interface Evidence {
  readonly folds: readonly number[];
  /** 1 for rows that are left out. */
  readonly besides: Uint8Array;
}

/** Everything: for what trades in the end. */
export function wholeEvidence(splits: readonly Split[], rows: number): Evidence {
  return { folds: [...splits.keys()], besides: new Uint8Array(rows) };
}

/**
 * Where every split trains on earlier rows only (walk forward): the earlier splits, so that nothing of its own rows is in it, not even
 * through the models. The first one then has none. Otherwise all other splits without the rows that it tests; the models behind those
 * predictions have learned from its rows, which a few numbers of calibration and weights can hardly tell on.
 */
export function evidenceOfSplits(splits: readonly Split[], rows: number): readonly Evidence[] {
  const isForward = splits.every(({ training, test }) => training.at(-1)! < test[0]!);
  return splits.map(({ test }, split) => {
    const besides = new Uint8Array(rows);
    for (const row of test) besides[row] = 1;
    return { folds: [...splits.keys()].filter((other) => (isForward ? other < split : other !== split)), besides };
  });
}
