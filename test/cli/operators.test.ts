// Running sessions, silent ones and a host over the simulated library; what a person asks of them from another shell, and what comes of it.
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LinkServer } from '../../src/adapters/host-link/link-server.ts';
import { ensureToken } from '../../src/adapters/host-link/token.ts';
import { readMachineSettings } from '../../src/adapters/machine/machine-settings.ts';
import { secretSource } from '../../src/adapters/secrets/secret-source.ts';
import { armSession } from '../../src/cli/arm-session.ts';
import { CommandContext } from '../../src/cli/command-context.ts';
import { type PinAccount, pinAccount } from '../../src/cli/pin-account.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { HostOperator } from '../../src/runner/capture/host-operator.ts';
import { type RunningHost, runHost } from '../../src/runner/host/run-host.ts';
import { controlEndpoint, writeControlFile } from '../../src/runner/live/control-file.ts';
import type { ControlStatus, OperateArgs, StopArgs } from '../../src/runner/live/control-messages.ts';
import { ControlServer } from '../../src/runner/live/control-server.ts';
import { OperatorRefusal } from '../../src/runner/live/operator-refusal.ts';
import { follow, type Told, until } from '../runner/host/test-host.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

const TICKER = 'WDOU25';
const ACCOUNT = '32003:10001-7';
const secrets = {
  QT_PROFIT_ACTIVATION_KEY: 'KEY-55511',
  QT_PROFIT_USER: 'person@example.com',
  QT_PROFIT_PASSWORD: 'login word 7',
  QT_PROFIT_ROUTING_PASSWORD: 'orders word 8',
};

const status: ControlStatus = {
  ...{ pid: process.pid, run: 'r', mode: 'live', strategy: 'wdo-regime', release: null, account: ACCOUNT },
  ...{
    sessionDay: '2027-03-01',
    isProtectOnly: false,
    armed: true,
    arming: null,
    state: 'reducing',
    why: 'paused by somebody',
  },
  ...{ muted: [], capitalBrl: 50_000, sessionResultBrl: -12.5, orders: [], lastDecision: null, lastAlerts: [] },
  positions: [{ contract: TICKER, quantity: -2, averagePrice: 5120.5 }],
  gates: [
    { id: 'clock', state: 'shut', text: 'the clock differs by 3 s', fix: 'Synchronise it' },
    { id: 'host', state: 'open', text: 'the library runs' },
  ],
  ...{ lastEventAgeMs: 12, slowest: { queueMs: 1, predictionMs: 2, commitMs: 3 } },
  ...{ counts: { events: 1, decisions: 1, commands: 1, fills: 1 }, journalBroken: null },
};

const warm = new WarmQt();

interface FakeSession {
  readonly asked: (OperateArgs | StopArgs)[];
  close(): Promise<void>;
}

async function session(home: string, run: string, account: string | null = null): Promise<FakeSession> {
  const folder = join(home, 'runs', run);
  mkdirSync(folder, { recursive: true });
  const asked: (OperateArgs | StopArgs)[] = [];
  const about = { pid: process.pid, mode: 'live', strategy: 'wdo-regime', account } as const;
  const server = await ControlServer.listen({
    ...{ home, folder, about, transport: 'local', say: () => {} },
    session: {
      status: () => status,
      operate: (args) => void asked.push(args),
      stop: (args) => {
        asked.push(args);
        setTimeout(() => void server.close(), 50);
      },
      rollBack: () => '',
    },
  });
  return { asked, close: () => server.close() };
}

/** It lets operators in and answers nothing, as a process does whose thread hangs. */
async function silentSession(home: string, run: string): Promise<LinkServer> {
  const folder = join(home, 'runs', run);
  mkdirSync(folder, { recursive: true });
  const server = await LinkServer.listen({
    endpoint: controlEndpoint(folder, 'local', process.platform),
    token: ensureToken(home),
    onPeer: (peer) => peer.handle({ message: () => {}, closed: () => {} }),
  });
  const about = { pid: process.pid, mode: 'live', strategy: 'wdo-regime', account: null } as const;
  writeControlFile(folder, { ...about, endpoint: server.endpoint });
  return server;
}

