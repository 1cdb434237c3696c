// An engine that goes on where another process ended, orders of others and of the guardian, and stops that are watched by every price.
import { describe, expect, it } from 'vitest';
import type { CarriedOrder, CarriedState } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole } from '../../../src/core/account/order.ts';
import type { EngineEvent } from '../../../src/core/engine/engine.ts';
import type { EngineSettings } from '../../../src/core/engine/engine-context.ts';
import { GATES, startPause } from '../../../src/core/risk/start-pause.ts';
import { EngineBench, endMinute, holding, readyBench, warmupMinutes } from '../../support/engine-bench.ts';
import { commandWords, outcomesOf } from '../../support/engine-session.ts';
import { buys, holds, setupOf } from '../../support/test-strategy.ts';

const latches = { halted: undefined, paused: undefined, lossLimit: undefined };

function request(clientOrderId: string, role: OrderRole, strategyId = 'tested'): OrderRequest {
  return {
    ...{ clientOrderId, strategyId, instrumentId: 0, role, quantity: 2, bracketId: 'e' },
    side: role === 'entry' ? 'buy' : 'sell',
    type: role === 'stop' ? 'stopLimit' : 'market',
    price: role === 'stop' ? 5485 : undefined,
    stopPrice: role === 'stop' ? 5495 : undefined,
  };
}

function bought(strategyId = 'tested'): CarriedOrder {
  const order = request('e', 'entry', strategyId);
  const fill: Fill = {
    ...{ kind: 'fill', fillId: 'c1', clientOrderId: 'e', strategyId, instrumentId: 0, side: 'buy', quantity: 2 },
    ...{ price: 5500, costsE4: 0, exchangeTimeUs: 0, aggressor: true },
  };
  const plan = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
  return { request: order, plan, status: 'filled', reason: undefined, fills: [fill] };
}

/** A process that begins with these orders; a first trade at 5500 has come. */
function goingOn(orders: readonly CarriedOrder[], more: Partial<CarriedState> = {}): EngineBench {
  const bench = new EngineBench([setupOf(buys)]);
  const carried: CarriedState = { orders, ...latches, ...more };
  const warmup = [{ candle: '1m', instrumentId: 0, bars: 60 }];
  bench.start({ epoch: 7, warmup, warmupBars: 60, carried }, warmupMinutes(60));
  return bench.to(1).trade(5500).tick();
}

const agreed: EngineEvent = { kind: 'reconciliationReport', agreed: true, differences: [] };

const foreign = (filledQuantity: number): EngineEvent => ({
  ...{ kind: 'foreignOrder', venueOrderId: 'x', instrumentId: 0, side: 'sell', quantity: 3, isOpen: true },
  filledQuantity,
});

describe('an epoch that goes on with the orders of an earlier process', () => {
  it('holds what they hold, protects it once the venue has spoken, and halts nothing', () => {
    const bench = goingOn([bought()]);
    expect([bench.engine.context.account.held('tested', 0), bench.commands, bench.codes]).toEqual([2, [], []]);
    bench.event(agreed).to(1.6).tick();
    expect(commandWords(bench.commands)).toEqual(['stop', 'target']);
    expect(bench.engine.context.state.kind).toBe('active');
    expect(bench.last('stop')).toMatchObject({ bracketId: 'e', quantity: 2, stopPrice: 5495 });
  });

  it('counts a fill that is told again once, by its id', () => {
    const bench = goingOn([bought()]);
    bench.event(bought().fills[0]!).to(1.6).tick();
    expect(bench.engine.context.account.held('tested', 0)).toBe(2);
    expect(bench.codes).toEqual([]);
  });

  it('manages brackets before any warm-up has been told, and decides nothing meanwhile', () => {
    const bench = new EngineBench([setupOf(buys)]);
    const warmup = [{ candle: '1m', instrumentId: 0, bars: 60 }];
    bench.start({ epoch: 7, warmup, warmupBars: 60, carried: { orders: [bought()], ...latches } });
    bench.event(agreed).to(-59).tick();
    expect(commandWords(bench.commands)).toEqual(['stop', 'target']);
    expect(bench.decisions).toEqual([]);
  });

  it('enters nothing while the fate of an order is open', () => {
    const entry = { ...bought(), status: 'pendingNew', fills: [] } as const;
    const bench = endMinute(goingOn([entry]), 1);
    expect(outcomesOf(bench.decisions)).toEqual(['ordersInFlight']);
    bench.answer(request('e', 'entry'), 'rejected');
    endMinute(bench.to(62).tick(), 2);
    expect(outcomesOf(bench.decisions).at(-1)).toMatch(/^enter buy/);
  });

  it('keeps the latches: halted stays halted until a person resumes', () => {
    const bench = goingOn([], { halted: 'positionDiffers', paused: 'ana: lunch', lossLimit: 'daily loss' });
    expect([bench.engine.context.state.kind, bench.engine.context.state.reason]).toEqual(['halted', 'positionDiffers']);
    bench.event({ kind: 'operatorCommand', command: 'resume', by: 'ana', reason: 'seen' });
    expect([bench.engine.context.state.kind, bench.engine.context.state.reason]).toEqual(['reducing', 'daily loss']);
  });

  it('halts where a strategy that does not run here holds something', () => {
    const bench = goingOn([bought('other')]);
    expect(bench.codes).toEqual(['carriedOrders']);
    expect(bench.engine.context.state.reason).toContain('other, which does not run here, holds 2 of WDOU25');
  });
});

