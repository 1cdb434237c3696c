// Takes open member sessions; answers requests with the ensemble's prediction or the reason why there is none.

import { Tensor } from 'onnxruntime-node';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { PredictionAnswer, PredictionRequest, Predictor } from '../../core/prediction/predictor.ts';
import type { MemberSession } from './member-session.ts';
import type { ModelCode } from './model-code.ts';

/** How members are chosen and their outputs combined. */
export type EnsembleCode = Pick<ModelCode, 'askedMembers' | 'combineMembers' | 'tradedRegimes'>;

/** Requests that may be under way at once; each holds one input tensor, which is kept and used again. */
const MAX_UNDER_WAY = 64;

export class OnnxPredictor implements Predictor {
  /** sha256 of the manifest, which names the hashes of all members: equal ones answer the same. */
  readonly manifestSha256: string;
  readonly #inputs: number;
  readonly #sessions: readonly MemberSession[];
  readonly #combineMembers: EnsembleCode['combineMembers'];
  readonly #asked = new Map<TradedRegime, readonly MemberSession[]>();
  readonly #freeTensors: Tensor[] = [];
  #underWay = 0;
  #closing: Promise<void> | undefined;

  /** `inputs` is the number of features of the manifest, `sessions` its members in order. */
  constructor(inputs: number, sessions: readonly MemberSession[], code: EnsembleCode, manifestSha256: string) {
    this.manifestSha256 = manifestSha256;
    this.#inputs = inputs;
    this.#sessions = sessions;
    this.#combineMembers = code.combineMembers;
    const members = sessions.map(({ member }) => member);
    for (const regime of code.tradedRegimes) {
      const asked = code.askedMembers(members, regime);
      this.#asked.set(
        regime,
        sessions.filter(({ member }) => asked.includes(member)),
      );
    }
  }

  /** Copies the inputs before it returns, so that the caller may use its array again at once. Never rejects. */
  async predict(request: PredictionRequest): Promise<PredictionAnswer> {
    if (this.#closing !== undefined) return failed('the model is closed');
    if (request.inputs.length !== this.#inputs) {
      return failed(`${request.inputs.length} inputs given, the model reads ${this.#inputs}`);
    }
    const notFinite = request.inputs.findIndex((value) => !Number.isFinite(value));
    if (notFinite >= 0) return failed(`input ${notFinite} is ${request.inputs[notFinite]}`);
    if (this.#underWay >= MAX_UNDER_WAY) return failed(`${MAX_UNDER_WAY} predictions are under way already`);
    const tensor = this.#freeTensors.pop() ?? new Tensor('float32', new Float32Array(this.#inputs), [1, this.#inputs]);
    (tensor.data as Float32Array).set(request.inputs);
    this.#underWay += 1;
    const asked = this.#asked.get(request.regime)!;
    const outputs = await Promise.all(asked.map((session) => session.run(tensor)));
    this.#underWay -= 1;
    this.#freeTensors.push(tensor);
    return this.#combineMembers(
      asked.map(({ member }) => member),
      outputs,
      request.regime,
    );
  }

  /** Releases the sessions; answers to requests still under way become failures. A second call does nothing more. */
  close(): Promise<void> {
    this.#closing ??= Promise.all(this.#sessions.map((session) => session.close())).then(() => undefined);
    return this.#closing;
  }
}

function failed(reason: string): PredictionAnswer {
  return { kind: 'failed', reason };
}
