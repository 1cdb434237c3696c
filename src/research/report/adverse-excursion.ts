// Takes trades and the candles they happened in; gives the same trades with how far the price went against each.

import { signOf } from '../../core/market/side.ts';
import type { Trade } from '../../runner/trades/trade.ts';
import { firstAtOrAfter } from '../plots/time-axis.ts';
import type { CandleColumns } from './session-result.ts';

/**
 * Sets `maxAdverseTicks` of each trade: the worst price against it among its exit and the candles that lie wholly inside it. What
 * happened in the candles of its entry and its exit, before or after the fills, cannot be told apart, so this is a lower bound.
 * @param tick smallest price step in points
 */
export function withAdverseExcursion(trades: readonly Trade[], candles: CandleColumns, tick: number): readonly Trade[] {
  return trades.map((trade) => {
    const sign = signOf(trade.side);
    const worstOf = sign === 1 ? candles.low : candles.high;
    let adverse = sign * (trade.entryPrice - trade.exitPrice);
    // A candle begins at the close of the one before it, so the first whole one follows the first that closed after the entry.
    const first = firstAtOrAfter(candles.timeUs, trade.entryTimeUs) + 1;
    for (let i = first; i < candles.timeUs.length && candles.timeUs[i]! <= trade.exitTimeUs; i += 1) {
      adverse = Math.max(adverse, sign * (trade.entryPrice - worstOf[i]!));
    }
    return { ...trade, maxAdverseTicks: Math.max(0, adverse / tick) };
  });
}
