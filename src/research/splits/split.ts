// Rows and the units that are tested in; the rows to test and those to train on, without the ones whose labels overlap, out.

import { splitError } from './split-error.ts';
import type { SplitUnits } from './split-units.ts';

export interface Split {
  /** Row numbers of what was split, ascending; never empty. */
  readonly training: Uint32Array;
  readonly test: Uint32Array;
  /** Days, or contracts, of the test rows in the order of time. */
  readonly testUnits: readonly string[];
  /** Rows kept out of training because their labels overlap those of the test. */
  readonly purged: number;
  /** Rows kept out of training because they stand too near to the test. */
  readonly embargoed: number;
}

/** A stretch of units that are tested without a break, microseconds UTC. Both ends belong to it. */
export interface TestBlock {
  /** First decision, and when the last label is known. */
  readonly fromUs: number;
  readonly toUs: number;
  /** With the embargo; no training row is decided or known in it. */
  readonly keptFromUs: number;
  readonly keptToUs: number;
}

/** What a unit is to a split; 0 is left out. */
export const TRAINED = 1;
export const TESTED = 2;

/**
 * A training row is purged where [decision, known] and [first decision, last known] of a block have a moment in common (López de Prado
 * 2018, snippet 7.1), and embargoed where it only touches what the block keeps free around it. `role` has one value for each unit.
 * UserError `too-few-days` where nothing is left of a part.
 */
export function splitOf(units: SplitUnits, role: Uint8Array, blocks: readonly TestBlock[]): Split {
  const { rows, unit, decisionTimeUs, knownTimeUs, names } = units;
  const training = new Uint32Array(rows.length);
  const test = new Uint32Array(rows.length);
  let [trained, tested, purged, embargoed] = [0, 0, 0, 0];
  for (let place = 0; place < rows.length; place++) {
    const mine = role[unit[place]!]!;
    if (mine === TESTED) test[tested++] = rows[place]!;
    if (mine !== TRAINED) continue;
    const verdict = nearness(blocks, decisionTimeUs[place]!, knownTimeUs[place]!);
    if (verdict === OVERLAPS) purged += 1;
    else if (verdict === NEAR) embargoed += 1;
    else training[trained++] = rows[place]!;
  }
  const testUnits = names.filter((_, at) => role[at] === TESTED);
  if (tested === 0) throw nothingLeft('test', testUnits, 'none of them has a label');
  if (trained === 0) throw nothingLeft('train on beside', testUnits, `${purged} rows purged, ${embargoed} embargoed`);
  return { training: training.slice(0, trained), test: test.slice(0, tested), testUnits, purged, embargoed };
}

const FREE = 0;
const NEAR = 1;
const OVERLAPS = 2;

function nearness(blocks: readonly TestBlock[], decidedUs: number, knownUs: number): number {
  let worst = FREE;
  for (let at = 0; at < blocks.length; at++) {
    const { fromUs, toUs, keptFromUs, keptToUs } = blocks[at]!;
    if (decidedUs <= toUs && knownUs >= fromUs) return OVERLAPS;
    if (decidedUs <= keptToUs && knownUs >= keptFromUs) worst = NEAR;
  }
  return worst;
}

function nothingLeft(what: string, testUnits: readonly string[], why: string): Error {
  const span = testUnits.length < 2 ? (testUnits[0] ?? 'nothing') : `${testUnits[0]} to ${testUnits.at(-1)}`;
  return splitError('too-few-days', `There is nothing to ${what} ${span}: ${why}`, 'rows');
}
