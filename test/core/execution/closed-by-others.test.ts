// Contracts that others closed at the broker, on an account of ours alone: what an exit still closes, and what it leaves.
import { describe, expect, it } from 'vitest';
import type { ForeignOrder } from '../../../src/core/account/account-event.ts';
import { closedByOthers } from '../../../src/core/account/closed-by-others.ts';
import type { Side } from '../../../src/core/market/side.ts';
import { ExecutionBench } from '../../support/execution-bench.ts';

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
