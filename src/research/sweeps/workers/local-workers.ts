// A number of threads in; workers on this machine out, each with its own data and code, started once.

import { Piscina } from 'piscina';
import type { PointOutcome, PointTask } from '../evaluation/point-evaluator.ts';
import type { PointWorkerData } from './point-worker.ts';
import type { Workers } from './workers.ts';

export class LocalWorkers implements Workers {
  readonly capacity: number;
  readonly recordsTrials = true;
  private readonly pool: Piscina<PointTask, PointOutcome>;

  /** `beside`: sweeps that may be ready in this process at once. All their threads together keep as much in memory as one alone. */
  constructor(threads: number, data: Omit<PointWorkerData, 'share'>, beside = 1) {
    // one waits for each that works: none is idle while its result is being written
    this.capacity = 2 * threads;
    this.pool = new Piscina<PointTask, PointOutcome>({
      filename: new URL('./point-worker.ts', import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
      workerData: { ...data, share: 1 / (threads * beside) } satisfies PointWorkerData,
    });
  }

  run(task: PointTask): Promise<PointOutcome> {
    return this.pool.run(task);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
