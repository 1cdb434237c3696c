// Closed candles in; the regime by the drift since the likeliest change point, confirmed and held with hysteresis, out.

import type { Candle } from '../candles/candle.ts';
import { CandleStages } from './candle-stages.ts';
import type { ChangePointParameters } from './change-point-parameters.ts';
import { Confirmation } from './confirmation.ts';
import { levelStages, levelsSettled } from './level-stages.ts';
import type { Regime, RegimeKind } from './regime.ts';
import type { RegimeDetector } from './regime-detector.ts';
import { agedRegimeOf, RegimeState } from './regime-state.ts';
import { RunLengthPosterior } from './run-length-posterior.ts';
import { ScaledReturns, scaledReturnsWarmup } from './scaled-returns.ts';

/** Scales of drift above the entry that add 1 to a trend's confidence. */
const TREND_SPAN = 4;
/** Share of the start that may still show. */
const REST = 1e-6;

const REASONS = {
  warmingUp: 'too few returns yet',
  missing: 'no return for too long',
  young: 'the last change is too near',
  between: 'the drift since the last change is neither clear nor absent',
  confirming: 'a rule holds, not yet for long enough',
  trend_up: 'a clear rise since the last change',
  trend_down: 'a clear fall since the last change',
  range: 'no drift since the last change',
} as const;

/**
 * The segment is the likeliest run up to this candle. trend_up: its drift, the posterior mean of its returns over the scale of that
 * posterior (a t-value), has reached `enterDrift` and not fallen below `leaveDrift` since; trend_down mirrored; range: less than `calmDrift` either
 * way; undefined else, and in a segment below `leastRun` candles. `strength` is the drift without its sign. Confidence is 0.5 at the threshold:
 * + (drift − enterDrift) / 4 in a trend, + (calmDrift − drift) / (2 calmDrift) in a range, at most 0.8.
 */
export class ChangePointDetector implements RegimeDetector {
  readonly warmup: number;
  readonly settled: number;
  readonly regime: Regime;
  private readonly parameters: ChangePointParameters;
  private readonly returns: ScaledReturns;
  private readonly runs: RunLengthPosterior;
  private readonly confirmation: Confirmation;
  private readonly present = new RegimeState(REASONS.warmingUp);
  private readonly stages: CandleStages;
  private seen = 0;

  constructor(parameters: ChangePointParameters) {
    const { leastRun, mostRun, meanRun, confirm } = parameters;
    this.parameters = parameters;
    this.returns = new ScaledReturns(parameters);
    this.runs = new RunLengthPosterior(parameters);
    this.confirmation = new Confirmation(confirm);
    const ready = scaledReturnsWarmup(parameters);
    this.warmup = ready + leastRun + confirm - 2;
    // each candle brings all histories together by the share of the hazard at least, were there nothing to see
    const forgetting = Math.ceil(Math.log(REST) / Math.log(1 - 1 / meanRun));
    this.settled = Math.max(ready + mostRun + forgetting, levelsSettled(parameters)) + confirm - 1;
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
    const { returns, runs, present } = this;
    if (!returns.ready) {
      present.inputAgeCandles++;
      return;
    }
    runs.push(returns.value);
    runs.describe();
    present.strength = Math.abs(runs.drift);
    present.inputAgeCandles = 0;
    this.seen++;
  }

  private decide(): void {
    const { present, parameters, confirmation } = this;
    if (this.seen < parameters.leastRun) return present.take('undefined', REASONS.warmingUp);
    if (present.inputAgeCandles > parameters.mostMissing) {
      confirmation.clear();
      return present.take('undefined', REASONS.missing);
    }
    const isYoung = this.runs.longest < parameters.leastRun;
    const ruled = isYoung ? 'undefined' : this.rule();
    const kind = confirmation.take(ruled, present.kind);
    if (kind !== 'undefined') return present.take(kind, REASONS[kind]);
    present.take(kind, REASONS[isYoung ? 'young' : ruled === 'undefined' ? 'between' : 'confirming']);
  }

  private rule(): RegimeKind {
    const { enterDrift, leaveDrift, calmDrift } = this.parameters;
    const { kind, strength } = this.present;
    const side = this.runs.drift > 0 ? 'trend_up' : 'trend_down';
    if (strength >= (kind === side ? leaveDrift : enterDrift)) return side;
    return strength < calmDrift ? 'range' : 'undefined';
  }

  private rate(): void {
    const { present, parameters } = this;
    if (present.kind === 'undefined') return;
    const { enterDrift, calmDrift } = parameters;
    const isRange = present.kind === 'range';
    present.rate(
      isRange ? (calmDrift - present.strength) / (2 * calmDrift) : (present.strength - enterDrift) / TREND_SPAN,
    );
  }
}
