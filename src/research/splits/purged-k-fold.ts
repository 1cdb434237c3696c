// Rows with their times in; as many splits as folds, each of which tests one stretch of sessions and trains on the others, out.

import type { Frame } from '../frames/frame.ts';
import { checkFields, checkWholeOption } from '../labels/label-error.ts';
import { type Embargo, embargoCount } from './embargo.ts';
import type { RowTimes } from './row-times.ts';
import type { Split } from './split.ts';
import { type SplitBy, splitUnits } from './split-units.ts';
import { groupBounds, testedGroups } from './test-groups.ts';

export interface PurgedKFold {
  /** From 2. */
  readonly folds: number;
  /** Left out of the training rows that follow a test. */
  readonly embargo?: Embargo | undefined;
  /** Default `sessions`. */
  readonly by?: SplitBy | undefined;
}

/**
 * K-fold cross-validation without shuffling, purged and with an embargo (López de Prado 2018, chapter 7). Each row with a label is tested
 * once. UserErrors `too-few-days`, `bad-option`, `split-rows`.
 */
export function purgedKFold(rows: Frame | RowTimes, options: PurgedKFold): readonly Split[] {
  checkFields('options', options, ['folds', 'embargo', 'by']);
  const { folds, embargo, by } = options;
  checkWholeOption('folds', folds, 2);
  const units = splitUnits(rows, by);
  const bounds = groupBounds(units, folds, 'folds');
  const kept = embargoCount(embargo, units);
  return Array.from({ length: folds }, (_, fold) => testedGroups(units, bounds, [fold], kept));
}
