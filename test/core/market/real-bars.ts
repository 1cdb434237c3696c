// Takes a real bar file (MetaTrader 5, Profit, or plain with a contract column) and gives its bars in time order, for tests.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface RealBar {
  /** 2021-11-05 */
  readonly isoDay: string;
  /** Start of the bar, minutes since local midnight. */
  readonly minute: number;
  readonly close: number;
  readonly contracts: number;
  /** Traded money, where the file has it. */
  readonly volumeBrl?: number;
  readonly contract?: string;
}

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/).slice(1).filter(Boolean);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export function metaTraderBars(path: string): RealBar[] {
  return linesOf(path).map((line) => {
    const [date, time, , , , close, , contracts] = line.split('\t') as string[];
    const isoDay = date!.replaceAll('.', '-');
    return { isoDay, minute: minuteOf(time!), close: Number(close), contracts: Number(contracts) };
  });
}

/** Newest first in the file; `comma` when numbers are written 5.553,500. */
export function profitBars(path: string, decimals: 'comma' | 'point'): RealBar[] {
  const number = (text: string): number =>
    Number(decimals === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text);
  const bars = linesOf(path).map((line) => {
    const [, date, time, , , , close, volume, contracts] = line.split(';') as string[];
    return {
      isoDay: date!.split('/').reverse().join('-'),
      minute: minuteOf(time!),
      close: number(close!),
      contracts: number(contracts!),
      volumeBrl: number(volume!),
    };
  });
  return bars.reverse();
}

export function contractBars(path: string): RealBar[] {
  return linesOf(path).map((line) => {
    const [time, contract, , , , close, contracts] = line.split(',') as string[];
    const isoDay = time!.slice(0, 10);
    const minute = minuteOf(time!.slice(11));
    return { isoDay, minute, close: Number(close), contracts: Number(contracts), contract: contract! };
  });
}

/** The bars of each day, days in the order of the file. */
export function byDay(bars: readonly RealBar[]): ReadonlyMap<string, readonly RealBar[]> {
  return Map.groupBy(bars, (bar) => bar.isoDay);
}
