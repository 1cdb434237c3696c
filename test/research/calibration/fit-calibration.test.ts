// Calibrations against numbers that can be had another way: an exhaustive search, closed forms, planted distortions.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/adapters/user-error.ts';
import { applyCalibration, logitOf } from '../../../src/core/prediction/fitted/apply-calibration.ts';
import { calibrationScores, reliabilityTable } from '../../../src/research/calibration/calibration-scores.ts';
import { fitCalibration } from '../../../src/research/calibration/fit-calibration.ts';
import { plattLine } from '../../../src/research/calibration/platt-line.ts';
import type { PredictedRows } from '../../../src/research/calibration/predicted-rows.ts';
import { Random } from '../../../src/simulation/random.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Labels drawn with the true probability; the model says it with logits `stretch` times too large and moved. */
function distorted(rows: number, stretch: number, shift: number, seed: number): PredictedRows {
  const random = new Random(seed);
  const logits = Float64Array.from({ length: rows }, () => random.normal());
  return {
    probabilities: logits.map((logit) => sigmoid(stretch * logit + shift)),
    outputs: 1,
    label: Float64Array.from(logits, (logit) => (random.chance(sigmoid(logit)) ? 1 : 0)),
  };
}

describe('plattLine', () => {
  it('has the least loss that a search over lines finds', () => {
    const { probabilities, label } = distorted(300, 2, 0.5, 1);
    const logit = probabilities.map(logitOf);
    const weight = Float64Array.from({ length: 300 }, (_, i) => 0.5 + (i % 4));
    const line = plattLine(logit, label as Float64Array, weight);
    let [up, down] = [0, 0];
    for (let i = 0; i < 300; i++) {
      if (label[i] === 1) up += weight[i]!;
      else down += weight[i]!;
    }
    const lossOf = (a: number, b: number) => {
      let sum = 0;
      for (let i = 0; i < 300; i++) {
        const p = sigmoid(-(a * logit[i]! + b));
        const t = label[i] === 1 ? (up + 1) / (up + 2) : 1 / (down + 2);
        sum -= weight[i]! * (t * Math.log(p) + (1 - t) * Math.log(1 - p));
      }
      return sum;
    };
    const least = lossOf(line.a, line.b);
    for (const step of [1e-3, 1e-2, 0.1, 1]) {
      for (const [da, db] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
        [1, 1],
        [-1, -1],
        [1, -1],
        [-1, 1],
      ] as const) {
        expect(lossOf(line.a + da * step, line.b + db * step)).toBeGreaterThan(least);
      }
    }
  });

  it('undoes a planted distortion', () => {
    const calibration = fitCalibration(distorted(40_000, 2, 0.5, 2), 'platt');
    if (calibration.kind !== 'platt') throw new Error('not platt');
    // true logit = (said − 0.5) / 2, and the line has the opposite sign
    // four standard errors: over twelve samples of 200,000 rows they are 0.0023 and 0.006
    expect(Math.abs(calibration.a[0]! + 0.5)).toBeLessThan(0.0206);
    expect(Math.abs(calibration.b[0]! - 0.25)).toBeLessThan(0.054);
  });

  it('stays finite where the outcomes can be told apart without fault, at the smoothed targets', () => {
    const line = plattLine(
      Float64Array.of(-2, -2, 2, 2, 2),
      Float64Array.of(0, 0, 1, 1, 1),
      new Float64Array(5).fill(1),
    );
    // two points, two parameters: both targets are met
    expect(sigmoid(-(line.a * 2 + line.b))).toBeCloseTo(4 / 5, 9);
    expect(sigmoid(-(line.a * -2 + line.b))).toBeCloseTo(1 / 4, 9);
  });

  it('gives the smoothed share where all logits are equal', () => {
    const line = plattLine(new Float64Array(4), Float64Array.of(1, 0, 0, 0), new Float64Array(4).fill(1));
    // mean of the targets 2/3 and three times 1/5
    expect(sigmoid(-line.b)).toBeCloseTo((2 / 3 + 3 / 5) / 4, 9);
  });
});

