// Takes a feature, its oracle and the candles of a set; gives the largest deviation and every place where the two disagree.

import type { FeatureSpec } from '../../src/core/features/feature.ts';
import type { Check, Column, Comparison } from './oracle.ts';
import type { LoadedSet, OracleSet } from './oracle-sets.ts';
import { keptPlaces, readVectors, type VectorFile } from './vectors.ts';

/** Relative; what the comparison has to stay below. */
export const TOLERANCE = 1e-9;

export interface Outcome {
  /** Largest |feature − oracle| / max(|oracle|, floor). */
  readonly deviation: number;
  /** Places with a value on both sides. */
  readonly compared: number;
  readonly faults: readonly string[];
}

function run(spec: FeatureSpec, { steps }: LoadedSet): Column {
  const feature = spec.create();
  return steps.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

const files = new Map<string, VectorFile>();

export function vectorsOf(oracle: 'ta-lib' | 'ttr', set: OracleSet): VectorFile {
  const key = `${oracle} ${set.name}`;
  const file = files.get(key) ?? readVectors(oracle, set);
  files.set(key, file);
  return file;
}

/** Values of the oracle with their places, and from where to where nothing else may have a value. */
interface Expected {
  readonly from: number;
  readonly first: number;
  readonly places: readonly number[];
  readonly values: readonly (number | null)[];
}

function expected({ oracle, isOfSession }: Comparison, check: Check, { set, steps }: LoadedSet): Expected | string {
  if (check.compute !== undefined) {
    const values = check.compute(steps).map((value) => value ?? null);
    const first = values.findIndex((value) => value !== null);
    return { from: 0, first: first < 0 ? values.length : first, places: values.map((_, t) => t), values };
  }
  const file = vectorsOf(oracle === 'TTR' ? 'ttr' : 'ta-lib', set);
  const vector = (isOfSession ? file.sessionOutputs : file.outputs)?.[check.key];
  if (vector === undefined) return `the vectors of ${set.name} have no ${check.key}`;
  const from = isOfSession ? file.session!.from : 0;
  const length = isOfSession ? file.session!.candles : steps.length;
  if (vector.first < 0) return { from, first: from + length, places: [], values: [] };
  const places = keptPlaces(set, vector.first - from, length).map((place) => place + from);
  return { from, first: vector.first, places, values: vector.values };
}

/** Runs the feature over the whole set and holds it against the oracle: the first value's place, and the values at the kept places. */
export function compare(comparison: Comparison, check: Check, loaded: LoadedSet): Outcome {
  const oracle = expected(comparison, check, loaded);
  if (typeof oracle === 'string') return { deviation: 0, compared: 0, faults: [oracle] };
  const values = run(check.spec, loaded);
  const floor = comparison.floor === 'points' ? loaded.set.tick : comparison.floor;
  const where = (t: number) => `${check.spec.meta.id} on ${loaded.set.name} at candle ${t}`;
  const faults: string[] = [];
  for (let t = oracle.from; t < oracle.first && !comparison.isEarlier; t++) {
    if (values[t] !== undefined) faults.push(`${where(t)}: ${values[t]} before the oracle's first value`);
  }
  let [deviation, compared] = [0, 0];
  oracle.places.forEach((place, k) => {
    const [mine, theirs] = [values[place], oracle.values[k] ?? undefined];
    if (mine === undefined || theirs === undefined) {
      // No window of the kept places of a real set stands still.
      const mayStandIn = mine === undefined && theirs !== undefined && loaded.set.kind === 'edge';
      const isStandIn = mayStandIn && theirs === comparison.standIn;
      if (mine !== theirs && !isStandIn) faults.push(`${where(place)}: ${mine}, the oracle has ${theirs}`);
      return;
    }
    const error = Math.abs(mine - theirs) / Math.max(Math.abs(theirs), floor);
    compared++;
    deviation = Math.max(deviation, error);
    if (!(error <= TOLERANCE)) faults.push(`${where(place)}: ${mine}, the oracle has ${theirs}`);
  });
  return { deviation, compared, faults };
}
