// A home in which another process runs sessions, or sleeps until its next one, in; whether a second of the same account may begin out.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { begunOf } from '../../../src/runner/host/host-lock.ts';
import { CONTROL_FILE, runningSessions } from '../../../src/runner/live/control-file.ts';
import { deadSleepers } from '../../../src/runner/live/dead-sleepers.ts';
import type { LiveMode, LiveOptions } from '../../../src/runner/live/live-options.ts';
import { runLive } from '../../../src/runner/live/run-live.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';

const ACCOUNT = '32003:10001-7';
const strategy = testStrategy(holds);
let home: string;
let other: ChildProcess;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qt-second-'));
  other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** The other process, asleep. */
function sleeper(about: { mode: LiveMode; strategy: string; account: string | null }): void {
  const folder = join(home, 'live', 'another');
  mkdirSync(folder, { recursive: true });
  const endpoint = { kind: 'tcp', address: '127.0.0.1', port: 1 };
  const pid = other.pid!;
  const file = { version: 1, pid, begun: begunOf(pid) ?? null, ...about, waiting: 'waiting until Monday', endpoint };
  writeFileSync(join(folder, CONTROL_FILE), JSON.stringify(file));
}

/** Of a Saturday: it would sleep, and is asked to stop at once. */
async function start(mode: LiveMode, account?: string): Promise<unknown> {
  const options: LiveOptions = {
    ...{ mode, home, store: openStore(home), release: null, strategyFile: null, capitalBrl: 1000, armed: false },
    ...(account === undefined ? {} : { account }),
    plan: await planRun({ code: codeFromSource(strategy) }),
    nowUs: () => Date.parse('2025-08-09T15:00:00Z') * 1000,
    stopWish: () => 'keep',
  };
  return runLive(options);
}

describe('a second process beside one that sleeps', () => {
  it('is refused on the same account, whatever strategy or mode it has, and leaves nothing behind', async () => {
    sleeper({ mode: 'live', strategy: 'another', account: ACCOUNT });
    await expect(start('demo', ACCOUNT)).rejects.toMatchObject({
      code: 'session-running',
      message: expect.stringContaining(`live another (process ${other.pid}, between sessions) runs already`),
      fix: expect.stringContaining('qt stop'),
    });
    expect(runningSessions(home).map(({ pid }) => pid)).toEqual([other.pid]);
  });

  it('may trade on another account, or on none', async () => {
    sleeper({ mode: 'live', strategy: strategy.name, account: ACCOUNT });
    expect(await start('demo', '32003:2')).toEqual([]);
    expect(await start('shadow')).toEqual([]);
  });

  it('without an account is refused beside its like', async () => {
    sleeper({ mode: 'shadow', strategy: strategy.name, account: null });
    await expect(start('shadow')).rejects.toMatchObject({ code: 'session-running' });
    expect(await start('paper')).toEqual([]);
  });

  it('may begin when the other one has died, which is told until it takes its place', async () => {
    sleeper({ mode: 'live', strategy: 'another', account: ACCOUNT });
    const dead = (daysLater = 0): readonly number[] =>
      deadSleepers(home, Date.now() + daysLater * 86_400_000).map(({ pid }) => pid);
    expect(dead()).toEqual([]);
    const ended = new Promise((done) => other.once('exit', done));
    other.kill('SIGKILL');
    await ended;
    expect(dead()).toEqual([other.pid]);
    expect(dead(5)).toEqual([]);
    expect(await start('demo', ACCOUNT)).toEqual([]);
    expect(dead()).toEqual([other.pid]);
    sleeper({ mode: 'demo', strategy: strategy.name, account: ACCOUNT });
    expect(await start('demo', ACCOUNT)).toEqual([]);
    expect(dead()).toEqual([]);
  });
});
