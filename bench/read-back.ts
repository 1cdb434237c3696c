// Days of ticks in the store in; events per second out of it as the engine gets them, against decoding the columns alone.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { decodePart } from '../src/adapters/datasets/parquet-part.ts';
import { readEvents } from '../src/adapters/datasets/reader/event-reader.ts';
import type { PartKind } from '../src/adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { mt5Text } from './mt5-text.ts';

const DAYS = 10;
const QUICK_DAYS = 1;
/** The days are gone through so often in each run: a tenth of a second tells nothing. */
const REPEATED = 5;
const GOAL_EVENTS = 3_000_000;

export async function readBack(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const days = options.quick ? QUICK_DAYS : DAYS;
  const file = join(options.home, 'ticks.csv');
  writeFileSync(file, mt5Text(base, days).text);
  await importFiles({ home: options.home, format: 'mt5-ticks', files: [file], instrument: base.source, replace: true });
  // the gate refuses days that repeat another one
  const store = openStore(options.home, { acceptRefused: true });
  const of = `${base.name}, ${days} times`;
  return [
    await measured(options, store, base.source, ['trades'], { name: 'read-back.trades', of, goal: GOAL_EVENTS }),
    await measured(options, store, base.source, ['trades', 'quotes'], { name: 'read-back.ticks', of, goal: undefined }),
  ];
}

interface Wanted {
  readonly name: string;
  readonly of: string;
  readonly goal: number | undefined;
}

async function measured(
  { runs, quick }: BenchOptions,
  store: DatasetStore,
  instrument: string,
  kinds: readonly PartKind[],
  { name, of, goal }: Wanted,
): Promise<Figure> {
  const parts = kinds.flatMap((kind) => store.parts(instrument, kind));
  const dates = parts.map(({ day }) => day).sort();
  const series = [{ instrument, instrumentId: 0, kinds }];
  const repeated = quick ? 1 : REPEATED;
  let events = 0;
  const readS = await leastOf(runs, () =>
    secondsOf(async () => {
      events = 0;
      for (let time = 0; time < repeated; time++) {
        for await (const batch of readEvents(store, { series, from: dates[0]!, to: dates.at(-1)! })) {
          events += batch.length;
        }
      }
    }),
  );
  let rows = 0;
  const decodeS = await leastOf(runs, () =>
    secondsOf(async () => {
      rows = 0;
      for (let time = 0; time < repeated; time++) {
        for (const { kind, path } of parts) rows += (await decodePart(kind, readFileSync(path), path)).time_us!.length;
      }
    }),
  );
  assert(events === rows && events > 0, `${events} events of ${rows} rows`);
  return figure(name, events / readS, 'events/s', {
    ...(goal === undefined ? {} : { goal: { kind: 'least', value: goal } }),
    peer: { name: 'decoding the columns', value: rows / decodeS },
    note: `${of}, ${events / repeated} ${kinds.join(' and ')}, read ${repeated} times`,
  });
}
