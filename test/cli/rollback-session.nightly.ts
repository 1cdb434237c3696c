// Two releases of a strategy and a paper session that follows their channel: `qt rollback` waits, flattens, is quick when nothing is held, and survives a kill.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { FollowedSession } from '../../src/cli/following-sessions.ts';
import { pointChannel, readChannel } from '../../src/promotion/release/channels.ts';
import { readTrustedKeys } from '../../src/promotion/release/keys.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import type { LiveRun } from '../../src/runner/live/live-options.ts';
import { MADE_SESSION, TICKER } from '../live/session-day.ts';
import { type DemoSession, DemoStage } from './support/demo-stage.ts';
import { EAGER, eagerSource } from './support/eager-strategy.ts';
import { WarmQt } from './support/qt.ts';

interface Sessions {
  readonly sessions: readonly { readonly status: ControlStatus | null }[];
}

interface RolledBack {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly { readonly field: string }[];
  readonly sessions: readonly FollowedSession[];
}

const PATIENCE_MS = 60_000;
const PATIENT = 'patient';
const ROLLBACKS = 5;
/** Its bracket is so far away that it holds until somebody closes. */
const patientSource = eagerSource
  .replace(`name: '${EAGER}'`, `name: '${PATIENT}'`)
  .replace('stopPoints: 4, targetPoints: 6', 'stopPoints: 50, targetPoints: 50');

describe('qt rollback beside a session', { timeout: 5 * PATIENCE_MS }, () => {
  const stage = new DemoStage({ releases: [{ strategy: PATIENT, source: patientSource, stage: 'paper' }] });
  const warm = new WarmQt(stage.root);
  const at = ['--home', stage.home];
  const ids = { first: '', second: '' };
  let session: DemoSession;

  const channel = (): string => readChannel(stage.home, PATIENT, 'paper')!.release;
  const forward = (): void => {
    const { home } = stage;
    const at = new Date().toISOString();
    const trustedKeys = readTrustedKeys(home);
    pointChannel({ home, strategy: PATIENT, stage: 'paper', release: ids.second, at, by: 'a test', trustedKeys });
  };
  const statusOf = async (): Promise<ControlStatus | null> => {
    const { stdout } = await warm.run('status', ...at, '--json');
    return (JSON.parse(stdout) as Sessions).sessions[0]?.status ?? null;
  };
  const untilStatus = (what: string, wanted: (status: ControlStatus) => boolean): Promise<ControlStatus> =>
    session.until(
      what,
      async () => {
        const status = await statusOf();
        return status !== null && wanted(status) && status;
      },
      PATIENCE_MS,
    );
  const isDeciding = ({ release, state, muted }: ControlStatus): boolean =>
    release === ids.second && state !== 'waiting' && state !== 'starting' && muted.length === 0;
  const holds = (release: string) =>
    untilStatus('a position', (each) => each.release === release && each.positions.length > 0);
  const rolledBack = async (...args: readonly string[]): Promise<RolledBack & { readonly code: number | null }> => {
    const { code, stdout, stderr } = await warm.run('rollback', PATIENT, ...args, ...at, '--json');
    if (stdout === '') throw new Error(stderr);
    return { ...(JSON.parse(stdout) as RolledBack), code };
  };
  const flatAndPaused = async (release: string): Promise<void> => {
    await warm.json('flatten', ...at);
    await untilStatus(`release ${release.slice(0, 4)}`, (each) => each.release === release);
  };

  beforeAll(async () => {
    await stage.start();
    ids.first = channel();
    const changed = patientSource.replace('riskPerTrade: 0.02', 'riskPerTrade: 0.03');
    writeFileSync(join(stage.root, 'strategies', `${PATIENT}.ts`), changed);
    const days = ['--from', MADE_SESSION.dayBefore, '--to', MADE_SESSION.dayBefore, '--instrument', TICKER];
    const { code, stderr } = await stage.run('promote', PATIENT, 'paper', ...days);
    expect(code, stderr).toBe(0);
    ids.second = channel();
    expect(ids.second).not.toBe(ids.first);
  }, 6 * PATIENCE_MS);

  afterAll(() => stage.close());

  it('waits for what is held, says so, and follows when it is closed', async () => {
    session = stage.begin('paper', '--release', `${PATIENT}@paper`, '--json');
    await holds(ids.second);
    const back = await rolledBack('--reason', 'too eager');
    expect(back).toMatchObject({ code: 1, from: ids.second, to: ids.first, sessions: [{ state: 'waits' }] });
    expect(back.changes.map(({ field }) => field)).toContain('limits.riskPerTrade');
    expect(back.sessions[0]!.text).toContain('waits: holds');
    const { stdout } = await warm.run('status', ...at);
    expect(stdout).toContain(`RELEASE ${ids.first.slice(0, 12)} waits (rollback by`);
    expect(stdout).toContain('too eager');
    await flatAndPaused(ids.first);
  });

  it(`takes little time where nothing is held: ${ROLLBACKS} times`, async () => {
    const tookMs: number[] = [];
    for (let k = 0; k < ROLLBACKS; k++) {
      forward();
      await untilStatus('the newer', isDeciding);
      const begunMs = performance.now();
      const back = await rolledBack();
      tookMs.push(performance.now() - begunMs);
      expect(back).toMatchObject({ code: 0, sessions: [{ state: 'runs' }] });
    }
    tookMs.sort((a, b) => a - b);
    const seconds = tookMs.map((ms) => (ms / 1000).toFixed(2));
    process.stdout.write(
      `rollback until the other release decides: median ${seconds[ROLLBACKS >> 1]} s of ${seconds.join(', ')}\n`,
    );
  });

  it('closes first where it is told to', async () => {
    forward();
    await untilStatus('the newer', isDeciding);
    // each gate that is still on its way is a refusal
    await session.until('the resumption', async () => (await warm.run('resume', ...at)).code === 0);
    await holds(ids.second);
    const back = await rolledBack('--flatten');
    expect(back).toMatchObject({ code: 0, to: ids.first, sessions: [{ state: 'runs' }] });
    expect(back.sessions[0]!.text).toContain('reducing');
  });

  it('that is killed amid it begins with the release of the channel, and each run replays', async () => {
    forward();
    await untilStatus('the newer', isDeciding);
    const back = await rolledBack('--no-wait');
    expect(back).toMatchObject({ code: 0, sessions: [{ state: 'told' }] });
    session.child.kill('SIGKILL');
    await session.ended;
    session = stage.begin('paper', '--release', `${PATIENT}@paper`, '--json');
    // the pause of the flattening rollback goes along
    await untilStatus('the release before', (each) => each.release === ids.first && each.why.includes('rollback to'));
    await warm.json('stop', ...at);
    const { code, stdout, stderr } = await session.ended;
    expect(code, stderr).toBe(0);
    const { runs } = JSON.parse(stdout) as { readonly runs: readonly LiveRun[] };
    expect(runs.map(({ folder }) => readRunInfo(folder).release)).toEqual([ids.first]);
    expect(await warm.json('replay', runs[0]!.folder, ...at)).toMatchObject({ identical: true });
  });
});
