// Nothing in; the features that tell of the market regime, by the rule detector with its default settings, out.

import { defineFeature, type FeatureDefinition } from '../features/define-feature.ts';
import type { FeatureSpec } from '../features/feature.ts';
import { RollingSum } from '../features/indicators/rolling-sum.ts';
import { wholeNumber } from '../features/parameters.ts';
import { adxOfCandles } from '../features/shared/adx-of-candles.ts';
import type { SharedParts } from '../features/shared-parts.ts';
import type { RegimeKind } from './regime.ts';
import { RuleDetector } from './rule-detector.ts';
import { defaultRuleParameters } from './rule-parameters.ts';

const { warmup, settled } = new RuleDetector(defaultRuleParameters);
const COMMON = { group: 'regime', scale: 'discrete', sessionRule: 'continue' } as const;
const SOURCE = 'rule regime: Welles Wilder 1978 (ADX), Bollinger 2001';

/** One detector for all features of a set. */
function ruleDetector(shared: SharedParts): RuleDetector {
  return shared.part('rule regime, default settings', () => new RuleDetector(defaultRuleParameters), {
    candle: (detector, candle) => detector.update(candle),
  });
}

/** Counts candles, for what is ready at a stated one. */
function candleCount(shared: SharedParts): { candles: number } {
  return shared.part('count of candles', () => ({ candles: 0 }), {
    candle: (count) => {
      count.candles++;
    },
  });
}

/** `regimeStrength`: the strength of the rule regime, ADX of its period, 0..100. continue. Not ready before the ADX is. */
export function regimeStrength(): FeatureSpec {
  const adxPeriod = defaultRuleParameters.adxPeriod;
  const definition: FeatureDefinition = {
    ...COMMON,
    id: 'regimeStrength',
    meaning: 'strength of the market regime (ADX of the rule detector)',
    formula: `adx(${adxPeriod})`,
    source: SOURCE,
    unit: '0..100',
    range: [0, 100],
    scale: 'continuous',
    warmup: 2 * adxPeriod,
    settled,
  };
  return defineFeature(definition, (shared) => {
    const adx = adxOfCandles(shared, adxPeriod);
    return (out) => {
      if (adx.ready) out.set(adx.value);
    };
  });
}

/**
 * `regimeAge`: candles since the present kind of the rule regime was entered, 0 on its first, the kind undefined included: an age of
 * 3 in undefined says that it has been so for four candles. continue. Ready from the first candle at which a kind can be entered; until the first
 * change it counts from the start of the history.
 */
export function regimeAge(): FeatureSpec {
  const definition: FeatureDefinition = {
    ...COMMON,
    id: 'regimeAge',
    meaning: 'candles since the present market regime was entered, undefined included',
    formula: 'candles since kind ≠ kind[1], 0 at the change',
    source: SOURCE,
    unit: 'candles',
    warmup,
    settled,
  };
  return defineFeature(definition, (shared) => {
    const { present } = ruleDetector(shared);
    const count = candleCount(shared);
    return (out) => {
      if (count.candles >= warmup) out.set(present.ageCandles);
    };
  });
}

/**
 * `regimeFlips_n`: candles among the last n whose kind of rule regime is not that of the candle before, undefined being a kind. continue. The
 * candles of the detector's own warm-up are no kinds: ready n candles after it could first say one.
 */
export function regimeFlips({ candles = 50 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('regimeFlips', 'candles', candles);
  const definition: FeatureDefinition = {
    ...COMMON,
    id: `regimeFlips_${n}`,
    meaning: `changes of the market regime in ${n} candles, undefined included`,
    formula: `Σ (kind ≠ kind[1]) over ${n} candles`,
    source: SOURCE,
    unit: 'count',
    range: [0, n],
    warmup: warmup - 1 + n,
    settled: settled + n,
    parameters: { candles: n },
  };
  return defineFeature(definition, (shared) => {
    const { present } = ruleDetector(shared);
    const count = candleCount(shared);
    const flips = new RollingSum(n);
    let before: RegimeKind = 'undefined';
    return (out) => {
      const { kind } = present;
      if (count.candles >= warmup) flips.push(kind === before ? 0 : 1);
      before = kind;
      if (flips.ready) out.set(flips.value);
    };
  });
}

export const regimeDefaults: readonly FeatureSpec[] = [regimeStrength(), regimeAge(), regimeFlips()];
