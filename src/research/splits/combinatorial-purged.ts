// Rows with their times in; a split for every choice of test groups, and how their tests join to whole paths, out.

import type { Frame } from '../frames/frame.ts';
import { checkFields, checkWholeOption } from '../labels/label-error.ts';
import { type Embargo, embargoCount } from './embargo.ts';
import type { RowTimes } from './row-times.ts';
import type { Split } from './split.ts';
import { splitError } from './split-error.ts';
import { placesOfUnits, type SplitBy, splitUnits } from './split-units.ts';
import { groupBounds, testedGroups } from './test-groups.ts';

export interface CombinatorialPurged {
  /** Stretches of sessions, from 2. */
  readonly groups: number;
  /** Groups that each split tests, from 1 to all but one. */
  readonly testGroups: number;
  /** Left out of the training rows that follow a test. */
  readonly embargo?: Embargo | undefined;
  /** Default `sessions`. */
  readonly by?: SplitBy | undefined;
}

export interface CombinatorialSplit extends Split {
  /** Groups that it tests, ascending, from 0. */
  readonly testGroups: readonly number[];
}

export interface CombinatorialSplits {
  readonly splits: readonly CombinatorialSplit[];
  /** By path, then by group: the number of the split whose test stands there. */
  readonly paths: readonly (readonly number[])[];
  /** By group: its days, or contracts. */
  readonly groups: readonly (readonly string[])[];
  /** By group: its rows, ascending. */
  readonly groupRows: readonly Uint32Array[];
}

/** Row numbers of all splits together: 4 bytes each. */
const MOST_ROW_NUMBERS = 250_000_000;
const MOST_SPLITS = 20_000;

/**
 * Combinatorial purged cross-validation (López de Prado 2018, chapter 12): N groups of which k are tested make C(N, k) splits, in the order
 * of the book's figure 12.1, and C(N, k) k / N paths. Path p takes each group from the p-th split that tests it, as in figure 12.2.
 * UserErrors `too-few-days`, `bad-option`, `split-rows`.
 */
export function combinatorialPurged(rows: Frame | RowTimes, options: CombinatorialPurged): CombinatorialSplits {
  checkFields('options', options, ['groups', 'testGroups', 'embargo', 'by']);
  const { groups, testGroups, embargo, by } = options;
  checkWholeOption('groups', groups, 2);
  checkWholeOption('testGroups', testGroups, 1);
  if (testGroups >= groups) {
    const message = `${testGroups} of ${groups} groups tested leave none to train on`;
    throw splitError('bad-option', message, 'testGroups', `Write a number from 1 to ${groups - 1}`);
  }
  const units = splitUnits(rows, by);
  const bounds = groupBounds(units, groups, 'groups');
  checkSize(splitCount(groups, testGroups), units.rows.length);
  const kept = embargoCount(embargo, units);
  const splits = choices(groups, testGroups).map((tested) => ({
    ...testedGroups(units, bounds, tested, kept),
    testGroups: tested,
  }));
  const places = placesOfUnits(units);
  const each = Array.from({ length: groups }, (_, group) => [bounds[group]!, bounds[group + 1]!] as const);
  return {
    splits,
    paths: pathsOf(splits, groups),
    groups: each.map(([from, to]) => units.names.slice(from, to)),
    groupRows: each.map(([from, to]) => units.rows.slice(places[from]!, places[to]!)),
  };
}

/** C(groups, testGroups), without a trace of float error while it is exact at all. */
export function splitCount(groups: number, testGroups: number): number {
  let count = 1;
  for (let k = 1; k <= testGroups; k++) count = Math.round((count * (groups - testGroups + k)) / k);
  return count;
}

/** Paths through all groups: C(groups, testGroups) testGroups / groups. */
export function pathCount(groups: number, testGroups: number): number {
  return splitCount(groups - 1, testGroups - 1);
}

function checkSize(splits: number, rows: number): void {
  if (splits <= MOST_SPLITS && splits * rows <= MOST_ROW_NUMBERS) return;
  const message = `${splits} splits of ${rows} rows are more than fit`;
  throw splitError('bad-option', message, 'groups', 'Take fewer groups, or test fewer of them');
}

/** All choices of `count` out of `groups`, ascending by their first, then their second... */
function choices(groups: number, count: number): number[][] {
  const all: number[][] = [];
  const extend = (chosen: readonly number[], from: number): void => {
    if (chosen.length === count) {
      all.push([...chosen]);
      return;
    }
    for (let group = from; group <= groups - (count - chosen.length); group++) extend([...chosen, group], group + 1);
  };
  extend([], 0);
  return all;
}

function pathsOf(splits: readonly CombinatorialSplit[], groups: number): readonly (readonly number[])[] {
  const byGroup: number[][] = Array.from({ length: groups }, () => []);
  for (const [number, { testGroups }] of splits.entries()) for (const group of testGroups) byGroup[group]!.push(number);
  return byGroup[0]!.map((_, path) => byGroup.map((numbers) => numbers[path]!));
}
