// Rows in, made up for a test; parts of a store, and what the reader makes of them, out.

import type { PartQuality } from '../../../../src/adapters/datasets/manifest.ts';
import { type ReadRequest, readEvents } from '../../../../src/adapters/datasets/reader/event-reader.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import type { DatasetStore, DayPart } from '../../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { RECORD_BYTES } from '../../../../src/core/market/event-record.ts';
import { RULES_VERSION } from '../../../../src/core/quality/row-rules.ts';

export const NINE = 9 * 3_600_000_000;

export function part(
  instrument: string,
  day: string,
  kind: PartKind,
  columns: PartColumns,
  more: Partial<DayPart> = {},
): DayPart {
  return {
    ...{ instrument, day, kind, columns, provenance: 'synthetic', sideSource: 'feed', bookSource: 'none' },
    ...{ adjusted: 'none', parameters: {}, sources: [{ file: 'made', sha256: 'a'.repeat(64), format: 'test' }] },
    ...more,
  };
}

/** What the quality gate would say of rows it likes; a part that brings it is not looked at, which of many rows takes long. */
export const CLEAN: PartQuality = {
  rulesVersion: RULES_VERSION,
  verdict: 'clean',
  findings: [],
  facts: {
    ...{ rows: 3, firstTimeUs: 0, lastTimeUs: 1, first: undefined, last: undefined, high: undefined, low: undefined },
    ...{ median: undefined, volume: undefined, longestGapUs: 0, longestGapAtUs: 0, windows: [] },
  },
};

/** Columns of rows that are told one by one. */
export function columnsFrom(names: readonly string[], rows: readonly (readonly number[])[]): PartColumns {
  return Object.fromEntries(names.map((name, at) => [name, Float64Array.from(rows, (row) => row[at]!)]));
}

const TRADE_NAMES = ['time_us', 'order', 'price', 'quantity', 'aggressor', 'condition'] as const;
const LEVEL_NAMES = ['time_us', 'order', 'flags', 'price', 'quantity', 'orders'] as const;
const QUOTE_NAMES = ['time_us', 'order', 'flags', 'bid', 'ask', 'bid_size', 'ask_size'] as const;

/** One trade of one contract at each time. */
export function tradesAt(times: readonly number[], firstOrder = 0): PartColumns {
  return columnsFrom(
    TRADE_NAMES,
    times.map((timeUs, row) => [timeUs, firstOrder + row, 5400, 1, 1, 0]),
  );
}

/** Rows of time, order, flags, price, quantity and orders. */
export function levels(...rows: readonly (readonly number[])[]): PartColumns {
  return columnsFrom(LEVEL_NAMES, rows);
}

/** Rows of time, order, flags, bid, ask, bid size and ask size. */
export function quotesOf(...rows: readonly (readonly number[])[]): PartColumns {
  return columnsFrom(QUOTE_NAMES, rows);
}

export interface MadeTrades {
  readonly rows: number;
  readonly stepUs: number;
  readonly firstOrder?: number;
  /** They carry a time received, so much later. */
  readonly lagUs?: number;
  /** Sizes are multiples of it; by default those of WDO. */
  readonly lot?: number;
}

/** Trades a step apart from nine o'clock on; every second place in the order of the day is left to others. */
export function trades(day: string, { rows, stepUs, firstOrder = 0, lagUs, lot = 1 }: MadeTrades): PartColumns {
  const each = (value: (row: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => value(row));
  const nine = utcUsOf(day, NINE);
  return {
    time_us: each((row) => nine + row * stepUs),
    order: each((row) => firstOrder + 2 * row),
    price: each((row) => 5500 + (row % 10) / 2),
    quantity: each((row) => lot * (1 + (row % 3))),
    aggressor: each(() => 0),
    condition: each(() => 0),
    ...(lagUs === undefined ? {} : { received_us: each((row) => nine + row * stepUs + lagUs) }),
  };
}

export function quotes(day: string, rows: number, stepUs: number, firstOrder: number): PartColumns {
  const nine = utcUsOf(day, NINE);
  return quotesOf(
    ...Array.from({ length: rows }, (_, row) => [
      nine + row * stepUs,
      firstOrder + 2 * row,
      ...[3, 5499.5, 5500, 0, 0],
    ]),
  );
}

/** The whole stream in one batch. */
export async function collected(store: DatasetStore, request: ReadRequest): Promise<EventBatch> {
  const all = new EventBatch();
  for await (const batch of readEvents(store, request)) {
    for (let index = 0; index < batch.length; index++) all.pushFrom(batch, index);
  }
  return all;
}

export function bytesOf(batch: EventBatch, from = 0, to = batch.length): Uint8Array {
  return batch.bytes.slice(from * RECORD_BYTES, to * RECORD_BYTES);
}
