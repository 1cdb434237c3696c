// Bands of average true ranges that trail a trend: makers of the specs of the supertrend's line and direction.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { Supertrend } from '../indicators/supertrend.ts';
import { positiveNumber, wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { supertrendOfCandles } from '../shared/supertrend-of-candles.ts';

export interface SupertrendParameters {
  /** Of the average true range. */
  readonly period?: number;
  /** Half the distance of the bands in average true ranges. */
  readonly multiple?: number;
}

function output(
  name: string,
  { period = 10, multiple = 3 }: SupertrendParameters,
  description: Pick<FeatureDefinition, 'meaning' | 'unit' | 'range' | 'scale'>,
  formula: (p: number, k: number) => string,
  begin: (trend: Supertrend) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  const k = positiveNumber(name, 'multiple', multiple);
  return defineFeature(
    {
      id: k === 3 ? `${name}_${p}` : `${name}(p=${p},k=${k})`,
      ...description,
      formula: formula(p, k),
      source: "Seban's supertrend as TradingView's ta.supertrend; average true range as TA-Lib ATR",
      group: 'indicators',
      warmup: p + 1,
      settled: 1 + wilderSettling(p) + TURN_CANDLES,
      parameters: { period: p, multiple: k },
      sessionRule: 'continue',
    },
    (shared) => begin(supertrendOfCandles(shared, p, k)),
  );
}

function line(parameters: SupertrendParameters = {}): FeatureSpec {
  // it stands still while the market moves within the bands
  const scale = 'discrete' as const;
  const description = { meaning: 'band of average true ranges that trails the trend', unit: 'points', scale };
  const formula = (p: number, k: number) =>
    `(h + l) / 2 − ${k} × atr_${p}, never falling, in an upward trend; (h + l) / 2 + ${k} × atr_${p}, never rising, in a downward one`;
  return output('supertrend', parameters, description, formula, (trend) => (out) => {
    if (trend.ready) out.set(trend.line);
  });
}

/** `supertrendDirection_p`: 1 where the line trails below the close, −1 where above. */
function direction(parameters: SupertrendParameters = {}): FeatureSpec {
  const description = {
    meaning: 'side of the trend that the supertrend follows',
    unit: '−1, 1',
    range: [-1, 1] as const,
    scale: 'discrete' as const,
  };
  const formula = (p: number, k: number) =>
    `1 from a close above the upper band of ${k} × atr_${p} on, −1 from a close below the lower band on`;
  return output('supertrendDirection', parameters, description, formula, (trend) => (out) => {
    if (trend.ready) out.set(trend.direction);
  });
}

/**
 * Supertrend, bands of 3 average true ranges of 10 candles: `supertrend()` is the line, `supertrend_p` in points (other multiples:
 * `supertrend(p=…,k=…)`), `supertrend.direction()` its side. A band moves towards the price only, until a close has crossed it; the
 * trend turns where the close crosses the line. Begins downward. All continue over the start of a session. A start on the wrong side
 * shows until the first turn; no number of candles bounds that: `settled` adds to the average's settling more than twice the longest that
 * any of 500 starts showed on real WDO minutes.
 */
export const supertrend = Object.assign(line, { direction });

/** Measured, not proven: see above. */
const TURN_CANDLES = 250;
