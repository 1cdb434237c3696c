// A model that is asked once: the same answers, none of them shared with who got it, failures asked again.
import { describe, expect, it } from 'vitest';
import { OnnxPredictor } from '../../../src/adapters/onnx/onnx-predictor.ts';
import { askedMembers, combineMembers } from '../../../src/core/prediction/ensemble.ts';
import { tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import type { TradedRegime } from '../../../src/core/prediction/model-manifest.ts';
import type { PredictionAnswer, PredictionRequest, Predictor } from '../../../src/core/prediction/predictor.ts';
import { KnownPredictions } from '../../../src/runner/features-cache/known-predictions.ts';

class CountedModel extends OnnxPredictor {
  asked = 0;
  private readonly answer: (request: PredictionRequest) => PredictionAnswer;

  constructor(answer: (request: PredictionRequest) => PredictionAnswer, manifestSha256 = 'a'.repeat(64)) {
    super(2, [], { askedMembers, combineMembers, tradedRegimes }, manifestSha256);
    this.answer = answer;
  }

  override async predict(request: PredictionRequest): Promise<PredictionAnswer> {
    this.asked += 1;
    return this.answer(request);
  }

  override close(): Promise<void> {
    return Promise.reject(new Error('closed by somebody who does not own it'));
  }
}

function predicted({ inputs, regime }: PredictionRequest): PredictionAnswer {
  const direction = inputs[0]! + (regime === 'range' ? 0.5 : 0);
  const members = [{ file: 'one', weight: 1, direction, magnitude: 0.1 }];
  const probabilities = { down: 0.1, flat: 0.2, up: 0.7 };
  return { kind: 'prediction', prediction: { direction, magnitude: 0.1, confidence: 1, probabilities, members } };
}

function request(inputs: readonly number[], regime: TradedRegime = 'range', requestSeq = 1): PredictionRequest {
  // a view into a larger buffer: only its own bytes tell it apart
  const whole = Float32Array.of(requestSeq, ...inputs, requestSeq);
  return { strategyId: 's', requestSeq, regime, inputs: whole.subarray(1, 1 + inputs.length) };
}

describe('known predictions', () => {
  it('are asked for once for the same inputs, regime, model and code', async () => {
    const model = new CountedModel(predicted);
    const known = new KnownPredictions(100);
    const predictor = known.predictor(model, combineMembers);
    const all = [request([1, 2]), request([1, 2], 'trend_up'), request([1, 3]), request([-0, 2]), request([0, 2])];
    for (const each of all) expect(await predictor.predict(each)).toEqual(predicted(each));
    expect(model.asked).toBe(5);
    for (const { inputs, regime } of all) {
      const again = request([...inputs], regime, 9);
      expect(await known.predictor(model, combineMembers).predict(again)).toEqual(predicted(again));
    }
    expect(model.asked).toBe(5);
    const other = new CountedModel(predicted, 'b');
    await known.predictor(other, combineMembers).predict(all[0]!);
    await known.predictor(model, (...given) => combineMembers(...given)).predict(all[0]!);
    expect([model.asked, other.asked]).toEqual([6, 1]);
    await predictor.close();
  });

  it('are of models only: what answers otherwise is asked each time', async () => {
    let asked = 0;
    const byLot: Predictor = {
      predict: (each) => Promise.resolve(predicted({ ...each, inputs: Float32Array.of(asked++) })),
      close: () => Promise.resolve(),
    };
    const predictor = new KnownPredictions(100).predictor(byLot, combineMembers);
    const directions = [1, 2, 3].map(async () => {
      const answer = await predictor.predict(request([1, 2]));
      return answer.kind === 'prediction' && answer.prediction.direction;
    });
    expect(await Promise.all(directions)).toEqual([0.5, 1.5, 2.5]);
  });

  it('are nobody else’s: what one run does to its own no other sees', async () => {
    const model = new CountedModel(predicted);
    const predictor = new KnownPredictions(100).predictor(model, combineMembers);
    for (let pass = 0; pass < 3; pass++) {
      const answer = await predictor.predict(request([1, 2]));
      expect(answer).toEqual(predicted(request([1, 2])));
      const spoilt = (
        answer as unknown as { prediction: { direction: number; probabilities: object; members: object[] } }
      ).prediction;
      spoilt.direction = 7;
      Object.assign(spoilt.probabilities, { up: 7 });
      Object.assign(spoilt.members[0]!, { direction: 7 });
    }
  });

  it('are not those that failed, and not more than there is room for', async () => {
    let isBroken = true;
    const model = new CountedModel((each) => (isBroken ? { kind: 'failed', reason: 'no' } : predicted(each)));
    const predictor = new KnownPredictions(1).predictor(model, combineMembers);
    expect(await predictor.predict(request([1]))).toEqual({ kind: 'failed', reason: 'no' });
    isBroken = false;
    for (const input of [1, 2, 1, 2]) {
      expect(await predictor.predict(request([input]))).toEqual(predicted(request([input])));
    }
    expect(model.asked).toBe(4);
  });
});
