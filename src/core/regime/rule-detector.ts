// Closed candles in; the regime by ADX, order of averages and Bollinger bands out, confirmed and held with hysteresis.

import type { Candle } from '../candles/candle.ts';
import { Adx } from '../features/indicators/adx.ts';
import { Atr } from '../features/indicators/atr.ts';
import { Bollinger } from '../features/indicators/bollinger.ts';
import { Ema } from '../features/indicators/ema.ts';
import type { Regime, RegimeKind } from './regime.ts';
import type { RegimeDetector } from './regime-detector.ts';
import type { RuleParameters } from './rule-parameters.ts';
import { ruleReasons } from './rule-reasons.ts';
import { SwingLevels } from './swing-levels.ts';

/** A share of certainty that the rule never exceeds. */
const MOST_CONFIDENCE = 0.8;
const ENTRY_CONFIDENCE = 0.5;
/** ADX points above the entry that add 1 to a trend's confidence, and below it to a range's. */
const TREND_SPAN = 75;
const RANGE_SPAN = 50;

/** Points. Closes on a price grid do fall on a band exactly; rounding must not put them outside. */
const ON_BAND = 1e-9;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * trend_up: ADX at or above `adxEnter` and fast > middle > slow average; trend_down mirrored; range: ADX below `adxEnter`, close
 * within the bands, fast and slow average less than one ATR apart; else undefined. A rule must hold for `confirm` candles in a row
 * before its regime is entered; until then, and when the present regime's rule fails, the regime is undefined. A trend is
 * held while its averages stay in order and ADX at or above `adxLeave`. `regime` is one object, overwritten by `update`.
 */
export class RuleDetector implements RegimeDetector {
  readonly warmup: number;
  readonly regime: Regime;
  private readonly present: Mutable<Regime>;
  private readonly parameters: RuleParameters;
  private readonly reasons: ReturnType<typeof ruleReasons>;
  private readonly adx: Adx;
  private readonly atr: Atr;
  private readonly bands: Bollinger;
  private readonly fast: Ema;
  private readonly middle: Ema;
  private readonly slow: Ema;
  private readonly supports: SwingLevels;
  private readonly resistances: SwingLevels;
  /** Candles from which on every input is ready. */
  private readonly inputCandles: number;
  private candles = 0;
  private candidate: RegimeKind = 'undefined';
  private candidateCandles = 0;

  constructor(parameters: RuleParameters) {
    const { swingCandles, levelMaxAgeCandles: maxAgeCandles, levelMinTouches: minTouches } = parameters;
    this.parameters = parameters;
    this.reasons = ruleReasons(parameters);
    this.adx = new Adx(parameters.adxPeriod);
    this.atr = new Atr(parameters.atrPeriod);
    this.bands = new Bollinger(parameters.bollingerPeriod, parameters.bollingerDeviations);
    this.fast = new Ema(parameters.emaFast);
    this.middle = new Ema(parameters.emaMiddle);
    this.slow = new Ema(parameters.emaSlow);
    this.supports = new SwingLevels({ side: 'low', swingCandles, maxAgeCandles, minTouches });
    this.resistances = new SwingLevels({ side: 'high', swingCandles, maxAgeCandles, minTouches });
    const { minCandles, emaSlow, adxPeriod, atrPeriod, bollingerPeriod } = parameters;
    this.inputCandles = Math.max(minCandles, emaSlow, 2 * adxPeriod, atrPeriod + 1, bollingerPeriod);
    this.warmup = this.inputCandles + parameters.confirm - 1;
    this.present = {
      kind: 'undefined',
      confidence: 0,
      strength: undefined,
      ageCandles: 0,
      reason: this.reasons.warmingUp,
      atr: undefined,
      nearSupport: undefined,
      nearResistance: undefined,
    };
    this.regime = this.present;
  }

  update(candle: Candle): void {
    const isFirst = this.candles === 0;
    this.candles++;
    this.measure(candle);
    const before = this.present.kind;
    this.present.kind = this.decide(candle.close);
    this.present.ageCandles = isFirst || this.present.kind !== before ? 0 : this.present.ageCandles + 1;
    this.present.confidence = this.confidence();
  }

  private measure(candle: Candle): void {
    const { high, low, close } = candle;
    this.adx.push(high, low, close);
    this.atr.push(high, low, close);
    this.bands.push(close);
    this.fast.push(close);
    this.middle.push(close);
    this.slow.push(close);
    this.present.strength = this.adx.ready ? this.adx.value : undefined;
    if (!this.atr.ready) return;
    const atr = this.atr.value;
    this.present.atr = atr;
    const tolerance = this.parameters.levelToleranceAtr * atr;
    this.supports.push(low, close, tolerance);
    this.resistances.push(high, close, tolerance);
    this.present.nearSupport = this.isNear(this.supports.nearest(close), close, atr);
    this.present.nearResistance = this.isNear(this.resistances.nearest(close), close, atr);
  }

  private isNear(level: number | undefined, close: number, atr: number): boolean | undefined {
    return level === undefined ? undefined : Math.abs(close - level) <= this.parameters.nearAtr * atr;
  }

  /** The kind after this candle, its reason noted. */
  private decide(close: number): RegimeKind {
    if (this.candles < this.inputCandles) return this.undefinedBecause(this.reasons.warmingUp);
    if (this.holdsTrend()) {
      this.candidate = 'undefined';
      this.present.reason = this.reasons.rule[this.present.kind];
      return this.present.kind;
    }
    const ruled = this.rule(close);
    this.candidateCandles = ruled === this.candidate ? this.candidateCandles + 1 : 1;
    this.candidate = ruled;
    if (ruled === 'undefined') return this.undefinedBecause(this.reasons.rule.undefined);
    if (ruled !== this.present.kind && this.candidateCandles < this.parameters.confirm) {
      this.present.reason = this.reasons.confirming[ruled];
      return 'undefined';
    }
    this.present.reason = this.reasons.rule[ruled];
    return ruled;
  }

  private undefinedBecause(reason: string): 'undefined' {
    this.candidate = 'undefined';
    this.present.reason = reason;
    return 'undefined';
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
    return isInside && Math.abs(this.fast.value - this.slow.value) < this.atr.value ? 'range' : 'undefined';
  }

  private rises(): boolean {
    return this.fast.value > this.middle.value && this.middle.value > this.slow.value;
  }

  private falls(): boolean {
    return this.fast.value < this.middle.value && this.middle.value < this.slow.value;
  }

  private confidence(): number {
    const above = this.adx.value - this.parameters.adxEnter;
    switch (this.present.kind) {
      case 'trend_up':
      case 'trend_down':
        return bounded(ENTRY_CONFIDENCE + above / TREND_SPAN);
      case 'range':
        return bounded(ENTRY_CONFIDENCE - above / RANGE_SPAN);
      case 'undefined':
        return 0;
    }
  }
}

function bounded(confidence: number): number {
  return Math.max(0, Math.min(MOST_CONFIDENCE, confidence));
}
