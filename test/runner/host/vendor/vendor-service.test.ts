import { describe, expect, it } from 'vitest';
import type { AssetName } from '../../../../src/adapters/profit-dll/feed/feed.ts';
import { BACKFILL_LIMITS } from '../../../../src/runner/host/vendor/backfill-plan.ts';
import { HISTORY_LIMITS } from '../../../../src/runner/host/vendor/history-request.ts';
import { LOGIN_LIMITS } from '../../../../src/runner/host/vendor/login-watch.ts';
import { RESTART_LIMITS } from '../../../../src/runner/host/vendor/restart-policy.ts';
import {
  type BackfillResult,
  ignoreVendor,
  type VendorListener,
} from '../../../../src/runner/host/vendor/vendor-port.ts';
import { RUN_LIMITS } from '../../../../src/runner/host/vendor/vendor-run.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { ScriptedVendor } from './scripted-vendor.ts';
import { dayOfTrades, type TestTrade, tradesOf } from './trade-records.ts';
import type { HistoryFault, Script, ScriptFault } from './vendor-script.ts';

const WDO: AssetName = { ticker: 'WDOU25', exchange: 'F' };
const SECRETS = { mode: 'market', activationKey: 'k', user: 'u', password: 'p', routingPassword: undefined } as const;
const LIMITS = {
  run: RUN_LIMITS,
  restart: { ...RESTART_LIMITS, perHour: 1000 },
  login: LOGIN_LIMITS,
  history: HISTORY_LIMITS,
  backfill: { ...BACKFILL_LIMITS, attempts: 100 },
};
const same = (trade: TestTrade): TestTrade => trade;

function staged(script: Partial<Script> & { readonly day: readonly TestTrade[] }, limits = LIMITS) {
  const vendor = new ScriptedVendor(
    { historyLagMs: 1_000, historyOf: () => same, fault: () => undefined, ...script },
    limits,
  );
  const gaps: [string, number | undefined][] = [];
  const backfills: BackfillResult[] = [];
  const states: string[] = [];
  const listener: VendorListener = {
    ...ignoreVendor,
    process: (state) => states.push(state.kind),
    gap: (reason, records) => gaps.push([reason, records]),
    backfilled: (result) => backfills.push({ ...result }),
  };
  vendor.service.listen(listener);
  vendor.service.want(WDO, 'ticker');
  vendor.service.start(SECRETS);
  const tape = () => vendor.service.tape(WDO)!;
  const whole = () => vendor.ended && tape().complete;
  return { vendor, gaps, backfills, states, tape, whole };
}

const lostIn = (gaps: readonly [string, number | undefined][]): number =>
  gaps.reduce(
    (sum, [reason, lost]) => sum + (reason === 'the feed had no room for market records' ? (lost ?? 0) : 1e6),
    0,
  );
const faultAt = (at: number, fault: ScriptFault) => (index: number) => (index === at ? fault : undefined);
const dayFor = (seed: number, count = 300): TestTrade[] => {
  const random = new Random(seed, 'day');
  return dayOfTrades(count, () => random.float());
};

