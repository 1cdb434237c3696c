// Life of a position against a scripted venue: brackets, races of their legs, refusals, lost answers, exits.
import { describe, expect, it } from 'vitest';
import { EXIT_ATTEMPTS_BEFORE_ALARM } from '../../../src/core/execution/strategy-execution.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

/** A bench that holds `quantity` under a working bracket, its commands taken. */
function protectedBench(quantity: number, direction: 1 | -1 = 1): ExecutionBench {
  const bench = new ExecutionBench();
  bench.fill(bench.enter(quantity, direction), quantity);
  bench.answer(bench.id('stop'), 'working');
  bench.answer(bench.id('target'), 'working');
  bench.sent();
  return bench;
}

describe('an entry', () => {
  it('goes to the market with the plan of its bracket', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    expect(bench.commands).toEqual([
      {
        kind: 'submit',
        seq: 1,
        request: {
          clientOrderId: '1-1-1e',
          strategyId: 's',
          instrumentId: 0,
          side: 'buy',
          type: 'market',
          role: 'entry',
          quantity: 2,
          price: undefined,
          stopPrice: undefined,
          bracketId: entryId,
        },
        bracket: { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 },
      },
    ]);
    expect([bench.execution.busy, bench.execution.entryOpen]).toEqual([true, 2]);
  });

  it('that fills is protected at once, the stop first, both legs of its bracket', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.sent();
    bench.fill(entryId, 2);
    expect(bench.sent()).toEqual(['stop sell 2 5495/5485', 'target sell 2 5510']);
    for (const leg of ['stop', 'target'] as const) {
      expect(bench.account.order(bench.id(leg))).toMatchObject({ bracketId: entryId, side: 'sell' });
    }
    expect(bench.account.order(bench.id('stop'))!.type).toBe('stopLimit');
    expect([bench.execution.busy, bench.execution.entryOpen]).toEqual([false, 0]);
  });

  it('that sells is protected the other way round', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(1, -1), 1);
    expect(bench.sent()).toEqual(['entry sell 1', 'stop buy 1 5505/5515', 'target buy 1 5490']);
  });

  it('that fills in parts is protected part by part', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(5);
    bench.sent();
    bench.fill(entryId, 2);
    expect(bench.sent()).toEqual(['stop sell 2 5495/5485', 'target sell 2 5510']);
    bench.fill(entryId, 3);
    expect(bench.sent()).toEqual(['stop sell 3 5495/5485', 'target sell 3 5510']);
    bench.answer(entryId, 'filled', 5);
    expect(bench.sent()).toEqual([]);
  });

  it('that is rejected or cancelled leaves nothing behind', () => {
    for (const status of ['rejected', 'cancelled', 'expired'] as const) {
      const bench = new ExecutionBench();
      bench.answer(bench.enter(2), status);
      bench.clock(5, ENTRY_TICKS);
      expect(bench.sent()).toEqual(['entry buy 2']);
      expect(bench.execution.busy).toBe(false);
    }
  });

  it('that fills beyond its stop is closed at market', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.sent();
    bench.fill(entryId, 2, ENTRY_TICKS - 10);
    expect(bench.sent()).toEqual(['exit sell 2']);
    expect(bench.alerts).toEqual([{ severity: 'warning', code: 'filledBeyondStop' }]);
  });

  it('that fills after it was reported cancelled is protected all the same', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.answer(entryId, 'cancelled');
    bench.sent();
    bench.fill(entryId, 1);
    expect(bench.sent()).toEqual(['stop sell 1 5495/5485', 'target sell 1 5510']);
  });

  it('is refused by an assertion while orders or a position are open', () => {
    const bench = new ExecutionBench();
    bench.enter(1);
    expect(() => bench.enter(1)).toThrow(/while orders or a position are open/);
    expect(() => protectedBench(1).enter(1)).toThrow(/while orders or a position are open/);
  });
});

