// Volume and trades by the aggressor's side: balance of one candle, of a window and of the session: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { sidedTrades, sidedVolume } from './sided-windows.ts';

const group = 'order flow';
const BY_AGGRESSOR = "convention; sides as the exchange's feed tells them";
const BALANCE = 'Chordia, Roll and Subrahmanyam 2002';

type OfCandle = Pick<FeatureDefinition, 'id' | 'meaning' | 'formula' | 'unit'> & Partial<FeatureDefinition>;

/** A value of one candle alone; not ready without flow. Between candles it is that of the running one. */
function ofCandle(definition: OfCandle, step: FeatureStep): FeatureSpec {
  const fixed = { group, source: BY_AGGRESSOR, warmup: 1, inputs: ['flow'], sessionRule: 'continue' } as const;
  return defineFeature({ ...fixed, ...definition }, () => {
    const candle: FeatureStep = (out, closed, session) => {
      if (closed.hasFlow) step(out, closed, session);
    };
    return { candle, now: candle };
  });
}

/** `buyPressure`: buy / (buy + sell) of the candle, 0..1. Without a trade that has a side: not ready. continue. Fresh between candles. */
export function buyPressure(): FeatureSpec {
  const meaning = 'share of buyers in aggressive volume';
  return ofCandle(
    { id: 'buyPressure', meaning, formula: 'buy / (buy + sell)', unit: '0..1', range: [0, 1] },
    (out, candle) => {
      const sided = candle.buyVolume + candle.sellVolume;
      if (sided > 0) out.set(candle.buyVolume / sided);
    },
  );
}

/** `sellPressure`: sell / (buy + sell) of the candle, 0..1. Without a trade that has a side: not ready. continue. Fresh between candles. */
export function sellPressure(): FeatureSpec {
  const meaning = 'share of sellers in aggressive volume';
  return ofCandle(
    { id: 'sellPressure', meaning, formula: 'sell / (buy + sell)', unit: '0..1', range: [0, 1] },
    (out, candle) => {
      const sided = candle.buyVolume + candle.sellVolume;
      if (sided > 0) out.set(candle.sellVolume / sided);
    },
  );
}

/** `signedVolume`: buy − sell of the candle, contracts. Without flow: not ready. continue. Fresh between candles. */
export function signedVolume(): FeatureSpec {
  const meaning = 'aggressive buys minus aggressive sells';
  return ofCandle({ id: 'signedVolume', meaning, formula: 'buy − sell', unit: 'contracts' }, (out, candle) => {
    out.set(candle.buyVolume - candle.sellVolume);
  });
}

/** `rlpShare`: share of the candle's volume that was traded in RLP, 0..1. Without flow or volume: not ready. continue. Fresh between candles. */
export function rlpShare(): FeatureSpec {
  const meaning = 'share of volume traded in RLP';
  return ofCandle(
    { id: 'rlpShare', meaning, formula: 'RLP volume / v', unit: '0..1', range: [0, 1] },
    (out, candle) => {
      if (candle.volume > 0) out.set(candle.rlpVolume / candle.volume);
    },
  );
}

/**
 * `cumulativeDelta`: sum of buy − sell since the session began, contracts. reset. Not ready before a session's first candle was
 * seen, nor in the rest of a session of which a candle had no flow: a partial sum is not the session's. Fresh between candles.
 */
export function cumulativeDelta(): FeatureSpec {
  return defineFeature(
    {
      id: 'cumulativeDelta',
      meaning: 'aggressive buys minus aggressive sells since the session began',
      formula: 'Σ(buy − sell) over the candles of the session',
      source: BY_AGGRESSOR,
      group,
      unit: 'contracts',
      warmup: 1,
      inputs: ['flow'],
      sessionRule: 'reset',
    },
    () => {
      const delta = new Float64Array(1);
      let isWhole = false;
      return {
        candle: (out, candle) => {
          if (candle.firstOfSession) {
            isWhole = true;
            delta[0] = 0;
          }
          if (!candle.hasFlow) isWhole = false;
          if (!isWhole) return;
          delta[0] = delta[0]! + (candle.buyVolume - candle.sellVolume);
          out.set(delta[0]!);
        },
        now: (out, running) => {
          if (!running.hasFlow || !(isWhole || running.firstOfSession)) return;
          const before = running.firstOfSession ? 0 : delta[0]!;
          out.set(before + (running.buyVolume - running.sellVolume));
        },
      };
    },
  );
}

