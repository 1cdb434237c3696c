// Full sizes: a month of 500 backtests with one worker and two, every method with one to three, and a sweep that is killed again and again.
import { cpSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { METHODS } from '../../../src/research/sweeps/search/search.ts';
import { type SweepOptions, sweep } from '../../../src/research/sweeps/sweep.ts';
import { Random } from '../../../src/simulation/random.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder } from '../../cli/support/qt.ts';
import { sweepHome } from './support/sweep-home.ts';

const HOUR_MS = 3_600_000;
const strategy = join(repositoryRoot, 'bench', 'swept-month.ts');
const main = join(repositoryRoot, 'src', 'cli', 'main.ts');
const data = temporaryFolder('sweep-month');
let wish: SweepOptions;

beforeAll(async () => {
  wish = { ...(await sweepHome(data, 22)), strategy };
}, HOUR_MS);

function freshHome(): string {
  const home = temporaryFolder('sweep-nightly');
  cpSync(data, home, { recursive: true });
  return home;
}

function resultsIn(home: string): string {
  const [file] = globSync(join(home, 'runs', 'sweep-*', 'results.jsonl'));
  return readFileSync(file!, 'utf8');
}

describe('a sweep of 500 backtests of a month', () => {
  it(
    'has the same bytes with one worker and with two',
    async () => {
      const homes = [freshHome(), freshHome()] as const;
      const over = { period: '5..77:3', stopPoints: '2..11.5:0.5' };
      for (const [at, home] of homes.entries()) {
        const swept = await sweep({ ...wish, home, over, method: 'grid', workers: at + 1 });
        expect(swept.results).toHaveLength(500);
      }
      expect(resultsIn(homes[1])).toBe(resultsIn(homes[0]));
    },
    HOUR_MS,
  );
});

describe.each(METHODS)('a sweep by %s', (method) => {
  it(
    'has the same bytes with one to three workers',
    async () => {
      const bytes: string[] = [];
      for (const workers of [1, 2, 3]) {
        const home = freshHome();
        const over = { period: '5..60:5', stopPoints: method === 'grid' ? '3..6:1' : '2..12' };
        await sweep({ ...wish, home, over, to: '2027-03-10', method, points: 40, leastDays: 1, seed: 6, workers });
        bytes.push(resultsIn(home));
      }
      expect(new Set(bytes).size).toBe(1);
    },
    HOUR_MS,
  );
});

describe('a sweep that is killed again and again', () => {
  it(
    'ends with the result of an undisturbed one, every point once',
    async () => {
      const [killed, undisturbed] = [freshHome(), freshHome()];
      const random = new Random(8, 'kills');
      const over = ['--over', 'period=5..60:5', 'stopPoints=2..12', '--points', '60', '--workers', '2', '--seed', '9'];
      const line = (home: string) => ['sweep', strategy, '--from', wish.from, '--to', wish.to, ...over, '--home', home];
      for (let kill = 0; kill < 8; kill += 1) {
        const child = startNode(main, [...line(killed), '--resume', '--json']);
        const ended = outcomeOf(child);
        await sleep(3_000 + random.integer(4_000));
        child.kill('SIGKILL');
        await ended;
      }
      const last = await outcomeOf(startNode(main, [...line(killed), '--resume', '--json']));
      expect(last.code, last.stderr).toBe(0);
      await outcomeOf(startNode(main, line(undisturbed)));
      expect(resultsIn(killed)).toBe(resultsIn(undisturbed));
      const [points] = globSync(join(killed, 'runs', 'sweep-*', 'points.jsonl'));
      const lines = readFileSync(points!, 'utf8').trim().split('\n');
      expect(new Set(lines.map((each) => (JSON.parse(each) as { index: number }).index)).size).toBe(60);
      expect(lines).toHaveLength(60);
    },
    HOUR_MS,
  );
});