describe('a bracket', () => {
  it('cancels the other leg when one has filled', () => {
    for (const [first, other] of [
      ['stop', 'target'],
      ['target', 'stop'],
    ] as const) {
      const bench = protectedBench(2);
      bench.fill(bench.id(first), 2);
      expect(bench.sent()).toEqual([`cancel ${other}`]);
      expect(bench.execution.busy).toBe(true);
      bench.answer(bench.id(other), 'cancelled');
      bench.clock(5, ENTRY_TICKS);
      expect(bench.sent()).toEqual([]);
      expect([bench.held, bench.execution.busy]).toEqual([0, false]);
    }
  });

  it('makes the other leg smaller when one has filled in part', () => {
    for (const [first, other, replaced] of [
      ['stop', 'target', 'target sell 2 5510'],
      ['target', 'stop', 'stop sell 2 5495/5485'],
    ] as const) {
      const bench = protectedBench(3);
      bench.fill(bench.id(first), 1);
      expect(bench.sent()).toEqual([`cancel ${other}`]);
      bench.answer(bench.id(other), 'cancelled');
      expect(bench.sent()).toEqual([replaced]);
      bench.answer(bench.id(other), 'working');
      bench.fill(bench.id(first), 2);
      expect(bench.sent()).toEqual([`cancel ${other}`]);
      bench.answer(bench.id(other), 'cancelled');
      expect([bench.held, bench.sent()]).toEqual([0, []]);
    }
  });

  it('closes what is too much when both legs fill at once', () => {
    const bench = protectedBench(2);
    bench.fill(bench.id('target'), 2);
    bench.sent();
    bench.fill(bench.id('stop'), 2);
    expect(bench.held).toBe(-2);
    expect(bench.sent()).toEqual(['exit buy 2']);
    bench.fill(bench.id('exit'), 2);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it('takes a fill of a leg that was replaced meanwhile for what it is', () => {
    const bench = protectedBench(3);
    const oldStop = bench.id('stop');
    bench.fill(bench.id('target'), 1);
    bench.answer(oldStop, 'cancelled');
    expect(bench.sent()).toEqual(['cancel stop', 'stop sell 2 5495/5485']);
    // the venue fills what it had called cancelled
    bench.fill(oldStop, 1);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    bench.answer(bench.id('stop'), 'cancelled');
    bench.answer(bench.id('target'), 'cancelled', 1);
    expect(bench.sent()).toEqual(['stop sell 1 5495/5485', 'target sell 1 5510']);
  });

  it('without its stop is no protection: out at market, and a person is called', () => {
    for (const status of ['rejected', 'cancelled', 'expired'] as const) {
      const bench = protectedBench(2);
      bench.answer(bench.id('stop'), status);
      expect(bench.sent()).toEqual(['cancel target']);
      expect(bench.alerts).toEqual([{ severity: 'critical', code: 'stopLost' }]);
      bench.answer(bench.id('target'), 'cancelled');
      expect(bench.sent()).toEqual(['exit sell 2']);
    }
  });

  it('without its target keeps the stop, and says so once', () => {
    const bench = protectedBench(2);
    bench.answer(bench.id('target'), 'rejected');
    for (let second = 0; second < 5; second++) bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual([]);
    expect(bench.alerts).toEqual([{ severity: 'warning', code: 'targetLost' }]);
    bench.fill(bench.id('stop'), 2);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it('whose stop was jumped over is closed at market', () => {
    for (const [direction, limitTicks, exit] of [
      [1, ENTRY_TICKS - 30, 'exit sell 2'],
      [-1, ENTRY_TICKS + 30, 'exit buy 2'],
    ] as const) {
      const bench = protectedBench(2, direction);
      bench.clock(1, limitTicks);
      expect(bench.sent()).toEqual([]);
      bench.clock(1, limitTicks - direction);
      bench.clock(1, limitTicks - direction);
      expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
      expect(bench.alerts).toEqual([{ severity: 'warning', code: 'stopJumped' }]);
      bench.answer(bench.id('stop'), 'cancelled');
      bench.answer(bench.id('target'), 'cancelled');
      expect(bench.sent()).toEqual([exit]);
    }
  });

  it('is left alone while there is no price', () => {
    const bench = protectedBench(2);
    bench.clock(60);
    expect(bench.sent()).toEqual([]);
  });
});

describe('going flat', () => {
  it('waits until both legs are confirmed gone before it exits', () => {
    const bench = protectedBench(2);
    bench.flatten();
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    bench.answer(bench.id('stop'), 'cancelled');
    bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual([]);
    bench.answer(bench.id('target'), 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 2']);
    bench.flatten();
    bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual([]);
    bench.fill(bench.id('exit'), 2);
    expect([bench.held, bench.execution.busy, bench.sent()]).toEqual([0, false, []]);
  });

  it('exits with what is left when a leg fills before its cancel', () => {
    const bench = protectedBench(3);
    bench.flatten();
    bench.fill(bench.id('target'), 1);
    bench.answer(bench.id('target'), 'cancelled', 1);
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target', 'exit sell 2']);
  });

  it('needs no exit when the target fills before its cancel', () => {
    const bench = protectedBench(2);
    bench.flatten();
    bench.fill(bench.id('target'), 2);
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    expect(bench.held).toBe(0);
  });

  it('cancels an entry, and does not keep what fills before the cancel', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(3);
    bench.answer(entryId, 'working');
    bench.flatten();
    bench.fill(entryId, 1);
    bench.answer(entryId, 'cancelled', 1);
    expect(bench.sent()).toEqual(['entry buy 3', 'cancel entry', 'exit sell 1']);
    bench.fill(bench.id('exit'), 1);
    expect([bench.held, bench.execution.busy, bench.sent()]).toEqual([0, false, []]);
  });

  it('does nothing when there is nothing', () => {
    const bench = new ExecutionBench();
    bench.flatten();
    expect(bench.sent()).toEqual([]);
  });
});

describe('an exit', () => {
  it('that is refused is tried again each second, and a person is called at the third', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(2), 2, ENTRY_TICKS - 10);
    bench.sent();
    for (let attempt = 1; attempt <= EXIT_ATTEMPTS_BEFORE_ALARM + 2; attempt++) {
      const alarms = bench.alerts.filter(({ code }) => code === 'exitRefused');
      expect(alarms).toHaveLength(attempt > EXIT_ATTEMPTS_BEFORE_ALARM ? 1 : 0);
      bench.answer(bench.id('exit'), 'rejected');
      bench.clock(0.5, ENTRY_TICKS - 10);
      expect(bench.sent()).toEqual([]);
      bench.clock(0.5, ENTRY_TICKS - 10);
      expect(bench.sent()).toEqual(['exit sell 2']);
    }
    expect(bench.alerts.at(-1)).toEqual({ severity: 'critical', code: 'exitRefused' });
    bench.fill(bench.id('exit'), 2);
    expect(bench.held).toBe(0);
  });

  it('that fills in part and ends is followed by one for the rest, at once', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(3), 3, ENTRY_TICKS - 10);
    bench.fill(bench.id('exit'), 1);
    bench.answer(bench.id('exit'), 'cancelled', 1);
    expect(bench.sent()).toEqual(['entry buy 3', 'exit sell 3', 'exit sell 2']);
  });

  it('without an answer keeps its contracts: no second one is sent', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(3), 3, ENTRY_TICKS - 10);
    bench.answer(bench.id('exit'), 'unknown');
    for (let second = 0; second < 30; second++) bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['entry buy 3', 'exit sell 3']);
    expect(bench.execution.busy).toBe(true);
  });
});

describe('a cancel', () => {
  it('without an answer is sent again after two seconds', () => {
    const bench = protectedBench(1);
    bench.flatten();
    bench.sent();
    bench.clock(1.9, ENTRY_TICKS);
    expect(bench.sent()).toEqual([]);
    bench.clock(0.1, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    bench.answer(bench.id('stop'), 'cancelled');
    bench.clock(2, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel target']);
  });

  it('that the venue answers with a working order is sent again as well', () => {
    const bench = protectedBench(1);
    bench.flatten();
    bench.answer(bench.id('stop'), 'working');
    bench.sent();
    bench.clock(2, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
  });
});

describe('the ids of orders', () => {
  it('are the same when the same things happen again', () => {
    const run = (): readonly unknown[] => {
      const bench = protectedBench(3);
      bench.fill(bench.id('target'), 1);
      bench.answer(bench.id('stop'), 'cancelled');
      bench.flatten();
      return bench.commands;
    };
    expect(run()).toEqual(run());
  });
});
