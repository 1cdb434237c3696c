// A small made market: minutes of dated contracts around the roll of 2025-08-29, on the tick grid, as parts for a store.
import type { DayPart } from '../../../../src/adapters/datasets/store.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';

export interface MadeDay {
  readonly contract: string;
  readonly day: string;
  /** Price of the first candle, points. */
  readonly first: number;
  /** Minutes after 09:00 at which candles start. */
  readonly minutes?: readonly number[];
  readonly volume?: number;
  readonly more?: Partial<DayPart>;
}

export const MINUTES: readonly number[] = [0, 1, 2, 5];

/** Candle n opens n points above the first and closes half a point higher. */
export function madePart({ contract, day, first, minutes = MINUTES, volume = 10, more = {} }: MadeDay): DayPart {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const open = Float64Array.from(minutes, (_, index) => first + index);
  const openTimeUs = Float64Array.from(minutes, (minute) => localToUtcUs(year, month, date, 9) + minute * 60e6);
  return {
    instrument: contract,
    kind: 'candles-1m',
    day,
    columns: {
      open_time_us: openTimeUs,
      close_time_us: openTimeUs.map((timeUs) => timeUs + 60e6),
      open,
      high: open.map((price) => price + 1),
      low: open.map((price) => price - 1),
      close: open.map((price) => price + 0.5),
      volume: open.map(() => volume),
      trades: open.map(() => -1),
    },
    sources: [{ file: `${contract}.csv`, sha256: 'a'.repeat(64), format: 'test' }],
    provenance: 'exchange',
    sideSource: 'none',
    bookSource: 'none',
    adjusted: 'none',
    parameters: {},
    ...more,
  };
}

/** Each contract on the days on which the calendar shows it. */
export const CALENDAR_DAYS: readonly MadeDay[] = [
  { contract: 'WDOU25', day: '2025-08-27', first: 5400 },
  { contract: 'WDOU25', day: '2025-08-28', first: 5410 },
  { contract: 'WDOV25', day: '2025-08-29', first: 5460 },
  { contract: 'WDOV25', day: '2025-09-01', first: 5470 },
];
