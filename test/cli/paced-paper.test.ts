// A paper session at a pace: it decides what an unpaced one decides; stopped or killed, it leaves a run that can be replayed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { BacktestSummary } from '../../src/cli/backtest.ts';
import { type Outcome, outcomeOf, startNode, temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

type Summary = BacktestSummary & { readonly run: string };

const DAYS = ['--from', '2027-03-02', '--to', '2027-03-02'];
const PAPER = ['paper', '--release', 'wdo-regime@paper', ...DAYS];
const POLL_MS = 50;

describe('a paced paper session', () => {
  const root = repositoryCopy();
  const home = temporaryFolder('paced');
  const qt = new WarmQt(root);
  const at = ['--home', home];

  beforeAll(async () => {
    await qt.json('synth', '--days', '2', '--seed', '5', ...at);
    await qt.json('promote', 'wdo-regime', 'paper', ...DAYS, ...at);
  });

  it('has the digest of an unpaced one', async () => {
    const unpaced = await qt.json<Summary>(...PAPER, ...at);
    const paced = await qt.json<Summary>(...PAPER, '--speed', '100000', ...at);
    expect(unpaced.decisions).toBeGreaterThan(500);
    expect(paced.digest).toBe(unpaced.digest);
  });

  it('chooses nothing, with any seed: its code is that of the release that was verified', async () => {
    await qt.json(...PAPER, '--seed', '9', ...at);
    const { shown } = await qt.json<{ shown: { kind: string; standing: { kind: string } }[] }>('trials', ...at);
    expect(shown.at(-1)).toMatchObject({ kind: 'paper', standing: { kind: 'noChoice' } });
  });

  /** Starts a slow session, sends the signal once it has decided 60 times, and gives its run and how it ended. */
  const interrupted = async (signal: NodeJS.Signals): Promise<Outcome & { readonly run: string }> => {
    const runs = join(home, 'runs');
    const before = new Set(readdirSync(runs));
    const main = join(root, 'src', 'cli', 'main.ts');
    const child = startNode(main, [...PAPER, '--speed', '3000', ...at, '--json'], root);
    const ended = outcomeOf(child);
    let run: string | undefined;
    while (child.exitCode === null && (run === undefined || decisionsOf(run) < 60)) {
      await sleep(POLL_MS);
      const name = readdirSync(runs).find((each) => !before.has(each));
      if (name !== undefined) run = join(runs, name);
    }
    child.kill(signal);
    return { ...(await ended), run: run! };
  };

  // Windows ends a process at once in place of signalling it
  it.skipIf(process.platform === 'win32')('ends on SIGTERM with a run that replays identically', async () => {
    const { run, code, stdout, stderr } = await interrupted('SIGTERM');
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toContain('stopping');
    const summary = JSON.parse(stdout) as Summary;
    expect(summary.run).toBe(run);
    expect(summary.decisions).toBeGreaterThanOrEqual(60);
    expect(summary.decisions).toBeLessThan(500);
    const info = readRunInfo(run);
    expect(info.finishedAtUtc).not.toBeNull();
    expect(info.counts.decisions).toBe(summary.decisions);
    const replayed = await qt.json('replay', run, ...at);
    expect(replayed).toMatchObject({
      identical: true,
      decisions: summary.decisions,
      firstDifference: null,
      notices: [],
    });
  });

  it('leaves a run that replays identically up to its last durable decision when it is killed', async () => {
    const { run, code } = await interrupted('SIGKILL');
    expect(code).not.toBe(0);
    expect(readRunInfo(run).finishedAtUtc).toBeNull();
    const durable = decisionsOf(run);
    expect(durable).toBeGreaterThanOrEqual(60);
    const replayed = await qt.json('replay', run, ...at);
    expect(replayed).toMatchObject({ identical: true, decisions: durable, firstDifference: null });
    expect(replayed.notices).toEqual(expect.arrayContaining([expect.stringContaining('was not finished')]));
  });
});

/** Decisions journalled so far; 0 while the run is being made. */
function decisionsOf(folder: string): number {
  if (!readdirSync(folder).includes('journal.sqlite')) return 0;
  let count = 0;
  try {
    const run = openRun(folder);
    for (const _ of run.decisions()) count += 1;
    run.close();
  } catch {
    // its tables are not there yet
  }
  return count;
}
