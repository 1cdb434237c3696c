// What keeps the engine from deciding, cause by cause; which word ends which; what goes on meanwhile with what is held.
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/core/engine/engine.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { type EngineBench, endMinute, holding, readyBench, warmupMinutes } from '../../support/engine-bench.ts';
import { commandWords } from '../../support/engine-session.ts';
import { buys, holds, setupOf } from '../../support/test-strategy.ts';

const gap: EngineEvent = { kind: 'gap', lostRecords: 3, reason: 'ring full' };
const rebuilt: EngineEvent = { kind: 'backfillComplete', reason: 'whole' };
const connection = (
  service: 'market' | 'routing' | 'host',
  state: 'connected' | 'connecting' | 'disconnected',
): EngineEvent => ({ kind: 'connectionChange', service, state, detail: undefined });

/** The epoch after the first one, with the same warm-up. */
function again(bench: EngineBench, epoch = 2, sessionDay = '2025-08-05'): EngineBench {
  const warmup = [{ candle: '1m', instrumentId: 0, bars: 60 }];
  return bench.start({ epoch, sessionDay, warmup, warmupBars: 60 }, warmupMinutes(60));
}

function lastReason(bench: EngineBench): string {
  const { outcome } = bench.decisions.at(-1)!;
  return outcome.kind === 'hold' ? `${outcome.code}: ${outcome.reason}` : outcome.kind;
}

describe('the engine is mute', () => {
  const begun = () => endMinute(readyBench([setupOf(holds)]), 1);

  it('from a gap until the next epoch, whatever is connected or rebuilt meanwhile', () => {
    const bench = begun().event(gap).event(connection('market', 'connected')).event(rebuilt);
    expect(lastReason(endMinute(bench, 2))).toBe('muted: gap: ring full');
    expect(lastReason(endMinute(again(bench).event(rebuilt), 3))).toBe('strategyHold: as always');
  });

  it('in an epoch within a session until the session so far is rebuilt', () => {
    const bench = again(begun());
    expect(lastReason(endMinute(bench, 2))).toBe('muted: the session so far is being rebuilt');
    bench.event(rebuilt);
    expect(lastReason(endMinute(bench, 3))).toBe('strategyHold: as always');
  });

  it('not for a backfill at the first epoch of a session, nor any more at that of the next', () => {
    expect(lastReason(begun())).toBe('strategyHold: as always');
    const bench = again(again(begun()), 3, '2025-08-06');
    expect([...bench.engine.context.mutes.keys()]).toEqual([]);
  });

  it('while an epoch warms up, rebuilt or not', () => {
    const bench = begun();
    const warmup = [{ candle: '1m', instrumentId: 0, bars: 60 }];
    bench.start({ epoch: 2, warmup, warmupBars: 60 }, new EventBatch(1)).event(rebuilt);
    expect(lastReason(endMinute(bench, 2))).toBe('muted: the epoch is warming up');
  });

  it('by each service until that service is connected', () => {
    for (const service of ['market', 'routing', 'host'] as const) {
      for (const state of ['disconnected', 'connecting'] as const) {
        const bench = begun().event(connection(service, state));
        for (const other of (['market', 'routing', 'host'] as const).filter((each) => each !== service)) {
          bench.event(connection(other, 'connected'));
        }
        again(bench).event(rebuilt);
        expect(lastReason(endMinute(bench, 2))).toBe(`muted: ${service} ${state}`);
        bench.event(connection(service, 'connected'));
        expect(lastReason(endMinute(bench, 3))).toBe('strategyHold: as always');
      }
    }
  });

  it('by several causes until the last of them has ended', () => {
    const bench = begun()
      .event(connection('routing', 'disconnected'))
      .event(gap)
      .event(connection('host', 'connecting'));
    expect([...bench.engine.context.mutes.keys()]).toEqual(['routing', 'gap', 'host']);
    bench.event(connection('routing', 'connected')).event(connection('host', 'connected'));
    expect(lastReason(endMinute(bench, 2))).toBe('muted: gap: ring full');
  });

  it('which is told once for each cause, and again when it had ended', () => {
    const bench = begun();
    const lost = connection('market', 'disconnected');
    bench.event(lost).event(connection('market', 'connecting')).event(lost).event(gap).event(gap);
    expect(bench.alerts.map(({ code, text }) => `${code}: ${text}`)).toEqual([
      'muted: market disconnected',
      'muted: gap: ring full',
    ]);
    bench.event(connection('market', 'connected')).event(lost);
    expect(bench.alerts).toHaveLength(3);
  });
});

