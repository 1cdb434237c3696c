// Brackets against the clock and the price: stops that come late, trigger without a fill, wait for the phase, are watched, grow and follow.
import { describe, expect, it } from 'vitest';
import type { BracketSettings } from '../../../src/core/execution/bracket-settings.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';

const STOP = ENTRY_TICKS - 10;
const TARGET = ENTRY_TICKS + 20;

/** Two bought, the legs of the bracket taken by the venue, the price at the entry. */
function held(brackets: Partial<BracketSettings> = {}, trailTicks?: number): ExecutionBench {
  const bench = new ExecutionBench(brackets);
  const entryId = bench.enter(2, 1, undefined, trailTicks);
  bench.price(ENTRY_TICKS);
  bench.fill(entryId, 2);
  bench.answer(entryId, 'filled');
  bench.answer(bench.id('stop'), 'working');
  if (brackets.bothExitsWorking !== false) bench.answer(bench.id('target'), 'working');
  bench.sent();
  return bench;
}

const codes = (bench: ExecutionBench): readonly string[] => bench.alerts.map(({ code }) => code);

describe('a stop that is not taken', () => {
  it('within half a second of its fill ends in an exit at market: cancelled, confirmed, out', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.fill(entryId, 2);
    bench.sent();
    expect(bench.wakes).toContain(bench.nowUs + 500_000);
    bench.clock(0.499, ENTRY_TICKS);
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
    bench.clock(0.001, ENTRY_TICKS);
    expect([bench.sent(), bench.alerts]).toEqual([
      ['cancel stop', 'cancel target'],
      [{ severity: 'critical', code: 'stopLate' }],
    ]);
    bench.answer(bench.id('stop'), 'cancelled');
    expect(bench.sent()).toEqual([]);
    bench.answer(bench.id('target'), 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 2']);
  });

  it('in time is no reason, nor is one that was taken and of which nobody knows now', () => {
    const bench = held();
    bench.answer(bench.id('stop'), 'unknown');
    for (let second = 0; second < 5; second++) bench.clock(1, ENTRY_TICKS);
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
  });

  it('has its own deadline in each slice of the entry', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(3);
    bench.fill(entryId, 1);
    bench.answer(bench.id('stop'), 'working');
    bench.clock(0.4, ENTRY_TICKS);
    bench.fill(entryId, 2);
    bench.clock(0.4, ENTRY_TICKS);
    expect(codes(bench)).toEqual([]);
    bench.sent();
    bench.clock(0.1, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    expect(codes(bench)).toEqual(['stopLate']);
  });
});

describe('a trigger', () => {
  it('that the price has crossed before the stop is sent means no stop: out at market', () => {
    for (const [direction, lastTicks] of [
      [1, STOP],
      [-1, ENTRY_TICKS + 10],
    ] as const) {
      const bench = new ExecutionBench();
      const entryId = bench.enter(2, direction);
      bench.market.lastTicks = lastTicks;
      bench.sent();
      bench.fill(entryId, 2);
      expect([bench.sent(), codes(bench)]).toEqual([
        [`exit ${direction === 1 ? 'sell' : 'buy'} 2`],
        ['triggerCrossed'],
      ]);
    }
  });

  it('is compared with the touch where nothing has traded yet', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(1);
    bench.market.bidTicks = STOP;
    bench.sent();
    bench.fill(entryId, 1);
    expect(bench.sent()).toEqual(['exit sell 1']);
  });

  it('that the price reaches gives the stop 300 ms to fill, wherever the price goes then', () => {
    const bench = held();
    bench.price(STOP + 1);
    const before = bench.wakes.length;
    bench.price(STOP, 10);
    expect(bench.wakes.slice(before)).toEqual([bench.nowUs + 300_000]);
    bench.price(STOP + 5, 299);
    expect(bench.sent()).toEqual([]);
    bench.clock(0.001, STOP + 5);
    expect([bench.sent(), codes(bench)]).toEqual([['cancel stop', 'cancel target'], ['stopNotFilled']]);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
    expect(bench.sent()).toEqual(['exit sell 2']);
  });

  it('is over when the stop has filled in time', () => {
    const bench = held();
    bench.price(STOP);
    bench.fill(bench.id('stop'), 2, STOP - 1);
    bench.answer(bench.id('target'), 'cancelled');
    bench.clock(1, STOP);
    expect([bench.held, bench.sent(), codes(bench)]).toEqual([0, ['cancel target'], []]);
  });

  it('that the price has left by ten ticks waits for nothing', () => {
    const bench = held();
    bench.price(STOP - 9);
    expect(bench.sent()).toEqual([]);
    bench.price(STOP - 10, 1);
    expect([bench.sent(), codes(bench)]).toEqual([['cancel stop', 'cancel target'], ['stopJumped']]);
  });
});

