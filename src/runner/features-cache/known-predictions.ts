// A model and inputs in; its prediction out, asked of the model once in a process: backtests of a sweep ask for the same again and again.

import { type EnsembleCode, OnnxPredictor } from '../../adapters/onnx/onnx-predictor.ts';
import type { Prediction } from '../../core/prediction/prediction.ts';
import type { PredictionAnswer, PredictionRequest, Predictor } from '../../core/prediction/predictor.ts';

/** By regime and the bytes of the inputs. */
type Answers = Map<string, Prediction>;

export class KnownPredictions {
  private readonly mostAnswers: number;
  /** By what combines the members, which a release brings itself, and by the hash of the model's manifest. */
  private readonly known = new WeakMap<object, Map<string, Answers>>();
  private kept = 0;

  /** Answers that are kept; about 1 kB each. What comes later is asked of the model each time. */
  constructor(mostAnswers: number) {
    this.mostAnswers = mostAnswers;
  }

  /** Closing it closes nothing. A predictor that is no model's own (it may answer by lot, or count) is given back as it is. */
  predictor(predictor: Predictor, combine: EnsembleCode['combineMembers']): Predictor {
    if (!(predictor instanceof OnnxPredictor)) return predictor;
    const ofCode = this.known.get(combine) ?? new Map<string, Answers>();
    this.known.set(combine, ofCode);
    const answers = ofCode.get(predictor.manifestSha256) ?? new Map<string, Prediction>();
    ofCode.set(predictor.manifestSha256, answers);
    return {
      predict: (request) => this.predict(answers, predictor, request),
      close: () => Promise.resolve(),
    };
  }

  private async predict(answers: Answers, predictor: Predictor, request: PredictionRequest): Promise<PredictionAnswer> {
    const key = keyOf(request);
    const known = answers.get(key);
    if (known !== undefined) return { kind: 'prediction', prediction: copyOf(known) };
    const answer = await predictor.predict(request);
    // why there was none may be over the next time
    if (answer.kind !== 'prediction' || this.kept >= this.mostAnswers) return answer;
    this.kept += 1;
    answers.set(key, copyOf(answer.prediction));
    return answer;
  }
}

function keyOf({ regime, inputs: { buffer, byteOffset, byteLength } }: PredictionRequest): string {
  return `${regime} ${Buffer.from(buffer, byteOffset, byteLength).toString('latin1')}`;
}

/** A strategy may do with its own what it wants. */
function copyOf({ probabilities, members, ...prediction }: Prediction): Prediction {
  return { ...prediction, probabilities: { ...probabilities }, members: members.map((member) => ({ ...member })) };
}
