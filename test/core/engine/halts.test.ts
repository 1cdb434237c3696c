// What ends the trust in our own book or in a strategy, how often it is told, and what becomes of entries that still work.
import { describe, expect, it } from 'vitest';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import type { OrderRequest } from '../../../src/core/account/order.ts';
import type { EngineEvent } from '../../../src/core/engine/engine.ts';
import { flat, hold, target, type Wanted } from '../../../src/core/signal/wanted.ts';
import { type EngineBench, endMinute, holding, readyBench } from '../../support/engine-bench.ts';
import { commandWords } from '../../support/engine-session.ts';
import { buys, holds, long, setupOf } from '../../support/test-strategy.ts';

const differs = (quantity: number): EngineEvent => ({ kind: 'positionReport', instrumentId: 0, quantity });
const operator = (command: OperatorCommand['command']): EngineEvent => ({
  kind: 'operatorCommand',
  command,
  by: 'ana',
  reason: 'look',
});

/** The entry of the first minute works at the venue, nothing of it has filled. */
function entering(...changes: Parameters<typeof readyBench>): EngineBench {
  const bench = endMinute(readyBench(...changes), 1).to(61);
  return bench.answer(bench.last('entry'), 'working');
}

function resultOf(
  command: 'submit' | 'cancel',
  { clientOrderId }: OrderRequest,
  outcome: 'refused' | 'unknown' | 'accepted',
): EngineEvent {
  return { kind: 'commandResult', command, clientOrderId, outcome, reason: 'no margin' };
}

describe('a halt', () => {
  it('is told once for each reason, until a person resumes or the next session begins', () => {
    const bench = readyBench([setupOf(holds)]);
    bench.event(differs(3)).event(differs(3)).event(differs(2)).event(differs(3));
    expect(bench.alerts).toMatchObject([
      { severity: 'critical', code: 'positionDiffers', text: 'the venue holds 3 of WDOU25, our fills say 0' },
      { severity: 'critical', code: 'positionDiffers', text: 'the venue holds 2 of WDOU25, our fills say 0' },
    ]);
    bench.event(operator('resume')).event(differs(3));
    expect(bench.codes.filter((code) => code === 'positionDiffers')).toHaveLength(3);
    expect(bench.engine.context.state.kind).toBe('halted');
    bench.start({ epoch: 2 }).event(differs(3));
    expect(bench.codes.filter((code) => code === 'positionDiffers')).toHaveLength(3);
    bench.start({ epoch: 3, sessionDay: '2025-08-06' }).event(differs(3));
    expect(bench.codes.filter((code) => code === 'positionDiffers')).toHaveLength(4);
  });

  it('takes a working entry back, and leaves what it had filled, or fills yet, under its bracket', () => {
    const bench = entering([setupOf(buys)]);
    bench.fill(bench.last('entry'), 1, 5500).event(differs(3));
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target', 'cancel']);
    bench.fill(bench.last('entry'), 1, 5500);
    expect(commandWords(bench.commands).slice(4)).toEqual(['stop', 'target']);
    for (const command of bench.commands) {
      if (command.kind === 'submit' && command.request.role === 'stop') bench.answer(command.request, 'working');
    }
    bench.answer(bench.last('entry'), 'cancelled').to(66).tick();
    expect(bench.engine.context.account.held('tested', 0)).toBe(2);
    expect(commandWords(bench.commands)).toHaveLength(6);
  });

  it('takes entries back also when the same reason had been told before', () => {
    const bench = readyBench([setupOf(buys)])
      .event(differs(3))
      .event(operator('resume'));
    endMinute(bench, 1).event(differs(3));
    expect(commandWords(bench.commands)).toEqual(['entry', 'cancel']);
  });

  it('takes back the entries of every strategy', () => {
    const throwing = setupOf(
      () => {
        throw new Error('no such level');
      },
      { name: 'broken' },
    );
    const bench = endMinute(readyBench([setupOf(buys), throwing]), 1);
    expect(bench.codes).toEqual(['strategyThrew']);
    expect(commandWords(bench.commands)).toEqual(['entry', 'cancel']);
  });

  it('and a pause of a person take entries back, not what is held', () => {
    for (const command of ['halt', 'pause'] as const) {
      expect(commandWords(entering([setupOf(buys)]).event(operator(command)).commands)).toEqual(['entry', 'cancel']);
      expect(commandWords(holding([setupOf(buys)]).event(operator(command)).commands)).toHaveLength(3);
    }
    expect(commandWords(entering([setupOf(buys)]).event(operator('resume')).commands)).toEqual(['entry']);
  });
});

