// Moves of the price against the volume that made them: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { EaseOfMovement, VOLUME_UNIT } from '../indicators/ease-of-movement.ts';
import { Ema } from '../indicators/ema.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';

const group = 'indicators';

/**
 * `forceIndex_p`: ema((c − c[1]) × v, p), points × contracts (Elder 1993); the average starts from the mean of its first p values. continue:
 * the move between sessions is one of them.
 */
export function forceIndex({ period = 13 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('forceIndex', 'period', period);
  return defineFeature(
    {
      id: `forceIndex_${p}`,
      meaning: `exponential average over ${p} candles of the move times the volume`,
      formula: 'ema((c − c[1]) × v, p)',
      source: 'Elder 1993',
      group,
      unit: 'points × contracts',
      warmup: p + 1,
      settled: 1 + emaSettling(p),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const average = new Ema(p);
      const before = { close: Number.NaN };
      return (out, candle) => {
        const { close } = candle;
        const move = close - before.close;
        before.close = close;
        if (Number.isNaN(move)) return;
        average.push(move * candle.volume);
        if (average.ready) out.set(average.value);
      };
    },
  );
}

/**
 * `easeOfMovement_p`: sma(move of (h + l) / 2 over ((v / 10,000) / (h − l)), p), points² per 10,000 contracts (Arms; R's TTR EMV). continue. A
 * candle without volume begins the window anew.
 */
export function easeOfMovement({ period = 14 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('easeOfMovement', 'period', period);
  return defineFeature(
    {
      id: `easeOfMovement_${p}`,
      meaning: `how far the middle of the candle moves per volume and range, mean of ${p} candles`,
      formula: `sma((m − m[1]) × (h − l) / (v / ${VOLUME_UNIT}), p), m = (h + l) / 2`,
      source: 'Arms; TTR EMV',
      group,
      unit: `points² per ${VOLUME_UNIT} contracts`,
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const ease = new EaseOfMovement(p);
      return (out, candle) => {
        ease.push(candle);
        if (ease.ready) out.set(ease.value);
      };
    },
  );
}
