// A new process goes on with the orders of the one before: nothing is sent before the venue has spoken, then everything is protected again.
import { describe, expect, it } from 'vitest';
import type { CarriedOrder } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole, OrderStatus } from '../../../src/core/account/order.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

const plan = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };

function request(clientOrderId: string, role: OrderRole, quantity: number, bracketId = 'e'): OrderRequest {
  return {
    ...{ clientOrderId, strategyId: 's', instrumentId: 0, role, quantity, bracketId },
    side: role === 'entry' ? 'buy' : 'sell',
    type: role === 'stop' ? 'stopLimit' : role === 'target' ? 'limit' : 'market',
    price: role === 'stop' ? 5485 : role === 'target' ? 5510 : undefined,
    stopPrice: role === 'stop' ? 5495 : undefined,
  };
}

function carried(order: OrderRequest, status: OrderStatus, ...filled: readonly number[]): CarriedOrder {
  const { clientOrderId, role, side } = order;
  const fills = filled.map(
    (quantity, index): Fill => ({
      ...{ kind: 'fill', fillId: `c${index + 1}`, clientOrderId, strategyId: 's', instrumentId: 0, side, quantity },
      price: order.price ?? 5500,
      ...{ costsE4: 0, exchangeTimeUs: 0, aggressor: true },
    }),
  );
  return { request: order, plan: role === 'entry' ? plan : undefined, status, reason: undefined, fills };
}

const entry = (quantity: number, status: OrderStatus, ...filled: readonly number[]) =>
  carried(request('e', 'entry', quantity), status, ...filled);

function restored(...orders: readonly CarriedOrder[]): ExecutionBench {
  const bench = new ExecutionBench();
  bench.nowUs = 1_000_000;
  bench.restore(orders);
  bench.market.lastTicks = ENTRY_TICKS;
  return bench;
}

/** The venue says something; half a second later it has said everything. */
function spoken(bench: ExecutionBench): ExecutionBench {
  bench.hear();
  bench.clock(0.5, ENTRY_TICKS);
  return bench;
}

