// The splits that a recipe asks for, and labels, in; the splits out.

import type { EnsembleSplits } from '../ensembles/validation-paths.ts';
import type { Frame } from '../frames/frame.ts';
import { combinatorialPurged } from '../splits/combinatorial-purged.ts';
import { purgedKFold } from '../splits/purged-k-fold.ts';
import { walkForward } from '../splits/walk-forward.ts';
import type { SplitRecipe } from './label-schema.ts';

/** UserErrors of the splits. */
export function recipeSplits(labels: Frame, splits: SplitRecipe): EnsembleSplits {
  switch (splits.kind) {
    case 'walkForward': {
      const { kind: _, ...options } = splits;
      return walkForward(labels, options);
    }
    case 'purgedKFold': {
      const { kind: _, ...options } = splits;
      return purgedKFold(labels, options);
    }
    case 'combinatorialPurged': {
      const { kind: _, ...options } = splits;
      return combinatorialPurged(labels, options);
    }
  }
}
