// Whatever way a backtest is run, its trial stands in the ledger of its home when the result comes, and says what the result says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { isoDay } from '../../src/core/market/civil-time.ts';
import { hold, type Strategy } from '../../src/index.ts';
import { sessionResultOf } from '../../src/research/report/run-result.ts';
import { sessionStatistics } from '../../src/research/statistics/session-statistics.ts';
import { countedTrials } from '../../src/research/trials/counted-trials.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { packageSha256 } from '../../src/runner/package-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../src/runner/simulated-run.ts';
import { tradesOf } from '../../src/runner/trades/trades-of.ts';
import { rememberVerified } from '../../src/runner/verified-code.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { repositoryRoot, temporaryFolder } from '../cli/support/qt.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const TO = '2027-03-02';
/** What ended; each has its beginning before it, see begun-trial.test.ts. */
const endsIn = (home: string) => verifiedLedger(home).entries.filter(({ trial }) => trial.outcome !== 'began');

describe('the trial of a run', () => {
  const home = temporaryFolder('trials');
  let plan: RunPlan;
  let first: SimulatedRun;

  beforeAll(async () => {
    await storeDays(home, 7, 2);
    plan = await planOf();
    first = await runDay(home, plan, { to: TO });
  }, 60_000);
  afterAll(() => plan.model?.predictor.close());

  it('says what the report says, and run.json names its entry', () => {
    const statistics = sessionStatistics(sessionResultOf(first, 'a run'));
    expect(verifiedLedger(home).fault).toBeUndefined();
    const { trial, seq, sha256 } = endsIn(home)[0]!;
    expect(trial.result.trades).toBe(statistics.trades.trades);
    expect(trial.result.trades).toBeGreaterThan(0);
    expect(trial.result.daily!.netE4).toEqual(statistics.daily.map(({ netE4 }) => netE4));
    expect(trial.result.daily!.netE4.reduce((sum, net) => sum + net, 0)).toBe(statistics.netE4);
    const ends = tradesOf(first.collector).map(({ exitTimeUs }) => isoDay(exitTimeUs));
    const byDay = first.feeds.days.map(({ day }) => ends.filter((end) => end === day).length);
    expect(trial.result.daily!.trades).toEqual(byDay);
    expect(byDay.every((trades) => trades > 0)).toBe(true);
    expect(trial).toMatchObject({
      ...{ kind: 'backtest', strategy: 'wdo-regime', outcome: 'finished', seed: 1, run: basename(first.folder!) },
      data: {
        instrument: 'WDOFUT',
        from: '2027-03-01',
        to: TO,
        provenance: 'synthetic',
        parts: first.info.datasets.length,
      },
    });
    expect(trial.packageSha256).toBe(packageSha256());
    // the built-in assumption for WDO: one real a contract and side
    const contracts = first.collector.fills.reduce((sum, { fill }) => sum + fill.quantity, 0);
    expect(trial.result.measures).toEqual({ costsBrl: contracts, assumedCostsBrl: contracts });
    expect(trial.result.digest).toBe(first.digest);
    expect(readRunInfo(first.folder!).trial).toEqual({ seq, sha256 });
    expect(first.trial.data.datasets).toEqual(first.info.datasets);
  });

  it('is recorded without a run folder too, again as a repetition, with other choices as another trial', async () => {
    await runDay(home, plan, { to: TO, record: false });
    await runDay(home, plan, { to: TO, record: false, costsFactor: 2, purpose: { kind: 'check' } });
    const other = await planOf({ ...strategy, risk: { ...strategy.risk, maxContracts: 1 } });
    await runDay(home, other, { to: TO, record: false, purpose: { kind: 'sweep', labels: { point: 3 } } });
    await other.model?.predictor.close();
    const [one, again, check, point] = endsIn(home);
    expect(again!.identity).toBe(one!.identity);
    expect([check!.identity === one!.identity, check!.choice === one!.choice]).toEqual([false, true]);
    expect(point!.choice).not.toBe(one!.choice);
    expect(point!.trial).toMatchObject({ kind: 'sweep', labels: { point: 3 }, run: null });
  }, 60_000);

  it('knows what its fills would have cost where its fees were chosen', async () => {
    const { trial } = await runDay(home, plan, { record: false, feesBrl: 0 });
    expect(trial.result.measures.costsBrl).toBe(0);
    expect(trial.result.measures.assumedCostsBrl).toBeGreaterThan(0);
  }, 60_000);

  it('is a trial all the same when it was stopped, when the strategy threw, and when paper is only its name', async () => {
    const before = endsIn(home).length;
    let days = 0;
    const stopped = await runDay(home, plan, { to: TO, onDay: () => (days += 1), stopped: () => days === 1 });
    expect(stopped.info.digest).toMatch(/^[0-9a-f]{64}$/);
    const throwing = await planOf({
      ...strategy,
      decide: () => {
        throw new Error('boom');
      },
    });
    await expect(runDay(home, throwing, { record: false })).rejects.toMatchObject({ code: 'strategy-threw' });
    await throwing.model?.predictor.close();
    await runDay(home, plan, { mode: 'paper', record: false });
    await runDay(home, plan, { mode: 'paper', record: false, release: 'f'.repeat(64) });
    const made = endsIn(home).slice(before);
    expect(made.map(({ trial }) => [trial.kind, trial.outcome, trial.data.to])).toEqual([
      ['backtest', 'stopped', '2027-03-01'],
      ['backtest', 'threw', '2027-03-01'],
      ['backtest', 'finished', '2027-03-01'],
      ['paper', 'finished', '2027-03-01'],
    ]);
    // a release brings its own code
    expect(made.map(({ trial }) => trial.packageSha256 === undefined)).toEqual([false, false, false, true]);
  }, 60_000);

  it('counts though it is called a check or a release, where nobody can tell its code: closures share text and settings', async () => {
    const before = verifiedLedger(home).entries.length;
    /** Takes part in every n-th decision: nothing in its settings or its text says which. */
    const every = (n: number): Strategy => {
      let asked = 0;
      return { ...strategy, decide: (context) => (++asked % n === 0 ? strategy.decide(context) : hold('waits')) };
    };
    const tried = async (n: number, options: Partial<SimulatedRunOptions> = {}): Promise<void> => {
      const closure = await planOf(every(n));
      await runDay(home, closure, { record: false, ...options });
      await closure.model?.predictor.close();
    };
    await tried(2);
    await tried(3, { purpose: { kind: 'check' }, seed: 2 });
    await tried(5, { mode: 'paper', release: 'ab'.repeat(32), seed: 3 });
    const file = join(repositoryRoot, 'strategies/wdo-regime.ts');
    await tried(7, { mode: 'paper', release: 'ab'.repeat(32), strategyFile: file, seed: 4 });
    const made = countedTrials(verifiedLedger(home).entries).slice(before);
    const ends = made.filter(({ entry }) => entry.trial.outcome !== 'began');
    expect(ends.map(({ standing, entry }) => [entry.trial.kind, entry.trial.codeSha256, standing.kind])).toEqual([
      ...[['backtest', null, 'counted'], ['check', null, 'counted'], ...Array(2).fill(['paper', null, 'counted'])],
    ]);
  }, 60_000);

  it('chooses nothing on paper where the code is that of the release that was verified, and no copy of it', async () => {
    const code = codeFromSource(strategy);
    const [release, sha256] = ['f'.repeat(64), 'e'.repeat(64)];
    rememberVerified(code, { release, sha256 });
    const modelFolder = join(repositoryRoot, 'models', 'wdo-regime');
    const released = await planRun({ code, modelFolder });
    const ended = async (run: RunPlan, id: string, seed: number) => {
      const { entry } = await runDay(home, run, { mode: 'paper', release: id, record: false, seed });
      const { standing, entry: recorded } = countedTrials(verifiedLedger(home).entries)[entry.seq - 1]!;
      return [recorded.trial.codeSha256, standing.kind];
    };
    expect(await ended(released, release, 11)).toEqual([sha256, 'noChoice']);
    expect(await ended(released, 'd'.repeat(64), 12)).toEqual([null, 'counted']);
    expect(await ended({ ...released }, release, 13)).toEqual([null, 'counted']);
    await released.model?.predictor.close();
    const copied = await planRun({ code: { ...code }, modelFolder });
    expect(await ended(copied, release, 14)).toEqual([null, 'counted']);
    await copied.model?.predictor.close();
  }, 60_000);

  it('comes before the result: where it cannot be kept, nothing is run', async () => {
    const ledger = join(home, 'runs', 'ledger.jsonl');
    const whole = readFileSync(ledger);
    writeFileSync(ledger, 'no ledger\n');
    let days = 0;
    const refused = runDay(home, plan, { record: false, onDay: () => (days += 1) });
    await expect(refused).rejects.toMatchObject({ code: 'ledger-broken', file: ledger });
    expect(days).toBe(0);
    rmSync(ledger);
    await expect(runDay(home, plan, { record: false })).rejects.toMatchObject({ code: 'ledger-broken' });
    writeFileSync(ledger, whole);
    await expect(runDay(home, plan, { record: false })).resolves.toBeDefined();
  }, 60_000);
});
