// Rows with their times and how far to look back in; splits that train on what was before and test what came after, out.

import type { Frame } from '../frames/frame.ts';
import { checkFields, checkWholeOption } from '../labels/label-error.ts';
import { type Embargo, embargoCount, testBlock } from './embargo.ts';
import type { RowTimes } from './row-times.ts';
import { type Split, splitOf, TESTED, TRAINED } from './split.ts';
import { splitError } from './split-error.ts';
import { placesOfUnits, type SplitBy, splitUnits } from './split-units.ts';

export interface WalkForward {
  /** Sessions, or contracts, to train on: the last ones before the test (`rolling`), or at least so many (`anchored`). */
  readonly train: number;
  /** Sessions, or contracts, to test; the last test may have fewer. */
  readonly test: number;
  /** Sessions, or contracts, from one test to the next; as many as are tested where absent, so that each is tested once. */
  readonly step?: number | undefined;
  /** `anchored`: trains on everything before. Default `rolling`. */
  readonly window?: 'rolling' | 'anchored' | undefined;
  /** Left out of the training rows nearest to the test. */
  readonly embargo?: Embargo | undefined;
  /** Default `sessions`. */
  readonly by?: SplitBy | undefined;
}

/**
 * Rows whose labels are not known before the test begins are purged. UserErrors `too-few-days`, `bad-option`, `split-rows`.
 */
export function walkForward(rows: Frame | RowTimes, options: WalkForward): readonly Split[] {
  checkFields('options', options, ['train', 'test', 'step', 'window', 'embargo', 'by']);
  const { train, test, step = test, window = 'rolling', embargo, by } = options;
  checkWholeOption('train', train, 1);
  checkWholeOption('test', test, 1);
  checkWholeOption('step', step, 1);
  if (window !== 'rolling' && window !== 'anchored') {
    throw splitError('bad-option', `window is ${String(window)}`, 'window', 'Use rolling or anchored');
  }
  const units = splitUnits(rows, by);
  const count = units.names.length;
  if (count <= train) {
    const message = `${count} ${units.by} with labels are too few to train on ${train} and test after them`;
    throw splitError('too-few-days', message, 'train');
  }
  const kept = embargoCount(embargo, units);
  const places = placesOfUnits(units);
  const splits: Split[] = [];
  for (let from = train; from < count; from += step) {
    const to = Math.min(count, from + test);
    const role = new Uint8Array(count);
    role.fill(TRAINED, window === 'rolling' ? from - train : 0, from).fill(TESTED, from, to);
    splits.push(splitOf(units, role, [testBlock(units, places[from]!, places[to]!, kept, 'before')]));
  }
  return splits;
}
