// Candles in; the session's average price and the distance of the close from it, summed anew for every candle, out.

import type { Candle } from '../../../src/core/candles/candle.ts';
import type { Step } from '../../core/features/candles.ts';
import type { Column } from '../oracle.ts';

/** The candles of the session of candle `t` up to it. */
export function sessionSoFar(steps: readonly Step[], t: number): readonly Candle[] {
  let start = t;
  while (!steps[start]!.candle.firstOfSession) start--;
  return steps.slice(start, t + 1).map(({ candle }) => candle);
}

const typical = ({ high, low, close }: Candle) => (high + low + close) / 3;
const volumeOf = (candles: readonly Candle[]) => candles.reduce((sum, { volume }) => sum + volume, 0);

function vwapOf(candles: readonly Candle[]): number | undefined {
  const volume = volumeOf(candles);
  return volume > 0 ? candles.reduce((sum, candle) => sum + typical(candle) * candle.volume, 0) / volume : undefined;
}

export function sessionVwap(steps: readonly Step[]): Column {
  return steps.map((_, t) => vwapOf(sessionSoFar(steps, t)));
}

export function sessionVwapDeviation(steps: readonly Step[]): Column {
  return steps.map(({ candle, session }, t) => {
    const candles = sessionSoFar(steps, t);
    if (!(volumeOf(candles) > 0)) return undefined;
    // Less the first price, so that the sums keep their digits.
    const start = typical(candles[0]!);
    const mean = candles.reduce((sum, each) => sum + each.volume * (typical(each) - start), 0) / volumeOf(candles);
    const squares = candles.reduce((sum, each) => sum + each.volume * (typical(each) - start - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / volumeOf(candles));
    return deviation ** 2 < session.tick ** 2 / 12 ? undefined : (candle.close - start - mean) / deviation;
  });
}
