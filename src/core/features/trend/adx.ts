// Wilder's directional movement of candles: ADX, its slope, +DI, −DI and their spread: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { Adx } from '../indicators/adx.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { adxOfCandles } from '../shared/adx-of-candles.ts';

export interface AdxParameters {
  readonly period?: number;
}

type Description = Pick<FeatureDefinition, 'meaning' | 'formula' | 'group' | 'unit' | 'range' | 'warmup' | 'settled'>;

const DEFAULT_PERIOD = 14;
const SLOPE_CANDLES = 5;
const DIRECTION = 'max(h − h[1], 0) where above l[1] − l, else 0';
const OPPOSITE = 'max(l[1] − l, 0) where above h − h[1], else 0';

/** One output of the indicator. */
function output(id: string, p: number, description: Description, begin: (movement: Adx) => FeatureStep): FeatureSpec {
  const source = 'Wilder 1978; TA-Lib PLUS_DI, MINUS_DI, ADX';
  return defineFeature({ id, ...description, source, parameters: { period: p }, sessionRule: 'continue' }, (shared) =>
    begin(adxOfCandles(shared, p)),
  );
}

/** The first move is that of candle 2; the averaged index begins where the directions do. */
function settlings(p: number): { readonly direction: number; readonly index: number } {
  return { direction: 1 + wilderSettling(p), index: 1 + 2 * wilderSettling(p) };
}

function index({ period = DEFAULT_PERIOD }: AdxParameters = {}): FeatureSpec {
  const p = wholeNumber('adx', 'period', period, 2);
  const description: Description = {
    meaning: 'average directional index',
    formula: `wilder(100 × |plusDi − minusDi| / (plusDi + minusDi), ${p})`,
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
    warmup: 2 * p,
    settled: settlings(p).index,
  };
  return output(`adx_${p}`, p, description, (movement) => (out) => {
    if (movement.ready) out.set(movement.value);
  });
}

/** `plusDi_p`: share of true range in upward movement, 0..100. A market without range is not ready. */
function plusDi({ period = DEFAULT_PERIOD }: AdxParameters = {}): FeatureSpec {
  const p = wholeNumber('plusDi', 'period', period, 2);
  const description: Description = {
    meaning: 'positive directional indicator',
    formula: `100 × wilderSum(${DIRECTION}, ${p}) / wilderSum(trueRange, ${p})`,
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
    warmup: p + 1,
    settled: settlings(p).direction,
  };
  return output(`plusDi_${p}`, p, description, (movement) => (out) => {
    if (movement.directionReady) out.set(movement.plusDi);
  });
}

/** `minusDi_p`: share of true range in downward movement, 0..100. A market without range is not ready. */
function minusDi({ period = DEFAULT_PERIOD }: AdxParameters = {}): FeatureSpec {
  const p = wholeNumber('minusDi', 'period', period, 2);
  const description: Description = {
    meaning: 'negative directional indicator',
    formula: `100 × wilderSum(${OPPOSITE}, ${p}) / wilderSum(trueRange, ${p})`,
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
    warmup: p + 1,
    settled: settlings(p).direction,
  };
  return output(`minusDi_${p}`, p, description, (movement) => (out) => {
    if (movement.directionReady) out.set(movement.minusDi);
  });
}

/** `diSpread`: +DI − −DI, −100..100. */
function spread({ period = DEFAULT_PERIOD }: AdxParameters = {}): FeatureSpec {
  const p = wholeNumber('diSpread', 'period', period, 2);
  const description: Description = {
    meaning: 'positive minus negative directional indicator',
    formula: `plusDi_${p} − minusDi_${p}`,
    group: 'indicator based',
    unit: '−100..100',
    range: [-100, 100],
    warmup: p + 1,
    settled: settlings(p).direction,
  };
  return output(p === DEFAULT_PERIOD ? 'diSpread' : `diSpread(p=${p})`, p, description, (movement) => (out) => {
    if (movement.directionReady) out.set(movement.plusDi - movement.minusDi);
  });
}

/** `adxSlope`: adx − adx of 5 candles ago. */
function slope({ period = DEFAULT_PERIOD }: AdxParameters = {}): FeatureSpec {
  const p = wholeNumber('adxSlope', 'period', period, 2);
  const description: Description = {
    meaning: `average directional index minus its value ${SLOPE_CANDLES} candles ago`,
    formula: `adx_${p} − adx_${p}[${SLOPE_CANDLES}]`,
    group: 'indicator based',
    unit: 'index points',
    warmup: 2 * p + SLOPE_CANDLES,
    settled: settlings(p).index + SLOPE_CANDLES,
  };
  return output(p === DEFAULT_PERIOD ? 'adxSlope' : `adxSlope(p=${p})`, p, description, (movement) => {
    const values = new Ring(SLOPE_CANDLES + 1);
    return (out) => {
      if (!movement.ready) return;
      values.push(movement.value);
      if (values.full) out.set(values.at(0) - values.at(SLOPE_CANDLES));
    };
  });
}

/**
 * Directional movement (Wilder 1978; TA-Lib ADX, PLUS_DI, MINUS_DI). All continue over the start of a session. `adx({period})`
 * is `adx_p`, 0..100. A Wilder sum begins as the plain sum of the first p − 1 moves and then is S − S/p + x.
 */
export const adx = Object.assign(index, { plusDi, minusDi, spread, slope });
