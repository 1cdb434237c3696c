// What notebooks import as `splits`: ways to divide labelled rows into training and test so that nothing leaks.

export {
  type CombinatorialPurged,
  type CombinatorialSplit,
  type CombinatorialSplits,
  combinatorialPurged,
  pathCount,
  splitCount,
} from './combinatorial-purged.ts';
export type { Embargo } from './embargo.ts';
export { type PathValues, pathValues } from './path-values.ts';
export { type PurgedKFold, purgedKFold } from './purged-k-fold.ts';
export type { RowTimes } from './row-times.ts';
export type { Split } from './split.ts';
export type { SplitBy } from './split-units.ts';
export { type WalkForward, walkForward } from './walk-forward.ts';