describe('the vendor service', () => {
  it('makes the day whole from its start, though it joined late', async () => {
    const day = dayFor(1);
    const { vendor, whole, tape, backfills } = staged({ day });
    await vendor.pass(600_000, whole);
    expect(tradesOf(tape().rows)).toEqual(day);
    expect(backfills.at(-1)).toMatchObject({ complete: true, reason: expect.stringContaining('WDOU25') });
  });

  it('answers whoever asks for history when the process is not started any more', async () => {
    const restart = { ...RESTART_LIMITS, perHour: 0 };
    const { vendor, states } = staged(
      { day: dayFor(11), fault: faultAt(20, { kind: 'crash' }) },
      { ...LIMITS, restart },
    );
    await vendor.pass(600_000, () => states.at(-1) === 'stopped');
    expect(states.at(-1)).toBe('stopped');
    const request = { candidates: [WDO], fromMs: 0, endMs: 86_400_000 };
    expect(await vendor.service.history(request)).toMatchObject({ kind: 'lost', reason: expect.stringMatching(/./) });
  });

  it('tells an overflow with its count and fills it', async () => {
    const day = dayFor(2);
    const { vendor, whole, tape, gaps } = staged({ day, fault: faultAt(150, { kind: 'overflow', lost: 17 }) });
    await vendor.pass(600_000, whole);
    // a loss that goes on for seconds is told in pieces
    expect(lostIn(gaps)).toBe(17);
    expect(tradesOf(tape().rows)).toEqual(day);
  });

  it('tells an overflow after which nothing comes, once, and fills it', async () => {
    const day = dayFor(2);
    const { vendor, whole, tape, gaps } = staged({ day, fault: faultAt(290, { kind: 'overflow', lost: 17 }) });
    await vendor.pass(600_000, () => gaps.length > 0);
    await vendor.pass(600_000, whole);
    expect(lostIn(gaps)).toBe(9);
    expect(tradesOf(tape().rows)).toEqual(day);
  });

  it('replaces a process without a heartbeat, once, and tells one gap', async () => {
    const day = dayFor(3);
    const { vendor, whole, tape, gaps } = staged({ day, fault: faultAt(100, { kind: 'hang' }) });
    await vendor.pass(600_000, whole);
    expect(vendor.runs).toBe(2);
    expect(gaps).toEqual([[expect.stringContaining('no heartbeat'), undefined]]);
    expect(tradesOf(tape().rows)).toEqual(day);
  });

  it('does not blame the process for a time in which the host itself stood still', async () => {
    const { vendor, whole } = staged({ day: dayFor(4) });
    await vendor.pass(20_000);
    vendor.nowMs += 30_000;
    await vendor.pass(600_000, whole);
    expect(vendor.runs).toBe(1);
  });

  it('does not use an adjusted history, says so, and takes the continuous name that agrees', async () => {
    const day = dayFor(5);
    const historyOf = (asset: AssetName) =>
      asset.ticker === 'WDOFUT' ? same : (trade: TestTrade) => ({ ...trade, price: trade.price - 7 });
    const { vendor, whole, tape, backfills } = staged({ day, historyOf });
    await vendor.pass(600_000, whole);
    expect(backfills[0]).toMatchObject({
      complete: false,
      willRetry: true,
      reason: expect.stringContaining('is not used: trade'),
    });
    expect(backfills.at(-1)).toMatchObject({ complete: true, reason: expect.stringContaining('WDOFUT') });
    expect(tradesOf(tape().rows)).toEqual(day);
  });

  it('stays incomplete and says so in the end where no history is to be had', async () => {
    const limits = { ...LIMITS, backfill: { ...BACKFILL_LIMITS, attempts: 3 } };
    const { vendor, tape, backfills } = staged({ day: dayFor(6), historyOf: () => undefined }, limits);
    await vendor.pass(600_000, () => backfills.at(-1)?.willRetry === false);
    expect(backfills).toHaveLength(3);
    expect(tape().complete).toBe(false);
    const { length } = vendor.requests;
    await vendor.pass(600_000);
    expect(vendor.requests).toHaveLength(length);
  });

  it.each(['wrongPassword', 'wrongPasswordCrash', 'wrongPasswordFailed'] as const)(
    'stops at a wrong password after one process (%s)',
    async (how) => {
      const { vendor, states } = staged({ day: dayFor(7), login: () => how });
      await vendor.pass(600_000);
      expect(vendor.runs).toBe(1);
      expect(states.at(-1)).toBe('stopped');
      expect(states.filter((state) => state === 'stopped')).toHaveLength(1);
      const { process } = vendor.service.status();
      expect(process).toMatchObject({ reason: expect.stringContaining('the password is wrong') });
    },
  );

  it('never has an order sent after its deadline, and knows which were not sent', async () => {
    const { vendor } = staged({ day: dayFor(12), sendMs: (send) => (send === 0 ? 30_000 : 10) });
    await vendor.pass(5_000);
    const sends = [1, 2, 3].map(() => vendor.service.call('sendOrder', [{}], 15_000));
    await vendor.pass(20_000);
    const [first, ...others] = await Promise.all(sends);
    expect(first).toMatchObject({ ok: false, error: { kind: 'deadline' } });
    for (const other of others) {
      expect(other).toMatchObject({ ok: false, error: { kind: 'expired' } });
      expect(other).not.toHaveProperty('late');
    }
    await vendor.pass(20_000);
    expect(first?.ok === false ? await first.late : undefined).toMatchObject({ ok: true });
    expect(vendor.sent).toHaveLength(1);
    const next = vendor.service.call('sendOrder', [{}], 15_000);
    await vendor.pass(1_000);
    expect(await next).toMatchObject({ ok: true });
    expect(vendor.sent).toHaveLength(2);
  });

  it.each<HistoryFault>([
    { kind: 'overflow', lost: 5 },
    { kind: 'untranslated' },
    { kind: 'sentinel' },
    { kind: 'crash' },
  ])('does not take a history with holes for the whole day ($kind)', async (fault) => {
    const day = dayFor(13);
    const historyFault = (request: number, index: number) => (request === 1 && index === 3 ? fault : undefined);
    const { vendor, whole, tape } = staged({ day, historyFault });
    // the start of the day is in the history alone
    vendor.nowMs = 15_000;
    await vendor.pass(600_000, whole);
    expect(tradesOf(tape().rows)).toEqual(day);
  });

  it("is content with a history whose sentinels are the vendor's own", async () => {
    const day = dayFor(14);
    const historyFault = (_: number, index: number) => (index === 3 ? ({ kind: 'extraSentinel' } as const) : undefined);
    const { vendor, whole, tape } = staged({ day, historyFault });
    await vendor.pass(600_000, whole);
    expect(tradesOf(tape().rows)).toEqual(day);
    expect(vendor.requests.length).toBeLessThan(8);
  });

  it('fills what is behind a sentinel without telling a gap of the market', async () => {
    const day = dayFor(15);
    const { vendor, whole, tape, gaps, backfills } = staged({ day, fault: faultAt(150, { kind: 'sentinel' }) });
    await vendor.pass(600_000, whole);
    expect(tradesOf(tape().rows)).toEqual(day);
    expect(gaps).toEqual([]);
    expect(backfills.at(-1)).toMatchObject({ complete: true, added: { length: 1 } });
  });

  it('tries again, ever more slowly, where the login does not come about', async () => {
    const { vendor } = staged({ day: dayFor(8), login: (run) => (run < 4 ? 'silent' : 'ok') });
    await vendor.pass(3_600_000, () => vendor.service.status().market.state === 'connected');
    expect(vendor.runs).toBe(4);
    expect(vendor.nowMs).toBeGreaterThan(3 * 90_000 + 7_000);
  });

  it('gives a past request its turn and its outcome, and ends it with the process', async () => {
    const day = dayFor(9);
    const { vendor, whole } = staged({ day });
    await vendor.pass(600_000, whole);
    await vendor.pass(5_000);
    const percents: number[] = [];
    const fromMs = Math.floor(day[0]!.localMs / 86_400_000) * 86_400_000;
    const request = { candidates: [WDO], fromMs, endMs: fromMs + 86_400_000 };
    const asked = vendor.service.history(request, ({ percent }) => percents.push(percent));
    await vendor.pass(20_000);
    const outcome = await asked;
    if (outcome.kind !== 'answered') expect.fail(outcome.kind);
    expect(tradesOf(outcome.trades)).toEqual(day);
    expect(percents.at(-1)).toBe(100);
    const late = vendor.service.history(request);
    const stopped = vendor.service.stop();
    await vendor.pass(20_000);
    await stopped;
    expect((await late).kind).toBe('lost');
  });

  it('begins a new tape at midnight that is whole from its start', async () => {
    const { vendor, whole, tape } = staged({ day: dayFor(10) });
    await vendor.pass(600_000, whole);
    const { day } = tape();
    vendor.nowMs += 15 * 3_600_000;
    await vendor.pass(1_000);
    expect(tape().day).toBe(day + 1);
    expect(tape()).toMatchObject({ length: 0, complete: true });
  });
});

