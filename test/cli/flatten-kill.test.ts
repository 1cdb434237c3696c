// An armed session over the simulated library, and a broker that is away, fills nothing, or holds what is not ours; how `qt flatten` and `qt kill` end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountOrders } from '../../src/runner/host/guardian/account-orders.ts';
import { until } from '../end-to-end/host-stage.ts';
import { TICKER } from '../live/session-day.ts';
import { DEMO_ACCOUNT, type DemoSession, DemoStage } from './support/demo-stage.ts';
import { EAGER, eagerSource } from './support/eager-strategy.ts';
import { type Outcome, WarmQt } from './support/qt.ts';

const PATIENCE_MS = 20_000;
/** Too far away to be reached: what is held is closed by command alone. */
const FAR = eagerSource.replace('stopPoints: 4, targetPoints: 6', 'stopPoints: 80, targetPoints: 80');

describe('the exit code', { timeout: 3 * PATIENCE_MS }, () => {
  const stage = new DemoStage({ releases: [{ strategy: EAGER, source: FAR, stage: 'demo' }] });
  const warm = new WarmQt();
  let session: DemoSession;

  const run = (...args: readonly string[]): Promise<Outcome> => warm.run(...args, '--home', stage.home);
  const json = async (...args: readonly string[]): Promise<{ code: number | null; said: unknown }> => {
    const { code, stdout } = await run(...args, '--json');
    return { code, said: JSON.parse(stdout) };
  };
  const isFlat = (): boolean => stage.held === 0 && stage.broker().working.length === 0;
  const untilHeld = (): Promise<unknown> =>
    session.until('a protected position', () => stage.held !== 0 && stage.broker().working.length > 0, PATIENCE_MS);

  beforeAll(async () => {
    await stage.start();
    session = await stage.trading(PATIENCE_MS);
  }, 8 * PATIENCE_MS);

  afterAll(() => stage.close());

  it('of qt flatten --direct is 1 while nothing can be sent, and that of qt flatten 0 once the session has taken it', async () => {
    await untilHeld();
    stage.host.command('broker 3');
    await until('no routing', async () => (await stage.host.status()).vendor.routing.state === 'disconnected');
    const { code, stdout } = await run('flatten', '--direct', '--wait', '0.2');
    expect([code, stdout]).toEqual([1, expect.stringContaining('NOTHING WAS SENT within 0.2 s')]);
    expect(stage.held).not.toBe(0);
    stage.host.command('broker 4 5');
    await until('flat', isFlat, PATIENCE_MS);
    expect(await json('flatten')).toMatchObject({ code: 0, said: { command: 'flatten', taken: true, waits: null } });
  });

  it('of qt flatten --direct is 1 where it is not flat in time, and 0 where it is', async () => {
    await until('the gates', async () => (await run('resume')).code === 0, PATIENCE_MS);
    await untilHeld();
    stage.host.command('partial 0');
    const late = await run('flatten', '--direct', '--wait', '1');
    expect([late.code, late.stdout]).toEqual([1, expect.stringMatching(/^NOT FLAT after 1 s; the host goes on$/m)]);
    expect(late.stdout).toMatch(new RegExp(`^ {2}${EAGER} holds -?1 ${TICKER} .*, closing: `, 'm'));
    stage.host.command('release');
    const { code, said } = await json('flatten', '--direct');
    expect([code, said]).toMatchObject([0, { account: DEMO_ACCOUNT, flat: true, left: { orders: [] } }]);
    expect(isFlat()).toBe(true);
  });

  it('of qt kill is 1 where it is not flat in time, and 0 where it is', async () => {
    await until('the gates', async () => (await run('resume')).code === 0, PATIENCE_MS);
    await untilHeld();
    stage.host.command('partial 0');
    const late = await run('kill', '--wait', '1', '--reason', 'a test');
    expect([late.code, late.stdout]).toEqual([
      1,
      expect.stringContaining('killed, and NOT FLAT yet; the host goes on'),
    ]);
    expect((await run('status')).stdout).toMatch(/^ {2}KILLED by \S+ via qt kill: a test; trading again: /m);
    stage.host.command('release');
    const { code, said } = await json('kill');
    expect([code, said]).toMatchObject([0, { accounts: [{ account: DEMO_ACCOUNT, taken: true, flat: true }] }]);
    expect(isFlat()).toBe(true);
  });

  it('of both is 1 where the whole account holds something that is not ours, and 0 when that is gone', async () => {
    const netIs = (net: number): Promise<unknown> => {
      stage.host.command(`position ${TICKER} ${net}`);
      return until(`the position ${net}`, async () => {
        const { accounts } = await stage.host.ask<{ accounts: readonly [AccountOrders] }>('orders');
        return (accounts[0].positions[0]?.accountNet ?? 0) === net;
      });
    };
    await netIs(2);
    const holds = `nothing of ours is open, and ACCOUNT ${DEMO_ACCOUNT} HOLDS 2 ${TICKER} AT THE BROKER`;
    for (const command of [['flatten', '--direct'], ['kill']] as const) {
      const { code, stdout } = await run(...command);
      expect([code, stdout]).toEqual([1, expect.stringContaining(holds)]);
    }
    await netIs(0);
    expect((await run('flatten', '--direct')).code).toBe(0);
    expect((await run('kill')).code).toBe(0);
  });

  it('of all three is 1 where the host is gone, and none says that anything was sent', async () => {
    await stage.host.stop();
    // the session hears of it a moment later
    const taken = await session.until('a flatten that waits', async () => {
      const ended = await run('flatten');
      return ended.code === 1 && ended;
    });
    expect(taken.stdout).toContain('NOTHING HAS HAPPENED YET');
    expect(await json('flatten', '--direct')).toMatchObject({ code: 1, said: { error: { code: 'host-not-there' } } });
    const killed = await run('kill');
    expect([killed.code, killed.stdout]).toEqual([1, expect.stringContaining('THE HOST HAS NOT TAKEN IT')]);
  });
});
