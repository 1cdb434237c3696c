// Sweeps over synthetic days: each point the backtest that it stands for, the same bytes for any number of workers, resumed after a kill.
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { ledgerFault } from '../../../src/promotion/release/ledger-fault.ts';
import { type SweepOptions, sweep } from '../../../src/research/sweeps/sweep.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { loadStrategy } from '../../../src/runner/load-strategy.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { simulatedRun } from '../../../src/runner/simulated-run.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder } from '../../cli/support/qt.ts';
import { STRATEGY, sweepHome } from './support/sweep-home.ts';

const HEAVY_MS = 120_000;
const home = temporaryFolder('sweep');
const dataOnly = temporaryFolder('sweep-data');
let wish: SweepOptions;

beforeAll(async () => {
  wish = await sweepHome(dataOnly, 2);
  cpSync(dataOnly, home, { recursive: true });
}, HEAVY_MS);

function freshHome(): string {
  const other = temporaryFolder('sweep-other');
  cpSync(dataOnly, other, { recursive: true });
  return other;
}

function bytesOf(folder: string, file = 'results.jsonl'): string {
  return readFileSync(join(folder, file), 'utf8');
}

describe('a sweep', () => {
  it(
    'evaluates each point as a backtest of its parameters does, and shows what it found',
    async () => {
      const swept = await sweep({ ...wish, home });
      expect(swept.isFinished).toBe(true);
      expect(swept.results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      const { strategy } = await loadStrategy(STRATEGY);
      const { point, digest, measures, dayNetE4 } = swept.results[3]!;
      const plan = await planRun({ code: codeFromSource(strategy), parameters: point });
      const run = await simulatedRun({
        ...{ mode: 'backtest', home, store: openStore(home), plan, strategyFile: STRATEGY, release: null },
        ...{ from: wish.from, to: wish.to, seed: 1, capitalBrl: 50_000, record: false },
      });
      expect(digest).toBe(run.digest);
      expect(measures.trades).toBeGreaterThan(5);
      expect(dayNetE4.reduce((sum, each) => sum + each, 0) / 10_000).toBe(measures.netBrl);
      expect(swept.best?.result.measures.sharpeBound).toBe(
        Math.max(...swept.results.map((each) => each.measures.sharpeBound!)),
      );
      expect(JSON.stringify(swept.heatMap())).toContain('stopPoints');
      expect(JSON.stringify(swept.stability())).toContain('around');
      expect(JSON.stringify(swept.parallel())).toContain('highest');
      // each point stands in the ledger of trials, as one of this sweep
      const trials = readFileSync(join(home, 'runs', 'ledger.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"kind":"sweep"'));
      expect(trials).toHaveLength(9);
    },
    HEAVY_MS,
  );

  it('shows that its ledger was cut back, also where head.json was made to agree', () => {
    const cut = temporaryFolder('sweep-cut');
    cpSync(home, cut, { recursive: true });
    expect(ledgerFault(cut, verifiedLedger(cut))).toBeUndefined();
    const ledger = join(cut, 'runs', 'ledger.jsonl');
    const lines = readFileSync(ledger, 'utf8').split('\n');
    writeFileSync(ledger, `${lines.slice(0, 8).join('\n')}\n`);
    const { sha256 } = JSON.parse(lines[7]!) as { sha256: string };
    writeFileSync(join(cut, 'runs', 'ledger', 'head.json'), JSON.stringify({ seq: 8, sha256 }));
    const cutBack = verifiedLedger(cut);
    expect([cutBack.fault, cutBack.entries.length]).toEqual([undefined, 8]);
    expect(ledgerFault(cut, cutBack)).toMatch(/has lost entries: the sweep sweep-swept-\w+ was recorded as entry 9$/);
  });

  it(
    'is there already when it is asked for again, and nothing is computed',
    async () => {
      const before = readFileSync(join(home, 'runs', 'ledger.jsonl'), 'utf8');
      const again = await sweep({ ...wish, home }, () => {
        throw new Error('no worker is needed');
      });
      expect(again.results).toHaveLength(9);
      expect(readFileSync(join(home, 'runs', 'ledger.jsonl'), 'utf8')).toBe(before);
    },
    HEAVY_MS,
  );

  it(
    'gives the same bytes for one worker and two, and tells points that fail',
    async () => {
      const options: SweepOptions = {
        ...{ ...wish, method: 'tpe', points: 14, seed: 3, lag: 3 },
        over: { period: undefined, stopPoints: '2..12', side: 'with,against,broken' },
      };
      const [one, two] = [
        await sweep({ ...options, home }),
        await sweep({ ...options, home: freshHome(), workers: 2 }),
      ];
      expect(bytesOf(two.folder)).toBe(bytesOf(one.folder));
      expect(one.failed.length).toBeGreaterThan(0);
      expect(one.failed[0]!.failed).toMatchObject({
        code: 'strategy-threw',
        message: expect.stringContaining('broken on purpose'),
      });
      expect(one.best?.result.point.side).not.toBe('broken');
    },
    HEAVY_MS,
  );
});

describe('a sweep that is asked to stop', () => {
  it(
    'ends after what its threads have begun',
    async () => {
      const ending = new AbortController();
      const onResult = (): void => ending.abort();
      const stopped = await sweep({ ...wish, home: freshHome(), workers: 2, signal: ending.signal, onResult });
      expect(stopped.isFinished).toBe(false);
      expect(stopped.results.length).toBeLessThanOrEqual(4);
    },
    HEAVY_MS,
  );
});

const main = join(repositoryRoot, 'src', 'cli', 'main.ts');

function commandLine(of: string, ...more: readonly string[]): readonly string[] {
  const over = ['--over', 'period=5..60:5', 'stopPoints=3,5', '--method', 'grid', '--workers', '2'];
  return ['sweep', STRATEGY, '--from', wish.from, '--to', wish.to, ...over, '--home', of, '--json', ...more];
}

describe('a sweep that is killed', () => {
  it(
    'goes on where it was: no point is lost, none is recorded twice, and the result is that of an undisturbed one',
    async () => {
      const [killed, undisturbed] = [freshHome(), freshHome()];
      const child = startNode(main, commandLine(killed));
      const ended = outcomeOf(child);
      let folder: string | undefined;
      while (folder === undefined || linesOf(folder) < 3) {
        expect(child.exitCode).toBeNull();
        await sleep(20);
        folder = sweepFolderIn(killed);
      }
      child.kill('SIGKILL');
      await ended;
      const points = join(folder, 'points.jsonl');
      const whole = readFileSync(points, 'utf8');
      expect(linesOf(folder)).toBeLessThan(24);
      // power that fails amid a line leaves a part of it
      writeFileSync(points, `${whole.slice(0, whole.lastIndexOf('\n') + 1)}{"index":23,"poi`);
      const refused = await outcomeOf(startNode(main, commandLine(killed)));
      expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('sweep-exists') });
      const resumed = await outcomeOf(startNode(main, commandLine(killed, '--resume')));
      expect(resumed.code, resumed.stderr).toBe(0);
      await outcomeOf(startNode(main, commandLine(undisturbed)));
      expect(bytesOf(folder)).toBe(bytesOf(sweepFolderIn(undisturbed)!));
      const numbers = bytesOf(folder, 'points.jsonl')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { index: number }).index);
      expect(numbers).toHaveLength(24);
      expect(new Set(numbers).size).toBe(24);
      expect(ledgerFault(killed, verifiedLedger(killed))).toBeUndefined();
    },
    HEAVY_MS,
  );
});

function sweepFolderIn(of: string): string | undefined {
  return globSync(join(of, 'runs', 'sweep-*')).find((name) => existsSync(join(name, 'points.jsonl')));
}

function linesOf(folder: string): number {
  return readFileSync(join(folder, 'points.jsonl'), 'utf8').split('\n').length - 1;
}
