// Closed candles in; the regime by ADX, order of averages and Bollinger bands out, confirmed and held with hysteresis.

import type { Candle } from '../candles/candle.ts';
import { Adx } from '../features/indicators/adx.ts';
import { Bollinger } from '../features/indicators/bollinger.ts';
import { Ema } from '../features/indicators/ema.ts';
import { emaSettling, wilderSettling } from '../features/settling.ts';
import { CandleStages } from './candle-stages.ts';
import { Confirmation } from './confirmation.ts';
import { levelStages, levelsSettled } from './level-stages.ts';
import type { Regime, RegimeKind } from './regime.ts';
import type { RegimeDetector } from './regime-detector.ts';
import { RegimeState, regimeOf } from './regime-state.ts';
import type { RuleParameters } from './rule-parameters.ts';
import { ruleReasons } from './rule-reasons.ts';

/** ADX points above the entry that add 1 to a trend's confidence, and below it to a range's. */
const TREND_SPAN = 75;
const RANGE_SPAN = 50;

/** Points. Closes on a price grid do fall on a band exactly; rounding must not put them outside. */
const ON_BAND = 1e-9;

/**
 * trend_up: ADX at or above `adxEnter` and fast > middle > slow average; trend_down mirrored; range: ADX below `adxEnter`, close
 * within the bands, fast and slow average less than one ATR apart; else undefined. A rule must hold for `confirm` candles in a row
 * before its regime is entered; until then, and when the present regime's rule fails, the regime is undefined. A trend is
 * held while its averages stay in order and ADX at or above `adxLeave`.
 */
export class RuleDetector implements RegimeDetector {
  readonly warmup: number;
  readonly settled: number;
  readonly regime: Regime;
  /** The regime in plain fields, for features that read it at every candle. */
  readonly present: RegimeState;
  private readonly parameters: RuleParameters;
  private readonly reasons: ReturnType<typeof ruleReasons>;
  private readonly adx: Adx;
  private readonly bands: Bollinger;
  private readonly fast: Ema;
  private readonly middle: Ema;
  private readonly slow: Ema;
  private readonly stages: CandleStages;
  private readonly confirmation: Confirmation;
  /** Candles from which on every input is ready. */
  private readonly inputCandles: number;
  private candles = 0;

  constructor(parameters: RuleParameters) {
    const { minCandles, emaSlow, adxPeriod, atrPeriod, bollingerPeriod, confirm } = parameters;
    this.parameters = parameters;
    this.reasons = ruleReasons(parameters);
    this.adx = new Adx(adxPeriod);
    this.bands = new Bollinger(bollingerPeriod, parameters.bollingerDeviations);
    this.fast = new Ema(parameters.emaFast);
    this.middle = new Ema(parameters.emaMiddle);
    this.slow = new Ema(emaSlow);
    this.confirmation = new Confirmation(confirm);
    this.inputCandles = Math.max(minCandles, emaSlow, 2 * adxPeriod, atrPeriod + 1, bollingerPeriod);
    this.warmup = this.inputCandles + confirm - 1;
    // Wilder's smoothing of the index follows that of the movements
    const adxSettled = 1 + 2 * wilderSettling(adxPeriod);
    const settled = Math.max(this.inputCandles, adxSettled, emaSettling(emaSlow), levelsSettled(parameters));
    this.settled = settled + confirm - 1;
    this.present = new RegimeState(this.reasons.warmingUp);
    this.regime = regimeOf(this.present);
    this.stages = this.stagesOf();
  }

  update(candle: Candle): void {
    this.candles++;
    this.stages.run(candle);
  }

  private stagesOf(): CandleStages {
    const { present, adx, bands, fast, middle, slow } = this;
    return new CandleStages([
      ({ high, low, close }) => {
        adx.push(high, low, close);
        if (adx.ready) present.strength = adx.value;
      },
      ({ close }) => bands.push(close),
      ({ close }) => {
        fast.push(close);
        middle.push(close);
        slow.push(close);
      },
      ...levelStages(this.parameters, present),
      ({ close }) => this.decide(close),
      () => this.rate(),
    ]);
  }

  private decide(close: number): void {
    const { present, reasons, confirmation } = this;
    if (this.candles < this.inputCandles) {
      present.take('undefined', reasons.warmingUp);
    } else if (this.holdsTrend()) {
      confirmation.clear();
      present.take(present.kind, reasons.rule[present.kind]);
    } else {
      const ruled = this.rule(close);
      const kind = confirmation.take(ruled, present.kind);
      const isConfirming = kind === 'undefined' && ruled !== 'undefined';
      present.take(kind, isConfirming ? reasons.confirming[ruled] : reasons.rule[kind]);
    }
  }

  /** The present regime is a trend whose averages are in order and whose ADX has not fallen below the leaving bound. */
  private holdsTrend(): boolean {
    if (this.adx.value < this.parameters.adxLeave) return false;
    return (this.present.kind === 'trend_up' && this.rises()) || (this.present.kind === 'trend_down' && this.falls());
  }

  private rule(close: number): RegimeKind {
    if (this.adx.value >= this.parameters.adxEnter) {
      if (this.rises()) return 'trend_up';
      return this.falls() ? 'trend_down' : 'undefined';
    }
    const isInside = close >= this.bands.lower - ON_BAND && close <= this.bands.upper + ON_BAND;
    return isInside && Math.abs(this.fast.value - this.slow.value) < this.present.atr ? 'range' : 'undefined';
  }

  private rises(): boolean {
    return this.fast.value > this.middle.value && this.middle.value > this.slow.value;
  }

  private falls(): boolean {
    return this.fast.value < this.middle.value && this.middle.value < this.slow.value;
  }

  private rate(): void {
    const above = this.adx.value - this.parameters.adxEnter;
    const { present } = this;
    if (present.kind === 'undefined') return;
    present.rate(present.kind === 'range' ? -above / RANGE_SPAN : above / TREND_SPAN);
  }
}
