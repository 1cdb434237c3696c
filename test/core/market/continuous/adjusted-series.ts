// Real exports of adjusted continuous series to bars in time order with the rows of their days, for tests.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import type { AdjustedBars } from '../../../../src/core/market/continuous/adjusted-bars.ts';
import type { DayRows } from '../../../../src/core/market/continuous/recover-series.ts';

export const WDO_2025 = 'b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz';
export const WDO_2025_CONTRACTS = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
export const WDO_2021 = 'b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz';
export const WIN_2021 = 'b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz';

/** The factors of Profit's adjusted series, as published with the data to eight decimals. */
export const PUBLISHED_FACTORS: Readonly<Record<string, number>> = {
  WDOZ21: 1.01330538,
  WDOF22: 1.00692618,
  WDOG22: 1,
  WDOU25: 1.06487186,
  WDOV25: 1.05726423,
  WDOX25: 1.04908366,
  WDOZ25: 1.04269684,
  WDOF26: 1.03583314,
  WDOG26: 1.0277184,
};

export interface RealSeries {
  readonly bars: AdjustedBars & { readonly volume: Float64Array; readonly turnover: Float64Array };
  readonly openTimeUs: Float64Array;
  readonly days: readonly DayRows[];
  /** Of the contract file only. */
  readonly contracts: readonly string[];
}

type Row = readonly [day: string, clock: string, contract: string, ...numbers: number[]];

function linesOf(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/).slice(1).filter(Boolean);
}

/** Numbers: open, high, low, close, contracts, BRL. */
function seriesOf(rows: readonly Row[]): RealSeries {
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] as number);
  const days: { day: string; start: number; end: number }[] = [];
  for (const [index, [day]] of rows.entries()) {
    if (days.at(-1)?.day === day) days.at(-1)!.end = index + 1;
    else days.push({ day, start: index, end: index + 1 });
  }
  const [open, high, low, close, volume, turnover] = [3, 4, 5, 6, 7, 8].map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    bars: { open, high, low, close, volume, turnover },
    openTimeUs: Float64Array.from(rows, ([day, clock]) => timeOf(day, clock)),
    days,
    contracts: rows.map(([, , contract]) => contract),
  };
}

function timeOf(day: string, clock: string): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return localToUtcUs(year, month, date, hour, minute);
}

/** `datetime,open,high,low,close,volume_brl,contracts`, oldest first. */
export function plainSeries(path: string): RealSeries {
  return seriesOf(
    linesOf(path).map((line): Row => {
      const [time, open, high, low, close, brl, contracts] = line.split(',') as string[];
      const numbers = [open, high, low, close, contracts, brl].map(Number);
      return [time!.slice(0, 10), time!.slice(11), '', ...numbers];
    }),
  );
}

/** `datetime,contract,open,high,low,close,contracts,volume_brl`, oldest first. */
export function contractSeries(path: string): RealSeries {
  return seriesOf(
    linesOf(path).map((line): Row => {
      const [time, contract, ...numbers] = line.split(',') as string[];
      return [time!.slice(0, 10), time!.slice(11), contract!, ...numbers.map(Number)];
    }),
  );
}

/** Newest first in the file; `comma` when numbers are written 5.553,500. */
export function profitSeries(path: string, decimals: 'comma' | 'point'): RealSeries {
  const number = (text: string): number =>
    Number(decimals === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text);
  const rows = linesOf(path).map((line): Row => {
    const [, date, clock, open, high, low, close, brl, contracts] = line.split(';') as string[];
    const numbers = [open, high, low, close, contracts, brl].map((text) => number(text!));
    return [date!.split('/').reverse().join('-'), clock!, '', ...numbers];
  });
  return seriesOf(rows.reverse());
}
