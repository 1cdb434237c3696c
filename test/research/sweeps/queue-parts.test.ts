// What a queue of points is made of: addresses without passwords, parcels that stay in their folder, workers that are refused, answers that are none.
import { cpSync, existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { ObjectCache, sha256Of } from '../../../src/adapters/object-store/object-cache.ts';
import { openObjectStore } from '../../../src/adapters/object-store/open-object-store.ts';
import { defineSweep } from '../../../src/research/sweeps/define-sweep.ts';
import { assertSameCode, codeVersion } from '../../../src/research/sweeps/evaluation/code-version.ts';
import { PointEvaluator, type PointTask } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import { type SweepDefinition, sweepName } from '../../../src/research/sweeps/evaluation/sweep-definition.ts';
import { packSweep } from '../../../src/research/sweeps/queue/pack-sweep.ts';
import { queueAddress } from '../../../src/research/sweeps/queue/queue-address.ts';
import { connectionOptions, connectQueue } from '../../../src/research/sweeps/queue/queue-connection.ts';
import { workFromQueue } from '../../../src/research/sweeps/queue/queue-worker.ts';
import { QueueWorkers } from '../../../src/research/sweeps/queue/queue-workers.ts';
import {
  aliveKey,
  jobId,
  parcelSchema,
  parseParcel,
  queueName,
  refusedKey,
  SWEEPS_KEY,
} from '../../../src/research/sweeps/queue/sweep-parcel.ts';
import { unpackSweep } from '../../../src/research/sweeps/queue/unpack-sweep.ts';
import { strategySha256 } from '../../../src/runner/strategy-code.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { hasRedis, QUEUE_PASSWORD, type RedisServer, startRedis } from './support/redis-server.ts';
import { sweepHome } from './support/sweep-home.ts';

const home = temporaryFolder('queue-parts');
const shared = temporaryFolder('queue-shared');
const store = openObjectStore(pathToFileURL(shared).href);
let definition: SweepDefinition;

beforeAll(async () => {
  const searched = { strategy: 'wdo-regime', over: { trendStopPoints: '3..12:3' } };
  definition = await defineSweep(openStore(home), { ...(await sweepHome(home, 1)), ...searched });
}, 60_000);

function codeOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the address of a queue', () => {
  it('is shown without its password, which may stand in the environment', () => {
    const address = queueAddress('redis://me:top%2Fsecret@host:7000/2');
    expect(address).toMatchObject({ host: 'host', port: 7000, database: 2, user: 'me', label: 'redis://host:7000/2' });
    expect(address.password?.reveal()).toBe('top/secret');
    expect(JSON.stringify(address)).not.toContain('top');
    expect(queueAddress('rediss://[::1]', { QT_QUEUE_PASSWORD: 'other' })).toMatchObject({
      host: '::1',
      port: 6379,
      isEncrypted: true,
    });
  });

  it.each([
    'host',
    'http://host',
    'redis://',
    'redis://user:hidden1@host/x',
    'redis://u:hidden1%@host',
    'redis://%zz@host',
  ])('%s is none, and is not repeated', (text) => {
    const error = codeOf(() => queueAddress(text));
    expect(error).toMatchObject({ code: 'bad-option' });
    expect(String(error)).not.toContain('hidden1');
  });
});

describe('code that differs', () => {
  it('is refused with what differs', () => {
    const here = codeVersion();
    assertSameCode(here);
    for (const [part, words] of [
      ['node', 'the version of Node'],
      ['lockfile', 'package-lock.json'],
      ['source', 'the source code in src/'],
      ['package', 'the version of the package'],
    ] as const) {
      const there = { ...here, [part]: part === 'node' ? '18.0.0' : 'f'.repeat(64) };
      expect(codeOf(() => assertSameCode(there))).toMatchObject({
        code: 'worker-differs',
        message: expect.stringContaining(words),
      });
      expect(queueName(there)).not.toBe(queueName(here));
    }
  });
});

