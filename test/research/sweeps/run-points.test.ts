// The order in which workers answer: whatever it is, the same points are tried and the same results kept.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointOutcome, PointTask } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import type { PointResult } from '../../../src/research/sweeps/evaluation/point-result.ts';
import { runPoints } from '../../../src/research/sweeps/run-points.ts';
import { METHODS, type Method, searchOf } from '../../../src/research/sweeps/search/search.ts';
import type { Space } from '../../../src/research/sweeps/search/space.ts';
import type { Workers } from '../../../src/research/sweeps/workers/workers.ts';
import { Random } from '../../../src/simulation/random.ts';

const space: Space = [
  { kind: 'number', name: 'x', min: 0, max: 1, step: null, scale: 'linear' },
  { kind: 'number', name: 'n', min: 1, max: 5, step: 1, scale: 'linear' },
];
const gridSpace: Space = [{ ...space[0]!, step: 0.1 } as Space[number], space[1]!];
const objective = { measure: 'merit', best: 'highest' } as const;

function search(method: Method) {
  const settings = { method, points: 40, seed: 5, lag: 6, eta: 3, leastDays: 1 };
  return searchOf(method === 'grid' ? gridSpace : space, settings, 20);
}

function outcomeOf({ index, point, budgetDays }: PointTask): PointOutcome {
  const merit = -(((point.x as number) - 0.3) ** 2) - Math.abs((point.n as number) - 3);
  const measures: Record<string, number> = index % 7 === 0 ? {} : { merit };
  const result = { index, point, budgetDays, measures, dayNetE4: [], digest: null, failed: null };
  return { result, trial: null, entry: null, training: null, seconds: 0 };
}

/** Answers in an order that only the seed knows; ends with the process, as it were, after some answers. */
class Shuffled implements Workers {
  readonly recordsTrials = true;
  readonly capacity: number;
  readonly asked: PointTask[] = [];
  private readonly random: Random;
  private waiting: (() => void)[] = [];

  constructor(capacity: number, seed: number) {
    this.capacity = capacity;
    this.random = new Random(seed, 'order');
  }

  run(task: PointTask): Promise<PointOutcome> {
    this.asked.push(task);
    const { promise, resolve } = Promise.withResolvers<PointOutcome>();
    this.waiting.push(() => resolve(outcomeOf(task)));
    setImmediate(() => this.waiting.splice(this.random.integer(this.waiting.length), 1)[0]?.());
    return promise;
  }

  async close(): Promise<void> {
    this.waiting = [];
  }
}

async function ran(method: Method, workers: Shuffled, known: ReadonlyMap<number, PointResult> = new Map(), most = 1e9) {
  const kept = new Map(known);
  const ending = new AbortController();
  await runPoints({
    ...{ search: search(method), objective, known, workers, signal: ending.signal },
    keep: ({ result }) => {
      expect(kept.has(result.index)).toBe(false);
      kept.set(result.index, result);
      if (kept.size >= most) ending.abort();
    },
  });
  return kept;
}

function ordered(results: ReadonlyMap<number, PointResult>): string {
  return JSON.stringify([...results.values()].sort((a, b) => a.index - b.index));
}

describe.each(METHODS)('a search by %s', (method) => {
  it('is the same whatever the number of workers and the order of their answers', async () => {
    const alone = await ran(method, new Shuffled(1, 0));
    expect(alone.size).toBe(search(method).size);
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.nat(), async (capacity, seed) => {
      expect(ordered(await ran(method, new Shuffled(capacity, seed)))).toBe(ordered(alone));
    });
    await fc.assert(property, { numRuns: 15, seed: 8 });
  });

  it('goes on after any end without asking for a point again, to the same result', async () => {
    const alone = await ran(method, new Shuffled(1, 0));
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 39 }), fc.nat(), async (most, seed) => {
      const before = await ran(method, new Shuffled(5, seed), new Map(), most);
      const workers = new Shuffled(3, seed + 1);
      const after = await ran(method, workers, before);
      expect(ordered(after)).toBe(ordered(alone));
      expect(workers.asked).toHaveLength(alone.size - before.size);
      expect(workers.asked.some(({ index }) => before.has(index))).toBe(false);
    });
    await fc.assert(property, { numRuns: 15, seed: 8 });
  });
});

describe('a search that is asked to stop', () => {
  it('takes back what nobody has begun, and keeps what is under way', async () => {
    const ending = new AbortController();
    const kept: number[] = [];
    const settle = new Map<number, (outcome: PointOutcome | undefined) => void>();
    const workers: Workers = {
      capacity: 256,
      recordsTrials: false,
      run: (task) => new Promise((done) => settle.set(task.index, done)),
      withdraw: async () => {
        // point 2 is under way; of the others nobody ever began one
        for (const [index, done] of settle) if (index !== 2) done(undefined);
        settle.get(2)!(outcomeOf({ index: 2, point: { x: 0.5, n: 3 }, budgetDays: 20 }));
      },
      close: async () => {},
    };
    setTimeout(() => ending.abort('asked'), 20);
    await runPoints({
      ...{ search: search('random'), objective, known: new Map(), workers, signal: ending.signal },
      keep: ({ result }) => void kept.push(result.index),
    });
    expect(settle.size).toBe(40);
    expect(kept).toEqual([2]);
  }, 5_000);
});

describe('workers that fail', () => {
  it('end the search with what went wrong, and what was under way is kept', async () => {
    const kept: number[] = [];
    const workers: Workers = {
      capacity: 4,
      recordsTrials: true,
      run: async (task) => {
        await new Promise((done) => setImmediate(done));
        if (task.index === 5) throw new Error('the disk is full');
        return outcomeOf(task);
      },
      close: async () => {},
    };
    const run = runPoints({
      ...{ search: search('random'), objective, known: new Map(), workers },
      keep: ({ result }) => void kept.push(result.index),
    });
    await expect(run).rejects.toThrow('the disk is full');
    expect(kept).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
    expect(kept.length).toBeLessThan(12);
  });

  it('also where the result cannot be kept', async () => {
    const run = runPoints({
      ...{ search: search('grid'), objective, known: new Map(), workers: new Shuffled(2, 1) },
      keep: () => {
        throw new Error('no space left');
      },
    });
    await expect(run).rejects.toThrow('no space left');
  });
});
