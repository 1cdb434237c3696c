// A span of synthetic days in; their one-minute bars in a store, and the days, out.

import type { DatasetStore } from '../src/adapters/datasets/store.ts';
import { F64_C, I32_A, I32_B, I32_C, I32_D, I32_G, Kind, RECORD_I32 } from '../src/core/market/event-record.ts';
import { instrumentOf } from '../src/core/market/instrument-table.ts';
import { priceAt } from '../src/core/market/price-grid.ts';
import { syntheticDays } from '../src/runner/synthetic-days.ts';
import { minuteBars } from './repeated-sessions.ts';

type SyntheticSession = ReturnType<typeof syntheticDays> extends Generator<infer Made> ? Made : never;

export async function storeSyntheticBars(
  store: DatasetStore,
  span: Parameters<typeof syntheticDays>[0],
): Promise<readonly string[]> {
  const days: string[] = [];
  for (const made of syntheticDays(span)) {
    await storeBars(store, made);
    days.push(made.day);
  }
  return days;
}

async function storeBars(store: DatasetStore, { day, contract, session, market }: SyntheticSession): Promise<void> {
  const bars = minuteBars({ contract, session, market });
  const instrument = instrumentOf(contract)!;
  const rows: number[] = [];
  for (let index = 0; index < bars.length; index++) if (bars.kindAt(index) === Kind.bar) rows.push(index);
  const word = (offset: number) => Float64Array.from(rows, (index) => bars.i32[index * RECORD_I32 + offset]!);
  const price = (offset: number) => word(offset).map((ticks) => priceAt(instrument, ticks));
  const close_time_us = Float64Array.from(rows, (index) => bars.exchangeTimeUsAt(index));
  await store.writeDay({
    instrument: contract,
    day,
    kind: 'candles-1m',
    sources: [{ file: `synthetic-${day}`, sha256: '0'.repeat(64), format: 'synthetic' }],
    provenance: 'synthetic',
    sideSource: 'none',
    bookSource: 'none',
    adjusted: 'none',
    parameters: {},
    columns: {
      open_time_us: close_time_us.map((timeUs) => timeUs - 60_000_000),
      close_time_us,
      open: price(I32_A),
      high: price(I32_B),
      low: price(I32_C),
      close: price(I32_D),
      volume: Float64Array.from(rows, (index) => bars.f64[bars.f64At(index) + F64_C]!),
      trades: word(I32_G),
    },
  });
}