describe('answers that cross each other', () => {
  it('are late, no contradiction, while they tell of no new fills', () => {
    const bench = holding([setupOf(buys)]);
    const words = commandWords(bench.commands);
    for (const status of ['cancelled', 'rejected', 'expired', 'working', 'pendingNew', 'unknown'] as const) {
      bench.answer(bench.last('entry'), status);
    }
    for (const role of ['stop', 'target'] as const) bench.answer(bench.last(role), 'pendingNew');
    expect([commandWords(bench.commands), bench.codes]).toEqual([words, []]);
    expect(bench.engine.context.account.order(bench.last('entry').clientOrderId)?.status).toBe('filled');
  });
});

describe('an order that nobody answers', () => {
  it('halts after three seconds and is taken back', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1);
    bench.to(63).tick();
    expect(bench.codes).toEqual([]);
    bench.to(63.5).tick();
    expect(bench.codes).toEqual(['orderUnanswered']);
    expect(bench.engine.context.state.kind).toBe('halted');
    expect(commandWords(bench.commands)).toEqual(['entry', 'cancel']);
    for (let second = 64; second < 75; second++) bench.to(second).tick();
    expect(bench.codes.filter((code) => code === 'orderUnanswered')).toHaveLength(1);
  });
});

describe('a command of which the venue says', () => {
  it('that it refused a submission ends the order, also when its cancel is asked for: nothing stays naked', () => {
    for (const first of ['stop', 'target'] as const) {
      const bench = endMinute(readyBench([setupOf(buys)]), 1).to(61);
      bench.fill(bench.last('entry'), 4, 5500).event(operator('flatten'));
      expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel']);
      const other = first === 'stop' ? 'target' : 'stop';
      bench.event(resultOf('submit', bench.last(first), 'refused'));
      expect(bench.engine.context.account.order(bench.last(first).clientOrderId)).toMatchObject({
        status: 'rejected',
        reason: 'no margin',
      });
      bench.answer(bench.last(other), 'cancelled');
      expect(commandWords(bench.commands).slice(5)).toEqual(['exit']);
      expect(bench.last('exit')).toMatchObject({ side: 'sell', quantity: 4 });
      expect(bench.engine.context.state.kind).toBe('reducing');
    }
  });

  it('that it refused the stop closes the position at market', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1).to(61);
    bench.fill(bench.last('entry'), 4, 5500).event(resultOf('submit', bench.last('stop'), 'refused'));
    expect(commandWords(bench.commands).slice(3)).toEqual(['cancel']);
    bench.answer(bench.last('target'), 'cancelled');
    expect(commandWords(bench.commands).slice(4)).toEqual(['exit']);
    expect(bench.codes).toEqual(['stopLost']);
  });

  it('that it refused a cancel leaves the order alive; the cancel is sent again', () => {
    for (const outcome of ['refused', 'unknown'] as const) {
      const bench = holding([setupOf(buys)]).event(operator('flatten'));
      const stop = bench.last('stop');
      bench.event(resultOf('cancel', stop, outcome));
      expect(bench.engine.context.account.order(stop.clientOrderId)?.status).toBe('pendingCancel');
      bench.answer(bench.last('target'), 'cancelled').to(64).tick();
      expect(commandWords(bench.commands).slice(3)).toEqual(['cancel', 'cancel', 'cancel']);
      bench.answer(stop, 'cancelled');
      expect(commandWords(bench.commands).slice(6)).toEqual(['exit']);
    }
  });

  it('that nobody knows of a submission keeps its risk and ends the trust in our book', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1);
    bench.event(resultOf('submit', bench.last('entry'), 'unknown'));
    expect(bench.engine.context.runtimes[0]!.execution.entryOpen).toBe(4);
    bench.to(64).tick();
    expect(bench.alerts).toMatchObject([{ code: 'orderUnanswered' }]);
    expect(bench.alerts[0]!.text).toMatch(/\(unknown\)$/);
  });

  it('that it took it, or says it of an order that has ended, changes nothing', () => {
    const bench = holding([setupOf(buys)]);
    const words = commandWords(bench.commands);
    for (const role of ['entry', 'stop', 'target'] as const) {
      bench
        .event(resultOf('submit', bench.last(role), 'accepted'))
        .event(resultOf('cancel', bench.last(role), 'accepted'));
    }
    bench.event(resultOf('submit', bench.last('entry'), 'refused'));
    bench.event(resultOf('submit', bench.last('entry'), 'unknown'));
    bench.event(resultOf('submit', { ...bench.last('entry'), clientOrderId: 'stranger' }, 'refused'));
    expect([commandWords(bench.commands), bench.codes]).toEqual([words, []]);
  });
});

