// The present regime, which changes with each candle, in; one that stays as it is out.

import type { Regime } from './regime.ts';

/** Fields that every regime has. */
const FIELDS = 8;

/** Of accessors: to spread them takes ten times as long. A detector that tells more, or less, is copied as it is. */
export function copyOfRegime(regime: Regime): Regime {
  if (Object.keys(regime).length !== FIELDS || 'inputAgeCandles' in regime) return { ...regime };
  const { kind, confidence, strength, ageCandles, reason, atr, nearSupport, nearResistance } = regime;
  return { kind, confidence, strength, ageCandles, reason, atr, nearSupport, nearResistance };
}
