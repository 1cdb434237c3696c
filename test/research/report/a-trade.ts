// Takes what a test cares about in a trade; gives a whole one whose sums agree.

import type { Trade } from '../../../src/runner/trades/trade.ts';

/** 2025-08-05 09:00 in Sao Paulo. */
export const NINE_US = 1_754_395_200_000_000;
export const MINUTE_US = 60_000_000;
export const DAY_US = 86_400_000_000;

/** Points and gross follow from `netE4` and `costsE4` unless they are given. */
export function aTrade(parts: Partial<Trade>): Trade {
  const netE4 = parts.netE4 ?? 0;
  const costsE4 = parts.costsE4 ?? 0;
  return {
    index: 0,
    strategyId: 'test',
    contract: 'WDOU25',
    side: 'buy',
    quantity: 1,
    entryTimeUs: NINE_US,
    exitTimeUs: NINE_US + MINUTE_US,
    entryPrice: 5500,
    exitPrice: 5501,
    stopPrice: undefined,
    targetPrice: undefined,
    exitRole: 'exit',
    grossE4: netE4 + costsE4,
    points: (netE4 + costsE4) / 100_000,
    reason: 'test',
    ...parts,
    costsE4,
    netE4,
  };
}
