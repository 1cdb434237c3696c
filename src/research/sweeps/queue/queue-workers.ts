// A Redis, a store of objects and a sweep in; workers on other machines that evaluate its points out, whoever of them dies.

import { type ConnectionOptions, Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { trialSchema } from '../../../adapters/ledger/trial.ts';
import type { ObjectStore } from '../../../adapters/object-store/object-store.ts';
import { redact } from '../../../adapters/secrets/redact.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { PointOutcome, PointTask } from '../evaluation/point-evaluator.ts';
import { entryMarkSchema, pointResultSchema } from '../evaluation/point-result.ts';
import { type SweepDefinition, sweepName } from '../evaluation/sweep-definition.ts';
import type { Workers } from '../workers/workers.ts';
import { packSweep } from './pack-sweep.ts';
import type { QueueAddress } from './queue-address.ts';
import { connectionOptions, connectQueue } from './queue-connection.ts';
import { aliveKey, jobId, queueName, refusedKey, SWEEPS_KEY } from './sweep-parcel.ts';

export interface QueueWorkersOptions {
  readonly address: QueueAddress;
  readonly store: ObjectStore;
  readonly definition: SweepDefinition;
  readonly home: string;
  /** Told when it changes: who works, and who was refused. */
  readonly say?: ((text: string) => void) | undefined;
}

const outcomeSchema = z.strictObject({
  result: pointResultSchema,
  trial: trialSchema.nullable(),
  entry: entryMarkSchema.nullable(),
  training: trialSchema.nullable(),
  seconds: z.number(),
});

/** A point may be begun by so many workers that die or fail amid it; each is another machine's misfortune, five are the point's. */
const ATTEMPTS = 5;
const BACKOFF_MS = 500;
/** Events can be lost with a connection: results are looked for as well. */
const LOOK_MS = 2_000;
const ALIVE_SECONDS = 30;
/** A sweep that was killed and is never resumed leaves its results in Redis for so long. */
const WEEK_SECONDS = 7 * 86_400;
const KEPT = { removeOnComplete: { age: WEEK_SECONDS }, removeOnFail: { age: WEEK_SECONDS } } as const;
/** Enough for many machines; a result that depends on others waits anyway. */
const CAPACITY = 256;

interface Waiting {
  readonly task: PointTask;
  readonly resolve: (outcome: PointOutcome | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class QueueWorkers implements Workers {
  readonly capacity = CAPACITY;
  readonly recordsTrials = false;
  private readonly sweep: string;
  private readonly options: QueueWorkersOptions;
  private readonly redis: Redis;
  private readonly queue: Queue;
  private readonly events: QueueEvents;
  private readonly waiting = new Map<string, Waiting>();
  private readonly timer: NodeJS.Timeout;
  private told = '';
  private isLooking = false;
  private isWithdrawn = false;

  private constructor(options: QueueWorkersOptions, redis: Redis) {
    this.options = options;
    this.sweep = sweepName(options.definition);
    this.redis = redis;
    const name = queueName(options.definition.code);
    const connection = connectionOptions(options.address) as ConnectionOptions;
    this.queue = new Queue(name, { connection });
    this.events = new QueueEvents(name, { connection });
    // lost connections are made again
    this.queue.on('error', () => undefined);
    this.events.on('error', () => undefined);
    const look = ({ jobId: id }: { readonly jobId: string }): void => void this.look(id).catch(() => undefined);
    this.events.on('completed', look);
    this.events.on('failed', look);
    this.timer = setInterval(() => void this.lookAtAll(), LOOK_MS);
  }

  /** Puts the data of the sweep into the store and announces it. UserErrors `queue-unreachable`, `queue-refused`, and those of the store. */
  static async open(options: QueueWorkersOptions): Promise<QueueWorkers> {
    const redis = await connectQueue(options.address);
    try {
      const parcel = await packSweep(options.definition, options.home, options.store);
      const sweep = sweepName(options.definition);
      await redis.hset(SWEEPS_KEY, sweep, JSON.stringify(parcel));
      await redis.set(aliveKey(sweep), '1', 'EX', ALIVE_SECONDS);
      return new QueueWorkers(options, redis);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  async run(task: PointTask): Promise<PointOutcome | undefined> {
    const id = jobId(this.sweep, task.index);
    const { promise, resolve, reject } = Promise.withResolvers<PointOutcome | undefined>();
    this.waiting.set(id, { task, resolve, reject });
    const backoff = { type: 'exponential', delay: BACKOFF_MS } as const;
    await this.queue.add('point', { sweep: this.sweep, task }, { jobId: id, attempts: ATTEMPTS, backoff, ...KEPT });
    // one that was begun before this process was killed may have ended meanwhile
    await this.look(id);
    if (this.isWithdrawn) await this.withdraw();
    return promise;
  }

  /** A job that a worker has begun is locked: it stays, and its outcome is taken. */
  async withdraw(): Promise<void> {
    this.isWithdrawn = true;
    for (const [id, { resolve }] of [...this.waiting]) {
      const job = await this.queue.getJob(id);
      if (job === undefined || job.finishedOn !== undefined || (await job.isActive())) continue;
      if ((await this.queue.remove(id)) !== 1 || !this.waiting.delete(id)) continue;
      resolve(undefined);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const id of this.waiting.keys()) await this.queue.remove(id).catch(() => 0);
    this.waiting.clear();
    await this.redis.hdel(SWEEPS_KEY, this.sweep).catch(() => 0);
    await this.redis.del(aliveKey(this.sweep), refusedKey(this.sweep)).catch(() => 0);
    await Promise.allSettled([this.events.close(), this.queue.close()]);
    this.redis.disconnect();
  }

  /** Takes the outcome of a job that has ended; of others nothing. */
  private async look(id: string): Promise<void> {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    const job = await this.queue.getJob(id);
    if (job === undefined || !this.waiting.has(id)) return;
    if (job.finishedOn === undefined) return;
    this.waiting.delete(id);
    // its place is free before the result is told: who sweeps again asks anew
    await job.remove().catch(() => undefined);
    const parsed = outcomeSchema.safeParse(job.returnvalue);
    const isIts = parsed.success && isOf(parsed.data, waiting.task);
    if (isIts) waiting.resolve(parsed.data);
    else waiting.reject(pointFailed(id, redact(job.failedReason ?? 'the answer is not that of the point')));
  }

  private async lookAtAll(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.redis.set(aliveKey(this.sweep), '1', 'EX', ALIVE_SECONDS);
      for (const id of [...this.waiting.keys()]) await this.look(id);
      await this.tell();
    } catch {
      // the connection is being made again; nothing is lost meanwhile
    } finally {
      this.isLooking = false;
    }
  }

  private async tell(): Promise<void> {
    const [workers, refused] = await Promise.all([this.queue.getWorkers(), this.redis.hgetall(refusedKey(this.sweep))]);
    const lines = [
      workers.length === 0
        ? `no worker with the same code is there: qt worker --queue ${this.options.address.label} --store ...`
        : `${workers.length} workers`,
      ...Object.entries(refused).map(([name, why]) => `${name} was refused: ${why}`),
    ];
    const text = lines.join('\n');
    if (text !== this.told) this.options.say?.(text);
    this.told = text;
  }
}

function isOf({ result }: PointOutcome, { index, point, budgetDays }: PointTask): boolean {
  return (
    result.index === index && result.budgetDays === budgetDays && JSON.stringify(result.point) === JSON.stringify(point)
  );
}

function pointFailed(id: string, reason: string): UserError {
  return new UserError({
    code: 'worker-failed',
    message: `No worker could evaluate ${id}: ${reason}`,
    fix: 'Mend what the machines complain of, then go on with --resume',
  });
}
