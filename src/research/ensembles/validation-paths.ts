// Splits and what was predicted for each in; the predictions along each path of validation, in the order of time, out.

import type { CombinatorialSplits } from '../splits/combinatorial-purged.ts';
import type { Split } from '../splits/split.ts';

/** Splits of one kind, or the combinatorial ones, whose tests join to whole paths. */
export type EnsembleSplits = readonly Split[] | CombinatorialSplits;

export function splitList(splits: EnsembleSplits): readonly Split[] {
  return 'paths' in splits ? splits.splits : splits;
}

/** Combinatorial splits have paths through all rows; of others each test is a path of its own. `bySplit` ascends by row. */
export function validationPaths<T extends { readonly row: number }>(
  splits: EnsembleSplits,
  bySplit: readonly (readonly T[])[],
): readonly (readonly T[])[] {
  if (!('paths' in splits)) return bySplit;
  const group = new Map<number, number>();
  for (const [number, rows] of splits.groupRows.entries()) for (const row of rows) group.set(row, number);
  return splits.paths.map((path) =>
    path.flatMap((split, number) => bySplit[split]!.filter(({ row }) => group.get(row) === number)),
  );
}
