// Points of any sweeps in; each evaluated by threads that have the data of its sweep, of which a few sweeps are kept ready, out.

import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { ObjectCache } from '../../../adapters/object-store/object-cache.ts';
import type { ObjectStore } from '../../../adapters/object-store/object-store.ts';
import type { PointOutcome, PointTask } from '../evaluation/point-evaluator.ts';
import { LocalWorkers } from '../workers/local-workers.ts';
import { parseParcel, SWEEPS_KEY } from './sweep-parcel.ts';
import { unpackSweep } from './unpack-sweep.ts';

export interface SweepBenchOptions {
  readonly redis: Redis;
  readonly store: ObjectStore;
  readonly cacheFolder: string;
  readonly threads: number;
  readonly say: (text: string) => void;
}

interface Ready {
  readonly workers: Promise<LocalWorkers>;
  underWay: number;
}

/** Each has threads with market data in their memory; what is not used for longest goes first. */
const MOST_READY = 3;

export class SweepBench {
  /** Evaluated so far. */
  points = 0;
  private readonly options: SweepBenchOptions;
  /** By name of the sweep, in the order of use. */
  private readonly ready = new Map<string, Ready>();

  constructor(options: SweepBenchOptions) {
    this.options = options;
  }

  /** UserErrors of `unpackSweep`; a plain Error where nobody sweeps it any more. */
  async evaluate(sweep: string, task: PointTask): Promise<PointOutcome> {
    const ready = this.ready.get(sweep) ?? { workers: this.open(sweep), underWay: 0 };
    this.ready.delete(sweep);
    this.ready.set(sweep, ready);
    ready.underWay += 1;
    try {
      const outcome = await (await ready.workers).run(task);
      if (outcome === undefined) throw new Error(`the worker ends before ${sweep} ${task.index} was begun`);
      this.points += 1;
      return outcome;
    } catch (error) {
      // threads that never came to be are made anew for the next point: the store may answer by then
      await ready.workers.catch(() => this.ready.delete(sweep));
      throw error;
    } finally {
      ready.underWay -= 1;
      await this.letGo();
    }
  }

  async close(): Promise<void> {
    const all = [...this.ready.values()];
    this.ready.clear();
    for (const { workers } of all) await workers.then((each) => each.close()).catch(() => undefined);
  }

  private async letGo(): Promise<void> {
    for (const [sweep, { workers, underWay }] of [...this.ready]) {
      if (this.ready.size <= MOST_READY) return;
      if (underWay > 0) continue;
      this.ready.delete(sweep);
      await workers.then((each) => each.close()).catch(() => undefined);
    }
  }

  private async open(sweep: string): Promise<LocalWorkers> {
    const { redis, store, cacheFolder, threads, say } = this.options;
    const text = await redis.hget(SWEEPS_KEY, sweep);
    const parcel = text === null ? undefined : parseParcel(text);
    if (parcel === undefined) throw new Error(`the sweep ${sweep} is over`);
    const cache = new ObjectCache(join(cacheFolder, 'objects'), store);
    const { home, modelFolders } = await unpackSweep(parcel, cache, join(cacheFolder, 'sweeps'));
    say(`${sweep}: ${parcel.files.length} files are here`);
    return new LocalWorkers(threads, { definition: parcel.definition, sweep, home, modelFolders }, MOST_READY);
  }
}
