// Takes the decisions that were journalled and those of a replay; says whether they are identical, or the first field that differs.

import type { DecisionRecord, GateResult } from '../../core/engine/decision-record.ts';
import { type Difference, deepDifference } from './deep-difference.ts';

export interface DecisionDifference extends Difference {
  /** Place in the sequence, from 0. */
  readonly index: number;
  /** Received time of the decision, microseconds UTC. */
  readonly timeUs: number;
}

export interface DecisionComparison {
  readonly identical: boolean;
  /** Decisions found equal; all of them when identical. */
  readonly decisions: number;
  /** Its path is `missing` (expected, not taken) or `extra` (taken, not expected) where there is nothing to compare with. */
  readonly firstDifference: DecisionDifference | null;
}

/**
 * Stops at the first difference. A pair is looked at from cause to effect: inputs, gates, outcome, digest, then its place. Of
 * two decisions on different events the earlier one is missing or extra.
 */
export function compareDecisions(
  expected: Iterable<DecisionRecord>,
  actual: Iterable<DecisionRecord>,
): DecisionComparison {
  const others = actual[Symbol.iterator]();
  let index = 0;
  const differs = (timeUs: number, difference: Difference): DecisionComparison => {
    return { identical: false, decisions: index, firstDifference: { index, timeUs, ...difference } };
  };
  try {
    for (const wanted of expected) {
      const next = others.next();
      const found = differenceOf(wanted, next.done === true ? undefined : next.value);
      if (found !== undefined) return differs(found.timeUs, found.difference);
      index += 1;
    }
    const left = others.next();
    if (left.done !== true) return differs(left.value.timeUs, extra(left.value));
    return { identical: true, decisions: index, firstDifference: null };
  } finally {
    others.return?.();
  }
}

interface Found {
  readonly timeUs: number;
  readonly difference: Difference;
}

function differenceOf(expected: DecisionRecord, actual: DecisionRecord | undefined): Found | undefined {
  const order = actual === undefined ? -1 : expected.timeUs - actual.timeUs || expected.seq - actual.seq;
  if (actual === undefined || order < 0) {
    return { timeUs: expected.timeUs, difference: { path: 'missing', expected, actual: undefined } };
  }
  if (order > 0) return { timeUs: actual.timeUs, difference: extra(actual) };
  const difference =
    deepDifference(expected.inputs, actual.inputs, 'inputs') ??
    gateDifference(expected.gates, actual.gates) ??
    deepDifference(expected.outcome, actual.outcome, 'outcome') ??
    deepDifference(expected.inputDigest, actual.inputDigest, 'inputDigest') ??
    deepDifference(expected, actual, '');
  return difference === undefined ? undefined : { timeUs: expected.timeUs, difference };
}

function extra(actual: DecisionRecord): Difference {
  return { path: 'extra', expected: undefined, actual };
}

/** Gates are named, so that `gates.probability.limit` can be read; their order counts. */
function gateDifference(expected: readonly GateResult[], actual: readonly GateResult[]): Difference | undefined {
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    const wanted = expected[index];
    const found = actual[index];
    const path = `gates.${(wanted ?? found)!.gate}`;
    if (wanted?.gate !== found?.gate) return { path, expected: wanted, actual: found };
    const difference = deepDifference(wanted, found, path);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
