import { describe, expect, it } from 'vitest';
import {
  RELOGIN_PAUSE_MS,
  RELOGIN_QUIET_MS,
  RELOGINS_PER_HOUR,
  ReloginPolicy,
} from '../../../src/runner/host/relogin-policy.ts';

/** When logins were asked for, each second. */
function loginsAt(policy: ReloginPolicy, toMs: number, isAtRest: (nowMs: number) => boolean): readonly number[] {
  const times: number[] = [];
  for (let nowMs = 0; nowMs < toMs; nowMs += 1000) if (policy.isDue(nowMs, true, isAtRest(nowMs))) times.push(nowMs);
  return times;
}

describe('a new login', () => {
  it('is asked for only after the account was flat and idle for a while', () => {
    expect(loginsAt(new ReloginPolicy(), 60_000, () => false)).toEqual([]);
    const restsLate = (nowMs: number): boolean => nowMs >= 20_000;
    expect(loginsAt(new ReloginPolicy(), 60_000, restsLate)).toEqual([20_000 + RELOGIN_QUIET_MS]);
    const neverLong = (nowMs: number): boolean => nowMs % RELOGIN_QUIET_MS !== 0;
    expect(loginsAt(new ReloginPolicy(), 600_000, neverLong)).toEqual([]);
  });

  it('is asked for with pauses, and a few times an hour at most', () => {
    const times = loginsAt(new ReloginPolicy(), 3_500_000, () => true);
    expect(times).toHaveLength(RELOGINS_PER_HOUR);
    expect(times.map((each) => each - times[0]!)).toEqual([0, 1, 2, 3].map((each) => each * RELOGIN_PAUSE_MS));
  });

  it('is not asked for where nobody wishes it', () => {
    expect(new ReloginPolicy().isDue(100_000, false, true)).toBe(false);
  });
});
