// Checks figures of trades against values computed by hand, and that absent figures are undefined.
import { describe, expect, it } from 'vitest';
import { longestLosingStreak, tradeStatistics } from '../../../src/research/statistics/trade-statistics.ts';
import { aTrade, MINUTE_US, NINE_US } from '../report/a-trade.ts';

describe('statistics of trades', () => {
  it('are those computed by hand', () => {
    const nets = [300_000, -100_000, -50_000, 0, 100_000];
    const trades = nets.map((netE4, index) =>
      aTrade({ index, netE4, costsE4: 20_000, exitTimeUs: NINE_US + (index + 1) * MINUTE_US }),
    );
    expect(tradeStatistics(trades)).toEqual({
      trades: 5,
      wins: 2,
      losses: 2,
      grossE4: 350_000,
      costsE4: 100_000,
      netE4: 250_000,
      hitRate: 0.4,
      profitFactor: 400_000 / 150_000,
      expectancyE4: 50_000,
      averageWinE4: 200_000,
      averageLossE4: -75_000,
      bestTradeE4: 300_000,
      worstTradeE4: -100_000,
      longestLosingStreak: 2,
      averageHoldingUs: 3 * MINUTE_US,
    });
  });

  it('are undefined, not zero or NaN, where there is nothing to average', () => {
    const none = tradeStatistics([]);
    expect(none).toMatchObject({ trades: 0, netE4: 0, longestLosingStreak: 0 });
    const averages = [none.hitRate, none.profitFactor, none.expectancyE4, none.averageWinE4, none.averageLossE4];
    expect([...averages, none.bestTradeE4, none.worstTradeE4, none.averageHoldingUs]).toEqual(Array(8).fill(undefined));
    expect(tradeStatistics([aTrade({ netE4: 5 })]).profitFactor).toBeUndefined();
    expect(tradeStatistics([aTrade({ netE4: -5 })]).profitFactor).toBe(0);
  });

  it('ends a losing streak with a win or a zero', () => {
    expect(longestLosingStreak([-1, -1, 0, -1, -1, -1, 2, -1])).toBe(3);
  });
});
