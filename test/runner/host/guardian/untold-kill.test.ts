// Kills of an account whose trader is away: who is told of them when, also behind their release and in another host.
import { describe, expect, it } from 'vitest';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import { AccountGuard } from '../../../../src/runner/host/guardian/account-guard.ts';
import type { KillLatch } from '../../../../src/runner/host/guardian/guard-file.ts';
import { order, WISH } from './told-guard.ts';

const LATCH: KillLatch = { by: 'ana', reason: 'enough', atUs: 1, scope: 'ours', closes: true };
const entryAt = (seq: number): OrderCommand => ({
  ...{ kind: 'submit', seq, request: order('e2', 'entry'), bracket: undefined },
});

function begun(guard = new AccountGuard()): AccountGuard {
  guard.traderCame(WISH, 0);
  guard.traderBegan();
  return guard;
}

/** Killed and released while its trader was away. */
function releasedMeanwhile(): AccountGuard {
  const guard = begun();
  guard.traderGone();
  guard.kill(LATCH);
  guard.killSent(undefined);
  guard.released();
  return guard;
}

describe('a trader that was away while the account was killed and released', () => {
  it('is told of it when it comes again, with a word on the release', () => {
    const guard = begun(releasedMeanwhile());
    expect(guard.untoldKill()).toEqual({ ...LATCH, reason: 'enough (released since)' });
    expect(guard.untoldKill()).toBeUndefined();
  });

  it('enters nothing that it decided before it had taken the news', () => {
    const guard = begun(releasedMeanwhile());
    expect(guard.refusalOf(entryAt(6), 0, 6, 5)).toContain('killed by ana');
    guard.untoldKill();
    guard.killSent(7);
    expect(guard.refusalOf(entryAt(6), 0, 7, 5)).toContain('killed by ana');
    expect(guard.refusalOf(entryAt(7), 0, 9, 5)).toBeUndefined();
  });

  it('is told again where it was gone before it had taken the news, and once only where it had', () => {
    const guard = begun(releasedMeanwhile());
    guard.untoldKill();
    guard.killSent(7);
    expect(guard.alive(6, 8, 5)).toBe(false);
    guard.traderGone();
    begun(guard);
    expect(guard.untoldKill()).toBeDefined();
    guard.killSent(undefined);
    expect([guard.alive(6, 9, 5), guard.alive(9, 9, 5), guard.alive(9, 9, 5)]).toEqual([false, true, false]);
    guard.traderGone();
    begun(guard);
    expect(guard.untoldKill()).toBeUndefined();
  });

  it('is told by the next host too', () => {
    const guard = begun(new AccountGuard(releasedMeanwhile().kept));
    expect(guard.untoldKill()).toMatchObject({ by: 'ana' });
  });
});

it('a kill that its trader has taken is over with the release', () => {
  const guard = begun();
  guard.kill(LATCH);
  guard.killSent(7);
  expect(guard.kept.untold).toEqual(LATCH);
  expect(guard.alive(7, 7, 5)).toBe(true);
  guard.released();
  expect(guard.kept).toEqual({ wish: WISH, latch: undefined, untold: undefined });
  guard.traderGone();
  begun(guard);
  expect(guard.untoldKill()).toBeUndefined();
});

it('a kill that was sent to a trader which hung until it was cut off is told to it again', () => {
  const guard = begun();
  guard.kill(LATCH);
  guard.killSent(7);
  guard.traderGone();
  guard.released();
  begun(guard);
  expect(guard.untoldKill()).toMatchObject({ by: 'ana' });
});
