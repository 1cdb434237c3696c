// Candles by count as warm-up records: what a session starts from is what frames start from, to the microsecond.
import { expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { barsOfDay, forEachCandle } from '../../../src/core/candles/day-candles.ts';
import { BarView } from '../../../src/core/market/bar-view.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { Kind } from '../../../src/core/market/event-record.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { at } from '../../support/tape.ts';

const wdo = rootInstrument('WDO');

it.each([
  ['trades', { kind: 'trades', trades: 20 }],
  ['volume', { kind: 'volume', contracts: 50 }],
  ['time', { kind: 'time', us: 60_000_000 }],
] as const)('candles of %s keep when they began', (_, interval) => {
  const market = new EventBatch();
  for (let k = 0, us = at(0); k < 1000; k++) {
    us += (k * 7_919) % 400_003;
    market.pushTrade(0, us, 5400 + (k % 9) / 2, 1 + (k % 5), 1 + (k % 2), 0, 0, 0);
  }
  const candles: Candle[] = [];
  forEachCandle(market, 0, wdo, interval, at(0), (candle) => candles.push({ ...candle }));
  const records = barsOfDay(market, 0, wdo, interval, at(0));
  const bars = [];
  for (let index = 0; index < records.length; index++) {
    if (records.kindAt(index) === Kind.bar) bars.push({ ...new BarView().read(records, index, wdo) });
  }
  expect(bars.length).toBeGreaterThan(2);
  const timesOf = (all: readonly { readonly openTimeUs: number; readonly closeTimeUs: number }[]) =>
    all.map(({ openTimeUs, closeTimeUs }) => [openTimeUs, closeTimeUs]);
  expect(timesOf(bars)).toEqual(timesOf(candles));
});
