// Kills asked for while no host runs; what the next host reads, and what is not written.
import { writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { GuardFile, guardFile, type KillLatch } from '../../../../src/runner/host/guardian/guard-file.ts';
import { latchWithoutHost } from '../../../../src/runner/host/guardian/latch-without-host.ts';
import { HostLock, lockHolder } from '../../../../src/runner/host/host-lock.ts';
import { newHome, removeHome } from '../test-host.ts';

const latch: KillLatch = { by: 'qt kill by x', reason: 'a test', atUs: 1, scope: 'ours', closes: true };
const homes: string[] = [];
const made = (): string => {
  const home = newHome();
  homes.push(home);
  return home;
};
afterEach(() => {
  for (const home of homes.splice(0)) removeHome(home);
});

it('stands in the file of the next host, beside what is there already', () => {
  const home = made();
  expect(latchWithoutHost(home, ['1:A'], latch)).toBeUndefined();
  expect(latchWithoutHost(home, ['1:B'], latch)).toBeUndefined();
  const file = new GuardFile(home);
  expect([file.of('1:A').latch, file.of('1:B').latch, file.of('1:C').latch]).toEqual([latch, latch, undefined]);
  expect(lockHolder(home)).toBeUndefined();
});

it('is not written under a host that lives, however silent', () => {
  const home = made();
  const lock = HostLock.acquire(home);
  expect(latchWithoutHost(home, ['1:A'], latch)).toContain(`process ${process.pid}`);
  lock.release();
  expect(new GuardFile(home).of('1:A').latch).toBeUndefined();
});

it('leaves a file alone that cannot be read: it may hold other kills', () => {
  const home = made();
  expect(latchWithoutHost(home, [], latch)).toBeUndefined();
  writeFileSync(guardFile(home), '{');
  expect(latchWithoutHost(home, ['1:A'], latch)).toContain('cannot be read');
  expect(new GuardFile(home).of('1:C').latch).toMatchObject({ closes: false });
});
