// A release promoted to demo, armed by the command line on the account of a simulator over the simulated library: it trades, is asked, is flat, ends, and replays.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { AccountOrders } from '../../src/runner/host/guardian/account-orders.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import type { LiveRun } from '../../src/runner/live/live-options.ts';
import { until } from '../end-to-end/host-stage.ts';
import { DEMO_ACCOUNT, type DemoSession, DemoStage } from './support/demo-stage.ts';
import { EAGER } from './support/eager-strategy.ts';
import { WarmQt } from './support/qt.ts';

interface Status {
  readonly sessions: readonly { readonly status: ControlStatus }[];
  readonly host: { readonly accounts: readonly AccountOrders[] };
}

const TRADES_WANTED = 3;
const PATIENCE_MS = 20_000;

describe('qt demo --arm with a promoted release', { timeout: 3 * PATIENCE_MS }, () => {
  const stage = new DemoStage();
  const warm = new WarmQt(stage.root);
  const at = ['--home', stage.home];
  let session: DemoSession;
  let livesWhenFlat = 0;

  const demo = ['demo', '--release', `${EAGER}@demo`, '--json'];

  beforeAll(() => stage.start(), 6 * PATIENCE_MS);

  afterAll(() => stage.close());

  it('refuses an account that is not the one of the machine', async () => {
    const { code, stdout } = await stage.run(...demo, '--arm=32003:99999-9');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-confirmed' } });
    expect(stage.broker().orders).toBe(0);
  });

  it('opens its gates and trades', async () => {
    session = stage.begin(...demo, `--arm=${DEMO_ACCOUNT}`);
    await session.until('gates', () => session.said().includes('every gate is open'), PATIENCE_MS);
    await session.until('trades', () => stage.broker().lives >= TRADES_WANTED && stage.held !== 0, PATIENCE_MS);
  });

  it('is shown with what it holds and how it is protected', async () => {
    const shown = await until('a position in qt status', async () => {
      const { sessions, host: found } = await warm.json<Status>('status', ...at);
      return sessions[0]!.status.positions.length > 0 && { status: sessions[0]!.status, accounts: found.accounts };
    });
    expect(shown.status).toMatchObject({
      mode: 'demo',
      account: DEMO_ACCOUNT,
      armed: true,
      state: 'active',
      muted: [],
    });
    expect(shown.status.gates.filter(({ state }) => state !== 'open')).toEqual([]);
    expect(shown.status.orders.some(({ role, status }) => role === 'stop' && status === 'working')).toBe(true);
    expect(shown.accounts[0]).toMatchObject({ account: DEMO_ACCOUNT, guardian: 'watch' });
  });

  it('is flat when it is asked to be, and opens nothing more', async () => {
    await warm.json('flatten', '--reason', 'a test', ...at);
    await until('flat', () => stage.held === 0 && stage.broker().working.length === 0);
    livesWhenFlat = stage.broker().lives;
    const { sessions } = await warm.json<Status>('status', ...at);
    expect(sessions[0]!.status).toMatchObject({ state: 'reducing', positions: [], orders: [] });
  });

  it('ends flat when it is stopped, sound by the log of the broker, and replays identically', async () => {
    await warm.json('stop', ...at);
    const { code, stdout, stderr } = await session.ended;
    expect(code, stderr).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: readonly LiveRun[] };
    expect(runs).toMatchObject([{ endedBy: 'stop', held: {}, isProtectOnly: false }]);
    const { violations, rejects, positions, lives } = stage.broker();
    expect(violations).toEqual([]);
    expect({ rejects, positions: [...positions.values()], lives }).toEqual({
      ...{ rejects: 0, positions: [0], lives: livesWhenFlat },
    });
    expect(readRunInfo(runs[0]!.folder).provenance).toBe('simulated');
    const replayed = await warm.json('replay', runs[0]!.folder, ...at);
    expect(replayed).toMatchObject({ identical: true, decisions: runs[0]!.counts.decisions, firstDifference: null });
  });
});
