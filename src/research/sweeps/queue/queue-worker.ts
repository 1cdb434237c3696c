// A Redis and a store of objects in; points of any sweep with the same code evaluated here, until it is asked to stop.

import { hostname } from 'node:os';
import { type ConnectionOptions, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ObjectStore } from '../../../adapters/object-store/object-store.ts';
import { redact } from '../../../adapters/secrets/redact.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { assertSameCode, codeVersion } from '../evaluation/code-version.ts';
import type { PointOutcome } from '../evaluation/point-evaluator.ts';
import type { QueueAddress } from './queue-address.ts';
import { connectionOptions, connectQueue } from './queue-connection.ts';
import { SweepBench } from './sweep-bench.ts';
import { aliveKey, parseParcel, queueName, refusedKey, SWEEPS_KEY } from './sweep-parcel.ts';

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
  const { store, cacheFolder, threads, say } = options;
  const bench = new SweepBench({ redis, store, cacheFolder, threads, say });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // it may be refused before it waits
  ended.catch(() => undefined);
  let worker: Worker | undefined;
  const watch = setInterval(() => void refuseOthers(redis).catch((error) => isOurs(error) && reject(error)), WATCH_MS);
  try {
    await refuseOthers(redis);
    const { perMinute } = options;
    worker = new Worker(queueName(codeVersion()), (job: Job) => evaluate(bench, job), {
      connection: connectionOptions(options.address) as ConnectionOptions,
      name: `${hostname()}-${process.pid}`,
      concurrency: threads,
      lockDuration: options.lostAfterMs,
      stalledInterval: options.lostAfterMs,
      maxStalledCount: STALLED_MOST,
      ...(perMinute === undefined ? {} : { limiter: { max: perMinute, duration: MINUTE_MS } }),
    });
    // lost connections are made again
    worker.on('error', () => undefined);
    worker.on('failed', (job, error) => say(redact(`${job?.id}: ${error.message}`)));
    say(`${threads} threads wait for points at ${options.address.label}`);
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

/** What does not look like a point is nobody's. */
function evaluate(bench: SweepBench, job: Job): Promise<PointOutcome> {
  const { sweep, task } = jobSchema.parse(job.data);
  return bench.evaluate(sweep, task);
}

function isOurs(error: unknown): boolean {
  return error instanceof UserError && error.code === 'worker-differs';
}

/** A machine that could not give the same results must not look as if it waited for work. */
async function refuseOthers(redis: Redis): Promise<void> {
  for (const [sweep, text] of Object.entries(await redis.hgetall(SWEEPS_KEY))) {
    if ((await redis.exists(aliveKey(sweep))) === 0) continue;
    const parcel = parseParcel(text);
    if (parcel === undefined) continue;
    try {
      assertSameCode(parcel.definition.code);
    } catch (error) {
      await redis.hset(refusedKey(sweep), hostname(), error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