function balanceDefinition(name: string, n: number, meaning: string, formula: string): FeatureDefinition {
  return {
    ...{ id: `${name}_${n}`, meaning, formula, source: BALANCE, group, unit: '−1..1', range: [-1, 1] },
    ...{ warmup: n, inputs: ['flow'], parameters: { candles: n }, sessionRule: 'continue' },
  };
}

/**
 * `orderFlowImbalance_n`: Σ(buy − sell) / Σ(buy + sell) of volume, −1..1. continue. Any of the n candles without flow, or no side: not
 * ready. Fresh between candles, over the last n − 1 closed candles and the running one.
 */
export function orderFlowImbalance({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('orderFlowImbalance', 'candles', candles);
  const meaning = `balance of aggressive volume over ${n} candles`;
  const formula = `Σ(buy − sell) / Σ(buy + sell) over ${n} candles`;
  return defineFeature(balanceDefinition('orderFlowImbalance', n, meaning, formula), (shared) => {
    const { net, total } = sidedVolume(shared, n);
    return {
      candle: (out, candle) => {
        if (candle.hasFlow && total.ready && total.value > 0) out.set(net.value / total.value);
      },
      now: (out, running) => {
        if (!running.hasFlow || !total.readyWithNext) return;
        const sided = total.valueWith(running.buyVolume + running.sellVolume);
        if (sided > 0) out.set(net.valueWith(running.buyVolume - running.sellVolume) / sided);
      },
    };
  });
}

/** `tradeImbalance_n`: the same by number of trades, −1..1. continue. Fresh between candles. */
export function tradeImbalance({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('tradeImbalance', 'candles', candles);
  const meaning = `balance of aggressive trades over ${n} candles`;
  const formula = `Σ(buy trades − sell trades) / Σ(buy trades + sell trades) over ${n} candles`;
  return defineFeature(balanceDefinition('tradeImbalance', n, meaning, formula), (shared) => {
    const { net, total } = sidedTrades(shared, n);
    return {
      candle: (out, candle) => {
        if (candle.hasFlow && total.ready && total.value > 0) out.set(net.value / total.value);
      },
      now: (out, running) => {
        if (!running.hasFlow || !total.readyWithNext) return;
        const sided = total.valueWith(running.buyTrades + running.sellTrades);
        if (sided > 0) out.set(net.valueWith(running.buyTrades - running.sellTrades) / sided);
      },
    };
  });
}

/** `buyPressureMa_n`: mean of buyPressure of n candles in a row that all have one, 0..1. continue. Fresh between candles. */
export function buyPressureMa({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('buyPressureMa', 'candles', candles);
  return defineFeature(
    {
      id: `buyPressureMa_${n}`,
      meaning: `mean share of buyers in aggressive volume over ${n} candles`,
      formula: `sma(buy / (buy + sell), ${n})`,
      source: BY_AGGRESSOR,
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
      return {
        candle: (out, candle) => {
          const sided = candle.buyVolume + candle.sellVolume;
          if (!candle.hasFlow || !(sided > 0)) return shares.clear();
          shares.push(candle.buyVolume / sided);
          if (shares.ready) out.set(Math.min(1, shares.value / n));
        },
        now: (out, running) => {
          const sided = running.buyVolume + running.sellVolume;
          if (!running.hasFlow || !(sided > 0) || !shares.readyWithNext) return;
          out.set(Math.min(1, shares.valueWith(running.buyVolume / sided) / n));
        },
      };
    },
  );
}
