// What was predicted for the test rows of each split in; the same values along each path, once for every row, out.

import type { CombinatorialSplits } from './combinatorial-purged.ts';
import { splitError } from './split-error.ts';

export interface PathValues {
  /** Rows with a label, ascending. */
  readonly rows: Uint32Array;
  /** By path: a value for each of `rows`. */
  readonly paths: readonly Float64Array[];
}

/** `bySplit` has a value for each of the split's `test`, in their order. UserError `split-rows` where one has fewer or more. */
export function pathValues(
  { splits, paths, groupRows }: CombinatorialSplits,
  bySplit: readonly ArrayLike<number>[],
): PathValues {
  if (bySplit.length !== splits.length) {
    throw splitError('split-rows', `Values of ${bySplit.length} splits were given for ${splits.length}`, 'bySplit');
  }
  for (const [number, { test }] of splits.entries()) {
    if (bySplit[number]!.length === test.length) continue;
    const message = `Split ${number} tests ${test.length} rows and was given ${bySplit[number]!.length} values`;
    throw splitError('split-rows', message, 'bySplit', 'Give one value for each of its test rows');
  }
  const starts = Uint32Array.from({ length: groupRows.length + 1 });
  for (const [group, { length }] of groupRows.entries()) starts[group + 1] = starts[group]! + length;
  const rows = new Uint32Array(starts[groupRows.length]!);
  for (const [group, of] of groupRows.entries()) rows.set(of, starts[group]!);
  const along = (path: readonly number[]): Float64Array => {
    const values = new Float64Array(rows.length);
    for (const [group, number] of path.entries()) {
      const { testGroups } = splits[number]!;
      let from = 0;
      for (const tested of testGroups) if (tested < group) from += groupRows[tested]!.length;
      const given = bySplit[number]!;
      for (let at = 0; at < groupRows[group]!.length; at++) values[starts[group]! + at] = given[from + at]!;
    }
    return values;
  };
  return { rows, paths: paths.map(along) };
}
