// Closed candles in; the regime by two cumulative sums of scaled returns, confirmed and held with hysteresis, out.

import type { Candle } from '../candles/candle.ts';
import { CandleStages } from './candle-stages.ts';
import { Confirmation } from './confirmation.ts';
import type { CusumParameters } from './cusum-parameters.ts';
import { levelStages, levelsSettled } from './level-stages.ts';
import type { Regime, RegimeKind } from './regime.ts';
import type { RegimeDetector } from './regime-detector.ts';
import { agedRegimeOf, RegimeState } from './regime-state.ts';
import { ScaledReturns, scaledReturnsWarmup } from './scaled-returns.ts';
import { TwoSidedCusum } from './two-sided-cusum.ts';

/** Standard normal quantile of 1 − 1e-6. */
const ALMOST_SURE = 4.7534;

const REASONS = {
  warmingUp: 'too few returns yet',
  missing: 'no return for too long',
  between: 'a score is neither high nor low',
  confirming: 'a rule holds, not yet for long enough',
  trend_up: 'the cumulative sum of rising returns is high',
  trend_down: 'the cumulative sum of falling returns is high',
  range: 'both cumulative sums are low',
} as const;

/**
 * trend_up: the upper score has reached `enterScore`, and since then not fallen below `leaveScore`; trend_down mirrored; range: both below
 * `calmScore`; else undefined. `strength` is the higher score. Confidence is 0.5 at the threshold: + (score − enterScore) / (2 enterScore)
 * in a trend, + (calmScore − score) / (2 calmScore) in a range, at most 0.8.
 */
export class CusumDetector implements RegimeDetector {
  readonly warmup: number;
  readonly settled: number;
  readonly regime: Regime;
  private readonly parameters: CusumParameters;
  private readonly returns: ScaledReturns;
  private readonly sums: TwoSidedCusum;
  private readonly confirmation: Confirmation;
  private readonly present = new RegimeState(REASONS.warmingUp);
  private readonly stages: CandleStages;
  private seen = 0;

  constructor(parameters: CusumParameters) {
    const { reference, mostScore, leastCandles, confirm } = parameters;
    this.parameters = parameters;
    this.returns = new ScaledReturns(parameters);
    this.sums = new TwoSidedCusum(reference, mostScore);
    this.confirmation = new Confirmation(confirm);
    const ready = scaledReturnsWarmup(parameters);
    this.warmup = ready + leastCandles + confirm - 2;
    this.settled = Math.max(ready + meeting(reference, mostScore), levelsSettled(parameters), this.warmup);
    this.regime = agedRegimeOf(this.present);
    this.stages = new CandleStages([
      (candle) => this.returns.push(candle),
      () => this.add(),
      ...levelStages(parameters, this.present),
      () => this.decide(),
      () => this.rate(),
    ]);
  }

  update(candle: Candle): void {
    this.stages.run(candle);
  }

  private add(): void {
    const { returns, sums, present } = this;
    if (!returns.ready) {
      present.inputAgeCandles++;
      return;
    }
    sums.push(returns.value);
    present.strength = Math.max(sums.scores[0]!, sums.scores[1]!);
    present.inputAgeCandles = 0;
    this.seen++;
  }

  private decide(): void {
    const { present, parameters, confirmation } = this;
    if (this.seen < parameters.leastCandles) return present.take('undefined', REASONS.warmingUp);
    if (present.inputAgeCandles > parameters.mostMissing) {
      confirmation.clear();
      return present.take('undefined', REASONS.missing);
    }
    const ruled = this.rule();
    const kind = confirmation.take(ruled, present.kind);
    const why = kind === 'undefined' ? (ruled === 'undefined' ? 'between' : 'confirming') : kind;
    present.take(kind, REASONS[why]);
  }

  private rule(): RegimeKind {
    const { enterScore, leaveScore, calmScore } = this.parameters;
    const { scores } = this.sums;
    const { kind, strength } = this.present;
    const up = scores[0]!;
    const down = scores[1]!;
    if (up >= down && up >= (kind === 'trend_up' ? leaveScore : enterScore)) return 'trend_up';
    if (down > up && down >= (kind === 'trend_down' ? leaveScore : enterScore)) return 'trend_down';
    return strength < calmScore ? 'range' : 'undefined';
  }

  private rate(): void {
    const { present, parameters } = this;
    if (present.kind === 'undefined') return;
    const { enterScore, calmScore } = parameters;
    const isRange = present.kind === 'range';
    present.rate(
      isRange ? (calmScore - present.strength) / (2 * calmScore) : (present.strength - enterScore) / (2 * enterScore),
    );
  }
}

/**
 * Candles after which the scores of two histories have met but for a chance of about 1e-6, where there is no drift: the higher one
 * falls from its greatest value to 0 by `reference` a candle, against a random walk.
 */
function meeting(reference: number, most: number): number {
  const root = (ALMOST_SURE + Math.sqrt(ALMOST_SURE ** 2 + 4 * reference * most)) / (2 * reference);
  return Math.ceil(root ** 2);
}
