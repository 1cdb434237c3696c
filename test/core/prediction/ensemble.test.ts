// Members' outputs in, one prediction or a reason out: the rules of the ensemble, and its bounds on any outputs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedMembers, combineMembers, type MemberOutput } from '../../../src/core/prediction/ensemble.ts';
import type { ModelMember, TradedRegime } from '../../../src/core/prediction/model-manifest.ts';
import type { Prediction } from '../../../src/core/prediction/prediction.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const ALL: readonly TradedRegime[] = ['trend_up', 'trend_down', 'range'];

function member(file: string, role: ModelMember['role'], weight = 1, regimes = ALL): ModelMember {
  return { file, role, weight, regimes, sha256: '0'.repeat(64) };
}

function direction(down: number, flat: number, up: number): MemberOutput {
  return { kind: 'direction', down, flat, up };
}

function magnitude(absoluteReturn: number): MemberOutput {
  return { kind: 'magnitude', absoluteReturn };
}

function prediction(members: readonly ModelMember[], outputs: readonly MemberOutput[]): Prediction {
  const answer = combineMembers(members, outputs, 'range');
  if (answer.kind === 'failed') throw new Error(answer.reason);
  return answer.prediction;
}

function reason(members: readonly ModelMember[], outputs: readonly (MemberOutput | undefined)[]): string {
  const answer = combineMembers(members, outputs as MemberOutput[], 'range');
  return answer.kind === 'failed' ? answer.reason : 'it predicted';
}

describe('combineMembers', () => {
  const two = [member('a.onnx', 'direction', 1), member('b.onnx', 'direction', 3), member('m.onnx', 'magnitude')];

  it('weighs the members', () => {
    const result = prediction(two, [direction(0.2, 0.2, 0.6), direction(0.1, 0.1, 0.8), magnitude(0.002)]);
    expect(result.direction).toBeCloseTo((0.4 + 3 * 0.7) / 4, 12);
    expect(result.probabilities.up).toBeCloseTo((0.6 + 3 * 0.8) / 4, 12);
    expect(result.magnitude).toBe(0.002);
    expect(result.members.map((m) => [m.file, m.weight])).toEqual([
      ['a.onnx', 1],
      ['b.onnx', 3],
      ['m.onnx', 1],
    ]);
  });

  it('gives confidence as one minus the spread, times the weight that agrees on the side', () => {
    const outputs = [direction(0.2, 0.2, 0.6), direction(0.1, 0.1, 0.8), magnitude(0.002)];
    const mean = 0.625;
    const spread = Math.sqrt(((0.4 - mean) ** 2 + 3 * (0.7 - mean) ** 2) / 4);
    expect(prediction(two, outputs).confidence).toBeCloseTo(1 - spread, 12);
    const split = [direction(0.6, 0.2, 0.2), direction(0.1, 0.1, 0.8), magnitude(0.002)];
    const splitMean = (-0.4 + 3 * 0.7) / 4;
    const splitSpread = Math.sqrt(((-0.4 - splitMean) ** 2 + 3 * (0.7 - splitMean) ** 2) / 4);
    expect(prediction(two, split).confidence).toBeCloseTo((1 - splitSpread) * 0.75, 12);
  });

  it('gives a single member the margin of its two most likely classes, not full confidence', () => {
    const one = [member('a.onnx', 'direction'), member('m.onnx', 'magnitude')];
    expect(prediction(one, [direction(0.5, 0.3, 0.2), magnitude(0.001)]).confidence).toBeCloseTo(0.2, 12);
    expect(prediction(one, [direction(0.2, 0.5, 0.3), magnitude(0.001)]).confidence).toBeCloseTo(0.2, 12);
  });

  it('never gives a negative magnitude', () => {
    const three = [...two, member('n.onnx', 'magnitude', 2)];
    const outputs = [direction(0, 0, 1), direction(0, 0, 1), magnitude(0.001), magnitude(-0.002)];
    expect(prediction(three, outputs).magnitude).toBe(0);
  });

  it('fails, naming the member, when one of them failed or gave no usable number', () => {
    const good = [direction(0.2, 0.2, 0.6), direction(0.1, 0.1, 0.8), magnitude(0.002)];
    const withSecond = (output: MemberOutput | undefined) => reason(two, [good[0], output, good[2]]);
    expect(withSecond({ kind: 'failed', reason: 'out of memory' })).toBe('b.onnx: out of memory');
    expect(withSecond(undefined)).toBe('b.onnx: gave no output');
    expect(withSecond(direction(0.2, 0.2, 0.7))).toMatch(/^b\.onnx: gave probabilities that do not sum to 1/);
    expect(withSecond(direction(Number.NaN, 0.2, 0.8))).toMatch(/^b\.onnx: /);
    expect(withSecond(direction(-0.5, 0.5, 1))).toMatch(/^b\.onnx: /);
    expect(withSecond(magnitude(0.1))).toBe('b.onnx: is a direction member but gave a magnitude');
    expect(reason(two, [good[0], good[1], magnitude(Number.NaN)])).toBe('m.onnx: gave the magnitude NaN');
    expect(reason(two, [good[0], good[1], magnitude(Number.POSITIVE_INFINITY)])).toMatch(/^m\.onnx: /);
    expect(reason([member('a.onnx', 'direction', 0)], [good[0]])).toBe('a.onnx: has weight 0');
  });

  it('fails when the regime has no member, no direction member or no magnitude member', () => {
    expect(reason([], [])).toBe('no member of the model is asked in range');
    expect(reason([two[2]!], [magnitude(0.1)])).toBe('no direction member of the model is asked in range');
    expect(reason([two[0]!], [direction(0, 0, 1)])).toBe('no magnitude member of the model is asked in range');
  });

  it('takes probabilities whose sum misses 1 by float rounding', () => {
    const result = prediction(two, [direction(0.2, 0.2, 0.6004), direction(0, 0, 0.9995), magnitude(0.002)]);
    expect(result.members[1]!.direction).toBe(1);
    expect(result.probabilities.down + result.probabilities.flat + result.probabilities.up).toBeCloseTo(1, 12);
  });
});

