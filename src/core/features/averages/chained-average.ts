// Double and triple exponential moving averages of closes: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { emaOfClose, emaThriceOfClose, emaTwiceOfClose } from '../shared/ema-of-close.ts';

const source = 'Mulloy 1994, TA-Lib';

/**
 * `dema_p`: 2 × ema − ema of ema, points; each average starts from the mean of its own first p inputs (TA-Lib DEMA). continue. First at
 * candle 2p − 1.
 */
export function dema({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('dema', 'period', period);
  return defineFeature(
    {
      id: `dema_${p}`,
      meaning: `double exponential moving average of closes, period ${p}`,
      formula: `2·e1 − e2 with e1 = ema(c, ${p}), e2 = ema(e1, ${p})`,
      source,
      group: 'indicators',
      unit: 'points',
      warmup: 2 * p - 1,
      settled: 2 * emaSettling(p),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const once = emaOfClose(shared, p);
      const twice = emaTwiceOfClose(shared, p);
      return (out) => {
        if (twice.ready) out.set(2 * once.value - twice.value);
      };
    },
  );
}

/**
 * `tema_p`: 3 × (ema − ema of ema) + ema of ema of ema, points; seeds as `dema` (TA-Lib TEMA). continue. First at candle 3p − 2.
 */
export function tema({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('tema', 'period', period);
  return defineFeature(
    {
      id: `tema_${p}`,
      meaning: `triple exponential moving average of closes, period ${p}`,
      formula: `3·e1 − 3·e2 + e3 with e1 = ema(c, ${p}), e2 = ema(e1, ${p}), e3 = ema(e2, ${p})`,
      source,
      group: 'indicators',
      unit: 'points',
      warmup: 3 * p - 2,
      settled: 3 * emaSettling(p),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const once = emaOfClose(shared, p);
      const twice = emaTwiceOfClose(shared, p);
      const thrice = emaThriceOfClose(shared, p);
      return (out) => {
        if (thrice.ready) out.set(3 * (once.value - twice.value) + thrice.value);
      };
    },
  );
}
