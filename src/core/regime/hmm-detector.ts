// Closed candles in; the regime whose states are the most probable given the candles so far, confirmed and held with hysteresis, out.

import type { Candle } from '../candles/candle.ts';
import { CandleStages } from './candle-stages.ts';
import { Confirmation } from './confirmation.ts';
import { forgettingCandles } from './gaussian-hmm.ts';
import { HmmFilter } from './hmm-filter.ts';
import type { CheckedHmm, HmmRules } from './hmm-settings.ts';
import { levelStages, levelsSettled } from './level-stages.ts';
import { observationWarmup, RawObservations } from './raw-observations.ts';
import type { Regime, RegimeKind } from './regime.ts';
import type { RegimeDetector } from './regime-detector.ts';
import { agedRegimeOf, RegimeState } from './regime-state.ts';

const KINDS: readonly RegimeKind[] = ['trend_up', 'trend_down', 'range', 'undefined'];

const REASONS = {
  warmingUp: 'no observation in this session yet',
  missing: 'no observation for too long',
  unsure: 'no kind is probable enough',
  meaningless: 'the state is one that is not traded',
  confirming: 'a kind is probable, not yet for long enough',
  held: 'the states of this kind are the most probable',
} as const;

/**
 * The probability of a kind is the sum over its states, filtered: given the candles of the session up to now, never those
 * after: as in the training, each session's chain starts anew from the start probabilities, at its first observation. A kind is said from
 * `enterProbability` on and its regime held down to `leaveProbability`. `strength` is the probability of the most probable kind.
 */
export class HmmDetector implements RegimeDetector {
  readonly warmup: number;
  readonly settled: number;
  readonly regime: Regime;
  private readonly rules: HmmRules;
  private readonly raw: RawObservations;
  private readonly means: Float64Array;
  private readonly deviations: Float64Array;
  private readonly observation = new Float64Array(2);
  private readonly filter: HmmFilter;
  /** Index in KINDS of each state. */
  private readonly kindOf: Uint8Array;
  private readonly masses = new Float64Array(KINDS.length);
  private readonly confirmation: Confirmation;
  private readonly present = new RegimeState(REASONS.warmingUp);
  private readonly stages: CandleStages;
  private hasSeen = false;

  constructor({ observation, model, kinds, rules }: CheckedHmm) {
    this.rules = rules;
    this.raw = new RawObservations(observation);
    this.means = Float64Array.from(observation.means);
    this.deviations = Float64Array.from(observation.deviations);
    this.filter = new HmmFilter(model);
    this.kindOf = Uint8Array.from(kinds, (kind) => KINDS.indexOf(kind));
    this.confirmation = new Confirmation(rules.confirm);
    const ready = observationWarmup(observation);
    this.warmup = ready + rules.confirm - 1;
    this.settled = Math.max(ready + forgettingCandles(model), levelsSettled(rules)) + rules.confirm - 1;
    this.regime = agedRegimeOf(this.present);
    this.stages = new CandleStages([
      (candle) => this.raw.pushPrice(candle),
      (candle) => this.raw.pushRange(candle),
      () => this.raw.combine(),
      ({ firstOfSession }) => this.filterStep(firstOfSession),
      ...levelStages(rules, this.present),
      () => this.weighKinds(),
      () => this.decide(),
    ]);
  }

  update(candle: Candle): void {
    this.stages.run(candle);
  }

  private filterStep(isFirstOfSession: boolean): void {
    const { raw, present, observation, means, deviations } = this;
    if (isFirstOfSession) {
      this.filter.reset();
      this.hasSeen = false;
    }
    if (raw.ready) {
      for (let d = 0; d < observation.length; d++) observation[d] = (raw.values[d]! - means[d]!) / deviations[d]!;
      this.filter.observe(observation);
      this.hasSeen = true;
      present.inputAgeCandles = 0;
    } else {
      // the chain starts with the session's first observation
      if (this.hasSeen) this.filter.skip();
      present.inputAgeCandles++;
    }
  }

  private weighKinds(): void {
    if (!this.hasSeen) return;
    const { masses, kindOf, filter } = this;
    masses.fill(0);
    for (let s = 0; s < kindOf.length; s++) masses[kindOf[s]!] = masses[kindOf[s]!]! + filter.probabilities[s]!;
  }

  private decide(): void {
    const { present, masses, rules } = this;
    if (!this.hasSeen) {
      this.confirmation.clear();
      present.strength = Number.NaN;
      return present.take('undefined', REASONS.warmingUp);
    }
    let best = 0;
    for (let k = 1; k < masses.length; k++) if (masses[k]! > masses[best]!) best = k;
    present.strength = masses[best]!;
    if (present.inputAgeCandles > rules.mostMissing) {
      this.confirmation.clear();
      return present.take('undefined', REASONS.missing);
    }
    const before = KINDS.indexOf(present.kind);
    const isHeld = present.kind !== 'undefined' && masses[before]! >= rules.leaveProbability;
    const isSure = masses[best]! >= rules.enterProbability;
    const ruled = isHeld ? before : isSure ? best : KINDS.length - 1;
    const kind = this.confirmation.take(KINDS[ruled]!, present.kind);
    if (kind !== 'undefined') present.confidence = Math.min(rules.mostConfidence, masses[ruled]!);
    present.take(kind, reasonOf(kind, KINDS[ruled]!, isSure));
  }
}

function reasonOf(kind: RegimeKind, ruled: RegimeKind, isSure: boolean): string {
  if (kind !== 'undefined') return REASONS.held;
  if (ruled !== 'undefined') return REASONS.confirming;
  return isSure ? REASONS.meaningless : REASONS.unsure;
}