describe('a fill', () => {
  it('of a rejected entry is booked, protected and halts', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1);
    const entry = bench.last('entry');
    bench.answer(entry, 'rejected').fill(entry, 4, 5500);
    expect(bench.engine.context.account.held('tested', 0)).toBe(4);
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target']);
    expect(bench.engine.context.state.reason).toBe(
      `order ${entry.clientOrderId}: an order that was rejected has filled`,
    );
    expect(bench.codes).toEqual(['entryRefused', 'orderContradiction']);
  });

  it('of another side or instrument than its order halts and is not booked', () => {
    for (const changes of [{ side: 'sell' }, { instrumentId: 1 }] as const) {
      const bench = endMinute(readyBench([setupOf(buys)]), 1);
      bench.fill(bench.last('entry'), 4, 5500, changes);
      expect(bench.engine.context.account.held('tested', 0)).toBe(0);
      expect(bench.engine.context.state.kind).toBe('halted');
      expect(commandWords(bench.commands)).toEqual(['entry', 'cancel']);
    }
  });

  it('that names another strategy is that of the order all the same', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1);
    bench.fill(bench.last('entry'), 4, 5500, { strategyId: 'somebody-else' });
    expect(bench.engine.context.account.held('tested', 0)).toBe(4);
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target']);
    expect(bench.codes).toEqual([]);
  });

  it('that comes after a person flattened is closed at once', () => {
    const bench = entering([setupOf(buys)]);
    const entry = bench.last('entry');
    bench.event(operator('flatten')).answer(entry, 'cancelled').fill(entry, 4, 5500);
    expect(commandWords(bench.commands)).toEqual(['entry', 'cancel', 'exit']);
  });
});

