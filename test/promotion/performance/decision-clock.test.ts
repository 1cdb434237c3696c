// A decision takes the event that asked and the event that answered, and nothing of what came between; times by a clock that the test moves.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventCursor, Exchange } from '../../../src/core/engine/exchange.ts';
import { EventBatch, type PayloadEvent } from '../../../src/core/market/event-batch.ts';
import { DecisionClock } from '../../../src/promotion/performance/decision-clock.ts';

const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
const answer: Promise<PayloadEvent> = Promise.resolve({
  ...{ kind: 'predictionTimedOut', strategyId: 'a', requestSeq: 1, reason: 'none' },
} as PayloadEvent);

const inner: Exchange = {
  advance: () => true,
  more: () => Promise.resolve(false),
  submit: () => undefined,
  wake: () => undefined,
  deliver: () => undefined,
};

describe('DecisionClock', () => {
  let nowMs = 0;
  afterEach(() => vi.restoreAllMocks());

  function event(clock: DecisionClock, tookMs: number, within: () => void = () => undefined): void {
    clock.wrap(inner).advance(cursor);
    within();
    nowMs += tookMs;
    clock.onEvent();
    nowMs += 100;
  }

  it('adds the asking event and the answering event, and leaves out what came between', () => {
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const clock = new DecisionClock();
    event(clock, 1);
    event(clock, 5, () => void clock.wrap(inner).deliver(answer));
    event(clock, 7);
    event(clock, 2, () => clock.onDecision());
    expect(clock.decisionsUs).toEqual([7000]);
    event(clock, 3, () => clock.onDecision());
    expect(clock.decisionsUs).toEqual([7000, 3000]);
    expect([clock.events, clock.busyMs]).toEqual([5, 18]);
  });

  it('counts a decision and the next question of one event each with its own', () => {
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const clock = new DecisionClock();
    event(clock, 4, () => {
      clock.onDecision();
      void clock.wrap(inner).deliver(answer);
    });
    event(clock, 1, () => clock.onDecision());
    expect(clock.decisionsUs).toEqual([4000, 5000]);
  });

  it('keeps the highest memory that it saw', () => {
    const clock = new DecisionClock();
    const use = vi.spyOn(process, 'memoryUsage');
    for (const heapUsed of [2e6, 9e6, 3e6]) {
      use.mockReturnValue({ heapUsed, external: 1e6, rss: 0, heapTotal: 0, arrayBuffers: 0 });
      clock.look();
    }
    expect(clock.usedMb).toBe(10);
  });
});
