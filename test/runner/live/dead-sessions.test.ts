// Runs of a home, ended, running, gone on from and cut off, in; the sessions that died and what they held out.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastEventUs } from '../../../src/adapters/journal/last-event-time.ts';
import { readRunInfo, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { CONTROL_FILE, writeControlFile } from '../../../src/runner/live/control-file.ts';
import { type DeadSession, deadSessions, keptSessions } from '../../../src/runner/live/dead-sessions.ts';
import type { LiveRun } from '../../../src/runner/live/live-options.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { until } from '../host/test-host.ts';
import { ACCOUNT, DAY, type LiveStage } from './live-stage.ts';
import { eager, startedStage } from './started-stage.ts';

const roles = (stage: LiveStage): string =>
  stage.broker.working
    .map(({ request }) => request.role)
    .sort()
    .join();

/** A process that has ended by now. */
function gonePid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** As a process leaves a run that is killed while it holds something. */
function cutOff({ folder }: LiveRun): void {
  const pid = gonePid();
  writeRunInfo(folder, { ...readRunInfo(folder), pid, finishedAtUtc: null, digest: null, counts: {} });
  const about = { mode: 'demo', strategy: 'tested', account: ACCOUNT } as const;
  const endpoint = { kind: 'tcp', address: '127.0.0.1', port: 1 } as const;
  const file = { version: 1, pid, begun: null, ...about, endpoint };
  writeFileSync(join(folder, CONTROL_FILE), JSON.stringify(file));
}

async function heldRun(stage: LiveStage): Promise<LiveRun> {
  const running = runLiveSession(await stage.options(eager));
  await until(() => roles(stage) === 'stop,target', 'stop and target');
  stage.stopWish = 'keep';
  const run = await running;
  stage.stopWish = undefined;
  return run;
}

describe('sessions that died', () => {
  it('are found with what they held, and no more when another run goes on from them', async () => {
    const stage = await startedStage();
    const dead = (): readonly DeadSession[] => deadSessions(stage.home, stage.time.utcMs);
    const first = await heldRun(stage);
    expect(dead()).toEqual([]);
    // ended in order, and yet it holds
    const kept = keptSessions(stage.home, stage.time.utcMs);
    expect(kept).toMatchObject([{ folder: first.folder, account: ACCOUNT, own: { net: 1, working: 2 } }]);
    cutOff(first);
    expect(keptSessions(stage.home, stage.time.utcMs)).toEqual([]);
    const endedMs = stage.time.utcMs;
    const [found, ...others] = dead();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      ...{ folder: first.folder, mode: 'demo', account: ACCOUNT, day: DAY, instrument: 'WDOFUT' },
      own: { net: 1, working: 2 },
    });
    expect(found!.lastEventUs! / 1000).toBeGreaterThan(endedMs - 20_000);
    expect(found!.lastEventUs! / 1000).toBeLessThanOrEqual(endedMs);
    // looked at, it is as it was: repairs are for the run that goes on
    expect(readRunInfo(first.folder).finishedAtUtc).toBeNull();
    await heldRun(stage);
    expect(dead()).toEqual([]);
  }, 20_000);

  it('are not those whose process lives, has not begun to listen, or which ran long ago', async () => {
    const stage = await startedStage();
    const run = await heldRun(stage);
    cutOff(run);
    expect(deadSessions(stage.home, stage.time.utcMs + 11 * 86_400_000)).toEqual([]);
    writeControlFile(run.folder, {
      ...{ mode: 'demo', strategy: 'tested', account: ACCOUNT },
      endpoint: { kind: 'tcp', address: '127.0.0.1', port: 1 },
    });
    expect(deadSessions(stage.home, stage.time.utcMs)).toEqual([]);
    mkdirSync(join(stage.home, 'runs', '20250805T150000Z-demo-tested-ffffff'));
    expect(deadSessions(stage.home, stage.time.utcMs)).toEqual([]);
  }, 20_000);

  it('tell the last event also where the log is torn', async () => {
    const stage = await startedStage();
    const { folder } = await heldRun(stage);
    const whole = lastEventUs(folder);
    const last = readdirSync(folder)
      .filter((name) => name.startsWith('events-'))
      .sort()
      .at(-1)!;
    appendFileSync(join(folder, last), Buffer.alloc(100, 7));
    expect(lastEventUs(folder)).toBe(whole);
    expect(lastEventUs(stage.home)).toBeUndefined();
  }, 20_000);
});
