// Bollinger bands of closes: the three bands, their width, the place of the close in them and their squeeze: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Bollinger } from '../indicators/bollinger.ts';
import { RollingExtremes } from '../indicators/rolling-extremes.ts';
import { positiveNumber, wholeNumber } from '../parameters.ts';
import { deviationOfCloses } from '../shared/deviation-of-closes.ts';

export interface BollingerParameters {
  readonly period?: number;
  /** Half the distance of the bands in population standard deviations. */
  readonly deviations?: number;
}

type Description = Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'>;

const SQUEEZE_CANDLES = 120;

/** One output of the indicator; `formula` gets its validated period and deviations. */
function output(
  name: string,
  { period = 20, deviations = 2 }: BollingerParameters,
  description: Description,
  formula: (p: number, k: number) => string,
  extraWarmup: number,
  begin: (bands: Bollinger) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period, 2);
  const k = positiveNumber(name, 'deviations', deviations);
  return defineFeature(
    {
      id: k === 2 ? `${name}_${p}` : `${name}(p=${p},k=${k})`,
      ...description,
      formula: formula(p, k),
      source: 'Bollinger 2001; TA-Lib BBANDS',
      warmup: p + extraWarmup,
      parameters: { period: p, deviations: k },
      sessionRule: 'continue',
    },
    (shared) => begin(new Bollinger(p, k, deviationOfCloses(shared, p))),
  );
}

const widthFormula = (p: number, k: number): string => `2 × ${k} × stddev(c, ${p}) / sma(c, ${p})`;

/** `bollingerUpper_p`, points. */
function upper(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'upper Bollinger band', group: 'indicators', unit: 'points' };
  const formula = (p: number, k: number) => `sma(c, ${p}) + ${k} × stddev(c, ${p})`;
  return output('bollingerUpper', parameters, description, formula, 0, (bands) => (out) => {
    if (bands.ready) out.set(bands.upper);
  });
}

/** `bollingerMiddle_p`, points. */
function middle(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'middle of the Bollinger bands', group: 'indicators', unit: 'points' };
  const formula = (p: number) => `sma(c, ${p})`;
  return output('bollingerMiddle', parameters, description, formula, 0, (bands) => (out) => {
    if (bands.ready) out.set(bands.middle);
  });
}

/** `bollingerLower_p`, points. */
function lower(parameters: BollingerParameters = {}): FeatureSpec {
  const description = { meaning: 'lower Bollinger band', group: 'indicators', unit: 'points' };
  const formula = (p: number, k: number) => `sma(c, ${p}) − ${k} × stddev(c, ${p})`;
  return output('bollingerLower', parameters, description, formula, 0, (bands) => (out) => {
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
  return output('bollingerWidth', parameters, description, widthFormula, 0, (bands) => (out) => {
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
  const formula = (p: number, k: number) => `½ + (c − sma(c, ${p})) / (2 × ${k} × stddev(c, ${p}))`;
  return output('bollingerPosition', parameters, description, formula, 0, (bands) => (out, candle) => {
    if (bands.open) out.set(bands.positionOf(candle.close));
  });
}

/** `bollingerSqueeze_p`: place of the width between its lowest (0) and highest (1) of 120 candles. All widths equal: not ready. */
function squeeze(parameters: BollingerParameters = {}): FeatureSpec {
  const description: Description = {
    meaning: `Bollinger width between its lowest, 0, and highest, 1, of ${SQUEEZE_CANDLES} candles`,
    group: 'indicator based',
    unit: '0..1',
    range: [0, 1],
  };
  const formula = (p: number, k: number) =>
    `(w − min(w, ${SQUEEZE_CANDLES})) / (max(w, ${SQUEEZE_CANDLES}) − min(w, ${SQUEEZE_CANDLES})), w = ${widthFormula(p, k)}`;
  return output('bollingerSqueeze', parameters, description, formula, SQUEEZE_CANDLES - 1, (bands) => {
    const widths = new RollingExtremes(SQUEEZE_CANDLES);
    return (out) => {
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