describe('in a phase without continuous trading', () => {
  it('a refused stop is tried again each second, a person is called once, and the bracket stays', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(2);
    bench.market.isOpen = false;
    bench.fill(entryId, 2);
    bench.answer(bench.id('target'), 'working');
    bench.sent();
    for (let tries = 0; tries < 4; tries++) {
      bench.answer(bench.id('stop'), 'rejected');
      expect(bench.sent()).toEqual([]);
      bench.clock(1);
      expect(bench.sent()).toEqual(['stop sell 2 5495/5485']);
    }
    expect(bench.alerts).toEqual([{ severity: 'critical', code: 'stopWaits' }]);
    bench.answer(bench.id('stop'), 'working');
    bench.market.isOpen = true;
    bench.clock(5, ENTRY_TICKS);
    expect([bench.sent(), bench.execution.busy]).toEqual([[], false]);
  });

  it('no price triggers anything', () => {
    const bench = held();
    bench.market.isOpen = false;
    bench.price(STOP - 30);
    bench.clock(5, STOP - 30);
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
  });
});

describe('the price limits of the day', () => {
  it('hold the limit of a stop, and a target beyond them', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(1);
    bench.market.lowLimitTicks = STOP - 4;
    bench.market.highLimitTicks = TARGET - 2;
    bench.sent();
    bench.fill(entryId, 1);
    expect(bench.sent()).toEqual(['stop sell 1 5495/5493', 'target sell 1 5509']);
  });

  it('stand in the plan of an entry, which is what the guardian protects by', () => {
    const bench = new ExecutionBench();
    Object.assign(bench.market, { lowLimitTicks: STOP - 4, highLimitTicks: TARGET - 2 });
    bench.enter(1);
    expect(bench.commands.at(-1)).toMatchObject({
      bracket: { stopPrice: 5495, stopLimitPrice: 5493, targetPrice: 5509 },
    });
  });

  it('that come too late for the entry: the trigger lies at the limit, and the stop counts as reached there', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(1);
    bench.market.lowLimitTicks = STOP + 2;
    bench.sent();
    bench.fill(entryId, 1);
    expect(bench.sent()).toEqual(['stop sell 1 5496/5496', 'target sell 1 5510']);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.price(STOP + 2);
    bench.price(STOP + 2, 299);
    expect(bench.sent()).toEqual([]);
    bench.price(STOP + 2, 1);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    expect(codes(bench)).toEqual(['stopNotFilled']);
  });

  it('a watched target beyond them is reached at the limit', () => {
    const bench = held({ bothExitsWorking: false });
    bench.market.highLimitTicks = TARGET - 2;
    bench.price(TARGET - 3);
    expect(bench.sent()).toEqual([]);
    bench.price(TARGET - 2);
    expect(bench.sent()).toEqual(['cancel stop']);
  });
});

describe('where the broker has no margin for two exits', () => {
  const alone = { bothExitsWorking: false };

  it('only the stop rests', () => {
    const bench = new ExecutionBench(alone);
    bench.fill(bench.enter(2), 2);
    expect(bench.sent()).toEqual(['entry buy 2', 'stop sell 2 5495/5485']);
  });

  it('the target is watched: its price cancels the stop, and the exit follows when that is confirmed', () => {
    for (const by of ['last', 'touch'] as const) {
      const bench = held(alone);
      bench.price(TARGET - 1);
      expect(bench.sent()).toEqual([]);
      if (by === 'last') bench.price(TARGET);
      else {
        bench.market.bidTicks = TARGET;
        bench.price(TARGET - 1);
      }
      expect(bench.sent()).toEqual(['cancel stop']);
      bench.answer(bench.id('stop'), 'cancelled');
      expect([bench.sent(), codes(bench)]).toEqual([['exit sell 2'], ['targetReached']]);
    }
  });

  it('a stop that follows the price is watched too, while the first one stays at the venue', () => {
    const bench = held(alone, 6);
    bench.price(ENTRY_TICKS + 5);
    bench.price(ENTRY_TICKS, 10);
    expect(bench.sent()).toEqual([]);
    bench.price(ENTRY_TICKS - 1, 10);
    expect([bench.sent(), codes(bench)]).toEqual([['cancel stop'], ['trailReached']]);
  });
});

