// Candles in; lines of price and volume that begin with each session, summed anew for every candle, out.

import type { Candle } from '../../../src/core/candles/candle.ts';
import type { Step } from '../../core/features/candles.ts';
import type { Column } from '../oracle.ts';
import { sessionSoFar } from './session-prices.ts';

type Pairs = readonly (readonly [now: Candle, before: Candle])[];

/** Each candle of the session so far with the one before it, which the first lacks. */
function pairsOf(steps: readonly Step[], t: number): Pairs {
  const candles = sessionSoFar(steps, t);
  return candles.slice(1).map((now, k) => [now, candles[k]!] as const);
}

export function priceVolumeTrend(steps: readonly Step[]): Column {
  return steps.map((_, t) =>
    pairsOf(steps, t).reduce((sum, [now, before]) => sum + (now.volume * (now.close - before.close)) / before.close, 0),
  );
}

function volumeIndex(steps: readonly Step[], isCounted: (now: Candle, before: Candle) => boolean): Column {
  return steps.map((_, t) =>
    pairsOf(steps, t)
      .filter(([now, before]) => isCounted(now, before))
      .reduce((index, [now, before]) => (index * now.close) / before.close, 1000),
  );
}

export function negativeVolumeIndex(steps: readonly Step[]): Column {
  return volumeIndex(steps, (now, before) => now.volume < before.volume);
}

export function positiveVolumeIndex(steps: readonly Step[]): Column {
  return volumeIndex(steps, (now, before) => now.volume > before.volume);
}
