// A store of hand-made days around a roll: a few trades of known sizes and prices each, and the facts that follow from them.
import type { DatasetStore } from '../../src/adapters/datasets/store.ts';
import type { Provenance } from '../../src/core/market/provenance.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { writePart } from '../adapters/datasets/sql/stored-parts.ts';

const MINUTE_US = 60_000_000;
const REGULAR = 0;
const CROSS = 2;

/** Trades, one a minute: price, contracts, condition. */
export type Trades = readonly (readonly [price: number, quantity: number, condition?: number])[];

export async function writeTrades(
  store: DatasetStore,
  instrument: string,
  day: string,
  trades: Trades,
  provenance: Provenance = 'exchange',
): Promise<void> {
  const { openUs } = sessionOf('WDO', day)!;
  const columns = {
    time_us: trades.map((_, minute) => openUs + minute * MINUTE_US + 1000),
    order: trades.map((_, at) => at),
    price: trades.map(([price]) => price),
    quantity: trades.map(([, quantity]) => quantity),
    aggressor: trades.map((_, at) => 1 + (at % 2)),
    condition: trades.map(([, , condition = REGULAR]) => condition),
    trade_id: trades.map((_, at) => at + 1),
  };
  await writePart(store, 'trades', day, columns, { instrument, provenance });
}

/** The minutes of the same trades as bars. */
export async function writeBars(store: DatasetStore, instrument: string, day: string, trades: Trades): Promise<void> {
  const { openUs } = sessionOf('WDO', day)!;
  const columns = {
    open_time_us: trades.map((_, minute) => openUs + minute * MINUTE_US),
    close_time_us: trades.map((_, minute) => openUs + (minute + 1) * MINUTE_US),
    open: trades.map(([price]) => price),
    high: trades.map(([price]) => price),
    low: trades.map(([price]) => price),
    close: trades.map(([price]) => price),
    volume: trades.map(([, quantity]) => quantity),
    trades: trades.map(() => 1),
  };
  await writePart(store, 'candles-1m', day, columns, { instrument });
}

/** WDOU25 until 2025-08-28, WDOV25 from its roll day 2025-08-29 on. */
export const DAYS = [
  '2025-08-22',
  '2025-08-25',
  '2025-08-26',
  '2025-08-27',
  '2025-08-28',
  '2025-08-29',
  '2025-09-01',
] as const;
export const ROLL_DAY = DAYS[5];

/** The first day of the list is day 1: 20 trades of n and of 20 contracts, volume 19·n + 31, with a cross far from the market. */
export function tradesOf(n: number, base = 5400): Trades {
  const sizes = Array.from({ length: 20 }, (_, at) => (at === 19 ? 20 : n));
  const trades: Trades = sizes.map((size, at) => [base + n + (at % 5) / 2, size]);
  return [...trades, [base + 500, 11, CROSS]];
}

export const volumeOf = (n: number): number => 19 * n + 20 + 11;

/** What every day has of the contract that stood for the series; the new contract also has the day before it took over. */
export async function writeDays(
  store: DatasetStore,
  write: (store: DatasetStore, instrument: string, day: string, trades: Trades) => Promise<void> = writeTrades,
  without: readonly string[] = [],
): Promise<void> {
  for (const [at, day] of DAYS.entries()) {
    if (without.includes(day)) continue;
    await write(store, day < ROLL_DAY ? 'WDOU25' : 'WDOV25', day, tradesOf(at + 1, day < ROLL_DAY ? 5400 : 5440));
  }
  if (!without.includes(DAYS[4])) await write(store, 'WDOV25', DAYS[4], tradesOf(9, 5440));
}