describe('fitCalibration', () => {
  const outOfSample = (kind: 'platt' | 'isotonic') => {
    const calibration = fitCalibration(distorted(20_000, 3, -1, 3), kind);
    const fresh = distorted(20_000, 3, -1, 4);
    const after = Float64Array.from(fresh.probabilities);
    applyCalibration(calibration, after, 20_000, 1);
    return { before: calibrationScores(fresh), after: calibrationScores({ ...fresh, probabilities: after }) };
  };

  it.each(['platt', 'isotonic'] as const)('%s makes fresh predictions honest', (kind) => {
    const { before, after } = outOfSample(kind);
    expect(before.expectedCalibrationError).toBeGreaterThan(0.1);
    expect(after.expectedCalibrationError).toBeLessThan(0.02);
    expect(after.logLoss).toBeLessThan(before.logLoss);
    expect(after.brier).toBeLessThan(before.brier);
  });

  it('calibrates several classes one by one, to probabilities that sum to 1', () => {
    const random = new Random(5);
    const rows = 5000;
    const probabilities = new Float64Array(rows * 3);
    const label = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      const logits = [random.normal(), random.normal(), random.normal()];
      const truth = logits.map(Math.exp);
      const said = logits.map((logit) => Math.exp(2.5 * logit));
      const total = said.reduce((sum, each) => sum + each);
      for (let k = 0; k < 3; k++) probabilities[i * 3 + k] = said[k]! / total;
      const drawn = random.float() * truth.reduce((sum, each) => sum + each);
      label[i] = drawn < truth[0]! ? 0 : drawn < truth[0]! + truth[1]! ? 1 : 2;
    }
    const predicted = { probabilities, outputs: 3, label };
    for (const kind of ['platt', 'isotonic'] as const) {
      const after = Float64Array.from(probabilities);
      applyCalibration(fitCalibration(predicted, kind), after, rows, 3);
      expect(calibrationScores({ ...predicted, probabilities: after }).logLoss).toBeLessThan(
        calibrationScores(predicted).logLoss - 0.05,
      );
      for (let i = 0; i < rows; i++) expect(after[i * 3]! + after[i * 3 + 1]! + after[i * 3 + 2]!).toBeCloseTo(1, 12);
    }
  });

  it('leaves out rows without a prediction or a label', () => {
    const whole = distorted(500, 2, 0, 6);
    const holes = {
      ...{ outputs: 1, probabilities: Float64Array.from([...whole.probabilities, Number.NaN, 0.4]) },
      label: Float64Array.from([...Array.from(whole.label), 1, Number.NaN]),
    };
    expect(fitCalibration(holes, 'isotonic')).toEqual(fitCalibration(whole, 'isotonic'));
  });

  it('refuses what is no set of predictions, naming the row', () => {
    const attempt = (rows: Partial<PredictedRows>) => () =>
      fitCalibration({ probabilities: Float64Array.of(0.2, 0.7), outputs: 1, label: [0, 1], ...rows }, 'platt');
    expect(attempt({})).not.toThrow();
    expect(attempt({ label: [0] })).toThrow(UserError);
    expect(attempt({ label: [0, 2] })).toThrow('label is 2 in row 1');
    expect(attempt({ label: [0, 0] })).toThrow('No predicted row has the label 1');
    expect(attempt({ probabilities: Float64Array.of(0.2, 1.7) })).toThrow('A probability is 1.7 in row 1');
    expect(attempt({ outputs: 2, label: [0], probabilities: Float64Array.of(0.2, 0.7) })).toThrow(
      /row 0 sum to 0.8999/,
    );
    expect(attempt({ weight: [1, -1] })).toThrow('weight is -1 in row 1');
    expect(attempt({ weight: [0, 0] })).toThrow('No row has a prediction, a label and a weight');
  });
});

describe('calibrationScores', () => {
  it('are the sums that can be written by hand', () => {
    const binary = { probabilities: Float64Array.of(0.9, 0.2, 0.6), outputs: 1, label: [1, 0, 0], weight: [1, 1, 2] };
    const scores = calibrationScores(binary, 5);
    expect(scores.brier).toBeCloseTo((0.01 + 0.04 + 2 * 0.36) / 4, 12);
    expect(scores.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8) + 2 * Math.log(0.4)) / 4, 12);
    expect(scores.expectedCalibrationError).toBeCloseTo((0.1 + 0.2 + 2 * 0.6) / 4, 12);
    const three = { probabilities: Float64Array.of(0.5, 0.3, 0.2), outputs: 3, label: [1] };
    expect(calibrationScores(three).brier).toBeCloseTo(0.25 + 0.49 + 0.04, 12);
    expect(calibrationScores(three).logLoss).toBeCloseTo(-Math.log(0.3), 12);
  });

  it('have a table of the bins that are not empty', () => {
    const table = reliabilityTable({ probabilities: Float64Array.of(0.05, 0.09, 1), outputs: 1, label: [0, 1, 1] });
    expect(table.toRows()).toEqual([
      { class: 1, from: 0, to: 0.1, rows: 2, predicted: 0.07, observed: 0.5 },
      { class: 1, from: 0.9, to: 1, rows: 1, predicted: 1, observed: 1 },
    ]);
  });
});