describe('orders of the process before', () => {
  it('send nothing and allow no entry until the venue has spoken, however long that takes', () => {
    const bench = restored(entry(2, 'filled', 2));
    for (let second = 0; second < 30; second++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.sent(), bench.execution.busy, bench.distrusts]).toEqual([2, [], true, []]);
    bench.hear();
    bench.clock(0.499, ENTRY_TICKS);
    expect(bench.sent()).toEqual([]);
    bench.clock(0.001, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['stop sell 2 5495/5485', 'target sell 2 5510']);
  });

  it('that are all over and left nothing block nothing', () => {
    const bench = restored(
      entry(2, 'filled', 2),
      carried(request('s1', 'stop', 2), 'filled', 2),
      carried(request('t1', 'target', 2), 'cancelled'),
    );
    expect([bench.held, bench.execution.busy]).toEqual([0, false]);
    bench.enter(1);
  });

  it('that still work are the bracket: nothing is sent twice', () => {
    const bench = restored(
      entry(2, 'filled', 2),
      carried(request('s1', 'stop', 2), 'working'),
      carried(request('t1', 'target', 2), 'working'),
    );
    bench.answer('s1', 'working');
    bench.answer('t1', 'working');
    spoken(bench);
    expect([bench.sent(), bench.execution.busy, bench.alerts]).toEqual([[], false, []]);
    bench.fill('t1', 2);
    expect([bench.held, bench.commands.map(({ kind }) => kind)]).toEqual([0, ['cancel']]);
  });

  it('whose stop filled meanwhile lose the other leg: the fill is told again and counts once', () => {
    const bench = restored(
      entry(2, 'filled', 2),
      carried(request('s1', 'stop', 2), 'working'),
      carried(request('t1', 'target', 2), 'working'),
    );
    bench.fill('s1', 2);
    bench.answer('t1', 'working');
    spoken(bench);
    expect([bench.held, bench.commands]).toMatchObject([0, [{ kind: 'cancel', clientOrderId: 't1' }]]);
    bench.answer('t1', 'cancelled');
    expect(bench.execution.busy).toBe(false);
  });

  it('of which the stop never reached the venue: a new one is placed', () => {
    const bench = restored(entry(2, 'filled', 2), carried(request('s1', 'stop', 2), 'pendingNew'));
    bench.answer('s1', 'rejected');
    bench.market.isOpen = true;
    spoken(bench);
    expect(bench.sent()).toEqual(['stop sell 2 5495/5485', 'target sell 2 5510']);
  });

  it('of which the stop stays unknown: half a second later it is no protection any more', () => {
    const bench = restored(entry(2, 'filled', 2), carried(request('s1', 'stop', 2), 'pendingNew'));
    spoken(bench);
    bench.sent();
    bench.clock(0.5, ENTRY_TICKS);
    expect(bench.alerts).toEqual([{ severity: 'critical', code: 'stopLate' }]);
    expect(bench.commands.filter(({ kind }) => kind === 'cancel')).toMatchObject([
      { clientOrderId: 's1' },
      { clientOrderId: bench.id('target') },
    ]);
  });

  it('of which a stop that had been taken is not known now: it is left alone, and a person is called', () => {
    const bench = restored(
      entry(2, 'filled', 2),
      carried(request('s1', 'stop', 2), 'working'),
      carried(request('t1', 'target', 2), 'working'),
    );
    for (const leg of ['s1', 't1']) bench.answer(leg, 'unknown');
    for (let step = 0; step < 60; step++) bench.clock(0.25, ENTRY_TICKS);
    expect([bench.sent(), bench.alerts]).toEqual([[], []]);
    expect(bench.distrusts.map(({ code }) => code)).toEqual(['orderUnanswered', 'orderUnanswered']);
    for (const leg of ['s1', 't1']) bench.answer(leg, 'working');
    bench.clock(5, ENTRY_TICKS);
    expect([bench.sent(), bench.held, bench.execution.busy]).toEqual([[], 2, false]);
  });

  it('of which a stop that had been taken is gone after all: out at market', () => {
    const bench = restored(entry(2, 'filled', 2), carried(request('s1', 'stop', 2), 'partiallyFilled'));
    bench.answer('s1', 'unknown');
    spoken(bench);
    expect(bench.sent()).toEqual(['target sell 2 5510']);
    bench.market.isOpen = true;
    bench.answer('s1', 'cancelled');
    bench.answer(bench.id('target'), 'cancelled');
    expect(bench.sent()).toEqual(['cancel target', 'exit sell 2']);
  });

  it('beside a stop that the guardian placed: that one is the stop', () => {
    const bench = restored(entry(2, 'filled', 2), carried(request('s1', 'stop', 2), 'pendingNew'));
    bench.adopt(request('g1', 'stop', 2));
    bench.answer('g1', 'working');
    bench.answer('s1', 'rejected');
    spoken(bench);
    expect([bench.sent(), bench.alerts]).toEqual([['target sell 2 5510'], []]);
  });

  it('which hold beyond a crossed trigger go out at market', () => {
    const bench = restored(entry(2, 'filled', 2));
    bench.hear();
    bench.clock(0.5, ENTRY_TICKS - 15);
    expect([bench.sent(), bench.alerts]).toEqual([['exit sell 2'], [{ severity: 'warning', code: 'triggerCrossed' }]]);
  });

  it('with an entry that still works: it is taken back, and what it fills yet is protected', () => {
    const bench = restored(entry(3, 'working', 1), carried(request('s1', 'stop', 1), 'working'));
    expect(bench.execution.entryOpen).toBe(2);
    bench.answer('s1', 'working');
    bench.answer('e', 'working', 1);
    spoken(bench);
    expect(bench.commands[0]).toMatchObject({ kind: 'cancel', clientOrderId: 'e' });
    bench.sent();
    bench.fill('e', 1);
    expect(bench.sent()).toEqual(['stop sell 1 5495/5485', 'target sell 1 5510']);
    bench.answer('e', 'cancelled', 2);
    expect([bench.held, bench.execution.entryOpen]).toEqual([2, 0]);
  });

  it('with an entry that was never sent: the venue says so, and trading goes on', () => {
    const bench = restored(entry(3, 'pendingNew'));
    expect(bench.execution.busy).toBe(true);
    bench.answer('e', 'rejected');
    spoken(bench);
    expect([bench.sent(), bench.execution.busy]).toEqual([[], false]);
  });

  it('with an exit on its way: what it closes is not protected again', () => {
    const bench = restored(
      entry(2, 'filled', 2),
      carried(request('s1', 'stop', 2), 'cancelled'),
      carried(request('x1', 'exit', 2, 'x1'), 'pendingNew'),
    );
    bench.answer('x1', 'working');
    spoken(bench);
    expect(bench.sent()).toEqual([]);
    bench.fill('x1', 2);
    expect([bench.held, bench.execution.busy]).toEqual([0, false]);
  });

  it('of several entries lie on the newest; legs of the others go', () => {
    const old = carried(request('a', 'entry', 2), 'filled', 2);
    const oldStop = carried(request('s0', 'stop', 2, 'a'), 'working');
    const exit = carried(request('x0', 'exit', 2, 'x0'), 'filled', 2);
    const bench = restored(old, oldStop, exit, entry(1, 'filled', 1), carried(request('s1', 'stop', 1), 'working'));
    bench.answer('s0', 'working');
    bench.answer('s1', 'working');
    spoken(bench);
    expect(bench.commands.filter(({ kind }) => kind === 'cancel')).toMatchObject([{ clientOrderId: 's0' }]);
    expect(bench.held).toBe(1);
  });

  it('that nobody plans for are left to the exit: a position without a plan is closed', () => {
    const bench = restored({ ...entry(2, 'filled', 2), plan: undefined });
    spoken(bench);
    expect(bench.sent()).toEqual(['exit sell 2']);
  });

  it('that stay without any word end the trust in our book', () => {
    const bench = restored(entry(3, 'pendingNew'));
    spoken(bench);
    bench.clock(3, ENTRY_TICKS);
    expect(bench.distrusts.map(({ code }) => code)).toEqual(['orderUnanswered']);
  });

  it('of the guardian stand while an exit of before has no answer', () => {
    const guardians = carried({ ...request('g1', 'stop', 2), price: 5485.5 }, 'working');
    const bench = restored(entry(2, 'filled', 2), guardians, carried(request('x1', 'exit', 2, 'x1'), 'unknown'));
    bench.answer('g1', 'working');
    spoken(bench);
    for (let n = 0; n < 4; n++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.sent()]).toEqual([2, []]);
    bench.answer('x1', 'rejected');
    bench.clock(1, ENTRY_TICKS);
    expect(bench.commands.at(-1)).toMatchObject({ kind: 'cancel', clientOrderId: 'g1' });
    bench.sent();
    bench.answer('g1', 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 2']);
  });
});
