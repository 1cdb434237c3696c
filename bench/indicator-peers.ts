// Columns of candles in; functions that compute an indicator with other libraries, where they are installed, out.

import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface BarColumns {
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

/** By feature id: computes the whole column. */
export type PeerFunctions = ReadonlyMap<string, () => unknown>;

const FOLDER = process.env.QT_BENCH_PEERS ?? join(import.meta.dirname, 'peers', 'node_modules');

/** What to say where a peer is not there. */
export const PEERS_MISSING = 'not installed: npm install --prefix bench/peers --ignore-scripts=false';

function load(name: string): Record<string, unknown> | undefined {
  try {
    return createRequire(join(FOLDER, 'x.cjs'))(join(FOLDER, name)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export function technicalIndicators({ high, low, close, volume }: BarColumns): PeerFunctions | undefined {
  const library = load('technicalindicators') as Record<string, { calculate(input: object): unknown }> | undefined;
  if (library === undefined) return undefined;
  const bars = { high, low, close };
  const calls: readonly (readonly [string, string, object])[] = [
    ['sma_20', 'SMA', { period: 20, values: close }],
    ['ema_20', 'EMA', { period: 20, values: close }],
    ['wma_20', 'WMA', { period: 20, values: close }],
    ['rsi_14', 'RSI', { period: 14, values: close }],
    [
      'macdLine',
      'MACD',
      {
        values: close,
        fastPeriod: 12,
        slowPeriod: 26,
        signalPeriod: 9,
        SimpleMAOscillator: false,
        SimpleMASignal: false,
      },
    ],
    ['bollingerMiddle', 'BollingerBands', { period: 20, stdDev: 2, values: close }],
    ['atr_14', 'ATR', { period: 14, ...bars }],
    ['adx_14', 'ADX', { period: 14, ...bars }],
    ['stochasticK', 'Stochastic', { period: 14, signalPeriod: 3, ...bars }],
    ['cci_20', 'CCI', { period: 20, ...bars }],
    ['williamsR_14', 'WilliamsR', { period: 14, ...bars }],
    ['mfi_14', 'MFI', { period: 14, ...bars, volume }],
    ['trix_15', 'TRIX', { period: 15, values: close }],
  ];
  return new Map(calls.map(([id, name, input]) => [id, () => library[name]!.calculate(input)]));
}

export function taLib({ high, low, close, volume }: BarColumns): PeerFunctions | undefined {
  const library = load('talib') as { execute(input: object): { readonly error?: string } } | undefined;
  if (library === undefined) return undefined;
  const reals = { inReal: Float64Array.from(close) };
  const bars = { high: Float64Array.from(high), low: Float64Array.from(low), close: Float64Array.from(close) };
  const withVolume = { ...bars, volume: Float64Array.from(volume) };
  const calls: readonly (readonly [string, object])[] = [
    ['sma_20', { name: 'SMA', ...reals, optInTimePeriod: 20 }],
    ['ema_20', { name: 'EMA', ...reals, optInTimePeriod: 20 }],
    ['wma_20', { name: 'WMA', ...reals, optInTimePeriod: 20 }],
    ['rsi_14', { name: 'RSI', ...reals, optInTimePeriod: 14 }],
    ['macdLine', { name: 'MACD', ...reals, optInFastPeriod: 12, optInSlowPeriod: 26, optInSignalPeriod: 9 }],
    [
      'bollingerMiddle',
      { name: 'BBANDS', ...reals, optInTimePeriod: 20, optInNbDevUp: 2, optInNbDevDn: 2, optInMAType: 0 },
    ],
    ['atr_14', { name: 'ATR', ...bars, optInTimePeriod: 14 }],
    ['adx_14', { name: 'ADX', ...bars, optInTimePeriod: 14 }],
    [
      'stochasticK',
      {
        ...{ name: 'STOCH', ...bars, optInFastK_Period: 14, optInSlowK_Period: 3, optInSlowK_MAType: 0 },
        ...{ optInSlowD_Period: 3, optInSlowD_MAType: 0 },
      },
    ],
    ['cci_20', { name: 'CCI', ...bars, optInTimePeriod: 20 }],
    ['williamsR_14', { name: 'WILLR', ...bars, optInTimePeriod: 14 }],
    ['mfi_14', { name: 'MFI', ...withVolume, optInTimePeriod: 14 }],
    ['trix_15', { name: 'TRIX', ...reals, optInTimePeriod: 15 }],
  ];
  const endIdx = close.length - 1;
  return new Map(calls.map(([id, input]) => [id, () => library.execute({ startIdx: 0, endIdx, ...input })]));
}
