// Wilder's directional movement of candles: ADX, its slope, +DI, −DI and their spread: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Adx } from '../indicators/adx.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';

export interface AdxParameters {
  readonly period?: number;
}

type Description = Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'>;

const DEFAULT_PERIOD = 14;
const SLOPE_CANDLES = 5;

/** One output of the indicator; `warmup` and `begin` get the validated period. */
function output(
  name: string,
  id: (period: number) => string,
  { period = DEFAULT_PERIOD }: AdxParameters,
  description: Description,
  warmup: (period: number) => number,
  begin: (movement: Adx) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period, 2);
  return defineFeature(
    { id: id(p), ...description, warmup: warmup(p), parameters: { period: p }, sessionRule: 'continue' },
    () => begin(new Adx(p)),
  );
}

function index(parameters: AdxParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: 'average directional index',
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
  };
  const id = (p: number) => `adx_${p}`;
  const warmup = (p: number) => 2 * p;
  return output('adx', id, parameters, description, warmup, (movement) => (out, candle) => {
    movement.push(candle.high, candle.low, candle.close);
    if (movement.ready) out.set(movement.value);
  });
}

/** `plusDi_p`: share of true range in upward movement, 0..100. A market without range is not ready. */
function plusDi(parameters: AdxParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: 'positive directional indicator',
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
  };
  const id = (p: number) => `plusDi_${p}`;
  const warmup = (p: number) => p + 1;
  return output('plusDi', id, parameters, description, warmup, (movement) => (out, candle) => {
    movement.push(candle.high, candle.low, candle.close);
    if (movement.directionReady) out.set(movement.plusDi);
  });
}

/** `minusDi_p`: share of true range in downward movement, 0..100. A market without range is not ready. */
function minusDi(parameters: AdxParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: 'negative directional indicator',
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
  };
  const id = (p: number) => `minusDi_${p}`;
  const warmup = (p: number) => p + 1;
  return output('minusDi', id, parameters, description, warmup, (movement) => (out, candle) => {
    movement.push(candle.high, candle.low, candle.close);
    if (movement.directionReady) out.set(movement.minusDi);
  });
}

/** `diSpread`: +DI − −DI, −100..100. */
function spread(parameters: AdxParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: 'positive minus negative directional indicator',
    group: 'indicator based',
    unit: '−100..100',
    range: [-100, 100],
  };
  const id = (p: number) => (p === DEFAULT_PERIOD ? 'diSpread' : `diSpread(p=${p})`);
  const warmup = (p: number) => p + 1;
  return output('diSpread', id, parameters, description, warmup, (movement) => (out, candle) => {
    movement.push(candle.high, candle.low, candle.close);
    if (movement.directionReady) out.set(movement.plusDi - movement.minusDi);
  });
}

/** `adxSlope`: adx − adx of 5 candles ago. */
function slope(parameters: AdxParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: `average directional index minus its value ${SLOPE_CANDLES} candles ago`,
    group: 'indicator based',
    unit: 'index points',
  };
  const id = (p: number) => (p === DEFAULT_PERIOD ? 'adxSlope' : `adxSlope(p=${p})`);
  const warmup = (p: number) => 2 * p + SLOPE_CANDLES;
  return output('adxSlope', id, parameters, description, warmup, (movement) => {
    const values = new Ring(SLOPE_CANDLES + 1);
    return (out, candle) => {
      movement.push(candle.high, candle.low, candle.close);
      if (!movement.ready) return;
      values.push(movement.value);
      if (values.full) out.set(values.at(0) - values.at(SLOPE_CANDLES));
    };
  });
}

/**
 * Directional movement (Wilder 1978; TA-Lib ADX, PLUS_DI, MINUS_DI). All continue over the start of a session. `adx({period})`
 * is `adx_p`, 0..100.
 */
export const adx = Object.assign(index, { plusDi, minusDi, spread, slope });
