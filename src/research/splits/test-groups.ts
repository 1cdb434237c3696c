// Units in; runs of them as long as can be, in the order of time, and splits that test some of those runs, out.

import { type Count, testBlock } from './embargo.ts';
import { type Split, splitOf, TESTED, type TestBlock, TRAINED } from './split.ts';
import { splitError } from './split-error.ts';
import { placesOfUnits, type SplitUnits } from './split-units.ts';

/** Group `g` has the units from `[g]` up to, not including, `[g + 1]`. Sizes differ by one unit at most. */
export function groupBounds({ names, by }: SplitUnits, groups: number, field: string): Uint32Array {
  if (names.length < groups) {
    throw splitError('too-few-days', `${names.length} ${by} with labels are too few for ${groups} groups`, field);
  }
  return Uint32Array.from({ length: groups + 1 }, (_, group) => Math.floor((group * names.length) / groups));
}

/** Tests these groups, ascending, and trains on all others. Neighbours among them make one block. */
export function testedGroups(units: SplitUnits, bounds: Uint32Array, tested: readonly number[], kept: Count): Split {
  const role = new Uint8Array(units.names.length).fill(TRAINED);
  const places = placesOfUnits(units);
  const blocks: TestBlock[] = [];
  for (let at = 0; at < tested.length; ) {
    const first = tested[at]!;
    let end = first;
    while (at < tested.length && tested[at] === end) {
      end += 1;
      at += 1;
    }
    const [from, to] = [bounds[first]!, bounds[end]!];
    role.fill(TESTED, from, to);
    blocks.push(testBlock(units, places[from]!, places[to]!, kept, 'after'));
  }
  return splitOf(units, role, blocks);
}
