// Trials of half a year in; what an entry of the ledger costs beside a bare durable write of the same bytes, and how fast it is walked, out.

import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { recordTrial, recordTrials } from '../src/adapters/ledger/record-trial.ts';
import type { Trial } from '../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../src/adapters/ledger/verify-ledger.ts';
import { formatDay, toDayNumber } from '../src/core/market/civil-day.ts';
import { countedTrials } from '../src/research/trials/counted-trials.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const DAYS = 125;
const MOST_BEYOND_MS = 1;

export async function ledger({ home, quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const appended = quick ? 20 : 300;
  const walked = quick ? 200 : 10_000;
  const trials = Array.from({ length: appended }, (_, seed) => aTrial(seed));
  const folders: string[] = [];
  const fresh = (): string => {
    const folder = mkdtempSync(join(home, 'ledger-'));
    folders.push(folder);
    return folder;
  };
  const perEntry = async (work: (folder: string) => unknown): Promise<number> => {
    const folder = fresh();
    // lists and lock are there
    recordTrial(folder, aTrial(-1));
    return ((await secondsOf(() => work(folder))) * 1000) / appended;
  };
  const aloneMs = await leastOf(runs, () => perEntry((folder) => trials.map((each) => recordTrial(folder, each))));
  const processorMs = await leastOf(runs, async () => {
    const before = process.cpuUsage();
    await perEntry((folder) => trials.map((each) => recordTrial(folder, each)));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / appended;
  });
  const groupMs = await leastOf(runs, () => perEntry((folder) => recordTrials(folder, trials)));
  const bytes = Buffer.from(readFileSync(join(folders[0]!, 'runs', 'ledger.jsonl'), 'utf8').split('\n')[1]!);
  const bareMs = await leastOf(runs, () => perEntry((folder) => writeBare(join(folder, 'bare'), bytes, appended)));
  const long = fresh();
  for (let at = 0; at < walked; at += 100) {
    recordTrials(
      long,
      Array.from({ length: 100 }, (_, seed) => aTrial(at + seed)),
    );
  }
  const walkS = await leastOf(runs, () => secondsOf(() => countedTrials(verifiedLedger(long).entries)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  const note = `entries of ${bytes.length} bytes: ${DAYS} days, ${DAYS} parts`;
  const bare = { name: 'a write and fdatasync of the same bytes', value: bareMs };
  return [
    figure('ledger.append', aloneMs, 'ms/entry', { peer: bare, note }),
    figure('ledger.append-processor', processorMs, 'ms/entry', {
      goal: { kind: 'most', value: MOST_BEYOND_MS },
      note: 'one by one: time of the processor for check, lock, end, entry and head, without the wait for the disk',
    }),
    figure('ledger.append-group', groupMs, 'ms/entry', { peer: bare, note: `${appended} in one group` }),
    figure('ledger.verify', walked / walkS, 'entries/s', { note: 'whole chain with its lists, and what counts' }),
  ];
}

function writeBare(path: string, bytes: Buffer, times: number): void {
  const descriptor = openSync(path, 'a');
  for (let time = 0; time < times; time++) {
    writeSync(descriptor, bytes);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
}

const FIRST = toDayNumber('2025-01-01');
const days = Array.from({ length: DAYS }, (_, at) => formatDay(FIRST + at));
const datasets = days.map((day) => ({ path: `datasets/WDOU25/candles-1m/${day}.parquet`, sha256: 'a'.repeat(64) }));

function aTrial(seed: number): Trial {
  const random = new Random(seed + 1, 'ledger');
  const settings = { name: 'a-strategy', features: { slope: 'emaSlope_20' }, risk: { maxContracts: 2 }, stop: seed };
  return {
    ...{ kind: 'sweep', strategy: 'a-strategy', outcome: 'finished', codeSha256: 'c'.repeat(64), release: null },
    ...{ settings, conditions: { capitalBrl: 50_000 }, model: null, seed, run: null, labels: { point: seed } },
    data: { instrument: 'WDOFUT', provenance: 'synthetic', from: days[0]!, to: days.at(-1)!, datasets },
    result: {
      ...{ digest: 'd'.repeat(64), trades: 200, measures: { costsBrl: 240 } },
      daily: { days, netE4: days.map(() => Math.round(random.normal() * 1_000_000)) },
    },
  };
}
