// Life of a position against a scripted venue: brackets, races of their legs, refusals, lost answers, exits.
import { describe, expect, it } from 'vitest';
import { EXIT_ATTEMPTS_BEFORE_ALARM } from '../../../src/core/execution/exits.ts';
import { ANSWER_DEADLINE_US, CANCELS_BEFORE_ALARM } from '../../../src/core/execution/order-desk.ts';
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

  it('keeps the other leg as it is when one has filled in part: nothing is naked meanwhile', () => {
    for (const [first, other] of [
      ['stop', 'target'],
      ['target', 'stop'],
    ] as const) {
      const bench = protectedBench(3);
      bench.fill(bench.id(first), 1);
      for (let second = 0; second < 5; second++) bench.clock(1, ENTRY_TICKS);
      expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([2, [], false]);
      expect(bench.account.order(bench.id(other))).toMatchObject({ quantity: 3, filledQuantity: 0 });
      bench.fill(bench.id(first), 2);
      expect(bench.sent()).toEqual([`cancel ${other}`]);
      bench.answer(bench.id(other), 'cancelled');
      expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
    }
  });

  it('undoes what the other leg fills too much after one had filled in part', () => {
    for (const [first, other] of [
      ['stop', 'target'],
      ['target', 'stop'],
    ] as const) {
      const bench = protectedBench(3);
      bench.fill(bench.id(first), 1);
      bench.fill(bench.id(other), 3);
      expect([bench.held, bench.sent()]).toEqual([-1, [`cancel ${first}`, 'exit buy 1']]);
      // the first leg fills once more before its cancel
      bench.fill(bench.id(first), 1);
      expect([bench.held, bench.sent()]).toEqual([-2, ['exit buy 1']]);
      const exits = bench.commands.flatMap((one) =>
        one.kind === 'submit' && one.request.role === 'exit' ? [one.request.clientOrderId] : [],
      );
      for (const exit of exits) bench.fill(exit, 1);
      bench.answer(bench.id(first), 'cancelled');
      expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
    }
  });

  it('is done when its legs together have filled what it protects', () => {
    const bench = protectedBench(3);
    bench.fill(bench.id('target'), 1);
    bench.fill(bench.id('stop'), 2);
    expect([bench.held, bench.sent()]).toEqual([0, ['cancel stop', 'cancel target']]);
    bench.answer(bench.id('stop'), 'cancelled');
    bench.answer(bench.id('target'), 'cancelled');
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
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

  it('takes a fill of a leg that was called cancelled for what it is', () => {
    const bench = protectedBench(3);
    bench.fill(bench.id('target'), 3);
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.sent()).toEqual(['cancel stop']);
    bench.fill(bench.id('stop'), 1);
    expect([bench.held, bench.sent()]).toEqual([-1, ['exit buy 1']]);
  });

  it('that fills in part and then loses its stop is closed at market with what is left', () => {
    const bench = protectedBench(3);
    bench.fill(bench.id('stop'), 1);
    bench.answer(bench.id('stop'), 'expired', 1);
    expect(bench.sent()).toEqual(['cancel target']);
    expect(bench.alerts).toEqual([{ severity: 'critical', code: 'stopLost' }]);
    bench.answer(bench.id('target'), 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 2']);
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
      [1, ENTRY_TICKS - 20, 'exit sell 2'],
      [-1, ENTRY_TICKS + 20, 'exit buy 2'],
    ] as const) {
      const bench = protectedBench(2, direction);
      // 10 ticks beyond the trigger, which is 10 from the entry
      bench.clock(1, limitTicks + direction * 11);
      expect(bench.sent()).toEqual([]);
      bench.clock(1, limitTicks);
      bench.clock(1, limitTicks);
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

  it('closes at once what an entry fills later still, also after its cancel was confirmed', () => {
    for (const confirmed of [false, true]) {
      const bench = new ExecutionBench();
      const entryId = bench.enter(3);
      bench.flatten();
      if (confirmed) bench.answer(entryId, 'cancelled');
      for (let second = 0; second < 2; second++) bench.clock(1, ENTRY_TICKS);
      bench.sent();
      bench.fill(entryId, 2);
      expect(bench.sent()).toEqual(['exit sell 2']);
      bench.fill(bench.id('exit'), 2);
      bench.fill(entryId, 1);
      expect(bench.sent()).toEqual(['exit sell 1']);
    }
  });

  it('is over with the next entry, which is protected again', () => {
    const bench = protectedBench(1);
    bench.flatten();
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
    bench.fill(bench.id('exit'), 1);
    bench.sent();
    bench.fill(bench.enter(1), 1);
    expect(bench.sent()).toEqual(['entry buy 1', 'stop sell 1 5495/5485', 'target sell 1 5510']);
  });

  it('exits when the stop is refused while its cancel is asked for: the position is not left naked', () => {
    for (const first of ['stop', 'target'] as const) {
      const bench = new ExecutionBench();
      bench.fill(bench.enter(2), 2);
      bench.flatten();
      bench.sent();
      expect(bench.account.order(bench.id('stop'))!.status).toBe('pendingCancel');
      bench.answer(bench.id(first), 'rejected');
      expect(bench.sent()).toEqual([]);
      bench.answer(bench.id(first === 'stop' ? 'target' : 'stop'), 'rejected');
      expect(bench.sent()).toEqual(['exit sell 2']);
    }
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

  it('at the price limit with nobody to take it is tried each second, and a person is called once', () => {
    const bench = new ExecutionBench();
    const atLimit = ENTRY_TICKS - 10;
    bench.fill(bench.enter(2), 2, atLimit);
    bench.market.lowLimitTicks = atLimit;
    bench.clock(1, atLimit + 1);
    bench.alerts.length = 0;
    bench.sent();
    // it works and does not fill
    bench.answer(bench.id('exit'), 'working');
    bench.market.bidTicks = atLimit;
    bench.clock(1, atLimit);
    expect(bench.alerts).toEqual([]);
    bench.market.bidTicks = undefined;
    bench.clock(1, atLimit);
    expect(bench.alerts).toEqual([{ severity: 'critical', code: 'priceLimitReached' }]);
    for (let attempt = 1; attempt <= EXIT_ATTEMPTS_BEFORE_ALARM + 2; attempt++) {
      bench.answer(bench.id('exit'), 'rejected');
      bench.clock(0.5, atLimit);
      expect(bench.sent()).toEqual([]);
      bench.clock(0.5, atLimit);
      expect(bench.sent()).toEqual(['exit sell 2']);
    }
    expect(bench.alerts).toHaveLength(1);
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

  it('asks to be woken when it is refused, and when no answer has come in time, not at the next second only', () => {
    const bench = protectedBench(1);
    bench.wakes.length = 0;
    bench.flatten();
    const sentUs = bench.nowUs;
    expect(bench.wakes.slice(0, 2)).toEqual([sentUs + 250_000, sentUs + 250_000]);
    bench.wakes.length = 0;
    bench.answer(bench.id('target'), 'cancelled');
    bench.clock(0.25, ENTRY_TICKS);
    bench.clock(0.75, ENTRY_TICKS);
    expect(bench.wakes).toEqual([sentUs + 2_000_000]);
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

describe('a cancel that nobody follows', () => {
  it('calls a person after five tries, once an order, and goes on', () => {
    const bench = protectedBench(1);
    bench.flatten();
    const unanswered = () => bench.alerts.filter(({ code }) => code === 'cancelUnanswered');
    for (let tries = 1; tries <= CANCELS_BEFORE_ALARM; tries++) {
      expect([bench.sent(), unanswered()]).toEqual([['cancel stop', 'cancel target'], []]);
      bench.clock(2, ENTRY_TICKS);
    }
    const alarm = { severity: 'critical', code: 'cancelUnanswered' };
    for (let more = 0; more < 4; more++) {
      expect([bench.sent(), unanswered()]).toEqual([
        ['cancel stop', 'cancel target'],
        [alarm, alarm],
      ]);
      bench.clock(2, ENTRY_TICKS);
    }
  });

  it('calls nobody when the order ends in time', () => {
    const bench = protectedBench(1);
    bench.flatten();
    bench.clock(2, ENTRY_TICKS);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
    bench.fill(bench.id('exit'), 1);
    for (let second = 0; second < 20; second++) bench.clock(1, ENTRY_TICKS);
    expect([bench.alerts, bench.distrusts]).toEqual([[], []]);
  });
});

describe('taking an entry back', () => {
  it('cancels it once and leaves what it has filled, or fills yet, under its bracket', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(3);
    bench.fill(entryId, 1);
    bench.sent();
    bench.cancelEntry();
    bench.cancelEntry();
    expect(bench.sent()).toEqual(['cancel entry']);
    bench.fill(entryId, 1);
    expect(bench.sent()).toEqual(['stop sell 1 5495/5485', 'target sell 1 5510']);
    bench.answer(entryId, 'cancelled', 2);
    expect([bench.held, bench.execution.entryOpen, bench.execution.busy, bench.sent()]).toEqual([2, 0, false, []]);
  });

  it('does nothing to a position, nor where there is none', () => {
    const held = protectedBench(2);
    held.cancelEntry();
    expect([held.held, held.sent()]).toEqual([2, []]);
    const empty = new ExecutionBench();
    empty.cancelEntry();
    expect(empty.sent()).toEqual([]);
  });
});

describe('an order that nobody answers', () => {
  const deadlineS = ANSWER_DEADLINE_US / 1e6;

  it('ends the trust in our book after three seconds, once', () => {
    for (const status of [undefined, 'unknown'] as const) {
      const bench = new ExecutionBench();
      const entryId = bench.enter(1);
      if (status !== undefined) bench.answer(entryId, status);
      bench.clock(deadlineS - 0.1, ENTRY_TICKS);
      expect(bench.distrusts).toEqual([]);
      for (let second = 0; second < 9; second++) bench.clock(1, ENTRY_TICKS);
      const text = `order ${entryId} has no answer after 3 s (${status ?? 'pendingNew'})`;
      expect(bench.distrusts).toEqual([{ code: 'orderUnanswered', text }]);
    }
  });

  it('is told of order by order: an entry, both legs of its bracket, the exit', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(1);
    bench.clock(deadlineS, ENTRY_TICKS);
    bench.fill(entryId, 1);
    bench.clock(deadlineS, ENTRY_TICKS);
    expect(bench.distrusts.map(({ text }) => text.split(' ')[1])).toEqual([
      entryId,
      bench.id('stop'),
      bench.id('target'),
    ]);
    bench.flatten();
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
    bench.clock(deadlineS, ENTRY_TICKS);
    expect(bench.distrusts.at(-1)!.text).toContain(bench.id('exit'));
    expect(bench.distrusts).toHaveLength(4);
  });

  it('is one whose cancel is asked for as well', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(1);
    bench.flatten();
    bench.clock(deadlineS, ENTRY_TICKS);
    expect(bench.distrusts.map(({ text }) => text)).toEqual([
      `order ${entryId} has no answer after 3 s (pendingCancel)`,
    ]);
  });

  it('is none that worked, filled in part or ended, whatever comes of its cancel', () => {
    for (const answer of ['working', 'partFilled', 'rejected'] as const) {
      const bench = new ExecutionBench();
      const entryId = bench.enter(2);
      if (answer === 'partFilled') bench.fill(entryId, 1);
      else bench.answer(entryId, answer);
      for (const leg of answer === 'partFilled' ? (['stop', 'target'] as const) : [])
        bench.answer(bench.id(leg), 'working');
      bench.flatten();
      for (let second = 0; second < 9; second++) bench.clock(1, ENTRY_TICKS);
      expect(bench.distrusts).toEqual([]);
    }
  });

  it('is none when its answer comes after its cancel was asked for', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.flatten();
    bench.fill(entryId, 1);
    bench.fill(bench.id('exit'), 1);
    for (let second = 0; second < 9; second++) bench.clock(1, ENTRY_TICKS);
    expect(bench.distrusts).toEqual([]);
  });
});

describe('the loss at the stops', () => {
  const at = (bench: ExecutionBench, lastTicks: number, slippageTicks = 2): number =>
    bench.execution.lossAtStopsE4(lastTicks, slippageTicks, 20_000);

  it('is nothing while nothing is open', () => {
    expect(at(new ExecutionBench(), ENTRY_TICKS)).toBe(0);
  });

  it('of an entry that works is that from its own price, wherever the last one is', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(3);
    // 10 ticks to the stop and 2 of slippage at 5 BRL, 2 BRL of costs: 62 BRL a contract
    for (const lastTicks of [ENTRY_TICKS, ENTRY_TICKS - 5, Number.NaN]) expect(at(bench, lastTicks)).toBe(3 * 620_000);
    bench.answer(entryId, 'cancelled');
    expect(at(bench, ENTRY_TICKS)).toBe(0);
  });

  it('of what is held is what it loses beyond the present price', () => {
    for (const direction of [1, -1] as const) {
      const bench = protectedBench(3, direction);
      expect(at(bench, ENTRY_TICKS)).toBe(3 * 620_000);
      expect(at(bench, ENTRY_TICKS + direction * 4)).toBe(3 * (16 * 50_000 + 20_000));
      expect(at(bench, ENTRY_TICKS - direction * 10)).toBe(3 * (2 * 50_000 + 20_000));
      // beyond the stop it is in the marks already; costs are still to come
      expect(at(bench, ENTRY_TICKS - direction * 30)).toBe(3 * 20_000);
    }
    expect(at(protectedBench(1), Number.NaN)).toBeNaN();
  });

  it('counts filled part and working part of an entry, each once', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(5);
    bench.fill(entryId, 2);
    expect(at(bench, ENTRY_TICKS)).toBe(5 * 620_000);
    expect(at(bench, ENTRY_TICKS + 2)).toBe(2 * 720_000 + 3 * 620_000);
    bench.fill(bench.id('target'), 1);
    expect(at(bench, ENTRY_TICKS)).toBe(4 * 620_000);
  });
});

describe('a new session', () => {
  it('finds no order, bracket or wish of the one before; what is held is closed at market', () => {
    const bench = protectedBench(2);
    bench.flatten();
    bench.startSession();
    bench.sent();
    bench.clock(1, ENTRY_TICKS);
    expect([bench.held, bench.sent()]).toEqual([2, ['exit sell 2']]);
    bench.fill(bench.id('exit'), 2);
    bench.fill(bench.enter(1), 1);
    expect(bench.sent()).toEqual(['entry buy 1', 'stop sell 1 5495/5485', 'target sell 1 5510']);
  });
});

describe('the ids of orders', () => {
  it('are the same when the same things happen again', () => {
    const run = (): readonly unknown[] => {
      const bench = protectedBench(3);
      bench.fill(bench.id('target'), 1);
      bench.flatten();
      bench.answer(bench.id('target'), 'cancelled', 1);
      bench.answer(bench.id('stop'), 'cancelled');
      expect(bench.sent()).toEqual(['cancel stop', 'cancel target', 'exit sell 2']);
      return bench.commands;
    };
    expect(run()).toEqual(run());
  });
});
