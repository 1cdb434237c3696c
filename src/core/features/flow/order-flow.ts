// Volume and trades by the aggressor's side: balance of one candle, of a window and of the session: makers of their specs.

import type { Candle } from '../../candles/candle.ts';
import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'order flow';

/** A value of one candle alone; not ready without flow. */
function ofCandle(
  id: string,
  meaning: string,
  unit: string,
  range: readonly [number, number] | undefined,
  step: FeatureStep,
): FeatureSpec {
  return defineFeature(
    {
      id,
      meaning,
      group,
      unit,
      ...(range === undefined ? {} : { range }),
      warmup: 1,
      inputs: ['flow'],
      sessionRule: 'continue',
    },
    () => (out, candle, session) => {
      if (candle.hasFlow) step(out, candle, session);
    },
  );
}

/** `buyPressure`: buy / (buy + sell) of the candle. Without a trade that has a side: not ready. continue. */
export function buyPressure(): FeatureSpec {
  return ofCandle('buyPressure', 'share of buyers in aggressive volume', '0..1', [0, 1], (out, candle) => {
    const sided = candle.buyVolume + candle.sellVolume;
    if (sided > 0) out.set(candle.buyVolume / sided);
  });
}

/** `sellPressure`: sell / (buy + sell) of the candle. Without a trade that has a side: not ready. continue. */
export function sellPressure(): FeatureSpec {
  return ofCandle('sellPressure', 'share of sellers in aggressive volume', '0..1', [0, 1], (out, candle) => {
    const sided = candle.buyVolume + candle.sellVolume;
    if (sided > 0) out.set(candle.sellVolume / sided);
  });
}

/** `signedVolume`: buy − sell of the candle, contracts. continue. */
export function signedVolume(): FeatureSpec {
  return ofCandle('signedVolume', 'aggressive buys minus aggressive sells', 'contracts', undefined, (out, candle) => {
    out.set(candle.buyVolume - candle.sellVolume);
  });
}

/** `rlpShare`: share of the candle's volume that was traded in RLP. Without volume: not ready. continue. */
export function rlpShare(): FeatureSpec {
  return ofCandle('rlpShare', 'share of volume traded in RLP', '0..1', [0, 1], (out, candle) => {
    if (candle.volume > 0) out.set(candle.rlpVolume / candle.volume);
  });
}

/**
 * `cumulativeDelta`: sum of buy − sell since the session began, contracts. reset. Not ready before a session's first candle was
 * seen, nor in the rest of a session of which a candle had no flow: a partial sum is not the session's.
 */
export function cumulativeDelta(): FeatureSpec {
  return defineFeature(
    {
      id: 'cumulativeDelta',
      meaning: 'aggressive buys minus aggressive sells since the session began',
      group,
      unit: 'contracts',
      warmup: 1,
      inputs: ['flow'],
      sessionRule: 'reset',
    },
    () => {
      const session = { whole: false, delta: 0 };
      return (out, candle) => {
        if (candle.firstOfSession) {
          session.whole = true;
          session.delta = 0;
        }
        if (!candle.hasFlow) session.whole = false;
        if (!session.whole) return;
        session.delta += candle.buyVolume - candle.sellVolume;
        out.set(session.delta);
      };
    },
  );
}

/** Σ(buy − sell) / Σ(buy + sell) over n candles in a row that all have flow. */
function balance(
  name: string,
  meaning: string,
  candles: number,
  buys: (candle: Candle) => number,
  sells: (candle: Candle) => number,
): FeatureSpec {
  const n = wholeNumber(name, 'candles', candles);
  return defineFeature(
    {
      id: `${name}_${n}`,
      meaning: `${meaning} over ${n} candles`,
      group,
      unit: '−1..1',
      range: [-1, 1],
      warmup: n,
      inputs: ['flow'],
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const net = new RollingSum(n);
      const total = new RollingSum(n);
      return (out, candle) => {
        if (!candle.hasFlow) {
          net.clear();
          total.clear();
          return;
        }
        net.push(buys(candle) - sells(candle));
        total.push(buys(candle) + sells(candle));
        if (total.ready && total.value > 0) out.set(net.value / total.value);
      };
    },
  );
}

/** `orderFlowImbalance_n`: Σ(buy − sell) / Σ(buy + sell) of volume. continue. Any of the n candles without flow, or no side: not ready. */
export function orderFlowImbalance({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  return balance(
    'orderFlowImbalance',
    'balance of aggressive volume',
    candles,
    (candle) => candle.buyVolume,
    (candle) => candle.sellVolume,
  );
}

/** `tradeImbalance_n`: the same by number of trades. continue. */
export function tradeImbalance({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  return balance(
    'tradeImbalance',
    'balance of aggressive trades',
    candles,
    (candle) => candle.buyTrades,
    (candle) => candle.sellTrades,
  );
}

/** `buyPressureMa_n`: mean of buyPressure of n candles in a row that all have one. continue. */
export function buyPressureMa({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('buyPressureMa', 'candles', candles);
  return defineFeature(
    {
      id: `buyPressureMa_${n}`,
      meaning: `mean share of buyers in aggressive volume over ${n} candles`,
      group,
      unit: '0..1',
      range: [0, 1],
      warmup: n,
      inputs: ['flow'],
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const shares = new RollingSum(n);
      return (out, candle) => {
        const sided = candle.buyVolume + candle.sellVolume;
        if (!candle.hasFlow || !(sided > 0)) return shares.clear();
        shares.push(candle.buyVolume / sided);
        if (shares.ready) out.set(Math.min(1, shares.mean));
      };
    },
  );
}
