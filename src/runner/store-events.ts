// A day of market events in; its trades, quotes and levels as parts of the dataset store out, in one order.

import type { BookSource } from '../adapters/datasets/manifest.ts';
import type { PartColumns } from '../adapters/datasets/row-buffer.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import type { CommittedPart } from '../adapters/datasets/staged-part.ts';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  Kind,
} from '../core/market/event-record.ts';
import type { Provenance, SideSource } from '../core/market/provenance.ts';

export interface EventsOrigin {
  readonly instrument: string;
  readonly day: string;
  /** What made the events, e.g. `synthetic`; and a hash that tells two makings apart. */
  readonly source: { readonly file: string; readonly sha256: string; readonly format: string };
  readonly provenance: Provenance;
  readonly sideSource: SideSource;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

const partKinds: readonly (readonly [PartKind, number, readonly string[]])[] = [
  ['trades', Kind.trade, ['time_us', 'order', 'price', 'quantity', 'aggressor', 'condition', 'trade_id']],
  ['quotes', Kind.quote, ['time_us', 'order', 'flags', 'bid', 'ask', 'bid_size', 'ask_size']],
  ['levels', Kind.bookChange, ['time_us', 'order', 'flags', 'price', 'quantity', 'orders']],
];

/** Writes the parts that the batch has records of, all or none. The same events again change nothing. */
export function storeEvents(
  store: DatasetStore,
  batch: EventBatch,
  origin: EventsOrigin,
): Promise<readonly CommittedPart[]> {
  const { instrument, day, source, provenance, sideSource, parameters } = origin;
  const present = partKinds.filter(([, kind]) => countOf(batch, kind) > 0);
  const bookSource: BookSource = present.some(([name]) => name === 'levels') ? 'levels' : 'bestQuotes';
  const about = {
    instrument,
    sources: [source],
    provenance,
    sideSource,
    bookSource,
    adjusted: 'none',
    parameters,
  } as const;
  return store.writeParts(
    present.map(([kind, number, names]) => ({ ...about, kind, day, columns: columnsOf(batch, number, names) })),
  );
}

function countOf(batch: EventBatch, kind: number): number {
  let count = 0;
  for (let index = 0; index < batch.length; index++) if (batch.kindAt(index) === kind) count += 1;
  return count;
}

function columnsOf(batch: EventBatch, kind: number, names: readonly string[]): PartColumns {
  const rows = countOf(batch, kind);
  const columns = names.map(() => new Float64Array(rows));
  let row = 0;
  for (let index = 0; index < batch.length; index++) {
    if (batch.kindAt(index) !== kind) continue;
    const values = rowOf(batch, index, kind);
    for (let c = 0; c < columns.length; c++) columns[c]![row] = values[c]!;
    row += 1;
  }
  return Object.fromEntries(names.map((name, c) => [name, columns[c]!]));
}

/** The values of a record in the order of its part's columns; `order` is its place in the batch. */
function rowOf(batch: EventBatch, index: number, kind: number): readonly number[] {
  const f = batch.f64At(index);
  const { f64 } = batch;
  const flags = batch.flagsAt(index);
  const timeUs = f64[f + F64_EXCHANGE]!;
  const [a, b, c, d] = [f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!, f64[f + F64_D]!];
  if (kind === Kind.trade) {
    return [timeUs, index, a, b, flags & AGGRESSOR_MASK, (flags >> CONDITION_SHIFT) & CONDITION_MASK, c];
  }
  return kind === Kind.quote ? [timeUs, index, flags, a, b, c, d] : [timeUs, index, flags, a, b, c];
}
