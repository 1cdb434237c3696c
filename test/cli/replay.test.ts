// A recorded backtest through `qt replay`: identical as it stands, and the first cause of a difference named once something changed.
import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { BacktestSummary } from '../../src/cli/backtest.ts';
import type { ReplayDifference } from '../../src/runner/comparing-journal.ts';
import type { PredictionSummary } from '../../src/runner/prediction-check.ts';
import { changeTradePrice } from './support/event-log-bytes.ts';
import { changeThresholds, copyModel } from './support/model-copy.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

interface Replayed {
  readonly identical: boolean;
  readonly decisions: number;
  readonly firstDifference: ReplayDifference | null;
  readonly predictions: PredictionSummary | null;
  readonly notices: readonly string[];
}

const DAYS = ['--from', '2027-03-01', '--to', '2027-03-02'];
const US_PER_MINUTE = 60_000_000;

describe('the replay of a backtest', () => {
  const home = temporaryFolder('replay');
  const model = join(home, 'model');
  const qt = new WarmQt();
  let run: string;
  let decisions: number;

  beforeAll(async () => {
    copyModel(model);
    await qt.json('synth', '--days', '2', '--seed', '3', '--home', home);
    const args = ['backtest', 'wdo-regime', ...DAYS, '--model', model, '--home', home];
    const summary = await qt.json<BacktestSummary & { readonly run: string }>(...args);
    ({ run, decisions } = summary);
  });

  const copyOfRun = (name: string): string => {
    const copy = join(home, name);
    cpSync(run, copy, { recursive: true });
    return copy;
  };

  it('is identical in every decision', async () => {
    expect(decisions).toBeGreaterThan(1000);
    const result = await qt.json<Replayed>('replay', run, '--home', home);
    expect(result).toMatchObject({ identical: true, decisions, firstDifference: null, notices: [] });
    expect(result.predictions).toMatchObject({ flipped: 0 });
    expect(result.predictions!.checked).toBeGreaterThan(100);
    expect(result.predictions!.maxDeviation).toBeLessThanOrEqual(1e-6);
  });

  it('finds a run of the home by its name, and as runs/NAME from any folder', async () => {
    for (const name of [basename(run), `runs/${basename(run)}`, `./runs/${basename(run)}/`]) {
      const result = await qt.json<Replayed>('replay', name, '--no-predictions', '--home', home);
      expect(result).toMatchObject({ identical: true, decisions });
    }
    const report = await qt.json<{ readonly agrees: boolean; readonly file: string }>(
      ...['day-report', `runs/${basename(run)}`, '--home', home],
    );
    expect(report).toMatchObject({ agrees: true, file: join(run, 'day-report.html') });
    const { stdout } = await qt.run('replay', 'runs/nothing', '--home', home, '--json');
    expect(JSON.parse(stdout).error).toMatchObject({
      ...{ code: 'run-missing', message: expect.stringContaining(`${join(home, 'runs', 'nothing')} is not a run`) },
    });
  });

  it('leaves the predictions as they are when told so', async () => {
    const result = await qt.json<Replayed>('replay', run, '--no-predictions', '--home', home);
    expect(result).toEqual({ identical: true, decisions, firstDifference: null, predictions: null, notices: [] });
  });

  it('tells a torn tail in a sentence, and what is missing because of it', async () => {
    const torn = copyOfRun('torn');
    const log = join(torn, 'events-0001.bin');
    truncateSync(log, readFileSync(log).length - 100);
    const { code, stdout } = await qt.run('replay', torn, '--home', home, '--json');
    expect(code).toBe(1);
    const { identical, notices } = JSON.parse(stdout) as Replayed;
    expect(identical).toBe(false);
    expect(notices[0]).toMatch(
      /^events-0001\.bin ends inside a group: its last \d+ bytes, from byte \d+ on, were cut off/,
    );
  });

  it('names the choice that is not in run.json', async () => {
    const changed = copyOfRun('changed-choice');
    const file = join(changed, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"instrument"', '"instrumend"'));
    const { code, stdout } = await qt.run('replay', changed, '--home', home, '--json');
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout) as { error: Record<string, string> };
    expect(error).toMatchObject({ code: 'run-invalid', file, field: 'composition.instrument' });
  });

  it('finds the run by its name in the home as well', async () => {
    const { code, stdout } = await qt.run('replay', basename(run), '--home', home);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `replay identical: ${decisions} decisions\n` });
  });

  describe('after one byte of a recorded price changed', () => {
    let damaged: string;
    let tradeUs: number;

    beforeAll(() => {
      damaged = copyOfRun('damaged');
      const times = [...decisionTimes(run)];
      const changed = changeTradePrice(damaged, times[Math.floor(times.length * 0.75)]!);
      expect(Math.abs(changed.after - changed.before)).toBe(8);
      tradeUs = changed.exchangeTimeUs;
    });

    it('is refused, naming file and group', async () => {
      const { code, stdout } = await qt.run('replay', damaged, '--home', home, '--json');
      expect(code).toBe(1);
      const { error } = JSON.parse(stdout) as { error: Record<string, string> };
      expect(error).toMatchObject({ code: 'event-log-damaged', file: join(damaged, 'events-0001.bin') });
      expect(error.message).toMatch(/events-0001\.bin: group \d+ at byte \d+/);
      expect(error.fix).toContain('--ignore-checksum');
    });

    it('names the first decision and the input that it changed, when told to go on', async () => {
      const { code, stdout, stderr } = await qt.run('replay', damaged, '--ignore-checksum', '--home', home, '--json');
      expect(code).toBe(1);
      expect(stderr).toContain('damaged');
      const result = JSON.parse(stdout) as Replayed;
      expect(Object.keys(result)).toEqual(['identical', 'decisions', 'firstDifference', 'predictions', 'notices']);
      expect(result.notices[0]).toMatch(
        /^events-0001\.bin is damaged in group \d+ at byte \d+ and was read all the same/,
      );
      expect(result.identical).toBe(false);
      const { firstDifference: difference } = result;
      expect(Object.keys(difference!).sort()).toEqual(['actual', 'expected', 'index', 'path', 'timeUs']);
      expect(difference!.index).toBe(result.decisions);
      expect(difference!.path).toMatch(/^inputs\.(features\.|price|regime)/);
      expect(difference!.timeUs).toBeGreaterThanOrEqual(tradeUs);
      expect(difference!.timeUs).toBeLessThanOrEqual(tradeUs + 2 * US_PER_MINUTE);
    });
  });

  it('names the gate whose threshold was changed in the model', async () => {
    changeThresholds(model, 'fitted', { probability: 0.123 });
    try {
      const { code, stdout } = await qt.run('replay', run, '--home', home, '--json');
      expect(code).toBe(1);
      const { identical, firstDifference, notices } = JSON.parse(stdout) as Replayed;
      expect(identical).toBe(false);
      expect(firstDifference).toMatchObject({ path: 'gates.probability.limit', actual: 0.123 });
      expect(notices).toEqual([expect.stringMatching(/^The model is not the one of the run: /)]);
    } finally {
      copyModel(model);
    }
  });

  it('says on one line where it differs', async () => {
    changeThresholds(model, 'fitted', { direction: 0.9 });
    try {
      const { code, stdout } = await qt.run('replay', run, '--home', home);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^replay differs at decision \d+ \(\S+Z\): gates\.direction\.limit was [\d.]+, is now 0\.9\n$/,
      );
    } finally {
      copyModel(model);
    }
  });
});

function* decisionTimes(folder: string): Generator<number> {
  const run = openRun(folder);
  try {
    for (const { timeUs } of run.decisions()) yield timeUs;
  } finally {
    run.close();
  }
}
