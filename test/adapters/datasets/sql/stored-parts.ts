// Small days of trades, quotes and candles, written into the store of a test.
import type { PartManifest } from '../../../../src/adapters/datasets/manifest.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import type { DatasetStore } from '../../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import type { Provenance } from '../../../../src/core/market/provenance.ts';

export interface PartFacts {
  readonly instrument?: string;
  readonly provenance?: Provenance;
  readonly verdict?: 'clean' | 'refuse';
}

export const DAY = '2025-08-05';
export const TEN_O_CLOCK_US: number = utcUsOf(DAY, 36e9);

/** Columns given as plain arrays. */
export function columnsOf(columns: Readonly<Record<string, readonly number[]>>): PartColumns {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]));
}

export async function writePart(
  store: DatasetStore,
  kind: PartKind,
  day: string,
  columns: Readonly<Record<string, readonly number[]>>,
  { instrument = 'WDOU25', provenance = 'exchange', verdict = 'clean' }: PartFacts = {},
): Promise<PartManifest> {
  const { manifest } = await store.writeDay({
    kind,
    day,
    columns: columnsOf(columns),
    instrument,
    sources: [{ file: `${instrument}-${kind}-${day}.csv`, sha256: 'a'.repeat(64), format: 'csv:test' }],
    provenance,
    sideSource: 'feed',
    bookSource: kind === 'quotes' ? 'bestQuotes' : 'none',
    adjusted: 'none',
    parameters: {},
    ...(verdict === 'clean' ? {} : { quality: refusal(columns) }),
  });
  return manifest;
}

function refusal(columns: Readonly<Record<string, readonly number[]>>): NonNullable<PartManifest['quality']> {
  const rows = Object.values(columns)[0]!.length;
  const none = {
    first: undefined,
    last: undefined,
    high: undefined,
    low: undefined,
    median: undefined,
    volume: undefined,
  };
  const facts = { ...none, rows, firstTimeUs: 0, lastTimeUs: 0, longestGapUs: 0, longestGapAtUs: 0, windows: [] };
  const finding = { rule: 'test', severity: 'refuse', rows: 1, detail: 'no good', examples: [] } as const;
  return { rulesVersion: 1, verdict: 'refuse', findings: [finding], facts };
}

/** `rows` trades a second apart from `startUs`, at 5400 and half a point more each time. */
export function tradeColumns(rows: number, startUs: number = TEN_O_CLOCK_US): Record<string, number[]> {
  const numbers = Array.from({ length: rows }, (_, row) => row);
  return {
    time_us: numbers.map((row) => startUs + row * 1_000_000),
    order: numbers,
    price: numbers.map((row) => 5400 + row / 2),
    quantity: numbers.map((row) => 1 + (row % 5)),
    aggressor: numbers.map((row) => 1 + (row % 2)),
    condition: numbers.map(() => 0),
  };
}

/** Candles of a minute from `startUs`, as the importers write them. */
export function candleRows(rows: number, startUs: number = TEN_O_CLOCK_US): Record<string, number[]> {
  const numbers = Array.from({ length: rows }, (_, row) => row);
  const price = (row: number): number => 5400 + ((row * 7) % 11) / 2;
  return {
    open_time_us: numbers.map((row) => startUs + row * 60_000_000),
    close_time_us: numbers.map((row) => startUs + (row + 1) * 60_000_000),
    open: numbers.map(price),
    high: numbers.map((row) => price(row) + 1),
    low: numbers.map((row) => price(row) - 1),
    close: numbers.map((row) => price(row) + 0.5),
    volume: numbers.map((row) => 10 + row),
    trades: numbers.map((row) => 1 + (row % 4)),
  };
}
