// The folder of a sweep: what was cut off, damaged, taken twice, or is being written by another.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import type { EntryMark } from '../../../src/adapters/ledger/ledger-entry.ts';
import { defineSweep } from '../../../src/research/sweeps/define-sweep.ts';
import type { PointResult } from '../../../src/research/sweeps/evaluation/point-result.ts';
import { type SweepDefinition, sweepId } from '../../../src/research/sweeps/evaluation/sweep-definition.ts';
import { newestEntry } from '../../../src/research/sweeps/record/newest-entry.ts';
import { SweepFolder } from '../../../src/research/sweeps/record/sweep-folder.ts';
import { lockSweep } from '../../../src/research/sweeps/record/sweep-lock.ts';
import type { SweepOptions } from '../../../src/research/sweeps/sweep.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { sweepHome } from './support/sweep-home.ts';

const home = temporaryFolder('sweep-folder');
let wish: SweepOptions;
let definition: SweepDefinition;

beforeAll(async () => {
  wish = await sweepHome(home, 1);
  definition = await defineSweep(openStore(home), wish);
}, 60_000);

function result(index: number): PointResult {
  const point = { period: 10 + index, side: 'with' };
  return { index, point, budgetDays: 1, measures: { sharpe: 1 / 3 }, dayNetE4: [-7], digest: 'd', failed: null };
}

function entry(index: number): EntryMark {
  return { seq: index + 1, sha256: String(index).repeat(64) };
}

describe('the folder of a sweep', () => {
  it('has each result as it was given, also after what power cut off', () => {
    const own = temporaryFolder('sweep-torn');
    const first = SweepFolder.open(own, definition);
    for (const index of [2, 0]) first.add(result(index), entry(index));
    first.add(result(2), entry(9));
    first.close();
    const file = join(first.path, 'points.jsonl');
    const bytes = readFileSync(file);
    for (const cut of [1, 20, bytes.length - bytes.indexOf('\n') - 2]) {
      writeFileSync(file, bytes.subarray(0, bytes.length - cut));
      const again = SweepFolder.open(own, definition);
      expect([...again.results.keys()]).toEqual([2]);
      again.add(result(0), entry(0));
      again.close();
      expect(readFileSync(file)).toEqual(bytes);
    }
    const last = SweepFolder.open(own, definition);
    expect(last.finish()).toEqual([result(0), result(2)]);
    last.close();
    // another machine has other entries of the same points
    expect(readFileSync(join(last.path, 'results.jsonl'), 'utf8')).not.toContain('entry');
  });

  it('names the newest entry of its points, whatever their order, and none where there is none', () => {
    const own = temporaryFolder('sweep-entries');
    const folder = SweepFolder.open(own, definition);
    expect(newestEntry(folder.path)).toBeUndefined();
    folder.add(result(0), null);
    expect(newestEntry(folder.path)).toBeUndefined();
    for (const index of [1, 3, 2]) folder.add(result(index), entry(index));
    expect(newestEntry(folder.path)).toEqual(entry(3));
    folder.close();
    // a line that power cut off was told to nobody
    appendFileSync(join(folder.path, 'points.jsonl'), JSON.stringify({ ...result(4), entry: entry(4) }));
    expect(newestEntry(folder.path)).toEqual(entry(3));
    expect(newestEntry(join(own, 'runs'))).toBeUndefined();
    expect(newestEntry(join(folder.path, 'points.jsonl'))).toBeUndefined();
  });

  it.each([
    ['{"index":5}\n', 3],
    ['nonsense\n', 3],
    [`${JSON.stringify({ ...result(0), entry: null })}\n`, 3],
    [`${JSON.stringify({ ...result(5), entry: { seq: 0, sha256: 'a'.repeat(64) } })}\n`, 3],
  ])('refuses %j with its line', (text, line) => {
    const own = temporaryFolder('sweep-damaged');
    const folder = SweepFolder.open(own, definition);
    for (const index of [0, 1]) folder.add(result(index), null);
    folder.close();
    appendFileSync(join(folder.path, 'points.jsonl'), text);
    expect(() => SweepFolder.open(own, definition)).toThrow(expect.objectContaining({ code: 'sweep-damaged', line }));
  });

  it('refuses the definition of another sweep', () => {
    const own = temporaryFolder('sweep-other');
    const folder = SweepFolder.open(own, definition);
    folder.close();
    writeFileSync(join(folder.path, 'sweep.json'), JSON.stringify({ ...definition, seed: 9 }));
    expect(() => SweepFolder.open(own, definition)).toThrow(expect.objectContaining({ code: 'sweep-damaged' }));
    const file = join(own, 'a-file');
    writeFileSync(file, '');
    expect(() => SweepFolder.open(file, definition)).toThrow(expect.objectContaining({ code: 'sweep-not-writable' }));
  });

  it('is written by one at a time', () => {
    const folder = SweepFolder.open(home, definition);
    const unlock = lockSweep(folder.path);
    expect(() => lockSweep(folder.path)).toThrow(expect.objectContaining({ code: 'sweep-busy' }));
    unlock();
    lockSweep(folder.path)();
    folder.close();
  });
});

describe('the definition of a sweep', () => {
  it('is another one for anything on which a result depends, and the same for what does not matter', async () => {
    const store = openStore(home);
    const id = async (changes: Partial<SweepOptions>) => sweepId(await defineSweep(store, { ...wish, ...changes }));
    const same = sweepId(definition);
    expect(await id({})).toBe(same);
    // a grid draws nothing
    expect(await id({ seed: 5, points: 7 })).toBe(same);
    const others: readonly Partial<SweepOptions>[] = [
      { method: 'random', points: 9 },
      { method: 'random', points: 9, seed: 2 },
      { simulationSeed: 2 },
      { capitalBrl: 60_000 },
      { costsFactor: 2 },
      { feesBrl: 1 },
      { fixed: { side: 'against' } },
      { over: { period: '10..50:20', stopPoints: '3..7:4' } },
      { objective: 'netBrl' },
      { objective: 'netBrl', best: 'lowest' },
      { kind: 'candles-1m' },
    ];
    const ids = await Promise.all(others.map(id));
    expect(new Set([same, ...ids]).size).toBe(others.length + 1);
  });

  it.each([
    [{ objective: 'luck' }, 'sweep-objective'],
    [{ from: '2026-01-05', to: '2026-01-06' }, 'no-data'],
    [{ fixed: { period: 20 } }, 'sweep-space'],
    [{ fixed: { perod: 20 } }, 'parameter-unknown'],
    [{ over: { period: '10..50:20', model: 'no-such' } }, 'model-file-missing'],
    [{ strategy: 'no-such' }, 'strategy-unknown'],
  ])('%j is refused', async (changes, code) => {
    const defined = defineSweep(openStore(home), { ...wish, ...(changes as Partial<SweepOptions>) });
    await expect(defined).rejects.toMatchObject({ code });
  });
});
