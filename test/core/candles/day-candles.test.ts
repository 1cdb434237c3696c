// A real day of DOLK20, trade by trade, against the minute bars of the same source: all bars, all columns.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { barsOfDay, forEachCandle } from '../../../src/core/candles/day-candles.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const DAY = '2020.04.02';
const dol = rootInstrument('DOL');
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

function lines(path: string): readonly (readonly string[])[] {
  const text = gunzipSync(readFileSync(path)).toString('latin1');
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.startsWith(DAY))
    .map((line) => line.split('\t'));
}

function timeUs(time: string): number {
  const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
  return localToUtcUs(2020, 4, 2, hour, minute, 0, 0) + Math.round(second * 1e6);
}

function tradesOf(path: string): EventBatch {
  const batch = new EventBatch(40_000);
  for (const [, time, , , last, volume] of lines(path)) {
    if (last === '' || Number(last) === 0) continue;
    batch.pushTrade(0, timeUs(time!), Number(last), Number(volume), 0, 0, 0, 0);
  }
  return batch;
}

/** Start, open, high, low, close, number of trades, contracts. */
type Row = readonly number[];

function candlesOf(market: EventBatch, intervalUs: number = MINUTE.us): readonly Row[] {
  const rows: Row[] = [];
  const interval = { kind: 'time', us: intervalUs } as const;
  forEachCandle(market, 0, dol, interval, sessionOf('DOL', '2020-04-02')!.openUs, (candle) => {
    rows.push([candle.openTimeUs, candle.open, candle.high, candle.low, candle.close, candle.trades, candle.volume]);
  });
  return rows;
}

describeWithRealData(
  'a real day of DOLK20',
  ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz', 'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'],
  (tickPath, barPath) => {
    const market = tradesOf(tickPath!);
    const candles = candlesOf(market);

    it('has 33,118 trades', () => {
      expect(market.length).toBe(33_118);
    });

    it('gives the 537 minute bars of the source in all six columns', () => {
      const expected = lines(barPath!).map(([, time, ...numbers]) => [
        timeUs(time!),
        ...numbers.slice(0, 6).map(Number),
      ]);
      expect(expected).toHaveLength(537);
      expect(candles).toHaveLength(537);
      for (let column = 0; column < 7; column++) {
        const same = candles.filter((row, index) => row[column] === expected[index]![column]).length;
        expect(`column ${column}: ${same}`).toBe(`column ${column}: 537`);
      }
    });

    it('gives the same candles again when its bars are merged: 5 minutes of bars are 5 minutes of trades', () => {
      const bars = barsOfDay(market, 0, dol, MINUTE, sessionOf('DOL', '2020-04-02')!.openUs);
      expect(candlesOf(bars)).toEqual(candles);
      expect(candlesOf(bars, 300_000_000)).toEqual(candlesOf(market, 300_000_000));
    });
  },
);