describe('askedMembers', () => {
  it('keeps manifest order and leaves out members of other regimes', () => {
    const members = [
      member('a.onnx', 'direction', 1, ['range']),
      member('b.onnx', 'direction', 1, ['trend_up']),
      member('c.onnx', 'magnitude', 1, ALL),
    ];
    expect(askedMembers(members, 'range').map((m) => m.file)).toEqual(['a.onnx', 'c.onnx']);
    expect(askedMembers(members, 'trend_down').map((m) => m.file)).toEqual(['c.onnx']);
  });
});

describe('an ensemble of any sound members', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const one = fc.record({
    a: share,
    b: share,
    weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    size: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
  });
  const some = fc.array(one, { minLength: 1, maxLength: 6 });

  function build(rows: readonly { a: number; b: number; weight: number; size: number }[]) {
    const members = rows.flatMap((row, i) => [
      member(`d${i}.onnx`, 'direction', row.weight),
      member(`m${i}.onnx`, 'magnitude', row.weight),
    ]);
    const outputs = rows.flatMap((row) => {
      const low = Math.min(row.a, row.b);
      const high = Math.max(row.a, row.b);
      return [direction(low, high - low, 1 - high), magnitude(row.size)];
    });
    return prediction(members, outputs);
  }

  it('stays within its stated ranges', () => {
    fc.assert(
      fc.property(some, (rows) => {
        const result = build(rows);
        expect(Math.abs(result.direction)).toBeLessThanOrEqual(1);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
        expect(result.magnitude).toBeGreaterThanOrEqual(0);
        const { down, flat, up } = result.probabilities;
        expect(down + flat + up).toBeCloseTo(1, 9);
        expect(result.direction).toBeCloseTo(up - down, 12);
      }),
      { seed: 20251, numRuns: propertyRuns(300) },
    );
  });

  it('mirrors when up and down are exchanged, and does not depend on the scale of the weights', () => {
    fc.assert(
      fc.property(some, (rows) => {
        const result = build(rows);
        const mirrored = build(rows.map((row) => ({ ...row, a: 1 - row.a, b: 1 - row.b })));
        expect(mirrored.direction).toBeCloseTo(-result.direction, 9);
        const scaled = build(rows.map((row) => ({ ...row, weight: row.weight * 4 })));
        expect(scaled.direction).toBeCloseTo(result.direction, 12);
        expect(scaled.confidence).toBeCloseTo(result.confidence, 9);
      }),
      { seed: 20252, numRuns: propertyRuns(300) },
    );
  });
});
