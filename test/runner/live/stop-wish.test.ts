// When a session that is to end flat may end: not before its engine was asked and is flat, nor before anybody knows what it holds.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { STOP_FLAT_MS, StopWish } from '../../../src/runner/live/stop-wish.ts';
import { EngineBench, holding, readyBench } from '../../support/engine-bench.ts';
import { buys, holds, setupOf } from '../../support/test-strategy.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function told(wish: StopWish, by: string = wish.flatten.by): void {
  const batch = new EventBatch(1);
  const event: OperatorCommand = { kind: 'operatorCommand', ...wish.flatten, by };
  batch.pushPayload(event, 0);
  wish.onEvent(batch, 0);
}

describe('a wish to stop flat', () => {
  it('waits for the engine to hear it, then for the position to go', () => {
    const wish = new StopWish('flatten', 'home');
    const flat = readyBench([setupOf(holds)]).engine.context;
    expect(wish.outcome(flat, false)).toBeUndefined();
    told(wish, 'ana');
    expect(wish.outcome(flat, false)).toBeUndefined();
    told(wish);
    expect(wish.outcome(flat, false)).toBe('flat');
    expect(wish.outcome(holding([setupOf(buys)]).engine.context, false)).toBeUndefined();
  });

  it('ends what holds nothing while the host is gone, and waits for it where something is held', () => {
    const wish = new StopWish('flatten', 'home');
    const lost = { kind: 'connectionChange', service: 'host', state: 'disconnected', detail: undefined } as const;
    expect(wish.outcome(readyBench([setupOf(holds)]).event(lost).engine.context, false)).toBe('flat');
    expect(wish.outcome(holding([setupOf(buys)]).event(lost).engine.context, false)).toBeUndefined();
  });

  it('before the first epoch waits where an earlier process has left orders', () => {
    const { context } = new EngineBench([setupOf(holds)]).engine;
    const wish = new StopWish('flatten', 'home');
    expect([wish.outcome(context, true), wish.outcome(context, false)]).toEqual([undefined, 'flat']);
  });

  it('is late after its time', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const wish = new StopWish('flatten', 'home');
    const { context } = holding([setupOf(buys)]).engine;
    told(wish);
    now.mockReturnValue(STOP_FLAT_MS);
    expect(wish.outcome(context, false)).toBeUndefined();
    now.mockReturnValue(STOP_FLAT_MS + 1);
    expect(wish.outcome(context, false)).toBe('late');
  });
});
