// Checks how far the price went against a trade, by whole candles inside it and its exit.
import { describe, expect, it } from 'vitest';
import { withAdverseExcursion } from '../../../src/research/report/adverse-excursion.ts';
import { aTrade, MINUTE_US, NINE_US } from './a-trade.ts';

const CANDLES = {
  timeUs: [1, 2, 3, 4].map((minute) => NINE_US + minute * MINUTE_US),
  open: [5500, 5500, 5500, 5500],
  high: [5509, 5503, 5504, 5520],
  low: [5480, 5497, 5498, 5470],
  close: [5500, 5500, 5500, 5500],
  volume: [1, 1, 1, 1],
};
const HELD = { entryTimeUs: NINE_US + 0.5 * MINUTE_US, exitTimeUs: NINE_US + 3.5 * MINUTE_US, entryPrice: 5500 };

describe('adverse excursion', () => {
  it('takes lows for a buy and highs for a sell, of candles wholly inside', () => {
    const buy = aTrade({ ...HELD, side: 'buy', exitPrice: 5501 });
    const sell = aTrade({ ...HELD, side: 'sell', exitPrice: 5501 });
    expect(withAdverseExcursion([buy, sell], CANDLES, 0.5).map((trade) => trade.maxAdverseTicks)).toEqual([6, 8]);
  });

  it('is at least the loss at the exit, and never below 0', () => {
    const lost = aTrade({ ...HELD, exitPrice: 5490 });
    const quick = aTrade({ ...HELD, exitTimeUs: HELD.entryTimeUs, exitPrice: 5502 });
    expect(withAdverseExcursion([lost, quick], CANDLES, 0.5).map((trade) => trade.maxAdverseTicks)).toEqual([20, 0]);
  });
});