function randomFault(random: Random): ScriptFault | undefined {
  if (!random.chance(0.03)) return undefined;
  const faults: readonly ScriptFault[] = [
    { kind: 'crash' },
    { kind: 'hang' },
    { kind: 'disconnect', ms: 100 + random.integer(30_000) },
    { kind: 'repeat', back: random.integer(20) },
    { kind: 'overflow', lost: 1 + random.integer(30) },
    { kind: 'untranslated' },
    { kind: 'sentinel' },
  ];
  return faults[random.integer(faults.length)];
}

/** Some requests are answered with holes; some vendors have a sentinel in their history that stays there. */
function randomHistoryFaults(random: Random): (request: number, index: number) => HistoryFault | undefined {
  const isSick = random.chance(0.3);
  const faults = Array.from({ length: 40 }, () => {
    const kinds = [
      { kind: 'crash' },
      { kind: 'overflow', lost: 1 + random.integer(30) },
      { kind: 'untranslated' },
      { kind: 'sentinel' },
    ] as const;
    return random.chance(0.4) ? { at: random.integer(200), fault: kinds[random.integer(kinds.length)]! } : undefined;
  });
  return (request, index) => {
    const found = faults[request];
    if (found?.at === index) return found.fault;
    return isSick && index === 2 ? { kind: 'extraSentinel' } : undefined;
  };
}

describe('whatever happens to the process and the connection', () => {
  const seeds = Array.from({ length: propertyRuns(100) }, (_, seed) => seed);
  it.each(seeds)('the day ends with exactly its trades (seed %i)', async (seed) => {
    const random = new Random(seed, 'vendor-service');
    const day = dayFor(seed, 200 + random.integer(200));
    const faults = day.map((_, i) => (i < day.length - 20 ? randomFault(random) : undefined));
    const onlyContinuous = random.chance(0.3);
    const { vendor, whole, tape } = staged({
      day,
      historyLagMs: random.integer(20_000),
      historyOf: (asset) => (onlyContinuous && asset.ticker !== 'WDOFUT' ? undefined : same),
      fault: (index) => faults[index],
      historyFault: randomHistoryFaults(random),
    });
    await vendor.pass(3 * 3_600_000, () => vendor.ended);
    // two heartbeats tell what was lost last
    await vendor.pass(1_000);
    await vendor.pass(3 * 3_600_000, whole);
    expect(tape().gaps).toEqual([]);
    expect(tradesOf(tape().rows)).toEqual(day);
  });
});
