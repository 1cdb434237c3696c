// Candles with their sessions in; sessions as regimes are studied, each with those before it, out.

import type { RegimeDay } from '../../../src/research/regime/regime-day.ts';
import type { Step } from '../../core/features/candles.ts';

export function daysOf(steps: readonly Step[], beforeCandles = 500): RegimeDay[] {
  const days: (RegimeDay & { readonly candles: Step['candle'][] })[] = [];
  steps.forEach(({ candle, session }, t) => {
    if (candle.firstOfSession) {
      const before = steps.slice(Math.max(0, t - beforeCandles), t).map((step) => step.candle);
      days.push({ day: session.day, contract: 'WDOZ25', candles: [], before });
    }
    days.at(-1)!.candles.push(candle);
  });
  return days;
}