describe('where the broker changes stops', () => {
  const changes = { changeStop: true };

  /** One of three filled, its legs taken. */
  function growing(): { readonly bench: ExecutionBench; readonly entryId: string } {
    const bench = new ExecutionBench(changes);
    const entryId = bench.enter(3);
    bench.fill(entryId, 1);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'working');
    bench.sent();
    return { bench, entryId };
  }

  it('one stop grows with the slices of an entry, each slice has a target', () => {
    const { bench, entryId } = growing();
    bench.fill(entryId, 2);
    expect(bench.sent()).toEqual(['change stop', 'target sell 2 5510']);
    expect(bench.commands.find(({ kind }) => kind === 'change')).toMatchObject({
      clientOrderId: bench.id('stop'),
      quantity: 3,
      price: 5485,
      stopPrice: 5495,
    });
    bench.changed(bench.id('stop'), 'accepted');
    bench.answer(bench.id('stop'), 'working');
    bench.clock(5, ENTRY_TICKS);
    expect(bench.account.order(bench.id('stop'))).toMatchObject({ quantity: 3, status: 'working' });
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
  });

  it('a refused or unknown change gives the slice a stop of its own', () => {
    for (const outcome of ['refused', 'unknown'] as const) {
      const { bench, entryId } = growing();
      bench.fill(entryId, 2);
      bench.sent();
      bench.changed(bench.id('stop'), outcome);
      expect(bench.sent()).toEqual(['stop sell 2 5495/5485']);
      bench.answer(bench.id('stop'), 'working');
      bench.clock(5, ENTRY_TICKS);
      expect([bench.sent(), codes(bench)]).toEqual([[], []]);
    }
  });

  it('a refusal that follows the acceptance takes the change back', () => {
    const { bench, entryId } = growing();
    bench.fill(entryId, 2);
    const stopId = bench.id('stop');
    bench.changed(stopId, 'accepted');
    bench.answer(stopId, 'working');
    bench.sent();
    bench.changed(stopId, 'refused');
    expect(bench.account.order(stopId)!.quantity).toBe(1);
    expect(bench.sent()).toEqual(['stop sell 2 5495/5485']);
  });

  it('a change without an answer in time ends in an exit at market', () => {
    const { bench, entryId } = growing();
    bench.fill(entryId, 2);
    bench.sent();
    bench.clock(0.5, ENTRY_TICKS);
    expect(codes(bench)).toEqual(['stopLate']);
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target', 'cancel target']);
  });

  it('a fill beyond the old size says that a change was made, whatever was told of it', () => {
    const { bench, entryId } = growing();
    bench.fill(entryId, 2);
    bench.fill(bench.id('stop'), 3);
    expect([bench.held, bench.contradictions]).toEqual([0, []]);
  });

  it('the stop becomes smaller as the target fills', () => {
    const bench = held(changes);
    bench.fill(bench.id('target'), 1);
    expect(bench.sent()).toEqual(['change stop']);
    expect(bench.commands.at(-1)).toMatchObject({ kind: 'change', quantity: 1 });
  });
});

describe('a stop that follows the price', () => {
  it('is placed anew before the old one goes, and never back', () => {
    const bench = held({}, 6);
    const oldId = bench.id('stop');
    bench.price(ENTRY_TICKS + 4);
    expect(bench.sent()).toEqual(['stop sell 2 5499/5489']);
    bench.price(ENTRY_TICKS + 8, 10);
    // one at a time
    expect(bench.sent()).toEqual([]);
    bench.answer(bench.id('stop'), 'working');
    expect(bench.sent()).toEqual(['cancel stop']);
    expect(bench.commands.at(-1)).toMatchObject({ clientOrderId: oldId });
    bench.answer(oldId, 'cancelled');
    bench.price(ENTRY_TICKS + 4, 2000);
    expect(bench.sent()).toEqual(['stop sell 2 5501/5491']);
  });

  it('goes back to the old one where the new one is refused or not taken in time', () => {
    for (const how of ['rejected', 'late'] as const) {
      const bench = held({}, 6);
      bench.price(ENTRY_TICKS + 4);
      bench.sent();
      if (how === 'rejected') bench.answer(bench.id('stop'), 'rejected');
      else bench.clock(0.5, ENTRY_TICKS + 4);
      expect(bench.sent()).toEqual(how === 'late' ? ['cancel stop'] : []);
      bench.price(STOP + 3, 100);
      expect([bench.sent(), bench.held, bench.execution.busy, codes(bench)]).toEqual([[], 2, false, []]);
    }
  });

  it('may fill beside the old one, which is undone', () => {
    const bench = held({}, 6);
    const oldId = bench.id('stop');
    bench.price(ENTRY_TICKS + 4);
    bench.sent();
    bench.fill(bench.id('stop'), 2);
    bench.fill(oldId, 2);
    expect([bench.held, bench.sent()]).toEqual([-2, ['cancel stop', 'cancel target', 'exit buy 2']]);
  });

  it('is changed where the broker does that', () => {
    const bench = held({ changeStop: true }, 6);
    bench.price(ENTRY_TICKS + 4);
    expect(bench.sent()).toEqual(['change stop']);
    expect(bench.commands.at(-1)).toMatchObject({ quantity: 2, stopPrice: 5499, price: 5489 });
    bench.changed(bench.id('stop'), 'accepted');
    bench.answer(bench.id('stop'), 'working');
    bench.price(ENTRY_TICKS - 2, 10);
    bench.clock(0.3, ENTRY_TICKS);
    expect(codes(bench)).toEqual(['stopNotFilled']);
  });
});

