// An account of ours alone on which others have closed what is ours: the guardian closes toward what the account holds, and never past it.
import { describe, expect, it } from 'vitest';
import type { AccountNet } from '../../../../src/runner/host/order-port.ts';
import { held, SECOND, type Stage, update } from './told-guard.ts';

const LATCH = { by: 'a', reason: 'r', atUs: 0, scope: 'ours', closes: true } as const;

/** Killed while one contract is held, with its trader gone; its stop is taken back by the venue when asked. */
function killed(stage: Stage): void {
  stage.guard.traderGone();
  stage.guard.kill(LATCH);
}

const says = (settled: number | undefined, others = 0) => ({ netOf: (): AccountNet => ({ settled, others }) });

describe('a kill on an account of ours alone', () => {
  it('closes nothing again that was closed in the terminal of the broker, takes back its stop and is over', () => {
    const stage = held();
    killed(stage);
    stage.run(8 * SECOND, { readSinceUs: 0, ...says(0, -1) });
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(9 * SECOND, { readSinceUs: 0, ...says(0, -1) });
    expect([stage.placed, stage.alerts, stage.guard.isFlat]).toEqual([[], ['closedByOthers'], true]);
  });

  it('knows it by the orders of others before the position has come to rest', () => {
    const stage = held();
    killed(stage);
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(SECOND, { readSinceUs: 0, ...says(undefined, -1) });
    expect(stage.placed).toEqual([]);
  });

  it('knows it by the position alone where no order tells it, and remembers it while that is read again', () => {
    const stage = held();
    stage.run(SECOND, { readSinceUs: 0, isAlive: true, ...says(0) });
    killed(stage);
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(3 * SECOND, { readSinceUs: 0, ...says(undefined) });
    expect(stage.placed).toEqual([]);
  });

  it('closes what is held where others have closed nothing, at once', () => {
    for (const net of [says(1), says(undefined), says(2, 1)]) {
      const stage = held();
      killed(stage);
      stage.guard.book.heard(update('st', 'cancelled'));
      stage.run(50_000, { readSinceUs: 0, ...net });
      expect(stage.placed).toEqual(['exit']);
    }
  });

  it('is not held back by a position that lags behind the fills', () => {
    const before = { netOf: (): AccountNet => ({ settled: 0, others: 0 }) };
    const flat = held();
    flat.guard.book.lane({ strategyId: 's', instrumentId: 0 }).net = 0;
    flat.run(0, { readSinceUs: 0, isAlive: true, ...before });
    flat.guard.book.lane({ strategyId: 's', instrumentId: 0 }).net = 1;
    killed(flat);
    flat.guard.book.heard(update('st', 'cancelled'));
    flat.run(SECOND, { readSinceUs: 0, ...before });
    expect(flat.placed).toEqual(['exit']);
  });

  it('waits for the orders of the day, keeps the stop meanwhile, and calls a person where they do not come', () => {
    const stage = held();
    killed(stage);
    stage.run(6 * SECOND, { readSinceUs: 10 * SECOND, ...says(undefined) });
    const stop = stage.guard.book.find('st');
    expect([stage.placed, stage.alerts, stop?.cancels]).toEqual([[], ['heldUntilKnown'], 0]);
    stage.run(10 * SECOND, { readSinceUs: 10 * SECOND, ...says(undefined) });
    expect(stop?.cancels).toBe(1);
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(11 * SECOND, { readSinceUs: 10 * SECOND, ...says(undefined) });
    expect(stage.placed).toEqual(['exit']);
  });
});

describe('what others have closed', () => {
  it('gets no stop while the trader is away, and its stop is taken back while it is there', () => {
    const away = held();
    away.guard.traderGone();
    away.guard.book.heard(update('st', 'cancelled'));
    away.run(SECOND, { readSinceUs: 0, ...says(undefined, -1) });
    expect(away.placed).toEqual([]);
    const there = held();
    there.run(SECOND / 2, { readSinceUs: 0, isAlive: true, ...says(undefined, -1) });
    expect(there.guard.book.find('st')?.cancels).toBe(1);
  });

  it('is ours on an account that others trade on: nothing is said of it', () => {
    const stage = held();
    killed(stage);
    stage.guard.book.heard(update('st', 'cancelled'));
    stage.run(SECOND, { readSinceUs: 0, netOf: () => undefined });
    expect(stage.placed).toEqual(['exit']);
  });
});
