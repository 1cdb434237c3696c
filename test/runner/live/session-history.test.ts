// What a session is warmed up with: the contract of the day, the candles of the days before as a backtest has them, or the days that are missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { EpochStart } from '../../../src/core/account/account-event.ts';
import { startPause } from '../../../src/core/risk/start-pause.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { EpochBuilder, firstEpochOf } from '../../../src/runner/live/epoch-builder.ts';
import { contractsOfSession, readSessionHistory } from '../../../src/runner/live/session-history.ts';
import { planRun, type RunPlan } from '../../../src/runner/run-plan.ts';
import { SessionFeeds } from '../../../src/runner/session-feeds.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';
import { DAY, storeDays } from '../synthetic-run.ts';

const NEXT = '2027-03-02';
const LATER = '2027-03-03';
let home = '';
let plan: RunPlan;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'qt-history-'));
  await storeDays(home, 3, 3);
  plan = await planRun({ code: codeFromSource(testStrategy(holds, { warmupCandles: 700 })) });
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the history of a session', () => {
  it('warms up with exactly the candles of a backtest of the day', async () => {
    const store = openStore(home);
    const { code, requested, warmupCandles, facts } = plan;
    const interval = code.parseCandleInterval('1m')!;
    const feeds = new SessionFeeds({
      ...{ store, code, requested, from: LATER, to: LATER, candle: '1m', interval, warmupCandles },
      ...{ capitalBrl: 1000, facts },
    });
    const backtest = (await feeds.nextSession())!.start;
    const instruments = contractsOfSession(plan, store, LATER);
    const epochs = new EpochBuilder({
      ...{ plan, day: LATER, instruments, history: readSessionHistory(plan, store, LATER), capitalBrl: 1000 },
      ...{
        noRiskWindows: [],
        carried: undefined,
        firstEpoch: 40,
        provenance: 'exchange',
        pause: startPause,
        nowUs: () => 0,
      },
    });
    const first = (await epochs.batch({ cause: 'start' })).payloadAt(0) as EpochStart;
    expect(first).toMatchObject({ epoch: 40, warmupBars: 0 });
    const second = (await epochs.batch({ cause: 'afterGap' })).payloadAt(0) as EpochStart;
    expect(second).toMatchObject({ epoch: 41, provenance: 'synthetic' });
    expect(second.warmupBars).toBe(700);
    expect(second.warmupDigest).toBe(backtest.warmupDigest);
    expect(second.instruments).toEqual(backtest.instruments);
  });

  it('names the days that the store lacks, and how to get them', async () => {
    await expect(readSessionHistory(plan, openStore(home), '2027-03-09')).rejects.toMatchObject({
      code: 'history-missing',
      message: expect.stringContaining('2027-03-04, 2027-03-05, 2027-03-08'),
      fix: expect.stringContaining('qt history WDOFUT'),
    });
    // the day before is there, and those that would be needed beside it are not
    await expect(readSessionHistory(plan, openStore(home), NEXT)).rejects.toMatchObject({ code: 'history-missing' });
    expect(DAY < NEXT).toBe(true);
  });

  it('expired contract subscribed, price 0: a contract that is not traded any more is refused', async () => {
    const old = await planRun({ code: codeFromSource(testStrategy(holds)), instrument: 'WDOU25' });
    expect(() => contractsOfSession(old, openStore(home), NEXT)).toThrow(
      expect.objectContaining({ code: 'contract-expired', message: expect.stringContaining('WDOU25') }),
    );
    expect(contractsOfSession(plan, openStore(home), NEXT)[0]?.contract).toBe('WDOJ27');
  });

  it('no two processes of a day have one epoch', () => {
    expect(firstEpochOf(36_000_000_000, 0)).toBe(36_000);
    expect(firstEpochOf(36_000_000_000, 36_000)).toBe(36_001);
    expect(firstEpochOf(0, 0)).toBe(1);
  });
});
