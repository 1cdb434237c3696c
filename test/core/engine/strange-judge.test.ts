// Adopted orders of strategies that do not run here: those that are over and left nothing go by, all others halt, with one alert for each strategy.
import { describe, expect, it } from 'vitest';
import type { OrderRequest, OrderRole } from '../../../src/core/account/order.ts';
import { STRANGE_JUDGED_AFTER_US } from '../../../src/core/engine/strange-judge.ts';
import { type EngineBench, readyBench } from '../../support/engine-bench.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

const JUDGED_S = STRANGE_JUDGED_AFTER_US / 1e6;

function request(clientOrderId: string, role: OrderRole, strategyId: string): OrderRequest {
  return {
    ...{ clientOrderId, strategyId, instrumentId: 0, role, quantity: 1, bracketId: 'e', type: 'market' },
    ...{ side: role === 'entry' ? 'buy' : 'sell', price: undefined, stopPrice: undefined },
  };
}

/** As a host tells an order that has ended: whose it is, its fills, its end. */
function over(bench: EngineBench, id: string, role: OrderRole, status: 'filled' | 'cancelled', by = 'other'): void {
  const order = request(id, role, by);
  bench.event({ kind: 'orderAdopted', request: order, by: 'reconciliation', reason: 'of before', hasEnded: true });
  if (status === 'filled') bench.fill(order, 1, 5500);
  else bench.answer(order, status);
}

const ready = (): EngineBench => readyBench([setupOf(holds)]).to(100);
const judged = (bench: EngineBench): EngineBench => bench.to(100 + JUDGED_S).tick();

describe('adopted orders of a strategy that does not run here', () => {
  it('halt nothing where they are over and it holds nothing, however many they are', () => {
    const bench = ready();
    for (const n of [1, 2, 3]) {
      over(bench, `e${n}`, 'entry', 'filled');
      over(bench, `s${n}`, 'stop', 'cancelled');
      over(bench, `x${n}`, 'exit', 'filled');
    }
    judged(bench);
    expect([bench.engine.context.state.kind, bench.codes]).toEqual(['active', []]);
  });

  it('halt behind their history where it holds something, with one alert for each strategy', () => {
    const bench = ready();
    over(bench, 'a1', 'entry', 'filled', 'one');
    over(bench, 'a2', 'entry', 'filled', 'one');
    over(bench, 'b1', 'entry', 'filled', 'two');
    over(bench, 'c1', 'entry', 'cancelled', 'three');
    expect(bench.codes).toEqual([]);
    judged(bench);
    expect(bench.engine.context.state.kind).toBe('halted');
    expect(bench.alerts).toMatchObject([
      { severity: 'critical', code: 'strangeAdopted', text: expect.stringContaining('one, which does not run here') },
      { severity: 'critical', code: 'strangeAdopted', text: expect.stringContaining('holds 1 of WDOU25') },
    ]);
  });

  it('halt where the history that was told leaves one of them open', () => {
    const bench = ready();
    const event = { kind: 'orderAdopted', by: 'guardian', reason: 'of before', hasEnded: true } as const;
    judged(bench.event({ ...event, request: request('s', 'stop', 'other') }));
    expect(bench.alerts).toMatchObject([
      { text: expect.stringContaining('other, which does not run here, has 1 open') },
    ]);
  });

  it('halt at once while they work, with one alert for the strategy, and again behind a resumption', () => {
    const bench = ready();
    const adopt = (id: string): void => {
      const order = request(id, 'stop', 'other');
      bench.event({ kind: 'orderAdopted', request: order, by: 'reconciliation', reason: 'of before' });
    };
    adopt('a');
    expect(bench.engine.context.state.kind).toBe('halted');
    adopt('b');
    expect(bench.codes).toEqual(['strangeAdopted']);
    bench.event({ kind: 'operatorCommand', command: 'resume', by: 'ana', reason: 'seen' });
    adopt('c');
    expect(bench.engine.context.state.kind).toBe('halted');
    expect(bench.codes.filter((code) => code === 'strangeAdopted')).toHaveLength(2);
  });
});
