// An exit that never arrived, or of which nobody says a word: what it has not opened is not closed before it.
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

const guardians = (role: 'stop' | 'exit', bracketId: string | undefined): OrderRequest => ({
  ...{ clientOrderId: 'g1', strategyId: 's', instrumentId: 0, side: 'sell', role, quantity: 4, bracketId },
  ...(role === 'stop'
    ? { type: 'stopLimit', price: 5485, stopPrice: 5495 }
    : { type: 'market', price: undefined, stopPrice: undefined }),
});

/** Asked to be flat of 4 contracts, legs gone, the exit sent and not answered. */
function exiting(): ExecutionBench {
  const bench = new ExecutionBench();
  bench.market.isOpen = true;
  bench.fill(bench.enter(4), 4);
  for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
  bench.flatten();
  for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
  bench.sent();
  return bench;
}

describe('an exit that is lost', () => {
  for (const role of ['stop', 'exit'] as const) {
    it(`opens no position on the other side when the ${role} of the guardian has closed instead of it`, () => {
      const bench = exiting();
      const entry = bench.commands.find((one) => one.kind === 'submit' && one.request.role === 'entry')!;
      const bracketId = entry.kind === 'submit' ? entry.request.clientOrderId : undefined;
      bench.adopt(guardians(role, role === 'stop' ? bracketId : undefined));
      bench.answer('g1', 'working');
      bench.fill('g1', 4);
      bench.answer(bench.id('exit'), 'unknown');
      for (let second = 0; second < 60; second++) bench.clock(1, ENTRY_TICKS);
      expect([bench.held, bench.sent().filter((words) => words.startsWith('exit'))]).toEqual([0, []]);
      expect(bench.execution.busy).toBe(true);
      bench.answer(bench.id('exit'), 'rejected');
      bench.clock(1, ENTRY_TICKS);
      expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
    });
  }

  it('and fills after all is undone', () => {
    const bench = exiting();
    const [lost] = bench.idsOf('exit');
    bench.adopt(guardians('exit', undefined));
    bench.fill('g1', 4);
    bench.sent();
    bench.fill(lost!, 4);
    expect([bench.held, bench.sent()]).toEqual([-4, ['exit buy 4']]);
    bench.fill(bench.id('exit'), 4);
    for (let second = 0; second < 9; second++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.execution.busy, bench.contradictions]).toEqual([0, false, []]);
  });

  /** The exit of 4 contracts was refused; the guardian has put a stop where the strategy has none. */
  function sheltered(): ExecutionBench {
    const bench = exiting();
    bench.answer(bench.id('exit'), 'rejected');
    const entry = bench.commands.find((one) => one.kind === 'submit' && one.request.role === 'entry')!;
    bench.adopt(guardians('stop', entry.kind === 'submit' ? entry.request.clientOrderId : undefined));
    bench.answer('g1', 'working');
    expect([bench.sent(), bench.execution.busy]).toEqual([[], true]);
    return bench;
  }

  it('is under the stop of the guardian until it can be sent again: the stop goes first, and no entry before it', () => {
    const bench = sheltered();
    bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel undefined']);
    expect(bench.commands.at(-1)).toMatchObject({ clientOrderId: 'g1' });
    bench.answer('g1', 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 4']);
    bench.fill(bench.id('exit'), 4);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it('is not sent when that stop fills first', () => {
    const bench = sheltered();
    bench.fill('g1', 4);
    for (let second = 0; second < 9; second++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it('and fills under a stop of the guardian: that stop goes at once, and no entry before it has', () => {
    const bench = exiting();
    const entry = bench.commands.find((one) => one.kind === 'submit' && one.request.role === 'entry')!;
    bench.adopt(guardians('stop', entry.kind === 'submit' ? entry.request.clientOrderId : undefined));
    bench.answer('g1', 'working');
    bench.fill(bench.id('exit'), 4);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, ['cancel undefined'], true]);
    bench.answer('g1', 'cancelled');
    bench.clock(1, ENTRY_TICKS);
    expect([bench.sent(), bench.execution.busy]).toEqual([[], false]);
  });
});

describe('a leg of which the venue never says a word', () => {
  /** The stop was refused, the target is unheard: both are to go, and the position out. */
  function half(): ExecutionBench {
    const bench = new ExecutionBench();
    bench.market.isOpen = true;
    bench.fill(bench.enter(4), 4);
    bench.sent();
    bench.answer(bench.id('stop'), 'rejected');
    expect(bench.sent()).toEqual(['cancel target']);
    return bench;
  }

  it('holds an exit back until the deadline of an answer, not longer; no entry before it is known', () => {
    const bench = half();
    for (let n = 0; n < 2; n++) bench.clock(1.4, ENTRY_TICKS);
    expect(bench.sent().filter((words) => words.startsWith('exit'))).toEqual([]);
    bench.clock(0.2, ENTRY_TICKS);
    expect(bench.sent().filter((words) => words.startsWith('exit'))).toEqual(['exit sell 4']);
    bench.fill(bench.id('exit'), 4);
    for (let n = 0; n < 60; n++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.execution.busy]).toEqual([0, true]);
    bench.answer(bench.id('target'), 'rejected');
    expect([bench.held, bench.execution.busy, bench.contradictions]).toEqual([0, false, []]);
  });

  it('and fills after all is undone', () => {
    const bench = half();
    for (let n = 0; n < 3; n++) bench.clock(1, ENTRY_TICKS);
    bench.fill(bench.id('exit'), 4);
    bench.sent();
    bench.fill(bench.id('target'), 4);
    expect([bench.held, bench.sent()]).toEqual([-4, ['exit buy 4']]);
    bench.fill(bench.id('exit'), 4);
    expect([bench.held, bench.execution.busy, bench.contradictions]).toEqual([0, false, []]);
  });

  it('holds an exit back for as long as it takes where the venue had taken it', () => {
    const bench = new ExecutionBench();
    bench.market.isOpen = true;
    bench.fill(bench.enter(4), 4);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.flatten();
    bench.answer(bench.id('stop'), 'cancelled');
    bench.sent();
    for (let n = 0; n < 9; n++) bench.clock(1, ENTRY_TICKS);
    expect(bench.sent().filter((words) => words.startsWith('exit'))).toEqual([]);
    bench.answer(bench.id('target'), 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 4']);
  });

  it('leaves a stop of the guardian in place meanwhile', () => {
    const bench = half();
    const entry = bench.commands.find((one) => one.kind === 'submit' && one.request.role === 'entry')!;
    bench.adopt(guardians('stop', entry.kind === 'submit' ? entry.request.clientOrderId : undefined));
    bench.answer('g1', 'working');
    for (let n = 0; n < 2; n++) bench.clock(1, ENTRY_TICKS);
    expect(bench.sent().filter((words) => words !== 'cancel target')).toEqual([]);
    // out now: the stop goes first
    bench.answer(bench.id('target'), 'rejected');
    expect(bench.sent()).toEqual(['cancel undefined']);
    bench.answer('g1', 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 4']);
  });
});

describe('a stop of the guardian beside what is being closed', () => {
  const stopOf = (bench: ExecutionBench, direction: 1 | -1, id: string): OrderRequest => {
    const entry = bench.commands.find((one) => one.kind === 'submit' && one.request.role === 'entry')!;
    return {
      ...guardians('stop', entry.kind === 'submit' ? entry.request.clientOrderId : undefined),
      clientOrderId: id,
      ...(direction === 1 ? {} : { side: 'buy', price: 5515, stopPrice: 5505 }),
    };
  };

  /** Asked to be flat of 4: the stop is gone, the target is not, and the guardian's stop works. */
  function half(direction: 1 | -1): ExecutionBench {
    const bench = new ExecutionBench();
    bench.market.isOpen = true;
    bench.fill(bench.enter(4, direction), 4);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.flatten();
    bench.answer(bench.id('stop'), 'cancelled');
    bench.adopt(stopOf(bench, direction, 'g1'));
    bench.answer('g1', 'working');
    bench.sent();
    return bench;
  }

  it.each([1, -1] as const)('has closed it when it fills: nothing is closed again (%i)', (direction) => {
    const bench = half(direction);
    bench.fill('g1', 4);
    expect([bench.held, bench.sent()]).toEqual([0, []]);
    bench.answer(bench.id('target'), 'cancelled');
    for (let n = 0; n < 6; n++) bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it.each([1, -1] as const)('and the target that fills after all is undone (%i)', (direction) => {
    const bench = half(direction);
    bench.fill('g1', 4);
    bench.fill(bench.id('target'), 4);
    expect([bench.held, bench.sent()]).toEqual([-4 * direction, [direction === 1 ? 'exit buy 4' : 'exit sell 4']]);
    bench.fill(bench.id('exit'), 4);
    expect([bench.held, bench.execution.busy, bench.contradictions]).toEqual([0, false, []]);
  });

  it.each([1, -1] as const)('leaves the rest to the exit where it fills in part (%i)', (direction) => {
    const bench = half(direction);
    bench.fill('g1', 1);
    bench.answer(bench.id('target'), 'cancelled');
    // what is left of the stop goes before the exit is sent
    expect(bench.sent()).toEqual(['cancel undefined']);
    bench.answer('g1', 'cancelled', 1);
    expect([bench.held, bench.sent()]).toEqual([3 * direction, [direction === 1 ? 'exit sell 3' : 'exit buy 3']]);
  });

  it('stands while the exit has no answer, however often it is asked to be flat', () => {
    const bench = exiting();
    bench.adopt(stopOf(bench, 1, 'g1'));
    bench.answer('g1', 'working');
    for (let n = 0; n < 4; n++) {
      bench.clock(1, ENTRY_TICKS);
      bench.flatten();
    }
    expect([bench.held, bench.sent()]).toEqual([4, []]);
    bench.fill(bench.id('exit'), 4);
    expect([bench.held, bench.sent()]).toEqual([0, ['cancel undefined']]);
  });
});
