// A number of points in; tests of a sweep over several machines: workers in network namespaces of their own, killed and cut off, and still the result of one machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SweepOptions, sweep } from '../../../../src/research/sweeps/sweep.ts';
import { KEYS, type S3Server, startS3Server } from '../../../adapters/object-store/s3-server.ts';
import { type Outcome, outcomeOf, plainEnvironment, repositoryRoot, temporaryFolder } from '../../../cli/support/qt.ts';
import { hasNamespaces, loopbackMachines, type Machines, makeMachines } from './machines.ts';
import { hasRedis, QUEUE_PASSWORD, type RedisServer, startRedis } from './redis-server.ts';
import { sweepHome } from './sweep-home.ts';

const HEAVY_MS = 240_000;
/** Other machines take only what lies in strategies/. */
const STRATEGY = 'wdo-regime';
const where = hasNamespaces()
  ? 'in network namespaces'
  : 'on addresses of the loopback: this user may make no network namespaces';
const main = join(repositoryRoot, 'src', 'cli', 'main.ts');
const QUIET = '--disable-warning=ExperimentalWarning';

let machines: Machines;
let redis: RedisServer;
let store: S3Server;
let wish: SweepOptions;
const data = temporaryFolder('queue-data');
const children: ChildProcess[] = [];

function start(prefix: readonly string[], args: readonly string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
  const [command, ...rest] = [...prefix, process.execPath, QUIET, main, ...args];
  const env = { ...plainEnvironment(), ...KEYS };
  const child = spawn(command!, rest, { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return { child, outcome: outcomeOf(child) };
}

function worker(k: number) {
  const { prefix, host } = machines.all[k]!;
  const places = ['--queue', redis.address(host), '--store', store.address.replace('0.0.0.0', host)];
  return start(prefix, ['worker', ...places, '--cache', temporaryFolder(`queue-cache-${k}`), '--lost-after', '3']);
}

function linesOf(home: string): number {
  const [points] = globSync(join(home, 'runs', 'sweep-*', 'points.jsonl'));
  return points === undefined ? 0 : readFileSync(points, 'utf8').split('\n').length - 1;
}

async function until(
  isSo: () => boolean,
  of: { readonly child: ChildProcess; readonly outcome: Promise<Outcome> },
): Promise<void> {
  while (!isSo()) {
    if (of.child.exitCode !== null) throw new Error(`it ended too early: ${JSON.stringify(await of.outcome)}`);
    await sleep(20);
  }
}

export interface Misfortunes {
  readonly points: number;
  /** Points that are done when the first worker is killed, the second is, and the third is cut off. */
  readonly after: readonly [number, number, number];
}

export function describeMachines({ points, after }: Misfortunes): void {
  describe.skipIf(!hasRedis())(
    `a sweep over several machines, ${hasRedis() ? where : 'skipped: redis-server is not installed'}`,
    () => {
      beforeAll(async () => {
        machines = hasNamespaces() ? makeMachines(3) : loopbackMachines(3);
        redis = await startRedis(data, ['127.0.0.1', ...machines.all.map(({ host }) => host)]);
        store = await startS3Server('0.0.0.0');
        wish = await sweepHome(data, 1);
      }, HEAVY_MS);

      afterAll(async () => {
        for (const child of children) child.kill('SIGKILL');
        await redis?.close();
        await store?.close();
        machines?.remove();
      });

      it(
        'is that of one machine, although two workers are killed and the third is cut off amid it',
        async () => {
          const [alone, home] = [temporaryFolder('queue-alone'), temporaryFolder('queue-home')];
          for (const each of [alone, home]) cpSync(data, each, { recursive: true });
          const over = [
            '--over',
            'trendStopPoints=3..12:0.5',
            'rangeTargetPerStop=1,1.5,2',
            '--method',
            'random',
            '--points',
            String(points),
            '--seed',
            '4',
          ];
          const workers = [worker(0), worker(1), worker(2)];
          const address = [
            '--queue',
            redis.address('127.0.0.1'),
            '--store',
            store.address.replace('0.0.0.0', '127.0.0.1'),
          ];
          const swept = start(
            [],
            ['sweep', STRATEGY, '--from', wish.from, '--to', wish.to, ...over, '--home', home, '--json', ...address],
          );
          await until(() => linesOf(home) >= after[0], swept);
          workers[0]!.child.kill('SIGKILL');
          await until(() => linesOf(home) >= after[1], swept);
          workers[1]!.child.kill('SIGKILL');
          await until(() => linesOf(home) >= after[2], swept);
          machines.all[2]!.cut(workers[2]!.child);
          const atCut = linesOf(home);
          await sleep(5_000);
          expect(linesOf(home)).toBeLessThanOrEqual(atCut + 1);
          expect(linesOf(home)).toBeLessThan(points);
          machines.all[2]!.mend(workers[2]!.child);
          const { code, stdout, stderr } = await swept.outcome;
          expect(code, stderr).toBe(0);
          expect(JSON.parse(stdout)).toMatchObject({ finished: true, evaluations: points, failed: 0 });
          const local = await sweep({
            ...{ ...wish, home: alone, strategy: STRATEGY },
            ...{ over: { trendStopPoints: '3..12:0.5', rangeTargetPerStop: '1,1.5,2' } },
            ...{ method: 'random', points, seed: 4 },
          });
          const [results] = globSync(join(home, 'runs', 'sweep-*', 'results.jsonl'));
          expect(readFileSync(results!, 'utf8')).toBe(readFileSync(join(local.folder, 'results.jsonl'), 'utf8'));
          // each point once in the record, and as a trial in the ledger of the machine that sweeps
          expect(linesOf(home)).toBe(points);
          const trials = readFileSync(join(home, 'runs', 'ledger.jsonl'), 'utf8')
            .split('\n')
            .filter((line) => line.includes('"kind":"sweep"'));
          expect(trials).toHaveLength(points);
          workers[2]!.child.kill('SIGINT');
          const ended = await workers[2]!.outcome;
          expect(ended.code).toBe(0);
          for (const { stdout: out, stderr: said } of [ended, { stdout, stderr }]) {
            expect(out + said).not.toContain(QUEUE_PASSWORD);
            expect(out + said).not.toContain(encodeURIComponent(QUEUE_PASSWORD));
            expect(out + said).not.toContain(KEYS.AWS_SECRET_ACCESS_KEY);
          }
          expect(existsSync(join(home, 'runs'))).toBe(true);
        },
        HEAVY_MS,
      );
    },
  );
}
