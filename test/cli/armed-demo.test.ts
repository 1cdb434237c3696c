// A release promoted to demo, armed by the command line on the account of a simulator over the simulated library: it trades, is asked, is flat, ends, and replays.
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { AccountOrders } from '../../src/runner/host/guardian/account-orders.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import type { LiveRun } from '../../src/runner/live/live-options.ts';
import { HostStage, until } from '../end-to-end/host-stage.ts';
import { type BrokerReport, checkBroker } from '../live/broker-check.ts';
import { readBrokerLog } from '../live/broker-log.ts';
import { BROKER, MADE_SESSION, START_CLOCK, START_US, TICKER } from '../live/session-day.ts';
import { newSessionHome, storeDayBefore } from '../live/session-home.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { EAGER, eagerSource } from './support/eager-strategy.ts';
import { type Outcome, outcomeOf, startNode, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

interface Status {
  readonly sessions: readonly { readonly status: ControlStatus }[];
  readonly host: { readonly accounts: readonly AccountOrders[] };
}

const ACCOUNT = `${BROKER}:10001-7`;

const TRADES_WANTED = 3;
const PATIENCE_MS = 20_000;

const machine = {
  login: 'routing',
  demoAccount: { broker: BROKER, account: '10001-7', ownerName: 'Conta do Simulador' },
  dayTrade: true,
  capitalBrl: 50_000,
  fees: { WDO: { exchangeFeeBrl: 0.6, brokerageBrl: 0.2 } },
  watch: { diskFreeGib: 0, clockDriftMs: 60_000 },
  alerts: { desktop: false },
};

describe('qt demo --arm with a promoted release', { timeout: 3 * PATIENCE_MS }, () => {
  const root = repositoryCopy({ files: { [join('strategies', `${EAGER}.ts`)]: eagerSource }, committed: true });
  const home = newSessionHome();
  const log = join(home, 'broker.log');
  const warm = new WarmQt(root);
  const at = ['--home', home];
  let host: HostStage;
  let session: ChildProcess;
  let ended: Promise<Outcome>;
  let said = '';
  let livesWhenFlat = 0;

  const begin = (...args: readonly string[]): ChildProcess => {
    const clock = pathToFileURL(join(import.meta.dirname, 'support', 'shifted-clock.ts')).href;
    const environment = { QT_TEST_CLOCK: `${START_US}:${host.zeroNs}` };
    const main = join(root, 'src', 'cli', 'main.ts');
    return startNode(main, [...args, ...at], root, { flags: [`--import=${clock}`], environment });
  };
  const broker = (): BrokerReport => checkBroker(readBrokerLog(log));
  const held = (): number => broker().positions.get(`${ACCOUNT} ${TICKER}`) ?? 0;
  /** Throws what the session said where it ends instead, or takes too long. */
  const untilSaid = async (what: string, look: () => boolean): Promise<void> => {
    const found = until(what, () => session.exitCode !== null || look(), PATIENCE_MS);
    await found.catch((error: unknown) => expect.fail(`${error}: ${said}`));
    if (session.exitCode !== null) expect.fail(`the session has ended: ${said}`);
  };
  const demo = ['demo', '--release', `${EAGER}@demo`, '--json'];

  beforeAll(async () => {
    await storeDayBefore(home, MADE_SESSION);
    const days = ['--from', MADE_SESSION.dayBefore, '--to', MADE_SESSION.dayBefore, '--instrument', TICKER];
    await warm.json('promote', EAGER, 'demo', ...days, ...at);
    const zeroNs = process.hrtime.bigint();
    host = await HostStage.start({
      ...{ dllPath: await simulatedDll(), home, startUs: START_US, zeroNs, machine },
      commands: [`${START_CLOCK} ${zeroNs}`, `order-log ${log}`, `walk ${TICKER} 7 40 3`, 'order-delay 2000'],
    });
  }, 6 * PATIENCE_MS);

  afterAll(async () => {
    session?.kill('SIGKILL');
    await ended;
    await host?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  it('refuses an account that is not the one of the machine', async () => {
    const { code, stdout } = await outcomeOf(begin(...demo, '--arm=32003:99999-9'));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-confirmed' } });
    expect(broker().orders).toBe(0);
  });

  it('opens its gates and trades', async () => {
    session = begin(...demo, `--arm=${ACCOUNT}`);
    for (const stream of [session.stdout!, session.stderr!]) {
      stream.on('data', (text: Buffer | string) => {
        said += text.toString();
      });
    }
    ended = outcomeOf(session);
    await untilSaid('gates', () => said.includes('every gate is open'));
    await untilSaid('trades', () => broker().lives >= TRADES_WANTED && held() !== 0);
  });

  it('is shown with what it holds and how it is protected', async () => {
    const shown = await until('a position in qt status', async () => {
      const { sessions, host: found } = await warm.json<Status>('status', ...at);
      return sessions[0]!.status.positions.length > 0 && { status: sessions[0]!.status, accounts: found.accounts };
    });
    expect(shown.status).toMatchObject({ mode: 'demo', account: ACCOUNT, armed: true, state: 'active', muted: [] });
    expect(shown.status.gates.filter(({ state }) => state !== 'open')).toEqual([]);
    expect(shown.status.orders.some(({ role, status }) => role === 'stop' && status === 'working')).toBe(true);
    expect(shown.accounts[0]).toMatchObject({ account: ACCOUNT, guardian: 'watch' });
  });

  it('is flat when it is asked to be, and opens nothing more', async () => {
    await warm.json('flatten', '--reason', 'a test', ...at);
    await until('flat', () => held() === 0 && broker().working.length === 0);
    livesWhenFlat = broker().lives;
    const { sessions } = await warm.json<Status>('status', ...at);
    expect(sessions[0]!.status).toMatchObject({ state: 'reducing', positions: [], orders: [] });
  });

  it('ends flat when it is stopped, sound by the log of the broker, and replays identically', async () => {
    await warm.json('stop', ...at);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: readonly LiveRun[] };
    expect(runs).toMatchObject([{ endedBy: 'stop', held: {}, isProtectOnly: false }]);
    const { violations, rejects, positions, lives } = broker();
    expect(violations).toEqual([]);
    expect({ rejects, positions: [...positions.values()], lives }).toEqual({
      ...{ rejects: 0, positions: [0], lives: livesWhenFlat },
    });
    expect(readRunInfo(runs[0]!.folder).provenance).toBe('simulated');
    const replayed = await warm.json('replay', runs[0]!.folder, ...at);
    expect(replayed).toMatchObject({ identical: true, decisions: runs[0]!.counts.decisions, firstDifference: null });
  });
});
