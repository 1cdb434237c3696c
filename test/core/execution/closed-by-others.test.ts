// Contracts that others closed at the broker, on an account of ours alone: what an exit still closes, and what it leaves.
import { describe, expect, it } from 'vitest';
import type { ForeignOrder } from '../../../src/core/account/account-event.ts';
import { closedByOthers } from '../../../src/core/account/closed-by-others.ts';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import type { Side } from '../../../src/core/market/side.ts';
import { ExecutionBench, STRATEGY } from '../../support/execution-bench.ts';

function others(side: Side, filledQuantity: number, venueOrderId = 'x'): ForeignOrder {
  const what = { kind: 'foreignOrder', venueOrderId, instrumentId: 0, isOpen: false } as const;
  return { ...what, side, quantity: filledQuantity, filledQuantity };
}

/** Long two contracts with stop and target at work. */
function long(isAlone = true): ExecutionBench {
  const bench = new ExecutionBench({}, isAlone);
  bench.fill(bench.enter(2), 2);
  bench.answer(bench.id('stop'), 'working');
  bench.answer(bench.id('target'), 'working');
  bench.sent();
  return bench;
}

function flat(bench: ExecutionBench): readonly string[] {
  bench.flatten();
  for (const role of ['stop', 'target'] as const) bench.answer(bench.id(role), 'cancelled');
  bench.clock(2);
  return bench.sent().filter((words) => words.startsWith('exit'));
}

describe('an exit on an account of ours alone', () => {
  it.each([
    [others('sell', 2), []],
    [others('sell', 3), []],
    [others('sell', 1), ['exit sell 1']],
    [others('buy', 1), ['exit sell 2']],
  ] as const)('goes no further than the account, %#', (order, sent) => {
    const bench = long();
    bench.account.noteForeign(order);
    expect(flat(bench)).toEqual(sent);
    expect(bench.alerts.some(({ code }) => code === 'closedByOthers')).toBe(sent[0] !== 'exit sell 2');
  });

  it('heeds the position of the broker where no order tells what others did', () => {
    const bench = long();
    bench.account.notePosition('WDOU25', 0);
    expect(flat(bench)).toEqual([]);
  });

  it('goes on when what others did is undone', () => {
    const bench = long();
    bench.account.noteForeign(others('sell', 2));
    expect(flat(bench)).toEqual([]);
    bench.account.noteForeign(others('buy', 2, 'y'));
    bench.clock(1);
    expect(bench.sent()).toEqual(['exit sell 2']);
  });

  it('closes what is ours where others may trade on the account', () => {
    const bench = long(false);
    bench.account.noteForeign(others('sell', 2));
    expect(flat(bench)).toEqual(['exit sell 2']);
  });

  it('is sent by the next one whose contracts others have not closed, where several strategies hold', () => {
    expect(closedByOthers([1, -1, 2], -2)).toEqual([1, 0, 1]);
    expect(closedByOthers([1, -1], 0)).toEqual([0, 0]);
    expect(closedByOthers([-3], 5)).toEqual([3]);
  });
});

describe('legs that the guardian of the host takes back since others have closed what they would close', () => {
  const smaller: OrderRequest = {
    ...{ clientOrderId: 'g1', strategyId: STRATEGY, instrumentId: 0, side: 'sell', type: 'stopLimit', role: 'stop' },
    ...{ quantity: 1, price: 5485, stopPrice: 5495, bracketId: undefined },
  };

  /** One of two is closed by hand; the smaller stop of the guardian works beside the one of two. */
  function swapped(isAlone = true): ExecutionBench {
    const bench = long(isAlone);
    bench.account.noteForeign(others('sell', 1));
    bench.adopt({ ...smaller, bracketId: bench.id('entry') });
    bench.answer('g1', 'working');
    expect(bench.sent()).toEqual([]);
    return bench;
  }

  it.each([
    ['stop first', ['stop', 'target']],
    ['target first', ['target', 'stop']],
  ] as const)('are not lost: the rest stays under the smaller stop and gets a smaller target, %s', (_name, roles) => {
    const bench = swapped();
    for (const role of roles.map((one) => bench.id(one))) bench.answer(role, 'cancelled');
    bench.clock(2);
    expect(bench.sent().filter((words) => words !== 'cancel stop')).toEqual(['target sell 1 5510']);
    expect(bench.alerts.map(({ code }) => code)).toEqual(['closedByOthers']);
  });

  it('leave nothing behind when the smaller stop fills', () => {
    const bench = swapped();
    for (const role of ['stop', 'target'] as const) bench.answer(bench.id(role), 'cancelled');
    bench.answer(bench.id('target'), 'working');
    bench.sent();
    bench.fill('g1', 1);
    bench.answer(bench.id('target'), 'cancelled');
    bench.clock(2);
    expect([bench.sent(), bench.held]).toEqual([['cancel target'], 1]);
  });

  it('are placed anew once: a smaller target that is refused is lost', () => {
    const bench = swapped();
    for (const role of ['stop', 'target'] as const) bench.answer(bench.id(role), 'cancelled');
    bench.answer(bench.id('target'), 'rejected');
    bench.clock(2);
    expect(bench.sent()).toEqual(['target sell 1 5510']);
    expect(bench.alerts.map(({ code }) => code)).toContain('targetLost');
  });

  it('are lost on an account that others may trade on', () => {
    const bench = swapped(false);
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.alerts.map(({ code }) => code)).toEqual(['stopLost']);
  });

  it('are lost beyond what others have closed', () => {
    const bench = long();
    bench.account.noteForeign(others('sell', 1));
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.alerts.map(({ code }) => code)).toContain('stopLost');
    bench.answer(bench.id('target'), 'cancelled');
    bench.clock(2);
    expect(bench.sent().filter((words) => words.startsWith('exit'))).toEqual(['exit sell 1']);
  });
});
