import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../../../src/adapters/profit-dll/abi/layouts.ts';
import { ignoreVendor } from '../../../../src/runner/host/vendor/vendor-port.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { IMPATIENT, QUICK } from './quick-limits.ts';
import { dayOfTrades, type TestTrade, tradesOf } from './trade-records.ts';
import { isAlive, SECRETS, type VendorStage, vendorStage, WDO, writeTape } from './vendor-stage.ts';

const random = new Random(7, 'vendor-process');
const day: readonly TestTrade[] = dayOfTrades(4_000, () => random.float());
const prepare = (folder: string): void => {
  writeTape(join(folder, 'day.tape'), day);
  writeTape(join(folder, 'first.tape'), day.slice(0, 2_000));
  writeTape(join(folder, 'rest.tape'), day.slice(2_000));
};
const WHOLE = ['tape FOLDER/day.tape', 'rate 8000'];

const nightly = process.env.QT_NIGHTLY === '1';
let stage: VendorStage | undefined;
afterEach(async () => {
  await stage?.close();
  for (const pid of stage?.pids ?? []) expect(isAlive(pid)).toBe(false);
  stage = undefined;
});

async function started(...args: Parameters<typeof vendorStage>): Promise<VendorStage> {
  stage = await vendorStage(args[0], { prepare, ...args[1] });
  stage.service.want(WDO, 'ticker');
  stage.service.start(SECRETS);
  return stage;
}

const isWhole = (on: VendorStage) => (): boolean => {
  const tape = on.service.tape(WDO);
  return tape?.complete === true && tape.length === day.length;
};
const expectDay = (on: VendorStage): void => expect(tradesOf(on.service.tape(WDO)!.rows)).toEqual(day);