describe('the commands for a running session', () => {
  const home = temporaryFolder('operators');
  const at = ['--home', home];
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  const running = async (run: string): Promise<FakeSession> => {
    const made = await session(home, run);
    open.push(made);
    return made;
  };

  it('say that there is none, and how to go on without one', async () => {
    for (const command of ['stop', 'pause', 'resume', 'flatten']) {
      const { code, stdout } = await warm.run(command, ...at, '--json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout).error).toMatchObject({
        ...{ code: 'session-not-there', fix: expect.stringContaining('qt flatten --direct') },
      });
    }
    expect(await warm.run('status', ...at)).toMatchObject({
      // nothing answers: whoever watches this machine must be able to tell
      code: 3,
      stdout: expect.stringContaining('no session runs'),
    });
    expect((await warm.run('kill', ...at)).code).toBe(1);
    const { stdout } = await warm.run('host', 'stop', ...at, '--json');
    expect(JSON.parse(stdout).error).toMatchObject({
      ...{ code: 'host-not-there', fix: expect.stringContaining('nothing to stop') },
    });
  });

  it('show it and take pauses, resumptions and flattening to it, with who asked and why', async () => {
    const { asked } = await running('20270301T120000Z-live-wdo-regime-aaaaaa');
    const shown = await warm.run('status', ...at);
    expect(shown.stdout).toContain('reducing, paused by somebody');
    expect(shown.stdout).toContain(`holds -2 ${TICKER} at 5120.5`);
    expect(shown.stdout).toContain('clock shut: the clock differs by 3 s. Synchronise it');
    expect(shown.stdout).not.toContain('the library runs');
    const { code, stdout } = await warm.run('status', ...at, '--json');
    const { sessions, needs } = JSON.parse(stdout) as { sessions: { status: ControlStatus }[]; needs: string[] };
    expect(sessions[0]!.status).toEqual(status);
    expect(code).toBe(1);
    expect(needs).toEqual([
      expect.stringMatching(`^live wdo-regime .* holds -2 ${TICKER}: NO STOP IS THERE$`),
      'there is no host, and sessions need it',
    ]);
    expect((await warm.run('pause', ...at, '--reason', 'central bank')).code).toBe(0);
    expect((await warm.run('resume', ...at)).code).toBe(0);
    expect((await warm.run('flatten', ...at)).code).toBe(0);
    expect(asked).toMatchObject([
      { command: 'pause', by: expect.stringMatching(/^\S+ via qt pause$/), reason: 'central bank' },
      { command: 'resume' },
      { command: 'flatten' },
    ]);
  });

  it('stop it flat, or with its stops at the broker, and wait for its end', async () => {
    const first = await running('20270301T120000Z-live-wdo-regime-bbbbbb');
    expect(await warm.json('stop', ...at)).toMatchObject({ stopped: true, mode: 'flatten' });
    expect(first.asked).toMatchObject([{ mode: 'flatten' }]);
    const second = await running('20270301T130000Z-live-wdo-regime-cccccc');
    expect(await warm.json('stop', '--keep', ...at)).toMatchObject({ mode: 'keep' });
    expect(second.asked).toMatchObject([{ mode: 'keep' }]);
  });

  it('show a process between two sessions with what it waits for, and stop it', async () => {
    const folder = join(home, 'live', 'one');
    mkdirSync(folder, { recursive: true });
    const why = 'waiting until 2027-03-02T11:50:00.000Z, session 2027-03-02';
    const server: ControlServer = await ControlServer.listen({
      ...{ home, folder, transport: 'local', say: () => {} },
      about: { mode: 'live', strategy: 'wdo-regime', account: null, waiting: why },
      session: {
        status: () => ({ ...status, state: 'waiting', why }),
        operate: () => {},
        stop: () => void setTimeout(() => void server.close(), 50),
        rollBack: () => '',
      },
    });
    const { stdout } = await warm.run('status', ...at);
    const local = 'waiting until 2027-03-02 08:50:00 -03, session 2027-03-02';
    expect(stdout).toContain(`live wdo-regime (process ${process.pid}, between sessions): ${local}, NO HOST`);
    expect(await warm.json('stop', ...at)).toMatchObject({ stopped: true, mode: 'flatten' });
  });

  it('want one of several to be named', async () => {
    const first = await running('20270301T120000Z-live-wdo-regime-dddddd');
    const second = await running('20270301T130000Z-live-wdo-regime-eeeeee');
    const { code, stderr } = await warm.run('pause', ...at);
    expect(code).toBe(1);
    expect(stderr).toContain('2 sessions run');
    expect(stderr).toContain('--run 20270301T130000Z-live-wdo-regime-eeeeee');
    expect((await warm.run('pause', ...at, '--run', '20270301T12')).code).toBe(0);
    expect([first.asked.length, second.asked.length]).toEqual([1, 0]);
    expect((await warm.run('pause', ...at, '--run', 'nothing')).stderr).toContain(
      'No running session is called nothing',
    );
  });

  it('say of one that hangs what works without it', async () => {
    open.push(await silentSession(home, '20270301T120000Z-live-wdo-regime-ffffff'));
    expect((await warm.run('status', ...at)).stdout).toContain('does not answer (no answer in 3000 ms)');
    const { code, stderr } = await warm.run('flatten', ...at);
    expect(code).toBe(1);
    expect(stderr).toContain('qt flatten --direct');
  });

  it('name the process that hangs, and end none that is not proven to be the session', async () => {
    const run = '20270301T120000Z-live-wdo-regime-fffff1';
    open.push(await silentSession(home, run));
    const stopped = await warm.run('stop', '--run', run, ...at);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain(`Process ${process.pid} hangs`);
    expect(stopped.stderr).toContain('qt stop --force');
    // no run.json says that this process is the session's
    const forced = await warm.run('stop', '--force', '--run', run, ...at, '--json');
    expect(JSON.parse(forced.stdout).error).toMatchObject({
      ...{ code: 'process-not-proven', fix: expect.stringContaining(`kill -9 ${process.pid}`) },
    });
  });

  it('tell why a session says no, and what it wants first', async () => {
    const run = '20270301T120000Z-live-wdo-regime-fffff2';
    const folder = join(home, 'runs', run);
    mkdirSync(folder, { recursive: true });
    const server = await ControlServer.listen({
      ...{ home, folder, transport: 'local', say: () => {} },
      about: { mode: 'live', strategy: 'wdo-regime', account: null },
      session: {
        status: () => status,
        operate: () => Promise.reject(new OperatorRefusal('not resumed: clock: late', 'clock: set it')),
        stop: () => {},
        rollBack: () => '',
      },
    });
    open.push(server);
    const { code, stdout } = await warm.run('resume', '--run', run, ...at, '--json');
    expect([code, JSON.parse(stdout).error]).toMatchObject([
      1,
      { code: 'session-refused', message: expect.stringContaining('clock: late'), fix: 'clock: set it' },
    ]);
  });

  it('kill what they can reach, and say loudly that no host has taken it', async () => {
    const account = { broker: 32003, account: '10001-7' };
    writeFileSync(join(home, 'machine.json'), JSON.stringify({ schemaVersion: 1, dllPath: '/none.dll', account }));
    const own = await session(home, '20270301T120000Z-live-wdo-regime-999999', ACCOUNT);
    open.push(own);
    const { code, stdout } = await warm.run('kill', ...at, '--reason', 'a test');
    expect(code).toBe(1);
    expect(stdout).toContain('THE HOST HAS NOT TAKEN IT');
    expect(stdout).toContain('It is latched on the disk');
    expect(stdout).toContain('terminal of the broker');
    // the one that hung before: named once
    expect(stdout).toMatch(/session live wdo-regime \(\S+ffffff, process \d+\): did not do it: /);
    expect(own.asked).toMatchObject([{ command: 'kill', reason: 'a test' }]);
    rmSync(join(home, 'machine.json'));
  });

  it('tell of wrong usage', async () => {
    expect((await warm.run('stop', '--wait', 'long', ...at)).code).toBe(2);
    expect((await warm.run('flatten', '--keep', ...at)).code).toBe(2);
    expect((await warm.run('kill', '--wait', '0', ...at)).code).toBe(2);
    expect((await warm.run('kill', '--yes', 'kill 1:2', ...at)).code).toBe(2);
    expect((await warm.run('flatten', '--of', '1:2', ...at)).code).toBe(2);
    expect((await warm.run('flatten', '--wait', '9', ...at)).code).toBe(2);
    expect((await warm.run('flatten', '--direct', '--run', 'x', ...at)).code).toBe(2);
    expect((await warm.run('resume', '--of', '1:2', ...at)).code).toBe(2);
    expect((await warm.run('resume', '--killed', '--run', 'x', ...at)).code).toBe(2);
    expect((await warm.run('paper', '--release', 'x@paper', '--from', '2027-03-01', ...at)).code).toBe(2);
    expect((await warm.run('paper', '--release', 'x@paper', '--speed', '3', ...at)).code).toBe(2);
    expect((await warm.run('demo', '--arm', ...at)).code).toBe(2);
    expect((await warm.run('live', ...at)).code).toBe(2);
    expect((await warm.run('doctor', 'orders', ...at)).code).toBe(2);
  });
});

