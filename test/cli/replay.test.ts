// A recorded backtest through `qt replay`: identical as it stands, and the first cause of a difference named once something changed.
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { BacktestSummary } from '../../src/cli/backtest.ts';
import type { ReplayDifference } from '../../src/runner/comparing-journal.ts';
import { changeTradePrice } from './support/event-log-bytes.ts';
import { changeThresholds, copyModel } from './support/model-copy.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';

interface Replayed {
  readonly identical: boolean;
  readonly decisions: number;
  readonly firstDifference: ReplayDifference | null;
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
    expect(result).toEqual({ identical: true, decisions, firstDifference: null });
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
      expect(Object.keys(result)).toEqual(['identical', 'decisions', 'firstDifference']);
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
      const { identical, firstDifference } = JSON.parse(stdout) as Replayed;
      expect(identical).toBe(false);
      expect(firstDifference).toMatchObject({ path: 'gates.probability.limit', actual: 0.123 });
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