describe('an epoch within a session', () => {
  it('keeps position, bracket and orders, their ids and answers, and goes on with them', () => {
    const bench = holding([setupOf(buys)]);
    const { account } = bench.engine.context;
    const [stop, target] = [bench.last('stop'), bench.last('target')];
    const words = commandWords(bench.commands);
    again(bench.to(70).event(gap).to(75)).event(rebuilt).to(76).tick();
    expect(commandWords(bench.commands)).toEqual(words);
    expect([account.held('tested', 0), account.order(stop.clientOrderId)?.status]).toEqual([4, 'working']);
    bench.fill(target, 4, 5510);
    expect(commandWords(bench.commands)).toEqual([...words, 'cancel']);
    bench.answer(stop, 'cancelled').to(80).tick();
    expect([account.held('tested', 0), bench.codes]).toEqual([0, ['muted']]);
    expect(lastReason(endMinute(bench, 2))).toBe('enter');
  });

  it('knows a fill that is told again for what it is', () => {
    const bench = holding([setupOf(buys)]);
    again(bench.to(70));
    bench.fill(bench.last('entry'), 4, 5500, { fillId: '1' });
    expect([bench.engine.context.account.held('tested', 0), bench.codes]).toEqual([4, []]);
  });

  it('protects what an entry of the epoch before fills in it', () => {
    const bench = endMinute(readyBench([setupOf(buys)]), 1).to(61);
    bench.answer(bench.last('entry'), 'working');
    again(bench.to(62));
    bench.fill(bench.last('entry'), 4, 5500);
    expect(commandWords(bench.commands)).toEqual(['entry', 'stop', 'target']);
  });

  it('takes no old price of its backfill for the present one: no stop is jumped, no loss is reached', () => {
    const bench = holding([setupOf(buys, { risk: { dailyLossLimit: 0.003 } })]);
    const words = commandWords(bench.commands);
    again(bench.to(3600));
    // the morning traded 40 points lower, and a tick falls into the middle of it
    bench.trade(5460, { stampedS: 10 }).to(3601).tick().trade(5460, { stampedS: 20 }).to(3602).tick();
    expect([commandWords(bench.commands), bench.codes]).toEqual([words, []]);
    bench.trade(5500, { stampedS: 3602 }).event(rebuilt).to(3603).tick();
    expect([commandWords(bench.commands), bench.codes]).toEqual([words, []]);
    expect(bench.engine.context.state.kind).toBe('active');
    // rebuilt, the same price is real
    bench.to(3604).trade(5460).tick();
    expect(bench.codes).toContain('dailyLoss');
    expect(bench.engine.context.state.kind).toBe('reducing');
  });

  it('keeps a loss limit that was reached, and a halt', () => {
    const bench = holding([setupOf(buys, { risk: { dailyLossLimit: 0.003 } })]);
    bench.to(70).trade(5480).tick();
    expect(bench.engine.context.state.kind).toBe('reducing');
    again(bench).event(rebuilt);
    expect(bench.engine.context.state.isOverLossLimit).toBe(true);
  });

  it('is muted no longer than its causes: a gap after it begins is a gap again', () => {
    const bench = again(endMinute(readyBench([setupOf(holds)]), 1).event(gap))
      .event(gap)
      .event(rebuilt);
    expect(lastReason(endMinute(bench, 2))).toBe('muted: gap: ring full');
  });
});
