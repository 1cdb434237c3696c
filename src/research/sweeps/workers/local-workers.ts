// A number of threads in; workers on this machine out, each with its own data and code, started once.

import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Strategy } from '../../../core/signal/strategy.ts';
import { loadStrategy } from '../../../runner/load-strategy.ts';
import { packageSha256 } from '../../../runner/package-code.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import type { PointOutcome, PointTask } from '../evaluation/point-evaluator.ts';
import { outcomeOf, type PointAnswer } from './point-answer.ts';
import type { PointWorkerData } from './point-worker.ts';
import { sharedWork } from './shared-work.ts';
import { WaitingPoints } from './waiting-points.ts';
import type { Workers } from './workers.ts';

interface Waiting {
  readonly task: PointTask;
  readonly resolve: (outcome: PointOutcome | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Points that each thread can choose among: enough that it finds some whose features it has. */
const LOOK_AHEAD = 32;

export class LocalWorkers implements Workers {
  readonly capacity: number;
  readonly recordsTrials = true;
  private readonly strategyFile: string;
  /** One thread each: which of them computes a point is chosen here. */
  private readonly pools: readonly Piscina<PointTask, PointAnswer>[];
  private readonly free: number[];
  private readonly waiting = new WaitingPoints<Waiting>();
  private strategy: Promise<Strategy> | undefined;

  /** `beside`: sweeps that may be ready in this process at once. All their threads together keep as much in memory as one alone. */
  constructor(threads: number, data: Omit<PointWorkerData, 'share'>, beside = 1) {
    this.capacity = LOOK_AHEAD * threads;
    this.strategyFile = join(packageRoot, data.definition.strategy.file);
    // before the threads are started: they have it from this one
    packageSha256();
    this.free = Array.from({ length: threads }, (_, thread) => thread);
    this.pools = this.free.map(() => poolOfOne({ ...data, share: 1 / (threads * beside) }));
  }

  async run(task: PointTask): Promise<PointOutcome | undefined> {
    this.strategy ??= loadStrategy(this.strategyFile).then(({ strategy }) => strategy);
    const work = sharedWork(await this.strategy, task.point);
    return new Promise((resolve, reject) => {
      this.waiting.add(work, { task, resolve, reject });
      // others may come at the same time, and the thread chooses among all of them
      queueMicrotask(() => this.start());
    });
  }

  withdraw(): Promise<void> {
    for (const { resolve } of this.waiting.takeAll()) resolve(undefined);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.withdraw();
    await Promise.all(this.pools.map((pool) => pool.destroy()));
  }

  private start(): void {
    for (let thread = this.free.shift(); thread !== undefined; thread = this.free.shift()) {
      const taken = this.waiting.take(thread);
      if (taken === undefined) {
        this.free.unshift(thread);
        return;
      }
      void this.evaluate(thread, taken);
    }
  }

  private async evaluate(thread: number, { task, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(outcomeOf(await this.pools[thread]!.run(task)));
    } catch (error) {
      reject(error);
    } finally {
      this.free.push(thread);
      this.start();
    }
  }
}

function poolOfOne(workerData: PointWorkerData): Piscina<PointTask, PointAnswer> {
  return new Piscina<PointTask, PointAnswer>({
    filename: new URL('./point-worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
    workerData,
  });
}
