// Indicators against worked values that others published: TA-Lib's regression tables and the usual worked examples of RSI and EMA.

import { describe, expect, it } from 'vitest';
import { Adx } from '../../../src/core/features/indicators/adx.ts';
import { Atr } from '../../../src/core/features/indicators/atr.ts';
import { Bollinger } from '../../../src/core/features/indicators/bollinger.ts';
import { Ema } from '../../../src/core/features/indicators/ema.ts';
import { Macd } from '../../../src/core/features/indicators/macd.ts';
import { Rsi } from '../../../src/core/features/indicators/rsi.ts';

// The first 36 bars of TA-Lib's regression data (ta_regtest); the expected values below are those of its test tables.
const CLOSE = [
  91.5, 94.815, 94.375, 95.095, 93.78, 94.625, 92.53, 92.75, 90.315, 92.47, 96.125, 97.25, 98.5, 89.875, 91, 92.815,
  89.155, 89.345, 91.625, 89.875, 88.375, 87.625, 84.78, 83, 83.5, 81.375, 84.44, 89.25, 86.375, 86.25, 85.25, 87.125,
  85.815, 88.97, 88.47, 86.875,
];
const HIGH = [
  93.25, 94.94, 96.375, 96.19, 96, 94.72, 95, 93.72, 92.47, 92.75, 96.25, 99.625, 99.125, 92.75, 91.315, 93.25, 93.405,
  90.655, 91.97, 92.25, 90.345, 88.5, 88.25, 85.5, 84.44, 84.75, 84.44, 89.405, 88.125, 89.125, 87.155, 87.25, 87.375,
  88.97, 90, 89.845,
];
const LOW = [
  90.75, 91.405, 94.25, 93.5, 92.815, 93.5, 92, 89.75, 89.44, 90.625, 92.75, 96.315, 96.03, 88.815, 86.75, 90.94,
  88.905, 88.78, 89.25, 89.75, 87.5, 86.53, 84.625, 82.28, 81.565, 80.875, 81.25, 84.065, 85.595, 85.97, 84.405, 85.095,
  85.5, 85.53, 87.875, 86.565,
];

describe('TA-Lib regression values', () => {
  it('are given by RSI 14 at bars 15, 16 and 17', () => {
    const rsi = new Rsi(14);
    const values = CLOSE.map((close) => {
      rsi.push(close);
      return rsi.ready ? rsi.value : undefined;
    });
    expect(values.findIndex((x) => x !== undefined)).toBe(14);
    const published = [49.14, 52.32, 46.07];
    published.forEach((value, i) => {
      expect(Math.abs(values[14 + i]! - value)).toBeLessThan(0.01);
    });
  });

  it('are given by MACD 12, 26, 9 at bar 34, its first', () => {
    const macd = new Macd(12, 26, 9);
    CLOSE.slice(0, 33).forEach((close) => {
      macd.push(close);
      expect(macd.signalReady).toBe(false);
    });
    macd.push(CLOSE[33]!);
    expect(macd.line.toFixed(4)).toBe('-1.9738');
    expect(macd.signal.toFixed(4)).toBe('-2.7071');
  });

  it('are given by Bollinger bands 20, 2 at bar 20, its first', () => {
    const bands = new Bollinger(20, 2);
    for (const close of CLOSE.slice(0, 20)) bands.push(close);
    expect([bands.upper, bands.middle, bands.lower].map((x) => x.toFixed(4))).toEqual([
      '98.0734',
      '92.8910',
      '87.7086',
    ]);
  });

  it('are given by ATR 14 in percent of the close at bars 15 and 16', () => {
    const atr = new Atr(14);
    const percent = CLOSE.map((close, t) => {
      atr.push(HIGH[t]!, LOW[t]!, close);
      return atr.ready ? ((100 * atr.value) / close).toFixed(4) : undefined;
    });
    expect(percent.slice(13, 16)).toEqual([undefined, '3.9321', '3.7576']);
  });

  it('are given, in whole numbers, by +DI, −DI at bar 15 and ADX 14 at bars 28 and 29', () => {
    const adx = new Adx(14);
    const rows = CLOSE.map((close, t) => {
      adx.push(HIGH[t]!, LOW[t]!, close);
      return {
        plus: adx.plusDi,
        minus: adx.minusDi,
        value: adx.value,
        direction: adx.directionReady,
        ready: adx.ready,
      };
    });
    expect(rows.findIndex(({ direction }) => direction)).toBe(14);
    expect(rows.findIndex(({ ready }) => ready)).toBe(27);
    expect([rows[14]!.plus, rows[14]!.minus, rows[27]!.value, rows[28]!.value].map(Math.round)).toEqual([
      20, 30, 23, 22,
    ]);
  });
});

describe('worked examples', () => {
  it('of RSI 14 give the published column', () => {
    const closes = [
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328,
      45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835,
      45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
    ];
    const published = [
      70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46,
      37.3, 33.08, 37.77,
    ];
    const rsi = new Rsi(14);
    const values: number[] = [];
    for (const close of closes) {
      rsi.push(close);
      if (rsi.ready) values.push(rsi.value);
    }
    expect(values.length).toBe(published.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - published[i]!)).toBeLessThan(0.01);
    });
  });

  it('of EMA 10 give the published column', () => {
    const closes = [
      22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36, 24.05,
      23.75, 23.83, 23.95, 23.63, 23.82, 23.87, 23.65, 23.19, 23.1, 23.33, 22.68, 23.1, 22.4, 22.17,
    ];
    const published = [
      22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.54, 23.47, 23.4,
      23.39, 23.26, 23.23, 23.08, 22.92,
    ];
    const ema = new Ema(10);
    const values: number[] = [];
    for (const close of closes) {
      ema.push(close);
      if (ema.ready) values.push(ema.value);
    }
    expect(values.length).toBe(published.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - published[i]!)).toBeLessThan(0.0101);
    });
  });
});
