// Processes and threads write one ledger at once, and are killed while they do: nothing that was told is lost, nothing is torn.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { recordTrial } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { Random } from '../../../src/simulation/random.ts';
import { aTrial } from './a-trial.ts';

const PROGRAM = join(import.meta.dirname, 'append-process.ts');
/** Entries of each process. */
const EACH = process.env.QT_NIGHTLY === '1' ? 500 : 150;
const KILLS = process.env.QT_NIGHTLY === '1' ? 20 : 2;
const homes: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-ledger-'));
  homes.push(home);
  return home;
}

function writer(
  home: string,
  name: string,
  count: number,
  threads = 1,
): ChildProcess & { readonly told: Promise<string> } {
  const child = spawn(process.execPath, [PROGRAM, home, name, String(count), String(threads)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return Object.assign(child, { told: text(child.stdout!) });
}

const toldOf = (output: string): readonly string[] => output.split('\n').filter((line) => /^\d+ \S+ \d+$/.test(line));
const kept = (home: string): ReadonlySet<string> =>
  new Set(verifiedLedger(home).entries.map(({ seq, trial }) => `${seq} ${trial.labels.name} ${trial.labels.at}`));

it('two processes lose nothing, though one of them is two threads', async () => {
  const home = newHome();
  const writers = [writer(home, 'a', EACH), writer(home, 'b', EACH / 2, 2)];
  const told = (await Promise.all(writers.map((each) => each.told))).flatMap(toldOf);
  expect(told).toHaveLength(2 * EACH);
  const { entries, fault, hasTornTail } = verifiedLedger(home);
  expect([entries.length, fault, hasTornTail]).toEqual([2 * EACH, undefined, false]);
  expect(kept(home)).toEqual(new Set(told));
}, 60_000);

it('a writer that is killed amid its work loses nothing it told, and holds up nobody', async () => {
  const home = newHome();
  const random = new Random(7, 'kills');
  const told: string[] = [];
  for (let time = 0; time < KILLS; time++) {
    const killed = [writer(home, `k${time}`, 100_000), writer(home, `l${time}`, 100_000)];
    await Promise.all(killed.map((each) => once(each.stdout!, 'data')));
    await sleep(150 * random.float());
    for (const each of killed) each.kill('SIGKILL');
    const started = performance.now();
    const { seq } = recordTrial(home, aTrial({ labels: { name: 'after', at: time } }));
    expect(performance.now() - started).toBeLessThan(5000);
    told.push(`${seq} after ${time}`);
    for (const each of killed) told.push(...toldOf(await each.told));
  }
  const { entries, fault, hasTornTail } = verifiedLedger(home);
  expect([fault, hasTornTail]).toEqual([undefined, false]);
  const all = kept(home);
  expect(told.filter((line) => !all.has(line))).toEqual([]);
  expect(told.length).toBeGreaterThan(3 * KILLS);
  // the last of each killed writer may be durable without having been told
  expect(entries.length - told.length).toBeLessThanOrEqual(2 * KILLS);
}, 60_000);
