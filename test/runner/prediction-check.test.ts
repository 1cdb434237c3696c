// Recorded predictions against those computed again: equal, apart within and beyond the tolerance, gates that flip.
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import type { Prediction } from '../../src/core/prediction/prediction.ts';
import type { Predictor } from '../../src/core/prediction/predictor.ts';
import { evaluateGates } from '../../src/core/signal/gates.ts';
import { PredictionCheck } from '../../src/runner/prediction-check.ts';
import { sampleDecision } from '../adapters/journal/plain-samples.ts';

const STRATEGY = 'wdo-regime';
const limits = { regimeConfidence: 0.5, probability: 0.4, direction: 0.3, magnitude: 0, confidence: 0.1 };
const thresholds = { trend_up: limits, trend_down: limits, range: limits };

function prediction(direction: number): Prediction {
  return {
    ...{ direction, magnitude: 0.001, confidence: 0.8 },
    probabilities: { down: 0.1, flat: 0.3, up: 0.6 },
    members: [{ file: 'a.onnx', weight: 1, direction, magnitude: undefined }],
  };
}

function checkOf(): PredictionCheck {
  return new PredictionCheck(new Map([[STRATEGY, { predictor: {} as Predictor, thresholds }]]));
}

/** The run recorded `then` for the request of seq 7, the model says `now`. */
function compare(check: PredictionCheck, then: Prediction, now: Prediction | undefined, strategyId = STRATEGY): void {
  if (now !== undefined)
    check.onAnswer({ kind: 'predictionReady', strategyId, requestSeq: 7, prediction: now } as never);
  event(check, { kind: 'predictionReady', strategyId, requestSeq: 7, prediction: then });
}

function event(check: PredictionCheck, payload: object): void {
  const batch = new EventBatch(1);
  batch.pushPayload(payload as never, 1000);
  check.onEvent(batch, 0, 3);
}

/** The decision that a replay makes of the recorded prediction. */
function decisionOf(then: Prediction): DecisionRecord {
  const record = sampleDecision(3);
  const gates = evaluateGates(record.inputs.regime!, then, limits);
  return { ...record, inputs: { ...record.inputs, prediction: then }, gates };
}

describe('predictions computed again', () => {
  it('are equal', () => {
    const check = checkOf();
    compare(check, prediction(0.4), prediction(0.4));
    check.onDecision(decisionOf(prediction(0.4)), 3);
    expect(check).toMatchObject({ difference: undefined, unanswered: 0 });
    expect(check.summary).toEqual({ checked: 1, maxDeviation: 0, flipped: 0 });
  });

  it('may differ by less than a millionth, which is told', () => {
    const check = checkOf();
    compare(check, prediction(0.4), prediction(0.4 + 5e-7));
    expect(check.difference).toBeUndefined();
    expect(check.maxDeviation).toBeCloseTo(5e-7, 12);
  });

  it('differ beyond that: the field, the decision and both values are named', () => {
    const check = checkOf();
    compare(check, prediction(0.4), prediction(0.4001));
    expect(check.difference).toMatchObject({ index: 3, path: 'prediction.direction', expected: 0.4, actual: 0.4001 });
    const other = { ...prediction(0.4), members: [{ ...prediction(0.4).members[0]!, direction: 0.5 }] };
    const members = checkOf();
    compare(members, prediction(0.4), other);
    expect(members.difference).toMatchObject({ path: 'prediction.members[0].direction', actual: 0.5 });
  });

  it('differ where members are missing or others', () => {
    const check = checkOf();
    compare(check, prediction(0.4), { ...prediction(0.4), members: [] });
    expect(check.difference).toMatchObject({ path: 'prediction.members[0].file', expected: 'a.onnx' });
  });

  it('flip a gate, however little they differ', () => {
    const check = checkOf();
    const then = prediction(limits.direction);
    compare(check, then, prediction(limits.direction - 1e-9));
    check.onDecision(decisionOf(then), 3);
    expect(check.flipped).toBe(1);
    expect(check.difference).toMatchObject({
      ...{ index: 3, path: 'prediction.gates.direction.passed' },
      ...{ expected: true, actual: false },
    });
  });

  it('differ where the model has no answer now, or was never asked', () => {
    const failed = checkOf();
    failed.onAnswer({ kind: 'predictionTimedOut', strategyId: STRATEGY, requestSeq: 7, reason: 'no model' } as never);
    compare(failed, prediction(0.4), undefined);
    expect(failed.difference).toMatchObject({ path: 'prediction', actual: 'no model' });
    const unasked = checkOf();
    compare(unasked, prediction(0.4), undefined);
    expect(unasked.difference).toMatchObject({ path: 'prediction.requestSeq', expected: 7, actual: null });
  });

  it('are not compared where the run had no answer, which is counted, or the strategy is another', () => {
    const check = checkOf();
    event(check, { kind: 'predictionTimedOut', strategyId: STRATEGY, requestSeq: 7, reason: 'timeout' });
    compare(check, prediction(0.4), prediction(0.9), 'another');
    expect(check).toMatchObject({ checked: 0, unanswered: 1, difference: undefined });
  });
});
