// The kill switch of the host and the daily loss of the engine, by the broker's log: cancels at once, out in two seconds, latched over restarts.
import { afterEach, describe, expect, it } from 'vitest';
import { accountText } from '../../src/runner/host/host-orders.ts';
import { until } from '../end-to-end/host-stage.ts';
import { type Emergency, emergencyOf } from './emergency.ts';
import { ACCOUNT, LiveSessionStage, type SessionPlan } from './live-session-stage.ts';
import { TICKER } from './session-day.ts';

/** Twice what is asked for: this machine runs other tests at the same time. */
const CANCELS_MS = 2 * 250;
const FLAT_MS = 2 * 2_000;
const AFTER_MS = 2_500;
const TIMEOUT_MS = 90_000;

const account = accountText(ACCOUNT);
const stages: LiveSessionStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.remove();
});

async function trading(plan: Partial<SessionPlan> = {}): Promise<LiveSessionStage> {
  const stage = await LiveSessionStage.start({ seed: 3, contracts: 2, ...plan });
  stages.push(stage);
  stage.startRunner();
  await stage.untilTrading();
  return stage;
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Held and protected. */
async function exposed(stage: LiveSessionStage): Promise<void> {
  await until('a protected position', () => {
    const { positions, working } = stage.check();
    return [...positions.values()].some((position) => position !== 0) && working.length > 0;
  });
}

async function measured(stage: LiveSessionStage, us: number, what: string): Promise<Emergency> {
  await until(`the way out of ${what}`, () => emergencyOf(stage.lines(), us).flatMs !== undefined);
  await pause(AFTER_MS);
  const emergency = emergencyOf(stage.lines(), us);
  console.log(
    `${what}: cancels after ${emergency.cancelsMs.toFixed(1)} ms, flat after ${emergency.flatMs?.toFixed(1)} ms`,
  );
  return emergency;
}

function expectInTime({ cancelsMs, flatMs, entries }: Emergency): void {
  expect(cancelsMs).toBeLessThanOrEqual(CANCELS_MS);
  expect(flatMs).toBeLessThanOrEqual(FLAT_MS);
  expect(entries).toEqual([]);
}

describe('the kill switch', () => {
  it('closes all at once while the runner trades, and holds over a restart of host and runner', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const stage = await trading();
    await exposed(stage);
    const us = nowUs();
    await stage.host.ask('kill', { account, reason: 'the test says so' });
    expectInTime(await measured(stage, us, 'kill while it trades'));
    await stage.runner.stop('keep');
    stage.host.kill();
    await stage.host.ended;
    await stage.startHost();
    stage.startRunner();
    await pause(AFTER_MS * 2);
    expect(emergencyOf(stage.lines(), us).entries.filter(({ cause }) => cause === 'accept')).toEqual([]);
    expect(stage.check().violations).toEqual([]);
  });

  it('closes all although the runner hangs', { timeout: TIMEOUT_MS }, async () => {
    const stage = await trading();
    await exposed(stage);
    process.kill(stage.runner.pid, 'SIGSTOP');
    const us = nowUs();
    await stage.host.ask('kill', { account, reason: 'the runner hangs' });
    expectInTime(await measured(stage, us, 'kill of a runner that hangs'));
    process.kill(stage.runner.pid, 'SIGCONT');
    expect(stage.check().violations).toEqual([]);
  });

  it('a flatten of the host closes all although the runner is dead', { timeout: TIMEOUT_MS }, async () => {
    const stage = await trading();
    await exposed(stage);
    stage.runner.kill();
    await stage.runner.ended;
    const us = nowUs();
    await stage.host.ask('flatten', { account, reason: 'the runner is dead' });
    expectInTime(await measured(stage, us, 'flatten without a runner'));
    expect(stage.check().violations).toEqual([]);
  });
});

it('the daily loss closes all and lets nothing in, also after a restart', { timeout: TIMEOUT_MS }, async () => {
  const stage = await trading({ capitalBrl: 100_000, dailyLossLimit: 0.01 });
  await exposed(stage);
  const [held] = [...stage.check().positions.values()];
  const us = nowUs();
  // over stop and limit: nothing but the market gets it out
  stage.host.command(`walk-jump ${TICKER} ${held! > 0 ? -200 : 200}`);
  await until('the loss', () => (stage.runner.alerts.dailyLoss ?? 0) > 0);
  expectInTime(await measured(stage, us, 'the daily loss'));
  stage.runner.kill();
  await stage.runner.ended;
  stage.startRunner();
  await pause(AFTER_MS * 2);
  expect(emergencyOf(stage.lines(), us).entries).toEqual([]);
  expect(stage.check().violations).toEqual([]);
});
