// A predictor in; one that remembers its answers, and one that gives them again in a random order, out.
import { assert } from '../../core/assert.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { PredictionAnswer, PredictionRequest, Predictor } from '../../core/prediction/predictor.ts';
import { Random } from '../../simulation/random.ts';

type Answers = Readonly<Record<TradedRegime, readonly PredictionAnswer[]>>;

/** Passes everything on. It does not own the predictor and does not close it. */
export class RememberingPredictor implements Predictor {
  readonly answers: Record<TradedRegime, PredictionAnswer[]> = { trend_up: [], trend_down: [], range: [] };
  private readonly predictor: Predictor;

  constructor(predictor: Predictor) {
    this.predictor = predictor;
  }

  async predict(request: PredictionRequest): Promise<PredictionAnswer> {
    const answer = await this.predictor.predict(request);
    this.answers[request.regime].push(answer);
    return answer;
  }

  async close(): Promise<void> {
    // whoever opened it closes it
  }
}

/**
 * The answers of a run, given to other candles of the same regime: thresholds let as many of them pass, so that what differs from the
 * run is only whether the model knew when. Each is used once before any is used again.
 */
export class ShuffledPredictor implements Predictor {
  private readonly orders = new Map<TradedRegime, readonly PredictionAnswer[]>();
  private readonly given = new Map<TradedRegime, number>();

  constructor(answers: Answers, seed: number) {
    const random = new Random(seed, 'shuffled-model');
    const all = tradedRegimes.flatMap((regime) => answers[regime]);
    assert(all.length > 0, 'the run that is shuffled asked its model');
    for (const regime of tradedRegimes) {
      // a run that goes on where the first one had halted may ask in a regime of which nothing was said: then any answer does
      const own = answers[regime].length > 0 ? answers[regime] : all;
      this.orders.set(regime, shuffled(own, random.stream(regime)));
    }
  }

  async predict({ regime }: PredictionRequest): Promise<PredictionAnswer> {
    const order = this.orders.get(regime)!;
    const at = this.given.get(regime) ?? 0;
    this.given.set(regime, at + 1);
    return order[at % order.length]!;
  }

  async close(): Promise<void> {
    // nothing is held
  }
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
