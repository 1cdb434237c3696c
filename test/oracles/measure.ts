// Takes a comparison; gives what its checks measure on the real sets, where they are on this machine, and on the edge cases.

import { compare, type Outcome } from './compare.ts';
import type { Comparison } from './oracle.ts';
import { edgeSets, type LoadedSet, loadSet, realSets } from './oracle-sets.ts';

const real = realSets.map(loadSet).filter((loaded) => loaded !== undefined);
const edge = edgeSets.map(loadSet).filter((loaded) => loaded !== undefined);

export const hasRealSets: boolean = real.length === realSets.length;

function outcomes(comparison: Comparison, sets: readonly LoadedSet[], kind: 'usual' | 'short'): readonly Outcome[] {
  return sets.flatMap((loaded) => comparison[kind].map((check) => compare(comparison, check, loaded)));
}

export function onRealSets(comparison: Comparison): readonly Outcome[] {
  return outcomes(comparison, real, 'usual');
}

export function onEdgeCases(comparison: Comparison): readonly Outcome[] {
  return outcomes(comparison, edge, 'short');
}
