// The failures of the system before this one, each under its own name: what happened there cannot happen here.
import { describe, expect, it } from 'vitest';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { isOnGrid } from '../../../src/core/market/price-grid.ts';
import { makeSignal } from '../../../src/core/signal/signal.ts';
import { target } from '../../../src/core/signal/wanted.ts';
import { malformed } from '../../../src/simulation/resting-order.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

const wdo = rootInstrument('WDO');

function protectedBench(direction: 1 | -1 = 1): ExecutionBench {
  const bench = new ExecutionBench();
  bench.fill(bench.enter(2, direction), 2);
  for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
  bench.sent();
  return bench;
}

describe('of the old system', () => {
  it('position believed open after its stop was filled', () => {
    // the fill comes before, after or without any word about the order
    for (const words of ['fill first', 'word first', 'fill alone', 'twice'] as const) {
      const bench = protectedBench();
      const stop = bench.id('stop');
      if (words === 'word first') bench.answer(stop, 'filled', 2);
      bench.fill(stop, 2);
      if (words === 'fill first' || words === 'twice') bench.answer(stop, 'filled', 2);
      if (words === 'twice') bench.answer(stop, 'filled', 2);
      bench.answer(bench.id('target'), 'cancelled');
      expect([
        words,
        bench.held,
        bench.execution.busy,
        bench.contradictions.some(({ kind }) => kind === 'contradiction'),
      ]).toEqual([words, 0, false, false]);
      // nothing keeps the next trade from being made
      bench.enter(1);
    }
  });

  it('the other leg of the OCO left working', () => {
    for (const [first, other] of [
      ['stop', 'target'],
      ['target', 'stop'],
    ] as const) {
      const bench = protectedBench();
      bench.fill(bench.id(first), 2);
      let asked = 0;
      // the venue forgets the cancel: it is asked until it says that the order has ended
      for (let second = 0; second < 20; second++) {
        asked += bench.sent().filter((word) => word === `cancel ${other}`).length;
        bench.clock(1, ENTRY_TICKS);
      }
      expect(asked).toBeGreaterThan(5);
      expect(bench.execution.busy).toBe(true);
      expect(() => bench.enter(1)).toThrow(/while orders or a position are open/);
      bench.answer(bench.id(other), 'cancelled');
      expect([bench.held, bench.execution.busy]).toEqual([0, false]);
    }
  });

  it('a SELL with its target above the entry', () => {
    for (const direction of [1, -1] as const) {
      for (const stopPoints of [0.1, 0.5, 5, 40]) {
        const signal = makeSignal(
          's',
          0,
          wdo,
          direction,
          ENTRY_TICKS,
          { stopPoints, targetPoints: stopPoints * 2 },
          'test',
        );
        expect(Math.sign(signal.targetTicks - signal.entryTicks)).toBe(direction);
        expect(Math.sign(signal.stopTicks - signal.entryTicks)).toBe(-direction);
      }
      // distances are from the entry: one on the wrong side would be negative, and is refused
      expect(() => target(direction, { stopPoints: 5, targetPoints: -10 }, 'test')).toThrow(RangeError);
      expect(() => target(direction, { stopPoints: -5, targetPoints: 10 }, 'test')).toThrow(RangeError);
    }
    const bench = new ExecutionBench();
    bench.fill(bench.enter(1, -1), 1);
    expect(bench.sent()).toEqual(['entry sell 1', 'stop buy 1 5505/5515', 'target buy 1 5490']);
  });

  it('order price 5502.2325', () => {
    expect(malformed({ ...limit(), price: 5502.2325 }, wdo)).toMatch(/not a multiple of the tick/);
    // distances that no grid knows still lead to prices on it
    for (const points of [0.1325, 2.2325, 7.77]) {
      const signal = makeSignal('s', 0, wdo, 1, ENTRY_TICKS, { stopPoints: points, targetPoints: points }, 'test');
      const bench = new ExecutionBench();
      bench.execution.at(1, 0);
      bench.execution.enter(signal, 1);
      bench.fill(bench.id('entry'), 1);
      for (const command of bench.commands) {
        if (command.kind !== 'submit') continue;
        const { price, stopPrice } = command.request;
        for (const one of [price, stopPrice]) expect(one === undefined || isOnGrid(wdo, one)).toBe(true);
      }
    }
  });

  it('trading locked for ever after an exception', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(1), 1);
    // an entry at the wrong time throws; nothing of it stays behind
    expect(() => bench.enter(1)).toThrow(/while orders or a position are open/);
    bench.answer(bench.id('stop'), 'working');
    bench.fill(bench.id('target'), 1);
    bench.answer(bench.id('stop'), 'cancelled');
    expect([bench.held, bench.execution.busy]).toEqual([0, false]);
    bench.sent();
    bench.enter(1);
    expect(bench.sent()).toEqual(['entry buy 1']);
  });
});

function limit() {
  return {
    ...({ clientOrderId: 'a', strategyId: 's', instrumentId: 0, side: 'buy', type: 'limit', role: 'entry' } as const),
    ...{ quantity: 1, price: 5502, stopPrice: undefined, bracketId: undefined },
  };
}