describe('an order that was found or placed for us', () => {
  const request = (bench: ExecutionBench, role: 'stop' | 'exit' | 'entry', quantity: number, bracketId?: string) => ({
    ...({ clientOrderId: 'g1', strategyId: 's', instrumentId: 0, side: 'sell', role, quantity } as const),
    type: role === 'stop' ? ('stopLimit' as const) : ('market' as const),
    price: role === 'stop' ? 5485 : undefined,
    stopPrice: role === 'stop' ? 5495 : undefined,
    bracketId: bracketId ?? bench.id('entry'),
  });

  it('is the stop of its bracket: our own that was late and refused is not missed', () => {
    const bench = new ExecutionBench();
    bench.fill(bench.enter(2), 2);
    bench.sent();
    bench.adopt(request(bench, 'stop', 2));
    bench.answer('g1', 'working');
    expect(bench.sent()).toEqual(['cancel stop']);
    bench.answer(bench.id('stop'), 'rejected');
    bench.clock(1, ENTRY_TICKS);
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
    bench.fill('g1', 2);
    expect([bench.held, bench.sent()]).toEqual([0, ['cancel target']]);
  });

  it('takes the place of our own where both work: the older goes', () => {
    const bench = held();
    const own = bench.id('stop');
    bench.adopt(request(bench, 'stop', 2));
    bench.answer('g1', 'working');
    expect(bench.sent()).toEqual(['cancel stop']);
    expect(bench.commands.at(-1)).toMatchObject({ clientOrderId: own });
  });

  it('covers several slices at once', () => {
    const bench = new ExecutionBench();
    const entryId = bench.enter(3);
    bench.fill(entryId, 1);
    bench.fill(entryId, 2);
    bench.sent();
    bench.adopt(request(bench, 'stop', 3));
    bench.answer('g1', 'working');
    expect(bench.sent()).toEqual(['cancel stop', 'cancel stop']);
    for (const stop of bench.idsOf('stop')) bench.answer(stop, 'rejected');
    bench.clock(1, ENTRY_TICKS);
    expect([bench.sent(), codes(bench)]).toEqual([[], []]);
    bench.fill('g1', 3);
    expect([bench.held, bench.sent()]).toEqual([0, ['cancel target', 'cancel target']]);
  });

  it('is an exit: what it closes is not closed twice', () => {
    const bench = held();
    bench.adopt(request(bench, 'exit', 2));
    expect(bench.sent()).toEqual(['cancel stop', 'cancel target']);
    bench.flatten();
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.id(leg), 'cancelled');
    bench.fill('g1', 2);
    expect([bench.held, bench.sent(), bench.execution.busy]).toEqual([0, [], false]);
  });

  it('protects nothing: cancelled until the venue says that it has ended', () => {
    const bench = new ExecutionBench();
    bench.adopt(request(bench, 'stop', 2, 'nobody'));
    bench.answer('g1', 'working');
    expect(bench.sent()).toEqual([]);
    bench.clock(1, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel undefined']);
    bench.clock(2, ENTRY_TICKS);
    expect(bench.sent()).toEqual(['cancel undefined']);
    bench.answer('g1', 'cancelled');
    bench.clock(9, ENTRY_TICKS);
    expect([bench.sent(), bench.execution.busy]).toEqual([[], false]);
  });
});
