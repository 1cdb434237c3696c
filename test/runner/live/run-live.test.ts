// Day after day: it sleeps over nights, week-ends and holidays, ends when it is asked to, and shows itself to nobody without the token.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { connectLink } from '../../../src/adapters/host-link/connect-link.ts';
import { newToken, readToken } from '../../../src/adapters/host-link/token.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { readControlFile, runningSessions, writeControlFile } from '../../../src/runner/live/control-file.ts';
import { ControlServer } from '../../../src/runner/live/control-server.ts';
import type { LiveOptions } from '../../../src/runner/live/live-options.ts';
import { runLive } from '../../../src/runner/live/run-live.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-live-'));
  homes.push(home);
  return home;
}

async function saidFrom(utc: string, instrument?: string): Promise<readonly string[]> {
  const home = newHome();
  const said: string[] = [];
  const options: LiveOptions = {
    ...{
      mode: 'shadow',
      home,
      store: openStore(home),
      release: null,
      strategyFile: null,
      capitalBrl: 1000,
      armed: false,
    },
    plan: await planRun({ code: codeFromSource(testStrategy(holds)), instrument }),
    nowUs: () => Date.parse(utc) * 1000,
    say: (text) => said.push(text),
    stopWish: () => (said.length === 0 ? undefined : 'keep'),
  };
  expect(await runLive(options)).toEqual([]);
  return said;
}

describe('sessions day after day', () => {
  it.each([
    ['a week-end', '2025-08-09T15:00:00Z', '2025-08-11'],
    ['the night', '2025-08-05T23:00:00Z', '2025-08-06'],
    ['a holiday', '2025-09-07T15:00:00Z', '2025-09-08'],
    ['the early morning', '2025-08-05T08:00:00Z', '2025-08-05'],
  ])('sleeps over %s until five minutes before orders are taken', async (_what, now, day) => {
    const said = await saidFrom(now);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`session ${day}`);
    expect(said[0]).toContain(`until ${day}T11:50:00.000Z`);
  });

  it('throws before the first session what a person has to mend', async () => {
    await expect(saidFrom('2025-08-05T15:00:00Z')).rejects.toMatchObject({ code: 'history-missing' });
    await expect(saidFrom('2025-08-05T15:00:00Z', 'WDOQ24')).rejects.toMatchObject({ code: 'contract-expired' });
  });
});

describe('the time between sessions', () => {
  it('is told while it sleeps, and that a session begins before it is prepared', async () => {
    const home = newHome();
    const beginUs = Date.parse('2025-08-05T11:50:00Z') * 1000;
    const told: string[] = [];
    let nowUs = beginUs - 300_000;
    const options: LiveOptions = {
      ...{ mode: 'shadow', home, store: openStore(home), release: null, strategyFile: null },
      ...{ capitalBrl: 1000, armed: false },
      plan: await planRun({ code: codeFromSource(testStrategy(holds)) }),
      nowUs: () => (nowUs += 50_000),
      between: {
        ended: (day) => told.push(`ended ${day}`),
        idle: (_nowUs, untilUs) => told.push(`idle until ${untilUs - beginUs}`),
        begins: () => told.push('begins'),
      },
    };
    // no history is there: it ends where the session would be prepared
    await expect(runLive(options)).rejects.toMatchObject({ code: 'history-missing' });
    expect([...new Set(told)]).toEqual(['idle until 0', 'begins']);
  });
});

describe('the process between two sessions', () => {
  it('is seen by operators, says until when it waits, and ends when they stop it', async () => {
    const home = newHome();
    const options: LiveOptions = {
      ...{ mode: 'shadow', home, store: openStore(home), release: null, strategyFile: null, capitalBrl: 1000 },
      armed: false,
      plan: await planRun({ code: codeFromSource(testStrategy(holds)) }),
      nowUs: () => Date.parse('2025-08-09T15:00:00Z') * 1000,
    };
    const running = runLive(options);
    await until(
      () => runningSessions(home)[0]?.waiting?.startsWith('waiting until') === true,
      'the process that waits',
    );
    const [session, ...others] = runningSessions(home);
    expect(others).toEqual([]);
    expect(session?.waiting).toBe('waiting until 2025-08-11T11:50:00.000Z, session 2025-08-11');
    const client = await ControlClient.connect(home, session!, 'a test');
    expect(await client.status()).toMatchObject({ state: 'waiting', why: session!.waiting, sessionDay: '2025-08-11' });
    await expect(client.operate({ command: 'pause', by: 'x', reason: 'y' })).rejects.toThrow('no session is on');
    await client.stop({ mode: 'keep', by: 'a person', reason: 'home' });
    expect(await running).toEqual([]);
    expect(runningSessions(home)).toEqual([]);
  });

  it('is not named beside its own session', () => {
    const home = newHome();
    const about = { mode: 'shadow', strategy: 'tested', account: null } as const;
    const endpoint = { kind: 'tcp', address: '127.0.0.1', port: 1 } as const;
    for (const folder of [join(home, 'live', 'a'), join(home, 'runs', 'b')]) {
      mkdirSync(folder, { recursive: true });
      writeControlFile(folder, { ...about, endpoint });
    }
    expect(runningSessions(home).map(({ folder }) => folder)).toEqual([join(home, 'runs', 'b')]);
  });
});

describe('the socket of a session', () => {
  it('lets nobody in without the token, nor a reader', async () => {
    const home = newHome();
    const folder = join(home, 'runs', 'a-run');
    mkdirSync(folder, { recursive: true });
    const session = { status: () => ({}) as never, operate: () => undefined, stop: () => {}, rollBack: () => '' };
    const about = { mode: 'shadow', strategy: 'tested', account: null } as const;
    const server = await ControlServer.listen({ home, folder, transport: 'local', about, session, say: () => {} });
    const { endpoint } = runningSessions(home)[0]!;
    const stranger = connectLink({ endpoint, secret: newToken(), role: 'operator', name: 'x' }, () => {});
    await expect(stranger).rejects.toMatchObject({ code: 'host-refused' });
    const closed = Promise.withResolvers<string>();
    await connectLink({ endpoint, secret: readToken(home), role: 'reader', name: 'x' }, (peer) =>
      peer.handle({ message: () => {}, closed: closed.resolve }),
    );
    await closed.promise;
    await server.close();
    expect(readControlFile(folder)).toBeUndefined();
  });
});
