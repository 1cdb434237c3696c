// A Redis and a store of objects in; points of any sweep with the same code evaluated here, until it is asked to stop.

import { hostname } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ObjectCache } from '../../../adapters/object-store/object-cache.ts';
import type { ObjectStore } from '../../../adapters/object-store/object-store.ts';
import { redact } from '../../../adapters/secrets/redact.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { assertSameCode, codeVersion } from '../evaluation/code-version.ts';
import type { PointOutcome } from '../evaluation/point-evaluator.ts';
import { LocalWorkers } from '../workers/local-workers.ts';
import type { QueueAddress } from './queue-address.ts';
import { connectionOptions, connectQueue } from './queue-connection.ts';
import { aliveKey, parcelSchema, queueName, refusedKey, SWEEPS_KEY, type SweepParcel } from './sweep-parcel.ts';
import { unpackSweep } from './unpack-sweep.ts';

export interface QueueWorkerOptions {
  readonly address: QueueAddress;
  readonly store: ObjectStore;
  /** Keeps what was fetched, for the next sweeps too. */
  readonly cacheFolder: string;
  readonly threads: number;
  /** Of points begun per minute, over all workers of the queue together. */
  readonly perMinute?: number | undefined;
  /** A worker that nothing is heard of for so long has lost its points to others. */
  readonly lostAfterMs: number;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const WATCH_MS = 2_000;
/** A machine that loses its connection amid points, again and again, is no fault of the points. */
const STALLED_MOST = 100;
const MINUTE_MS = 60_000;

const jobSchema = z.strictObject({
  sweep: z.string().min(1),
  task: z.strictObject({
    index: z.int().nonnegative(),
    point: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    budgetDays: z.int().positive(),
  }),
});

/** Ends when the signal is set, after what is under way; gives how many points it evaluated. UserErrors `worker-differs`, `queue-unreachable`, `queue-refused`. */
export async function workFromQueue(options: QueueWorkerOptions): Promise<number> {
  const redis = await connectQueue(options.address);
  const bench = new SweepBench(options, redis);
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // it may be refused before it waits
  ended.catch(() => undefined);
  let worker: Worker | undefined;
  const watch = setInterval(() => void refuseOthers(redis).catch((error) => isOurs(error) && reject(error)), WATCH_MS);
  try {
    await refuseOthers(redis);
    const { perMinute } = options;
    worker = new Worker(queueName(codeVersion()), (job: Job) => bench.evaluate(job), {
      connection: connectionOptions(options.address) as ConnectionOptions,
      name: `${hostname()}-${process.pid}`,
      concurrency: options.threads,
      lockDuration: options.lostAfterMs,
      stalledInterval: options.lostAfterMs,
      maxStalledCount: STALLED_MOST,
      ...(perMinute === undefined ? {} : { limiter: { max: perMinute, duration: MINUTE_MS } }),
    });
    // lost connections are made again
    worker.on('error', () => undefined);
    worker.on('failed', (job, error) => options.say(redact(`${job?.id}: ${error.message}`)));
    options.say(`${options.threads} threads wait for points at ${options.address.label}`);
    if (options.signal.aborted) resolve();
    options.signal.addEventListener('abort', () => resolve());
    await ended;
    await worker.close();
    return bench.points;
  } finally {
    clearInterval(watch);
    await worker?.close();
    await bench.close();
    redis.disconnect();
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof UserError && error.code === 'worker-differs';
}

/** A machine that could not give the same results must not look as if it waited for work. */
async function refuseOthers(redis: Redis): Promise<void> {
  for (const [sweep, text] of Object.entries(await redis.hgetall(SWEEPS_KEY))) {
    if ((await redis.exists(aliveKey(sweep))) === 0) continue;
    const parcel = parcelOf(text);
    if (parcel === undefined) continue;
    try {
      assertSameCode(parcel.definition.code);
    } catch (error) {
      await redis.hset(refusedKey(sweep), hostname(), error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}

function parcelOf(text: string): SweepParcel | undefined {
  const parsed = parcelSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** The sweep that is worked on, with its threads; another one takes its place. */
class SweepBench {
  private readonly options: QueueWorkerOptions;
  private readonly redis: Redis;
  private current: { readonly sweep: string; readonly workers: Promise<LocalWorkers> } | undefined;
  private readonly former: Promise<LocalWorkers>[] = [];
  /** Evaluated so far. */
  points = 0;

  constructor(options: QueueWorkerOptions, redis: Redis) {
    this.options = options;
    this.redis = redis;
  }

  async evaluate(job: Job): Promise<PointOutcome> {
    const { sweep, task } = jobSchema.parse(job.data);
    const outcome = await (await this.workersOf(sweep)).run(task);
    this.points += 1;
    return outcome;
  }

  async close(): Promise<void> {
    const all = [...this.former, ...(this.current === undefined ? [] : [this.current.workers])];
    for (const each of await Promise.allSettled(all)) if (each.status === 'fulfilled') await each.value.close();
  }

  private async workersOf(sweep: string): Promise<LocalWorkers> {
    if (this.current?.sweep !== sweep) {
      const former = this.current?.workers;
      if (former !== undefined) this.former.push(former);
      this.current = { sweep, workers: this.open(sweep) };
    }
    const { current } = this;
    try {
      return await current.workers;
    } catch (error) {
      // the next point tries anew: the store may answer by then
      if (this.current === current) this.current = undefined;
      throw error;
    }
  }

  private async open(sweep: string): Promise<LocalWorkers> {
    const { store, cacheFolder, threads, say } = this.options;
    const text = await this.redis.hget(SWEEPS_KEY, sweep);
    const parcel = text === null ? undefined : parcelOf(text);
    if (parcel === undefined) throw new Error(`the sweep ${sweep} is over`);
    const cache = new ObjectCache(join(cacheFolder, 'objects'), store);
    const { home, modelFolders } = await unpackSweep(parcel, cache, join(cacheFolder, 'sweeps'));
    say(`${sweep}: ${parcel.files.length} files are here`);
    return new LocalWorkers(threads, { definition: parcel.definition, sweep, home, modelFolders });
  }
}
