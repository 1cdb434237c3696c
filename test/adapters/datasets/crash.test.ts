// An import that is killed at any moment leaves whole parts only, and the next one completes the store.

import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readProvenPart } from '../../../src/adapters/datasets/proven-part.ts';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import { Random } from '../../../src/simulation/random.ts';
import { startNode, temporaryFolder } from '../../cli/support/qt.ts';

const KILLS = process.env.QT_NIGHTLY === '1' ? 50 : 6;
const SEED = 17;
const DAYS = ['2025.08.04', '2025.08.05', '2025.08.06', '2025.08.07', '2025.08.08'];
const ROWS_PER_DAY = 6_000;
const SCRIPT = join(import.meta.dirname, 'support', 'import-process.ts');

const folder = temporaryFolder('crash');
const file = join(folder, 'WDOU25_ticks.csv');

/** A trade and a quote every few seconds on five days, in the form of a tick export. */
function tickFile(): string {
  const lines = ['<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>'];
  for (const day of DAYS) {
    for (let row = 0; row < ROWS_PER_DAY; row++) {
      const second = 9 * 3600 + row * 5;
      const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
        .map((value) => String(value).padStart(2, '0'))
        .join(':');
      const price = 5500 + (row % 40) / 2;
      lines.push(
        `${day}\t${clock}.${String(row % 1000).padStart(3, '0')}\t${price}\t${price + 0.5}\t${price}\t${1 + (row % 7)}`,
      );
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

async function importOnce(home: string, killAfterMs?: number): Promise<boolean> {
  const child = startNode(SCRIPT, [home, file]);
  let errors = '';
  child.stderr!.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  // the moment counts from when the import begins, not from the start of the process
  const started = once(child.stdout!, 'data');
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await Promise.race([started, ended]);
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended]);
    child.kill('SIGKILL');
  }
  const [code] = await ended;
  if (killAfterMs === undefined) expect([code, errors]).toEqual([0, '']);
  return code === 0;
}

function hashesOf(store: DatasetStore): readonly string[] {
  return store
    .instruments()
    .flatMap((instrument) => store.parts(instrument))
    .map((part) => `${part.instrument} ${part.kind} ${part.day} ${store.manifest(part).sha256}`)
    .sort();
}

let expected: readonly string[] = [];
let wholeMs = 0;

beforeAll(async () => {
  writeFileSync(file, tickFile());
  const home = join(folder, 'whole');
  const start = performance.now();
  await importOnce(home);
  wholeMs = performance.now() - start;
  expected = hashesOf(openStore(home));
}, 60_000);

describe('an import that is killed', () => {
  it('has all days when it is not', () => {
    expect(expected).toHaveLength(2 * DAYS.length);
  });

  it(
    `${KILLS} times at random moments leaves whole parts only, and the next one completes the store`,
    async () => {
      const random = new Random(SEED);
      let cut = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const home = join(folder, `killed-${kill}`);
        const finished = await importOnce(home, random.float() * wholeMs);
        const store = openStore(home);
        if (existsSync(store.root)) {
          for (const instrument of store.instruments()) {
            for (const part of store.parts(instrument)) await readProvenPart(part);
          }
        }
        if (!finished) cut++;
        await importOnce(home);
        expect(hashesOf(openStore(home))).toEqual(expected);
        expect(readdirSync(store.root)).toEqual(['WDOU25']);
        rmSync(home, { recursive: true, force: true });
      }
      expect(cut).toBeGreaterThan(0);
    },
    KILLS * 15_000,
  );

  it('and one beside it that runs at the same time do not disturb each other', async () => {
    const home = join(folder, 'both');
    await Promise.all([importOnce(home), importOnce(home), importOnce(home)]);
    expect(hashesOf(openStore(home))).toEqual(expected);
    expect(readdirSync(join(home, 'datasets'))).toEqual(['WDOU25']);
  }, 60_000);
});
