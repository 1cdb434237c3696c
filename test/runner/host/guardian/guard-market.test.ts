// What the guardian takes for the last price of the market, and what of it outlives a gap.
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { CONDITION_SHIFT, TradeCondition } from '../../../../src/core/market/event-record.ts';
import { instrumentOf } from '../../../../src/core/market/instrument-table.ts';
import { GuardMarket } from '../../../../src/runner/host/guardian/guard-market.ts';

const wdo = instrumentOf('WDOU25')!;

function marketAfter(trades: readonly (readonly [price: number, condition: number])[], origin = 'live'): GuardMarket {
  const batch = new EventBatch(8);
  for (const [price, condition] of trades) batch.pushTrade(0, 1, price, 5, condition << CONDITION_SHIFT, 1, 0, 0);
  const market = new GuardMarket();
  market.take(batch, [{ terms: wdo }], origin);
  return market;
}

describe('the market as the guardian looks at it', () => {
  const { regular, auction, rlp, cross, other } = TradeCondition;

  it.each([
    ['a regular trade', regular, 5490],
    ['an auction', auction, 5490],
    ['a retail liquidity trade', rlp, 5490],
    ['a cross, whose price two traders agreed on', cross, 5500],
    ['an exercise', other, 5500],
  ] as const)('has the price of %s as its last where it is one of the market', (_name, condition, last) => {
    const market = marketAfter([
      [5500, regular],
      [5490, condition],
    ]);
    expect(market.quoteOf(0)).toMatchObject({ isOpen: true, last, grid: { tick: 0.5 } });
  });

  it('has no price from history, nor from before a gap', () => {
    expect(marketAfter([[5500, regular]], 'history').quoteOf(0).last).toBeUndefined();
    const market = marketAfter([[5500, regular]]);
    market.gap({ instrumentIds: undefined });
    expect(market.quoteOf(0).last).toBeUndefined();
  });
});
