// Checks round trips of fills: merging, brackets, reversals, repeats, and that they account for the position's result exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill, OrderRole } from '../../../src/core/account/order.ts';
import { Position } from '../../../src/core/account/position.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { tickAt } from '../../../src/core/market/price-grid.ts';
import {
  buildTradeLedger,
  type LedgerOrder,
  openNetE4,
  roundTripEnds,
} from '../../../src/runner/trades/trade-ledger.ts';
import { MINUTE_US, NINE_US } from '../../research/report/a-trade.ts';

const WDO = instrumentOf('WDOU25')!;

function order(
  clientOrderId: string,
  role: OrderRole,
  bracketId?: string,
  rest: Partial<LedgerOrder> = {},
): LedgerOrder {
  return { clientOrderId, role, bracketId, price: undefined, stopPrice: undefined, ...rest };
}

let fills = 0;
function fill(clientOrderId: string, side: Fill['side'], quantity: number, price: number, costsE4 = 0): Fill {
  fills += 1;
  return {
    kind: 'fill',
    fillId: `f${fills}`,
    clientOrderId,
    strategyId: 's',
    instrumentId: 0,
    side,
    quantity,
    price,
    costsE4,
    exchangeTimeUs: NINE_US + fills * MINUTE_US,
    aggressor: true,
  };
}

describe('trade ledger', () => {
  it('makes one trade of an entry in parts and the leg that closes it', () => {
    const entry = [fill('e', 'sell', 1, 5500, 11_500), fill('e', 'sell', 3, 5502, 34_500)];
    const exit = [fill('t', 'buy', 4, 5495, 46_000)];
    const orders = [
      order('e', 'entry', 'b', { reason: 'with the trend' }),
      order('s', 'stop', 'b', { stopPrice: 5507, price: 5517 }),
      order('t', 'target', 'b', { price: 5495 }),
    ];
    const { trades, open } = buildTradeLedger([...entry, ...exit], orders, [WDO]);
    expect(open).toEqual([]);
    expect(trades).toEqual([
      {
        index: 0,
        strategyId: 's',
        contract: 'WDOU25',
        side: 'sell',
        quantity: 4,
        entryTimeUs: entry[0]!.exchangeTimeUs,
        exitTimeUs: exit[0]!.exchangeTimeUs,
        entryPrice: 5501.5,
        exitPrice: 5495,
        stopPrice: 5507,
        targetPrice: 5495,
        exitRole: 'target',
        // 6.5 points × 4 contracts × R$ 10
        grossE4: 2_600_000,
        costsE4: 92_000,
        netE4: 2_508_000,
        points: 6.5,
        reason: 'with the trend',
      },
    ]);
  });

  it('closes the trade of its own bracket before older ones, and the oldest where there is no bracket', () => {
    const orders = [order('e1', 'entry', 'a'), order('e2', 'entry', 'b'), order('s2', 'stop', 'b'), order('x', 'exit')];
    const list = [
      fill('e1', 'buy', 1, 5500),
      fill('e2', 'buy', 1, 5510),
      fill('s2', 'sell', 1, 5505),
      fill('x', 'sell', 1, 5502),
    ];
    const { trades } = buildTradeLedger(list, orders, [WDO]);
    expect(trades.map((trade) => [trade.entryPrice, trade.points, trade.exitRole])).toEqual([
      [5510, -5, 'stop'],
      [5500, 2, 'exit'],
    ]);
  });

  it('turns a fill beyond the position into a trade the other way, its costs shared to the last unit', () => {
    const orders = [order('e', 'entry'), order('r', 'entry'), order('x', 'exit')];
    const list = [fill('e', 'buy', 1, 5500, 5), fill('r', 'sell', 3, 5501, 10), fill('x', 'buy', 2, 5500, 7)];
    const { trades } = buildTradeLedger(list, orders, [WDO]);
    expect(trades.map((trade) => [trade.side, trade.quantity, trade.costsE4])).toEqual([
      ['buy', 1, 8],
      ['sell', 2, 14],
    ]);
  });

  it('counts a fill told twice once', () => {
    const entry = fill('e', 'buy', 1, 5500);
    const exit = fill('x', 'sell', 1, 5501);
    const { trades } = buildTradeLedger([entry, entry, exit, exit], [order('e', 'entry'), order('x', 'exit')], [WDO]);
    expect(trades).toHaveLength(1);
  });

  it('keeps strategies apart', () => {
    const other = { ...fill('y', 'sell', 1, 5500), strategyId: 'other' };
    const { trades, open } = buildTradeLedger(
      [fill('e', 'buy', 1, 5500), other],
      [order('e', 'entry'), order('y', 'entry')],
      [WDO],
    );
    expect(trades).toEqual([]);
    expect(open.map((trip) => [trip.strategyId, trip.side, trip.openQuantity])).toEqual([
      ['s', 'buy', 1],
      ['other', 'sell', 1],
    ]);
  });

  it('stops at a fill of an order or instrument that nobody knows', () => {
    expect(() => buildTradeLedger([fill('e', 'buy', 1, 5500)], [], [WDO])).toThrow(/no known order/);
    expect(() => buildTradeLedger([fill('e', 'buy', 1, 5500)], [order('e', 'entry')], [])).toThrow(/not known/);
  });

  it('accounts for the net result of the position, whatever the fills', () => {
    const anyFill = fc.record({
      order: fc.integer({ min: 0, max: 7 }),
      isBuy: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 5 }),
      ticks: fc.integer({ min: 10_990, max: 11_010 }),
      costsE4: fc.integer({ min: 0, max: 50_000 }),
    });
    const roles: readonly OrderRole[] = ['entry', 'stop', 'target', 'exit'];
    const orders = Array.from({ length: 8 }, (_, i) => order(`o${i}`, roles[i % 4]!, i < 5 ? `b${i % 3}` : undefined));
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), (list) => {
        const position = new Position(WDO.tickValueE4);
        const told = list.map((f) => fill(`o${f.order}`, f.isBuy ? 'buy' : 'sell', f.quantity, f.ticks / 2, f.costsE4));
        for (const f of told) position.apply(f.side, f.quantity, tickAt(WDO, f.price), f.costsE4);
        const { trades, open } = buildTradeLedger(told, orders, [WDO]);
        const ends = roundTripEnds(told, orders).map(({ exchangeTimeUs }) => exchangeTimeUs);
        expect(ends).toEqual(trades.map(({ exitTimeUs }) => exitTimeUs));
        const closedE4 = trades.reduce((sum, trade) => sum + trade.netE4, 0);
        const openE4 = open.reduce((sum, trip) => sum + openNetE4(trip, 11_003, WDO.tickValueE4), 0);
        expect(closedE4 + openE4).toBe(position.netAtE4(11_003));
        const held = open.reduce((sum, trip) => sum + (trip.side === 'buy' ? 1 : -1) * trip.openQuantity, 0);
        expect(held).toBe(position.quantity);
      }),
    );
  });
});
