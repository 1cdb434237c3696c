// Volume as money that flows in or out, over a window and as an oscillator: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ChaikinOscillator } from '../indicators/chaikin-oscillator.ts';
import { MoneyFlowIndex } from '../indicators/money-flow-index.ts';
import { moneyFlowVolume } from '../indicators/money-flow-volume.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { sumOfVolumes } from '../shared/sum-of-volumes.ts';

const group = 'indicators';

/**
 * `chaikinMoneyFlow_p`: Σ v × ((c − l) − (h − c)) / (h − l) over Σ v in p candles, −1..1 (Chaikin; R's TTR CMF). continue. A candle without
 * range adds 0 above; a window without volume is not ready.
 */
export function chaikinMoneyFlow({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('chaikinMoneyFlow', 'period', period);
  return defineFeature(
    {
      id: `chaikinMoneyFlow_${p}`,
      meaning: `share of the volume of ${p} candles that closed towards the high`,
      formula: 'Σ v × ((c − l) − (h − c)) / (h − l) / Σ v over p candles',
      source: 'Chaikin; TTR CMF',
      group,
      unit: '−1..1',
      range: [-1, 1],
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const volumes = sumOfVolumes(shared, p);
      const flows = new RollingSum(p);
      return (out, candle) => {
        flows.push(moneyFlowVolume(candle));
        if (flows.ready && volumes.value > 0) out.set(flows.value / volumes.value);
      };
    },
  );
}

/**
 * `mfi_p`: money flow index, 0..100: typical price × volume where the typical price rose over that where it rose or fell, in p candles
 * (Quong and Soudack 1989, TA-Lib MFI). continue. A window without such a flow is not ready (TA-Lib: 0, also for a flow below 1).
 */
export function mfi({ period = 14 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('mfi', 'period', period);
  return defineFeature(
    {
      id: `mfi_${p}`,
      meaning: `money flow index of ${p} candles`,
      formula: '100 × Σ y × v where y > y[1] / Σ y × v where y ≠ y[1] over p candles, y = (h + l + c) / 3',
      source: 'Quong and Soudack 1989; TA-Lib MFI',
      group,
      unit: '0..100',
      range: [0, 100],
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const index = new MoneyFlowIndex(p);
      return (out, candle) => {
        index.push(candle);
        if (index.ready) out.set(index.value);
      };
    },
  );
}

/**
 * `chaikinOscillator_f_s`: ema(f) − ema(s) of the accumulation/distribution line, contracts; both averages start from its first value (TA-Lib
 * ADOSC). continue: where the line began does not matter, as a constant drops out of the difference.
 */
export function chaikinOscillator({ fast = 3, slow = 10 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('chaikinOscillator', 'fast', fast);
  const s = wholeNumber('chaikinOscillator', 'slow', slow, 2);
  ordered('chaikinOscillator', 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `chaikinOscillator_${f}_${s}`,
      meaning: 'fast minus slow exponential average of the accumulation/distribution line',
      formula: 'ema(ad, f) − ema(ad, s), ad = Σ v × ((c − l) − (h − c)) / (h − l)',
      source: 'Chaikin; TA-Lib ADOSC',
      group,
      unit: 'contracts',
      warmup: s,
      settled: emaSettling(s),
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const oscillator = new ChaikinOscillator(f, s);
      return (out, candle) => {
        oscillator.push(candle);
        if (oscillator.ready) out.set(oscillator.value);
      };
    },
  );
}
