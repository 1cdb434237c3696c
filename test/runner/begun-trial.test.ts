// Whoever looks at a backtest and ends it by force has tried all the same: its beginning stands in the ledger before anything is seen.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { ledgerFault } from '../../src/promotion/release/ledger-fault.ts';
import { countedTrials } from '../../src/research/trials/counted-trials.ts';
import { killedRuns } from '../../src/research/trials/killed-runs.ts';
import type { RunObserver } from '../../src/runner/run-observer.ts';
import type { RunPlan } from '../../src/runner/run-plan.ts';
import { repositoryRoot } from '../cli/support/qt.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const FILE = join(repositoryRoot, 'strategies', 'wdo-regime.ts');
const blind: RunObserver = {
  onEvent: () => undefined,
  onDecision: () => undefined,
  onCommand: () => undefined,
  onAlert: () => undefined,
};

let home: string;
let plan: RunPlan;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'qt-begun-'));
  await storeDays(home, 11);
  plan = await planOf();
}, 60_000);
afterAll(async () => {
  await plan.model?.predictor.close();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => rmSync(join(home, 'runs'), { recursive: true, force: true }));

const trials = () =>
  countedTrials(verifiedLedger(home).entries).map(({ entry, standing }) => [
    entry.trial.outcome,
    'of' in standing ? `${standing.kind} ${standing.of}` : standing.kind,
  ]);

describe('a backtest of which something is seen before it ends', () => {
  it('has two entries and is one trial: with a run folder, an observer, or a strategy that is no file', async () => {
    const run = await runDay(home, plan, { strategyFile: FILE });
    expect(trials()).toEqual([
      ['began', 'beginning 2'],
      ['finished', 'counted'],
    ]);
    expect(run.entry.seq).toBe(2);
    expect(verifiedLedger(home).entries[0]!.trial).toMatchObject({
      ...{ run: run.trial.run, seed: 1, conditions: { capitalBrl: 50_000, parts: 'trades' } },
      data: { from: '2027-03-01', to: '2027-03-01', parts: 0 },
      result: { digest: null, trades: null, daily: null },
    });
    await runDay(home, plan, { strategyFile: FILE, record: false, observer: blind });
    await runDay(home, plan, { strategyFile: null, record: false });
    expect(trials().slice(2)).toEqual([
      ...[
        ['began', 'beginning 4'],
        ['finished', 'repetition 2'],
      ],
      ...[
        ['began', 'beginning 6'],
        ['finished', 'repetition 2'],
      ],
    ]);
  }, 60_000);

  it('has one entry where nothing is seen: as a point of a sweep has', async () => {
    await runDay(home, plan, { strategyFile: FILE, record: false });
    expect(trials()).toEqual([['finished', 'counted']]);
  }, 60_000);

  it('counts when it was killed, though nobody recorded its end; the same to its end is the same trial', async () => {
    const killed = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'killed-run.ts'), home]);
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL', stdout: expect.stringContaining('seen 1') });
    expect(trials()).toEqual([['began', 'unfinished']]);
    const [run] = readdirSync(join(home, 'runs')).filter((name) => name.includes('-backtest-'));
    const mark = JSON.parse(readFileSync(join(home, 'runs', run!, 'run.json'), 'utf8')).trial;
    expect(mark).toMatchObject({ seq: 1 });
    // it has its entry, so that it is none of those that nobody counts
    expect(killedRuns(home)).toEqual([]);
    expect(ledgerFault(home, verifiedLedger(home))).toBeUndefined();
    // and its folder shows when the entry is taken away again
    rmSync(join(home, 'runs', 'ledger.jsonl'));
    rmSync(join(home, 'runs', 'ledger'), { recursive: true });
    expect(ledgerFault(home, verifiedLedger(home))).toContain(`the run ${run} was recorded as entry 1`);
  }, 60_000);

  it('counts when its observer throws at the end, with the days it had; the same again is a repetition', async () => {
    const thrown = new Error('seen enough');
    const throwing = (after: number): RunObserver => {
      let decisions = 0;
      return {
        ...blind,
        onDecision: () => {
          decisions += 1;
          if (decisions === after) throw thrown;
        },
      };
    };
    const look = (after: number) =>
      runDay(home, plan, { strategyFile: FILE, record: false, observer: throwing(after) });
    await expect(look(300)).rejects.toBe(thrown);
    await expect(look(300)).rejects.toBe(thrown);
    expect(trials()).toEqual([
      ...[
        ['began', 'beginning 2'],
        ['threw', 'counted'],
      ],
      ...[
        ['began', 'beginning 4'],
        ['threw', 'repetition 2'],
      ],
    ]);
    expect(verifiedLedger(home).entries[1]!.trial.result.daily!.netE4).toHaveLength(1);
  }, 60_000);

  it('counts where what was thrown cannot be recorded any more', async () => {
    const ledger = join(home, 'runs', 'ledger.jsonl');
    let whole = '';
    const breaking: RunObserver = {
      ...blind,
      onDecision: () => {
        whole = readFileSync(ledger, 'utf8');
        writeFileSync(ledger, `${whole}no entry\n`);
        throw new Error('seen enough');
      },
    };
    await expect(runDay(home, plan, { strategyFile: FILE, record: false, observer: breaking })).rejects.toThrow(
      'seen enough',
    );
    writeFileSync(ledger, whole);
    expect(trials()).toEqual([['began', 'unfinished']]);
  }, 60_000);

  it('is no trial where it ended before a session was loaded', async () => {
    const part = join(home, 'datasets');
    const [contract] = readdirSync(part).filter((name) => existsSync(join(part, name, 'trades')));
    const file = join(part, contract!, 'trades', '2027-03-01.parquet');
    const bytes = readFileSync(file);
    const observer: RunObserver = {
      ...blind,
      onEvent: () => {
        throw new Error('never');
      },
    };
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    await expect(runDay(home, plan, { strategyFile: FILE, record: false, observer })).rejects.toMatchObject({
      name: expect.stringContaining('Error'),
    });
    writeFileSync(file, bytes);
    expect(trials().filter(([, standing]) => standing === 'counted' || standing === 'unfinished')).toEqual([]);
  }, 60_000);
});
