// Parts of trades, quotes and candles in; the nanoseconds a row that all rules over rows take, against summing one column, out.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { partContext } from '../src/adapters/datasets/part-context.ts';
import type { PartColumns } from '../src/adapters/datasets/row-buffer.ts';
import { type PartKind, timeColumnOf } from '../src/adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { toDayNumber } from '../src/core/market/civil-day.ts';
import { utcUsOf } from '../src/core/market/civil-time.ts';
import { builtInTerms } from '../src/core/market/instrument-terms.ts';
import { inspectPart } from '../src/core/quality/inspect-part.ts';
import type { PartContext } from '../src/core/quality/row-rule.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { mt5Text } from './mt5-text.ts';
import { storeSyntheticBars } from './stored-bars.ts';

const TICK_DAYS = 10;
const CANDLE_DAYS = 60;
const QUICK_DAYS = 1;
const BARS = { root: 'WDO', seed: 1, from: '2027-03-01' } as const;
const NS_PER_S = 1e9;

interface Part {
  readonly context: PartContext;
  readonly columns: PartColumns;
}

export async function quality(options: BenchOptions): Promise<readonly Figure[]> {
  const { quick, home } = options;
  const base = await baseDay(options);
  const file = join(home, 'ticks.csv');
  writeFileSync(file, mt5Text(base, quick ? QUICK_DAYS : TICK_DAYS).text);
  await importFiles({ home, format: 'mt5-ticks', files: [file], instrument: base.source, replace: true });
  const store = openStore(home, { acceptRefused: true });
  await storeSyntheticBars(store, { ...BARS, days: quick ? QUICK_DAYS : CANDLE_DAYS });
  const figures: Figure[] = [];
  for (const kind of ['trades', 'quotes', 'candles-1m'] as const) {
    figures.push(await measured(options, kind, await partsOf(store, kind)));
  }
  return figures;
}

async function measured({ runs }: BenchOptions, kind: PartKind, parts: readonly Part[]): Promise<Figure> {
  const rows = parts.reduce((sum, { columns }) => sum + columns[timeColumnOf(kind)]!.length, 0);
  const inspectS = await leastOf(runs, () =>
    secondsOf(() => {
      for (const { context, columns } of parts) inspectPart(context, columns);
    }),
  );
  let sum = 0;
  const sumS = await leastOf(runs, () =>
    secondsOf(() => {
      for (const { columns } of parts) sum += sumOf(columns[timeColumnOf(kind)]!);
    }),
  );
  assert(sum > 0, 'nothing was summed');
  return figure(`quality.${kind}`, (inspectS / rows) * NS_PER_S, 'ns', {
    peer: { name: 'summing one column', value: (sumS / rows) * NS_PER_S },
    note: `a row, all rules; ${rows} rows in ${parts.length} parts`,
  });
}

function sumOf(column: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < column.length; row++) sum += column[row]!;
  return sum;
}

async function partsOf(store: DatasetStore, kind: PartKind): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const instrument of store.instruments()) {
    for (const { day } of store.parts(instrument, kind)) {
      const terms = builtInTerms(instrument)!;
      const place = { instrument, kind, dayNumber: toDayNumber(day), midnightUs: utcUsOf(day, 0), terms } as const;
      const context = partContext({ ...place, provenance: 'exchange', adjusted: 'none' });
      parts.push({ context, columns: await store.readPart(instrument, kind, day) });
    }
  }
  return parts;
}
