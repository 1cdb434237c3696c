// Orders of others on an account that is to be ours alone: which of them halt, and which a restart only tells of.
import { describe, expect, it } from 'vitest';
import type { ForeignOrder } from '../../../src/core/account/account-event.ts';
import { FOREIGN_JUDGED_AFTER_US } from '../../../src/core/engine/foreign-judge.ts';
import { type EngineBench, readyBench } from '../../support/engine-bench.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

const JUDGED_S = FOREIGN_JUDGED_AFTER_US / 1e6;

function exclusive(): EngineBench {
  return readyBench([setupOf(holds)], { accountUse: 'exclusive' }).to(100);
}

function order(venueOrderId: string, changes: Partial<ForeignOrder> = {}): ForeignOrder {
  return {
    ...{ kind: 'foreignOrder', venueOrderId, instrumentId: 0, side: 'buy', quantity: 2, filledQuantity: 2 },
    ...{ isOpen: false, ...changes },
  };
}

/** All told in one go, as after a restart. */
function told(orders: readonly ForeignOrder[]): EngineBench {
  const bench = exclusive();
  for (const each of orders) bench.event(each);
  return bench.to(100 + JUDGED_S).tick();
}

describe('orders of others on an account of ours alone', () => {
  it('halt at once while they work', () => {
    const bench = exclusive().event(order('a', { isOpen: true, filledQuantity: 0 }));
    expect([bench.codes, bench.engine.context.state.kind]).toEqual([['foreignOrder'], 'halted']);
  });

  it('halt where they have left something, once all were told', () => {
    const bench = exclusive().event(order('a'));
    expect(bench.codes).toEqual([]);
    bench.to(100 + JUDGED_S).tick();
    expect([bench.codes, bench.engine.context.state.kind]).toEqual([['foreignOrder'], 'halted']);
  });

  it('that ended without a fill, or left nothing together, are told once and halt nothing', () => {
    const bench = told([order('a'), order('b', { side: 'sell' }), order('c', { filledQuantity: 0 })]);
    expect(bench.engine.context.state.kind).toBe('active');
    expect(bench.codes).toEqual(['foreignOrderOver', 'foreignOrderOver', 'foreignOrderOver']);
    bench.event(order('c', { filledQuantity: 0, quantity: 3 }));
    expect(bench.codes).toHaveLength(3);
    expect(bench.alerts.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('that left nothing halt all the same while another works', () => {
    const bench = told([order('a'), order('b', { side: 'sell' }), order('c', { isOpen: true, filledQuantity: 0 })]);
    expect(bench.engine.context.state.kind).toBe('halted');
  });

  it('in an instrument that the session does not have leave what nobody can weigh', () => {
    const bench = told([order('a', { instrumentId: -1 }), order('b', { instrumentId: -1, side: 'sell' })]);
    expect(bench.engine.context.state.kind).toBe('halted');
  });

  it('are theirs on an account that is shared', () => {
    const bench = readyBench([setupOf(holds)]).event(order('a', { isOpen: true }));
    expect([bench.to(200).tick().codes, bench.engine.context.state.kind]).toEqual([[], 'active']);
  });
});
