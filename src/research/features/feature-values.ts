// Read sessions and features in; the values of each feature at each candle out, by trades and book where one of them reads those.

import { checkoutEventCode } from '../../adapters/datasets/day-events.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { CandleInterval } from '../../core/candles/candle-interval.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { maskedFloats } from '../frames/column-of-values.ts';
import { candleBlock } from './candle-block.ts';
import { computeFromRecords, specsById } from './compute-values.ts';
import type { ReadSession } from './feature-sessions.ts';
import { type ValueBlock, valueBlock } from './value-block.ts';
import { candleValues } from './value-threads.ts';

export interface ValuesRequest {
  readonly specs: readonly FeatureSpec[];
  readonly interval: CandleInterval;
  /** The kind of part that the candles were made of; each day's finest when absent. */
  readonly kind: PartKind | undefined;
  readonly threads?: number | undefined;
}

/** State is fresh in each session, as in trading. */
export async function featureValues(
  store: DatasetStore,
  sessions: readonly ReadSession[],
  request: ValuesRequest,
): Promise<ValueBlock> {
  const { specs, threads } = request;
  const { readsTape, readsBook } = new FeatureSet(specsById(specs));
  if (readsTape || readsBook) return recordValues(store, sessions, request);
  return candleValues(specs, candleBlock(sessions), threads);
}

/** Day by day, as its trades and its book were. */
async function recordValues(
  store: DatasetStore,
  sessions: readonly ReadSession[],
  { specs, interval, kind }: ValuesRequest,
): Promise<ValueBlock> {
  const block = candleBlock(sessions);
  const out = valueBlock(block.rows, specs.length);
  const named = specsById(specs);
  let row = 0;
  for (const [first, { contract, day, session, candles }] of sessions.entries()) {
    const kinds = kind === undefined || kind === 'trades' ? store.finestKinds(contract, day) : [kind];
    const { events } = await store.readDay(contract, day, 0, kinds, checkoutEventCode);
    const instrument = instrumentOf(contract)!;
    const played = { market: events, instrumentId: 0, instrument, interval, openUs: session.openUs };
    computeFromRecords(named, block, { first, end: first + 1, row }, played, out);
    row += candles.length;
  }
  return out;
}

/** A column for each, by its id. */
export function valueColumns(
  specs: readonly FeatureSpec[],
  { rows, values, ready }: ValueBlock,
): readonly (readonly [string, TypedColumn])[] {
  return specs.map(({ meta }, column) => {
    const [start, end] = [column * rows, (column + 1) * rows];
    return [meta.id, maskedFloats(values.slice(start, end), ready.slice(start, end))];
  });
}