describe('a vendor process over the simulated library', () => {
  it.each(['native', 'direct'] as const)('gives exactly the trades of the day with the %s feed', async (feed) => {
    const on = await started([WHOLE], { feed });
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.service.status()).toMatchObject({
      process: { kind: 'running' },
      market: { state: 'connected' },
      feed,
      restarts: 0,
      layout: { records: Object.keys(LAYOUTS).length, versionBytes: { TConnectorSendOrder: 2, TConnectorOrder: 1 } },
    });
    expect(on.gaps).toEqual([]);
  });

  it.each(nightly ? ['segv', 'abort', 'exit'] : ['segv'])(
    'comes back after a crash (%s) and fills what was lost from history',
    async (how) => {
      const on = await started([
        [...WHOLE, `after-events 1500 crash ${how}`],
        ['history FOLDER/first.tape', 'tape FOLDER/rest.tape', 'rate 8000'],
      ]);
      await on.until('the whole day', isWhole(on));
      expectDay(on);
      expect(on.service.status().restarts).toBe(1);
      expect(on.gaps).toHaveLength(1);
      expect(on.gaps[0]).toContain('ended by itself');
      expect(on.backfills.at(-1)).toMatchObject({ complete: true });
    },
  );

  it('fills what an interrupted connection lost, repeated trades included', async () => {
    const on = await started([[...WHOLE, 'after-events 1000 disconnect market 100']]);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.service.status().restarts).toBe(0);
    expect(on.gaps).toEqual(['the vendor reports market state 0']);
    expect(on.backfills.at(-1)?.added.length).toBeGreaterThan(100);
  });

  it('replaces a library that is dead-locked', async () => {
    const on = await started(
      [
        [...WHOLE, 'after-events 1500 deadlock'],
        ['history FOLDER/first.tape', 'tape FOLDER/rest.tape', 'rate 8000'],
      ],
      { limits: IMPATIENT },
    );
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.gaps).toEqual([expect.stringContaining('frozen')]);
  });

  it('waits for a library that is frozen for a while', async () => {
    const on = await started([[...WHOLE, 'after-events 1500 freeze 700']]);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.service.status().restarts).toBe(0);
  });

  it('is not blamed for a busy host, and loses nothing meanwhile', async () => {
    const on = await started([WHOLE], { limits: IMPATIENT });
    await on.until('the first trades', () => (on.service.tape(WDO)?.length ?? 0) > 200);
    const until = performance.now() + 2 * IMPATIENT.run.heartbeatMs;
    while (performance.now() < until) Math.sqrt(until);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.gaps).toEqual([]);
    expect(on.pids).toHaveLength(1);
  });

  it('joins in the midst of the day, though the first history is cut and its progress stands at 99', async () => {
    const on = await started([
      [
        'history FOLDER/first.tape',
        'tape FOLDER/rest.tape',
        'rate 8000',
        'set history-first-truncated 100',
        'set history-plateau-ms 600',
        'set history-late-trades 40',
      ],
    ]);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
  });

  it('goes on while a call blocks, and tells the answer that comes late', async () => {
    const on = await started([[...WHOLE, 'start command']]);
    await on.until('the connection', () => on.service.status().market.state === 'connected');
    await on.until('the subscription', () => on.service.status().subscriptions[0]?.state === 'made');
    const late: unknown[] = [];
    on.service.listen({ ...ignoreVendor, lateAnswer: (answer) => late.push(answer) });
    on.command('block GetServerClock 1200');
    await new Promise((wake) => setTimeout(wake, 100));
    const blocked = on.service.call('getServerClock', [], 300);
    on.command('go');
    expect(await blocked).toMatchObject({ ok: false, error: { kind: 'deadline' } });
    await on.until('the late answer', () => late.length > 0);
    expect(late).toMatchObject([
      { method: 'getServerClock', answer: { ok: true, value: { minute: expect.any(Number) } } },
    ]);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
  });

  it('never makes a sending that waited behind a blocked one past its deadline; a cancel is still made', async () => {
    const on = await started([[...WHOLE, 'start command']]);
    await on.until('the subscription', () => on.service.status().subscriptions[0]?.state === 'made');
    const account = { brokerId: 1, accountId: '1', subAccountId: '' };
    const order = { account, asset: WDO, password: '', side: 'buy', quantity: 1, order: { type: 'market' } };
    const cancel = { account, password: '', order: { localOrderId: 1n } };
    const twice = async (name: string, method: string, request: object) => {
      on.command(`block ${name} 1200`);
      await new Promise((wake) => setTimeout(wake, 100));
      return await Promise.all([1, 2].map(() => on.service.call(method, [request], 500)));
    };
    // a login for the market alone has no orders: that it says so shows that it was asked
    const asked = { ok: false, error: { kind: 'vendor' } };
    const [first, second] = await twice('SendOrder', 'sendOrder', order);
    expect(first).toMatchObject({ ok: false, error: { kind: 'deadline' } });
    expect(second).toMatchObject({ ok: false, error: { kind: 'expired' } });
    expect(second).not.toHaveProperty('late');
    expect(first?.ok === false ? await first.late : undefined).toMatchObject(asked);
    expect(await on.service.call('sendOrder', [order], 5_000)).toMatchObject(asked);
    for (const cancelled of await twice('SendCancelOrderV2', 'cancelOrder', cancel)) {
      expect(cancelled).toMatchObject({ ok: false, error: { kind: 'deadline' } });
      expect(cancelled.ok ? undefined : await cancelled.late).toMatchObject(asked);
    }
  });

  it('stops at a wrong password, says so, and does not try again', async () => {
    const on = await started([['credentials KEY-1234567 someone@example.com other', ...WHOLE]]);
    await on.until('the stop', () => on.states.at(-1)?.kind === 'stopped');
    expect(on.states.at(-1)).toMatchObject({ reason: expect.stringContaining('password is wrong') });
    await new Promise((wake) => setTimeout(wake, 500));
    expect(on.pids).toHaveLength(1);
    const said = JSON.stringify([on.states, on.services, on.output]);
    for (const secret of [SECRETS.activationKey, SECRETS.password]) expect(said).not.toContain(secret);
  });

  it('keeps the secrets out of arguments, surroundings, output and files', async () => {
    const on = await started([WHOLE]);
    await on.until('the whole day', isWhole(on));
    const [pid] = on.pids;
    const places = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'latin1'));
    await on.service.stop();
    for (const entry of readdirSync(on.folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) places.push(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    }
    expect(places.length).toBeGreaterThan(4);
    const left = [...places, ...on.output, JSON.stringify([on.states, on.services, on.service.status()])].join('\n');
    for (const secret of [SECRETS.activationKey, SECRETS.user, SECRETS.password, SECRETS.routingPassword]) {
      expect(left).not.toContain(secret);
      expect(left).not.toContain(Buffer.from(secret, 'utf16le').toString('latin1'));
    }
  });

  it.each(Array.from({ length: nightly ? 20 : 2 }, (_, i) => i + 1))(
    'loses and invents nothing under random faults (seed %i)',
    async (seed) => {
      // all of them but edits, which change what the day is
      const on = await started([[...WHOLE, 'set chaos-faults 253', `chaos ${seed} 100`]]);
      await on.until('the whole day', isWhole(on));
      expectDay(on);
    },
  );

  it('gives up after so many crashes and names the last reason', async () => {
    const limits = { ...QUICK, restart: { ...QUICK.restart, perHour: 2 } };
    const on = await started([[...WHOLE, 'after-events 10 crash abort']], { limits });
    await on.until('the end', () => on.states.at(-1)?.kind === 'stopped');
    expect(on.pids).toHaveLength(3);
    expect(on.states.at(-1)).toMatchObject({
      reason: expect.stringMatching(/3 times within an hour.*ended by itself/),
    });
  });

  it('takes the continuous name for the history where the build knows only that', async () => {
    const on = await started([[...WHOLE, 'set history-dated 0', 'after-events 1000 disconnect market 100']]);
    await on.until('the whole day', isWhole(on));
    expectDay(on);
    expect(on.backfills.at(-1)?.reason).toContain('WDOFUT');
  });
});