describe('a parcel', () => {
  it('becomes a home of the same parts on another machine, and is proven again each time', async () => {
    const parcel = await packSweep(definition, home, store);
    const folder = temporaryFolder('queue-unpacked');
    const cache = new ObjectCache(join(folder, 'objects'), store);
    const first = await unpackSweep(parcel, cache, folder);
    const wanted = (of: string) =>
      openStore(of)
        .instruments()
        .flatMap((name) =>
          openStore(of)
            .parts(name)
            .map((part) => openStore(of).manifest(part)),
        );
    expect(wanted(first.home)).toEqual(wanted(home));
    writeFileSync(join(first.home, parcel.files[0]!.path), 'damaged');
    const again = await unpackSweep(parcel, cache, folder);
    expect(wanted(again.home)).toEqual(wanted(home));
  });

  it('gives a model of which a point is worth the same as where it came from', async () => {
    const wish = { ...(await sweepHome(home, 1)), strategy: 'wdo-regime', over: { 'thresholds.direction': '0.3,0.4' } };
    const withModel = await defineSweep(openStore(home), wish);
    expect(Object.keys(withModel.models)).toEqual(['wdo-regime']);
    const folder = temporaryFolder('queue-model');
    const cache = new ObjectCache(join(folder, 'objects'), store);
    const { modelFolders, ...there } = await unpackSweep(await packSweep(withModel, home, store), cache, folder);
    const task: PointTask = { index: 0, point: { 'thresholds.direction': 0.4 }, budgetDays: 1 };
    const away = { definition: withModel, ...there, modelFolder: (name: string) => modelFolders[name]! };
    const here = { definition: withModel, sweep: there.sweep, home };
    const [first, second] = [await PointEvaluator.open(away), await PointEvaluator.open(here)];
    const result = (await first.evaluate(task)).result;
    expect(result).toEqual((await second.evaluate(task)).result);
    expect(result.failed).toBeNull();
    expect(result.digest).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(join(modelFolders['wdo-regime']!, 'model.json'), '{}');
    await expect(first.evaluate(task)).rejects.toMatchObject({ code: 'model-file-invalid' });
  }, 60_000);

  it('is refused where the strategy is another one here', async () => {
    const parcel = await packSweep(definition, home, store);
    const other = { ...definition, strategy: { ...definition.strategy, sha256: '0'.repeat(64) } };
    const folder = temporaryFolder('queue-other');
    const unpacked = unpackSweep({ ...parcel, definition: other }, new ObjectCache(folder, store), folder);
    await expect(unpacked).rejects.toMatchObject({ code: 'worker-differs', field: 'strategy' });
  });

  it.each(['../outside', 'datasets/../../outside', '/etc/passwd', 'datasets/./x', '', 'a\\b'])(
    'cannot write to %j',
    async (path) => {
      const parcel = await packSweep(definition, home, store);
      const files = [{ path, sha256: '0'.repeat(64) }];
      expect(parcelSchema.safeParse({ ...parcel, files }).success).toBe(false);
    },
  );

  it.each(['evil.ts', 'datasets/evil.ts', 'datasets/x/evil.node', 'strategies/wdo-regime.ts', 'datasets/..json'])(
    'brings no %j, which is no data',
    async (path) => {
      const bytes = Buffer.from('globalThis.stranger = true; export default {};');
      await store.put(sha256Of(bytes), bytes);
      const parcel = await packSweep(definition, home, store);
      const files = [{ path, sha256: sha256Of(bytes) }];
      expect(parseParcel(JSON.stringify({ ...parcel, files }))).toBeUndefined();
      const folder = temporaryFolder('queue-stranger');
      const unpacked = unpackSweep({ ...parcel, files }, new ObjectCache(join(folder, 'objects'), store), folder);
      await expect(unpacked).rejects.toMatchObject({ code: 'parcel-refused' });
      expect(globSync(join(folder, '**/*.{ts,node}'))).toEqual([]);
    },
  );

  // each would be run if it were taken: the hash is that of the file
  it.each([
    'bench/swept-month.ts',
    'test/research/sweeps/support/swept-strategy.ts',
    'strategies/../bench/swept-month.ts',
    './strategies/wdo-regime.ts',
    'strategies/sub/../wdo-regime.ts',
  ])('runs no %s, which does not lie in strategies/', async (file) => {
    const parcel = await packSweep(definition, home, store);
    const strategy = { name: 'swept', file, sha256: strategySha256(join(repositoryRoot, file)) };
    const stranger = { ...parcel, definition: { ...definition, strategy } };
    expect(parseParcel(JSON.stringify(stranger))).toBeUndefined();
    const folder = temporaryFolder('queue-stranger');
    const unpacked = unpackSweep(stranger, new ObjectCache(folder, store), folder);
    await expect(unpacked).rejects.toMatchObject({ code: 'parcel-refused' });
    await expect(packSweep(stranger.definition, home, store)).rejects.toMatchObject({ code: 'parcel-refused' });
  });

  it.each([
    ['the name of its strategy', { strategy: '../../../escaped' }],
    ['the name of a model', { model: 'models/..' }],
    ['a file of a model', { modelFile: 'folder/model.json' }],
  ])('leads out of its folder by %s as little', async (_, { strategy, model, modelFile }: Record<string, string>) => {
    const parcel = await packSweep(definition, home, store);
    const { sha256 } = parcel.files[0]!;
    const other = {
      ...parcel,
      definition: { ...definition, strategy: { ...definition.strategy, name: strategy ?? 'wdo-regime' } },
      models: { [model ?? 'wdo-regime']: [{ path: modelFile ?? 'model.json', sha256 }] },
    };
    expect(parseParcel(JSON.stringify(other))).toBeUndefined();
    const folder = temporaryFolder('queue-escape');
    const unpacked = unpackSweep(other, new ObjectCache(join(folder, 'objects'), store), join(folder, 'a/b/c'));
    await expect(unpacked).rejects.toMatchObject({ code: 'parcel-refused' });
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('is not made of datasets that were changed meanwhile', async () => {
    const changed = temporaryFolder('queue-changed');
    cpSync(home, changed, { recursive: true });
    await sweepHome(changed, 2);
    const later = { ...definition, days: [...definition.days, '2027-03-03'] };
    await expect(packSweep(later, changed, store)).rejects.toMatchObject({ code: 'data-changed' });
  });
});

describe.skipIf(!hasRedis())(`a queue ${hasRedis() ? '' : '(skipped: redis-server is not installed)'}`, () => {
  let redis: RedisServer;
  let direct: Redis;
  beforeAll(async () => {
    redis = await startRedis(home);
    direct = await connectQueue(address());
  });
  afterAll(async () => {
    direct?.disconnect();
    await redis?.close();
  });
  const address = () => queueAddress(redis.address('127.0.0.1'));
  const point = { period: 10, stopPoints: 3 };
  const task: PointTask = { index: 0, point, budgetDays: 1 };
  const good = {
    result: { index: 0, point, budgetDays: 1, measures: { sharpe: 1 }, dayNetE4: [1], digest: 'd', failed: null },
    trial: null,
    entry: null,
    training: null,
    seconds: 1,
  };
  const open = () => QueueWorkers.open({ address: address(), store, definition, home });
  const answering = (answer: () => unknown) =>
    new Worker(queueName(definition.code), async () => answer(), {
      connection: connectionOptions(address()) as ConnectionOptions,
    });

  it('says that it cannot be reached, or refuses the user, without the password', async () => {
    await expect(connectQueue(queueAddress('redis://127.0.0.1:9'))).rejects.toMatchObject({
      code: 'queue-unreachable',
    });
    for (const text of [`redis://127.0.0.1:${redis.port}`, `redis://:not%2Fthis1@127.0.0.1:${redis.port}`]) {
      const error = await connectQueue(queueAddress(text, {})).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'queue-refused', field: 'queue' });
      expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toMatch(/not\/this1|not%2F|pass\/word/);
    }
  });

  it('refuses a worker whose code differs, and tells the machine that sweeps', async () => {
    const other = { ...definition, code: { ...definition.code, node: '18.0.0' } };
    const sweep = sweepName(other);
    const parcel = { ...(await packSweep(definition, home, store)), definition: other };
    await direct.hset(SWEEPS_KEY, sweep, JSON.stringify(parcel));
    const said: string[] = [];
    const work = (signal: AbortSignal) =>
      workFromQueue({
        address: address(),
        store,
        cacheFolder: temporaryFolder('queue-cache'),
        threads: 1,
        lostAfterMs: 1000,
        signal,
        say: (text) => said.push(text),
      });
    // nobody waits for it: it is no reason to refuse anybody
    await expect(work(AbortSignal.timeout(300))).resolves.toBe(0);
    await direct.set(aliveKey(sweep), '1');
    await expect(work(AbortSignal.timeout(20_000))).rejects.toMatchObject({
      code: 'worker-differs',
      message: expect.stringContaining('18.0.0 there'),
    });
    expect(Object.values(await direct.hgetall(refusedKey(sweep)))).toEqual([
      expect.stringContaining('the version of Node'),
    ]);
    await direct.del(aliveKey(sweep));
    await direct.hdel(SWEEPS_KEY, sweep);
    expect(said.join()).not.toContain(QUEUE_PASSWORD);
  });

  it('gives the result of a point, also one that was ready before anybody asked again', async () => {
    // as the machine that swept left it when it was killed
    const queue = new Queue(queueName(definition.code), {
      connection: connectionOptions(address()) as ConnectionOptions,
    });
    const sweep = sweepName(definition);
    const job = await queue.add('point', { sweep, task }, { jobId: jobId(sweep, 0) });
    let done = 0;
    const worker = answering(() => {
      done += 1;
      return good;
    });
    while (!(await job.isCompleted())) await sleep(20);
    const workers = await open();
    await expect(workers.run(task)).resolves.toEqual(good);
    await worker.close();
    expect(done).toBe(1);
    await workers.close();
    await queue.close();
  });

  it('gives back what no worker has begun, and the outcome of what one has', async () => {
    const workers = await open();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<typeof good>();
    const worker = answering(() => {
      begin();
      return answered;
    });
    const active = workers.run(task);
    await begun;
    const waiting = [1, 2, 3].map((index) => workers.run({ ...task, index }));
    await workers.withdraw();
    await expect(Promise.all(waiting)).resolves.toEqual([undefined, undefined, undefined]);
    answer(good);
    await expect(active).resolves.toEqual(good);
    await worker.close();
    await workers.close();
  }, 30_000);

  it('does not take an answer that is not that of the point, and ends where every try failed', async () => {
    const workers = await open();
    let answer: () => unknown = () => ({ ...good, result: { ...good.result, point: { period: 15, stopPoints: 3 } } });
    const worker = answering(() => answer());
    await expect(workers.run(task)).rejects.toMatchObject({ code: 'worker-failed' });
    let tries = 0;
    answer = () => {
      tries += 1;
      throw new Error(`the disk of ${QUEUE_PASSWORD} is full`);
    };
    const failed = workers.run({ ...task, index: 1 });
    await expect(failed).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('the disk of [secret] is full'),
    });
    expect(tries).toBe(5);
    await worker.close();
    await workers.close();
  }, 60_000);
});
