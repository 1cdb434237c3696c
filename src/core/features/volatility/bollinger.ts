// Bollinger bands of closes: the three bands, their width, the place of the close in them and their squeeze: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Bollinger } from '../indicators/bollinger.ts';
import { RollingExtremes } from '../indicators/rolling-extremes.ts';
import { positiveNumber, wholeNumber } from '../parameters.ts';

export interface BollingerParameters {
  readonly period?: number;
  /** Half the distance of the bands in population standard deviations. */
  readonly deviations?: number;
}

const SQUEEZE_CANDLES = 120;

/** One output of the indicator; `make` gets its validated period and deviations. */
function output(
  name: string,
  { period = 20, deviations = 2 }: BollingerParameters,
  description: Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'>,
  extraWarmup: number,
  begin: (bands: Bollinger) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period, 2);
  const k = positiveNumber(name, 'deviations', deviations);
  return defineFeature(
    {
      id: k === 2 ? `${name}_${p}` : `${name}(p=${p},k=${k})`,
      ...description,
      warmup: p + extraWarmup,
      parameters: { period: p, deviations: k },
      sessionRule: 'continue',
    },
    () => begin(new Bollinger(p, k)),
  );
}

/** `bollingerUpper_p`, points. */
function upper(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'upper Bollinger band', group: 'indicators', unit: 'points' };
  return output('bollingerUpper', parameters, description, 0, (bands) => (out, candle) => {
    bands.push(candle.close);
    if (bands.ready) out.set(bands.upper);
  });
}

/** `bollingerMiddle_p`, points. */
function middle(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'middle of the Bollinger bands', group: 'indicators', unit: 'points' };
  return output('bollingerMiddle', parameters, description, 0, (bands) => (out, candle) => {
    bands.push(candle.close);
    if (bands.ready) out.set(bands.middle);
  });
}

/** `bollingerLower_p`, points. */
function lower(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'lower Bollinger band', group: 'indicators', unit: 'points' };
  return output('bollingerLower', parameters, description, 0, (bands) => (out, candle) => {
    bands.push(candle.close);
    if (bands.ready) out.set(bands.lower);
  });
}

/** `bollingerWidth_p`: (upper − lower) / middle, a fraction. */
function width(parameters: BollingerParameters = {}): FeatureSpec {
  const description = {
    meaning: 'distance of the Bollinger bands over their middle',
    group: 'indicators',
    unit: 'fraction',
  };
  return output('bollingerWidth', parameters, description, 0, (bands) => (out, candle) => {
    bands.push(candle.close);
    if (bands.ready && bands.middle > 0) out.set(bands.width);
  });
}

/** `bollingerPosition_p`: (c − lower) / (upper − lower): 0 at the lower band, 1 at the upper. Bands without distance: not ready. */
function position(parameters: BollingerParameters = {}): FeatureSpec {
  const description = {
    meaning: 'place of the close between the Bollinger bands, 0 lower, 1 upper',
    group: 'indicator based',
    unit: 'ratio',
  };
  return output('bollingerPosition', parameters, description, 0, (bands) => (out, candle) => {
    bands.push(candle.close);
    if (bands.open) out.set(bands.position);
  });
}

/** `bollingerSqueeze_p`: place of the width between its lowest (0) and highest (1) of 120 candles. All widths equal: not ready. */
function squeeze(parameters: BollingerParameters = {}): FeatureSpec {
  const description: Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'> = {
    meaning: `Bollinger width between its lowest, 0, and highest, 1, of ${SQUEEZE_CANDLES} candles`,
    group: 'indicator based',
    unit: '0..1',
    range: [0, 1],
  };
  return output('bollingerSqueeze', parameters, description, SQUEEZE_CANDLES - 1, (bands) => {
    const widths = new RollingExtremes(SQUEEZE_CANDLES);
    return (out, candle) => {
      bands.push(candle.close);
      if (!bands.ready || !(bands.middle > 0)) return;
      const now = bands.width;
      widths.push(now, now);
      if (widths.ready && widths.highest > widths.lowest) {
        out.set((now - widths.lowest) / (widths.highest - widths.lowest));
      }
    };
  });
}

/**
 * Bollinger bands (Bollinger 2001, TA-Lib BBANDS), population standard deviation, defaults 20 and 2. All continue over the start of
 * a session.
 */
export const bollinger = { upper, middle, lower, width, position, squeeze };