describe('a strategy whose wish is none', () => {
  const wishes: Readonly<Record<string, () => unknown>> = {
    nothing: () => undefined,
    null: () => null,
    'a text': () => 'buy',
    'a number': () => 1,
    'a promise': () => Promise.resolve(hold('later')),
    'an unknown kind': () => ({ kind: 'buy', reason: 'up' }),
    'a direction without distances': () => ({ kind: 'direction', direction: 1, reason: 'up' }),
    'a direction with distances that are texts': () => ({
      ...long(5, 10),
      bracket: { stopPoints: '5', targetPoints: '10' },
    }),
    'a direction of 2': () => ({ ...long(5, 10), direction: 2 }),
    'a hold without a reason': () => ({ kind: 'hold' }),
    'a circle': () => {
      const circle: Record<string, unknown> = { kind: 'buy' };
      circle.self = circle;
      return circle;
    },
    'a stop beyond every number': () => target(1, { stopPoints: 1e300, targetPoints: 5 }, 'far'),
    'a target below 0': () => target(-1, { stopPoints: 5, targetPoints: 6000 }, 'far'),
    'a target beyond every number': () => target(1, { stopPoints: 5, targetPoints: 1e300 }, 'far'),
    'a stop of NaN': () => ({ ...long(5, 10), bracket: { stopPoints: Number.NaN, targetPoints: 10 } }),
    'an endless target': () => ({ ...long(5, 10), bracket: { stopPoints: 5, targetPoints: Infinity } }),
    'a thrown error': () => {
      throw new Error('no such level');
    },
    'a thrown text': () => {
      throw 'no such level';
    },
  };

  for (const [what, wish] of Object.entries(wishes)) {
    it(`is halted with strategyThrew, never thrown out of the engine: ${what}`, () => {
      const bench = endMinute(readyBench([setupOf(() => wish() as Wanted)]), 1);
      expect(bench.decisions[0]!.outcome).toMatchObject({ kind: 'hold', code: 'strategyThrew' });
      expect(bench.decisions[0]!.outcome.reason).not.toBe('');
      expect([bench.codes, bench.commands]).toEqual([['strategyThrew'], []]);
      expect(bench.alerts[0]!.text).toBe(`strategy tested threw: ${bench.decisions[0]!.outcome.reason}`);
      endMinute(bench, 2);
      expect(bench.decisions[1]!.outcome).toMatchObject({ kind: 'hold', code: 'halted' });
    });
  }

  it('keeps its bracket, and what it holds is closed before the close', () => {
    let asked = 0;
    const bench = holding([setupOf(() => (asked++ === 0 ? long(5, 10) : (undefined as unknown as Wanted)))]);
    endMinute(bench, 2);
    expect([bench.codes, commandWords(bench.commands)]).toEqual([['strategyThrew'], ['entry', 'stop', 'target']]);
    bench.to(36_000 - 59).tick();
    expect(commandWords(bench.commands).slice(3)).toEqual(['cancel', 'cancel']);
  });

  it('is not one that wants to be flat while it is', () => {
    const bench = endMinute(readyBench([setupOf(() => flat('nothing'))]), 1);
    expect(bench.decisions[0]!.outcome).toEqual({ kind: 'flat', reason: 'nothing' });
    expect([bench.codes, bench.commands]).toEqual([[], []]);
  });
});

describe('the loss limit of the day', () => {
  const setups = [setupOf(buys, { risk: { dailyLossLimit: 0.003 } })];

  it('is looked at on every tick once anything was traded, also when nothing is held any more', () => {
    const bench = holding(setups);
    const stop = bench.last('stop');
    bench.fill(stop, 4, 5490).answer(bench.last('target'), 'cancelled');
    expect(bench.engine.context.account.openContracts).toBe(0);
    expect(bench.engine.context.state.kind).toBe('active');
    bench.to(62).tick();
    expect(bench.engine.context.state.reason).toBe('daily loss limit: -400 BRL of 100000 BRL capital');
    expect(bench.codes).toEqual(['dailyLoss']);
    bench.to(63).tick();
    expect(bench.codes).toEqual(['dailyLoss']);
  });

  it('is looked at while the engine is mute: a position does not wait for the feed', () => {
    const bench = holding(setups).event({ kind: 'gap', lostRecords: 1, reason: 'lost' }).to(70);
    bench.trade(5480).tick();
    expect(bench.codes).toEqual(['muted', 'stopJumped', 'dailyLoss']);
    expect(commandWords(bench.commands).slice(3)).toEqual(['cancel', 'cancel']);
  });

  it('is ended by no person and by no new epoch, only by a new session', () => {
    const bench = holding(setups).to(70).trade(5480).tick();
    const { state } = bench.engine.context;
    for (const event of [operator('pause'), operator('resume'), operator('halt'), operator('resume')])
      bench.event(event);
    expect(state.kind).toBe('reducing');
    bench.start({ epoch: 2 });
    expect(state.kind).toBe('reducing');
    bench.start({ epoch: 3, sessionDay: '2025-08-06' });
    expect(state.isOverLossLimit).toBe(false);
  });

  it('is not reached, nor a stop jumped, by a cross far away', () => {
    const bench = holding(setups);
    for (const condition of ['cross', 'other'] as const) {
      bench.to(70).trade(5400, { condition }).tick().to(71).tick();
    }
    expect([bench.codes, commandWords(bench.commands)]).toEqual([[], ['entry', 'stop', 'target']]);
    bench.to(72).trade(5480).tick();
    expect(bench.codes).toEqual(['stopJumped', 'dailyLoss']);
  });
});