describe('the commands for the broker', () => {
  const home = temporaryFolder('operators-host');
  const at = ['--home', home];
  let running: RunningHost;
  let trader: Told;
  let orders = 0;

  function submit(side: 'buy' | 'sell', price: number | undefined, role: 'entry' | 'exit' = 'entry'): string {
    const clientOrderId = `1-1-${orders++}`;
    const request = { clientOrderId, strategyId: 's', instrumentId: 0, side, role, quantity: 1, price } as const;
    const bracket = { stopPrice: 5000, stopLimitPrice: 4990, targetPrice: 5300 };
    const type = price === undefined ? ('market' as const) : ('limit' as const);
    const absent = { stopPrice: undefined, bracketId: undefined };
    const command: OrderCommand = { kind: 'submit', seq: 1, request: { ...request, type, ...absent }, bracket };
    trader.exchange.submit(command);
    return clientOrderId;
  }

  const told = (kind: string, id: string): boolean =>
    trader.payloads.some(
      (each) => each.kind === kind && (each as unknown as { clientOrderId: string }).clientOrderId === id,
    );

  beforeAll(async () => {
    const work = join(home, 'work');
    mkdirSync(work);
    writeFileSync(join(work, 'simulation.txt'), `asset ${TICKER} F 0.5 1 10\n`);
    const account = { broker: 32003, account: '10001-7', ownerName: 'Somebody Else' };
    const machine = {
      ...{ schemaVersion: 1, dllPath: await simulatedDll(), workingFolder: work, login: 'routing' },
      ...{ account, demoAccount: account, dayTrade: true, capitalBrl: 50_000 },
    };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    const source = secretSource({ environment: secrets });
    running = await runHost({ home, provenance: 'simulated', onStop: () => {}, secrets: source });
    const { host } = running;
    await until(() => host.vendor.status().routing.state === 'connected', 'routing');
    appendFileSync(join(work, 'simulation-commands.txt'), `touch ${TICKER} 5120 5120.5\n`);
    trader = await follow(home, { account: ACCOUNT, instruments: [{ ticker: TICKER, exchange: 'F' }], since: 'now' });
    await until(() => trader.kinds().includes('positionReport'), 'the position');
  }, 60_000);

  afterAll(async () => {
    await trader?.end();
    await running?.close('the test is over');
  });

  it('show what is open there without any session', async () => {
    const id = submit('buy', 5100);
    await until(() => told('orderUpdate', id), 'the resting order');
    const { stdout } = await warm.run('status', ...at);
    expect(stdout).toContain(`account ${ACCOUNT}: 1 order open`);
    expect(stdout).toContain(`${id} entry buy 1 ${TICKER} limit at 5100`);
  });

  it('get flat through the host alone', async () => {
    const id = submit('buy', undefined);
    await until(() => told('fill', id), 'the fill');
    const { code, stdout } = await warm.run('flatten', '--direct', ...at, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ account: ACCOUNT, flat: true, left: { orders: [] } });
    expect(code).toBe(0);
  }, 60_000);

  it('kill the account, refuse its orders until a person releases it, and trade again then', async () => {
    const id = submit('sell', undefined);
    await until(() => told('fill', id), 'the fill');
    const killed = await warm.run('kill', ...at, '--reason', 'a test', '--json');
    expect(JSON.parse(killed.stdout)).toMatchObject({ accounts: [{ account: ACCOUNT, taken: true, flat: true }] });
    expect(killed.code).toBe(0);
    expect((await warm.run('status', ...at)).stdout).toContain('KILLED');
    const refused = submit('buy', undefined);
    await until(() => told('commandResult', refused), 'the refusal');
    expect(told('fill', refused)).toBe(false);
    const wrong = await warm.run('resume', '--killed', '--yes', 'release', ...at, '--json');
    expect(JSON.parse(wrong.stdout).error).toMatchObject({ code: 'not-confirmed', field: 'yes' });
    expect((await warm.run('resume', '--killed', '--yes', `release ${ACCOUNT}`, ...at)).code).toBe(0);
    const again = submit('buy', undefined);
    await until(() => told('fill', again), 'the fill after the release');
    expect((await warm.run('flatten', '--direct', ...at)).code).toBe(0);
  }, 60_000);

  it('leave the host to who trades through it, and name the ways in order', async () => {
    const { code, stdout } = await warm.run('host', 'stop', ...at, '--json');
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'host-needed', message: expect.stringContaining(`trades on ${ACCOUNT}`) });
    expect(error.fix).toMatch(/^First: qt stop .*Last: qt host stop --force/);
    const operator = await HostOperator.connect(home, 'test');
    await expect(operator.ask('stop')).rejects.toThrow(`test trades on ${ACCOUNT}; stop it by force`);
    operator.close();
  });

  it('release only what is flat, and wait for it', async () => {
    const id = submit('buy', 5100);
    await until(() => told('orderUpdate', id), 'the resting order');
    const commands = join(home, 'work', 'simulation-commands.txt');
    appendFileSync(commands, 'order-delay 1500000\n');
    await new Promise((done) => setTimeout(done, 200));
    const killed = await warm.run('kill', ...at, '--wait', '0.1');
    expect([killed.code, killed.stdout]).toMatchObject([1, expect.stringContaining('NOT FLAT yet')]);
    const release = ['resume', '--killed', '--yes', `release ${ACCOUNT}`, ...at];
    const early = await warm.run(...release, '--wait', '0.1', '--json');
    expect(JSON.parse(early.stdout).error).toMatchObject({
      ...{ code: 'account-not-flat', message: expect.stringContaining('is NOT released') },
    });
    const { code, stderr } = await warm.run(...release);
    expect([code, stderr]).toMatchObject([0, expect.stringContaining('it is released when it is')]);
    appendFileSync(commands, 'order-delay 0\n');
    await new Promise((done) => setTimeout(done, 200));
    const again = submit('sell', undefined);
    await until(() => told('fill', again), 'the fill');
    expect((await warm.run('flatten', '--direct', ...at)).code).toBe(0);
    const next = submit('buy', undefined);
    await until(() => told('fill', next), 'the fill behind a flatten');
    expect((await warm.run('flatten', '--direct', ...at)).code).toBe(0);
  }, 60_000);

  it('close what is not ours only for the words that were typed', async () => {
    const { code, stdout } = await warm.run('kill', '--account', '--yes', 'kill', ...at, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'not-confirmed' });
    expect((await warm.run('status', ...at)).stdout).not.toContain('KILLED');
  });

  it('kill nothing where the account is mistyped, and say so', async () => {
    const { code, stdout } = await warm.run('kill', '--of', '1:2', ...at, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      ...{
        code: 'account-unknown',
        message: expect.stringContaining('NOTHING WAS KILLED'),
        fix: expect.stringContaining(ACCOUNT),
      },
    });
    expect((await warm.run('status', ...at)).stdout).not.toContain('KILLED');
  });

  it('resume a session that is not armed only for the account typed, pinned as by --arm', async () => {
    const context = new CommandContext({ home });
    const bare = { armed: false, state: 'reducing', mode: 'demo' } as const;
    await expect(armSession(context, bare, ACCOUNT)).rejects.toMatchObject({ code: 'arm-refused', field: 'yes' });
    expect(await armSession(context, { ...bare, armed: true }, undefined)).toBeUndefined();
    expect(await armSession(context, { ...bare, mode: 'paper' }, undefined)).toBeUndefined();
    const file = join(home, 'machine.json');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replaceAll('Somebody Else', 'Conta do Simulador'));
    await expect(armSession(context, bare, '1:2')).rejects.toMatchObject({ code: 'not-confirmed', field: 'yes' });
    expect(await armSession(context, bare, ACCOUNT)).toBe(ACCOUNT);
    writeFileSync(file, before);
  });

  it('arm trading only on the account that the vendor calls as machine.json does, and for its number', async () => {
    const operator = await HostOperator.connect(home, 'test');
    const context = new CommandContext({ home });
    const base = { home, operator, account: ACCOUNT, use: 'demo' } as const;
    const machine = readMachineSettings(home);
    const owned = { ...machine, demoAccount: { ...machine.demoAccount!, ownerName: 'conta do  SIMULADOR' } };
    const pin = (more: Partial<PinAccount>) => pinAccount(context, { ...base, machine: owned, arm: ACCOUNT, ...more });
    await expect(pin({ machine })).rejects.toMatchObject({
      ...{ code: 'arm-refused', message: expect.stringContaining('machine.json says Somebody Else') },
    });
    await expect(pin({ use: 'live', machine: { ...owned, account: owned.demoAccount } })).rejects.toMatchObject({
      ...{ code: 'arm-refused', message: expect.stringContaining('is a simulator') },
    });
    await expect(pin({ machine: { ...owned, dayTrade: undefined } })).rejects.toMatchObject({
      ...{ code: 'arm-refused', fix: expect.stringContaining('"dayTrade"') },
    });
    await expect(pin({ machine: { ...machine, dayTrade: undefined } })).rejects.toMatchObject({
      ...{ code: 'arm-refused', fix: expect.stringMatching(/machine\.json\. Write "dayTrade"/) },
    });
    await expect(pin({ account: '1:2' })).rejects.toMatchObject({ code: 'arm-refused' });
    await expect(pin({ arm: '10001-7' })).rejects.toMatchObject({ code: 'not-confirmed', field: 'arm' });
    expect((await pin({})).map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open']);
    // not armed: what is wrong is shown, and trading stays off
    const shut = await pin({ machine, arm: undefined });
    expect(shut.filter(({ state }) => state === 'shut').map(({ id }) => id)).toEqual(['owner']);
    operator.close();
  });

  it('examine orders on an account of a simulator only when a person has typed its number', async () => {
    const { stdout } = await warm.run('doctor', 'orders', TICKER, '--yes', 'yes', ...at, '--json');
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'not-confirmed', field: 'yes' });
  });
});
