// What a restart must not forget: a flatten that was under way, the orders of the last minute, and the best of the session.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CarriedOrder, CarriedState } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest } from '../../../src/core/account/order.ts';
import { Drawdown } from '../../../src/core/risk/drawdown.ts';
import { OrderRate } from '../../../src/core/risk/order-rate.ts';
import { EngineBench, endMinute, warmupMinutes } from '../../support/engine-bench.ts';
import { commandWords, outcomesOf } from '../../support/engine-session.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { at } from '../../support/tape.ts';
import { buys, setupOf } from '../../support/test-strategy.ts';

const plan = { stopPrice: 5495, stopLimitPrice: 5485, targetPrice: 5510 };
const none = { price: undefined, stopPrice: undefined };

function entry(id: string, changes: Partial<CarriedOrder> = {}): CarriedOrder {
  const request: OrderRequest = {
    ...{ clientOrderId: id, strategyId: 'tested', instrumentId: 0, side: 'buy', type: 'market', role: 'entry' },
    ...{ quantity: 2, bracketId: id, ...none },
  };
  return { request, plan, status: 'cancelled', reason: undefined, fills: [], ...changes };
}

function bought(): CarriedOrder {
  const fill: Fill = {
    ...{ kind: 'fill', fillId: 'c1', clientOrderId: 'e', strategyId: 'tested', instrumentId: 0, side: 'buy' },
    ...{ quantity: 2, price: 5500, costsE4: 0, exchangeTimeUs: 0, aggressor: true },
  };
  return entry('e', { status: 'filled', fills: [fill], sentUs: at(-3600) });
}

/** A process that begins with these orders; the venue has said that it agrees. */
function goingOn(orders: readonly CarriedOrder[], more: Partial<CarriedState> = {}): EngineBench {
  const bench = new EngineBench([setupOf(buys, { risk: { ordersPerMinute: 2 } })]);
  const carried: CarriedState = { orders, halted: undefined, paused: undefined, lossLimit: undefined, ...more };
  bench.start(
    { epoch: 7, warmup: [{ candle: '1m', instrumentId: 0, bars: 60 }], warmupBars: 60, carried },
    warmupMinutes(60),
  );
  bench.to(1).trade(5500).event({ kind: 'reconciliationReport', agreed: true, differences: [] });
  return bench.to(2).tick();
}

describe('a flatten that was under way when the process ended', () => {
  it('goes on after the restart', () => {
    const bench = goingOn([bought()], { flattening: 'ana: home', halted: 'ana: home' });
    expect(commandWords(bench.commands)).toEqual(['exit']);
    expect(bench.last('exit')).toMatchObject({ side: 'sell', quantity: 2 });
  });

  it('goes on where the loss of the day had asked for it', () => {
    expect(commandWords(goingOn([bought()], { lossLimit: 'daily loss limit' }).commands)).toEqual(['exit']);
  });

  it('lets what is flat enter anew', () => {
    const bench = endMinute(goingOn([], { flattening: 'ana: lunch' }), 1);
    expect(outcomesOf(bench.decisions)[0]).toMatch(/^enter buy/);
    bench.fill(bench.last('entry'), 1, 5500);
    expect(commandWords(bench.commands)).toContain('stop');
  });

  it('is none where nobody asked for it: what is held is protected', () => {
    expect(commandWords(goingOn([bought()]).commands)).toEqual(['stop', 'target']);
  });
});

describe('limits over a restart', () => {
  it('count the entries that were sent before it', () => {
    const sent = [entry('a', { sentUs: at(10) }), entry('b', { sentUs: at(20) })];
    const bench = endMinute(goingOn(sent), 1);
    expect(bench.decisions[0]!.outcome.reason).toContain('orderRate: 2 entry orders in the last minute');
    expect(outcomesOf(endMinute(bench, 2).decisions)[1]).toMatch(/^enter buy/);
  });

  it('take an order whose time nobody knows for one of now', () => {
    const bench = goingOn([entry('a'), entry('b')]);
    expect(bench.engine.context.rate.entriesAt(at(-1))).toBe(2);
  });

  it('measure the drawdown from the best before it', () => {
    const bench = goingOn([bought()], { bestNetE4: 5_000_000 });
    expect(bench.engine.context.drawdown.bestOf('2025-08-05')).toBe(5_000_000);
    expect(bench.engine.context.drawdown.take('2025-08-05', 4_000_000, false)).toBe(1_000_000);
  });

  it('are never wider than without it, wherever it comes', () => {
    const results = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(results, fc.nat(30), (steps, cut) => {
        let restarted = new Drawdown();
        const whole = new Drawdown();
        steps.forEach(([net, isOver], index) => {
          if (index === cut) {
            const wasOver = index > 0 && steps[index - 1]![1];
            const next = new Drawdown();
            next.restore('a', restarted.bestOf('a'), wasOver);
            restarted = next;
          }
          expect(restarted.take('a', net, isOver)).toBe(whole.take('a', net, isOver));
        });
      }),
      { numRuns: propertyRuns(200) },
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90_000_000 })), fc.nat(90_000_000), (unsorted, asked) => {
        const times = [...unsorted].sort((a, b) => a - b).filter((time) => time <= asked);
        const whole = new OrderRate();
        for (const time of times) whole.note(true, time);
        const restarted = new OrderRate();
        restarted.restore([...times].reverse(), []);
        expect(restarted.entriesAt(asked)).toBe(whole.entriesAt(asked));
        expect(restarted.freeAtUs(3, asked)).toBe(whole.freeAtUs(3, asked));
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
