import { expect, it } from 'vitest';
import { RESTART_LIMITS, RestartPolicy } from '../../../../src/runner/host/vendor/restart-policy.ts';

it('waits longer each time, at most a minute', () => {
  const policy = new RestartPolicy(RESTART_LIMITS);
  const delays = Array.from({ length: 9 }, (_, i) => policy.ended(i * 1000, 0)).map((d) =>
    d.kind === 'restart' ? d.delayMs : -1,
  );
  expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1000));
});

it('begins anew with the shortest wait after a process that ran well', () => {
  const policy = new RestartPolicy(RESTART_LIMITS);
  policy.ended(0, 0);
  policy.ended(1000, 0);
  expect(policy.ended(2000, RESTART_LIMITS.stableMs)).toEqual({ kind: 'restart', delayMs: 1000 });
});

it('gives up when too many ended within an hour, and not when they are spread out', () => {
  const policy = new RestartPolicy(RESTART_LIMITS);
  const decide = (nowMs: number) => policy.ended(nowMs, 0).kind;
  for (let i = 0; i < 20; i++) expect(decide(i * 60_000)).toBe('restart');
  expect(decide(20 * 60_000)).toBe('giveUp');
  expect(decide(61 * 60_000)).toBe('restart');
  expect(policy.restarts).toBe(21);
});