describe('orders of others on the account', () => {
  it('explain their part of the position; what they do not explain halts', () => {
    const bench = readyBench([setupOf(holds)]).event(foreign(2));
    bench.event({ kind: 'positionReport', instrumentId: 0, quantity: -2 });
    expect(bench.engine.context.state.kind).toBe('active');
    bench.event({ kind: 'positionReport', instrumentId: 0, quantity: -1 });
    expect(bench.engine.context.state.reason).toBe('the venue holds -1 of WDOU25, our fills say 0, those of others -2');
  });

  it('halt where the account is ours alone', () => {
    const settings: Partial<EngineSettings> = { accountUse: 'exclusive' };
    const bench = readyBench([setupOf(holds)], settings).event(foreign(0));
    expect(bench.codes).toEqual(['foreignOrder']);
    expect(bench.engine.context.state.kind).toBe('halted');
  });
});

describe('a stop of the guardian', () => {
  it('takes the place of ours that came late and was refused', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1).to(61);
    const entry = bench.last('entry');
    bench.fill(entry, entry.quantity, 5500);
    const stop = { ...bench.last('stop'), clientOrderId: 'g1' };
    bench.event({ kind: 'orderAdopted', request: stop, by: 'guardian', reason: 'no stop in time' });
    bench.answer(stop, 'working').answer(bench.last('stop'), 'rejected').to(63).tick();
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target', 'cancel']);
    expect([bench.codes, bench.engine.context.state.kind]).toEqual([[], 'active']);
  });
});

describe('an adopted order of a strategy that does not run here', () => {
  const adopted: EngineEvent = {
    ...{ kind: 'orderAdopted', by: 'reconciliation', reason: 'sent by an earlier process' },
    request: request('e', 'entry', 'other'),
  };

  it('halts with a word on whose it is, once, and takes a working entry back', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1).to(61);
    bench.answer(bench.last('entry'), 'working').event(adopted).event(adopted);
    expect(bench.engine.context.state.kind).toBe('halted');
    expect(bench.alerts.filter(({ severity }) => severity === 'critical')).toMatchObject([
      { code: 'strangeAdopted', text: expect.stringContaining('order e is of other, which does not run here') },
    ]);
    expect(commandWords(bench.commands)).toEqual(['entry', 'cancel']);
  });

  it('keeps its fills in the book, and nothing is entered before a person has resumed', () => {
    const bench = readyBench([setupOf(buys)]).event(adopted);
    bench.event(bought('other').fills[0]!);
    expect(bench.engine.context.account.netQuantity('WDOU25')).toBe(2);
    expect(outcomesOf(endMinute(bench, 1).decisions)).toEqual(['halted']);
    expect(bench.commands).toEqual([]);
    bench.event({ kind: 'operatorCommand', command: 'resume', by: 'ana', reason: 'seen' });
    expect(bench.engine.context.state.kind).toBe('active');
  });
});

describe('what the session does by itself', () => {
  it('is told apart from what a person asked for', () => {
    const bench = readyBench([setupOf(holds)]).event(startPause);
    bench.event({ kind: 'operatorCommand', command: 'resume', by: GATES, reason: 'every gate is open' });
    bench.event({ kind: 'operatorCommand', command: 'pause', by: 'qt pause by ana', reason: 'lunch' });
    expect(bench.codes).toEqual(['ownCommand', 'ownCommand', 'operator']);
  });
});

describe('a stop that has triggered', () => {
  it('is watched by each trade: out at market when it has not filled in time, by a tick that was asked for', () => {
    const bench = holding([setupOf(buys)])
      .to(65)
      .trade(5495);
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target']);
    bench.to(65.3).tick();
    expect([commandWords(bench.commands).slice(3), bench.codes]).toEqual([['cancel', 'cancel'], ['stopNotFilled']]);
    expect(bench.commands.at(-1)!.seq).toBe(bench.engine.context.seq);
  });

  it('is not seen in prices of the past, while the day is rebuilt', () => {
    const bench = holding([setupOf(buys)])
      .start({ epoch: 2 })
      .to(65)
      .trade(5480)
      .tick();
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target']);
    bench.event({ kind: 'backfillComplete', reason: 'day so far' }).to(66).trade(5480);
    expect(bench.codes).toContain('stopJumped');
  });
});

describe('a kill', () => {
  it('closes everything and halts until a person resumes', () => {
    const bench = holding([setupOf(buys)]);
    bench.event({ kind: 'operatorCommand', command: 'kill', by: 'ana', reason: 'enough' });
    expect(commandWords(bench.commands).slice(3)).toEqual(['cancel', 'cancel']);
    for (const leg of ['stop', 'target'] as const) bench.answer(bench.last(leg), 'cancelled');
    expect(commandWords(bench.commands).at(-1)).toBe('exit');
    expect(bench.engine.context.state.kind).toBe('halted');
  });

  it('that came while the gates opened stays: their resumption ends the pause of the start and no more', () => {
    const bench = readyBench([setupOf(buys)]).event(startPause);
    bench.event({ kind: 'operatorCommand', command: 'kill', by: 'ana', reason: 'enough' });
    const resumed = { kind: 'operatorCommand', command: 'resume', reason: 'every gate is open' } as const;
    bench.event({ ...resumed, by: GATES });
    expect(bench.engine.context.state.latches).toMatchObject({ halted: 'ana: enough', paused: undefined });
    bench.event({ ...resumed, by: 'ana' });
    expect(bench.engine.context.state.kind).toBe('active');
  });
});
