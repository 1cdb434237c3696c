// Prices by seed, by hand or of the real file in; frames of candles as `tradingData` gives them out.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { Random } from '../../../src/simulation/random.ts';

export const MINUTE_US = 60_000_000;
export const REAL_MINUTES = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';

/** A candle as plain numbers. */
export interface PlainCandle {
  readonly openTimeUs: number;
  readonly day: string;
  readonly contract: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export function frameOf(candles: readonly PlainCandle[]): Frame {
  const column = (of: (candle: PlainCandle) => number) => Float64Array.from(candles, of);
  return Frame.fromColumns(
    {
      close_time: column(({ openTimeUs }) => openTimeUs + MINUTE_US),
      open_time: column(({ openTimeUs }) => openTimeUs),
      open: column(({ open }) => open),
      high: column(({ high }) => high),
      low: column(({ low }) => low),
      close: column(({ close }) => close),
      day: candles.map(({ day }) => day),
      contract: candles.map(({ contract }) => contract),
    },
    { index: 'close_time', marks: 'end', kinds: { open_time: 'time' } },
  );
}

/** Each a candle of `[open, high, low, close]`, from 09:00 on; the next day starts where `null` stands. Days are trading days of WDOV25. */
export function candlesOf(prices: readonly (readonly [number, number, number, number] | null)[], minute = 0): Frame {
  const candles: PlainCandle[] = [];
  let date = 8;
  let at = minute;
  for (const price of prices) {
    if (price === null) {
      date += 1;
      at = minute;
      continue;
    }
    const [open, high, low, close] = price;
    const openTimeUs = localToUtcUs(2025, 9, date, 9) + at * MINUTE_US;
    const day = `2025-09-${String(date).padStart(2, '0')}`;
    candles.push({ openTimeUs, day, contract: 'WDOV25', open, high, low, close });
    at += 1;
  }
  return frameOf(candles);
}

const DAYS = ['2025-08-27', '2025-08-28', '2025-08-29', '2025-09-01', '2025-09-02', '2025-09-03'];

/** A walk on the grid with gaps, missing minutes and a roll; `ticks` is how far a minute moves. */
export function walk(seed: number, minutesPerDay: number, ticks: number, days = DAYS.length): readonly PlainCandle[] {
  const random = new Random(seed, 'label-walk');
  const candles: PlainCandle[] = [];
  let price = 10_800;
  const step = (): number => random.integer(2 * ticks + 1) - ticks;
  for (const day of DAYS.slice(0, days)) {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number];
    for (let minute = 0; minute < minutesPerDay; minute++) {
      if (random.chance(0.03)) continue;
      const open = price + (random.chance(0.1) ? 5 * step() : step());
      const close = open + step();
      const [high, low] = [
        Math.max(open, close) + random.integer(ticks + 1),
        Math.min(open, close) - random.integer(ticks + 1),
      ];
      price = close;
      candles.push({
        openTimeUs: localToUtcUs(year, month, date, 9) + minute * MINUTE_US,
        day,
        contract: day < '2025-08-29' ? 'WDOU25' : 'WDOV25',
        open: open / 2,
        high: high / 2,
        low: low / 2,
        close: close / 2,
      });
    }
  }
  return candles;
}

/** All minutes of the real file, or the first so many. */
export function realMinutes(path: string, most = Number.POSITIVE_INFINITY): readonly PlainCandle[] {
  const candles: PlainCandle[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n').slice(1)) {
    if (line === '' || candles.length === most) break;
    const [time = '', contract = '', ...prices] = line.split(',');
    const [year, month, date, hour, minute] = time.split(/[-: ]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const [open, high, low, close] = prices.map(Number) as [number, number, number, number];
    const openTimeUs = localToUtcUs(year, month, date, hour, minute);
    candles.push({ openTimeUs, day: time.slice(0, 10), contract, open, high, low, close });
  }
  return candles;
}
