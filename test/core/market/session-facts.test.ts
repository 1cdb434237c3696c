// Summaries of sessions and the facts made of them, against slow references on random days.

import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { CONDITION_SHIFT, TradeCondition } from '../../../src/core/market/event-record.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { factDaysBefore, sessionFactsOf } from '../../../src/core/market/session-facts.ts';
import { type SessionSummary, summariseSession } from '../../../src/core/market/session-summary.ts';
import { random } from '../features/candles.ts';

const WDO = instrumentOf('WDOU25')!;

interface Trade {
  readonly price: number;
  readonly quantity: number;
  readonly condition: number;
}

function randomTrades(count: number, seed: number): readonly Trade[] {
  const next = random(seed);
  return Array.from({ length: count }, () => ({
    price: 5400 + Math.floor(next() * 100) / 2,
    quantity: 1 + Math.floor(next() ** 4 * 60),
    condition: Math.floor(next() * 5),
  }));
}

function summaryOf(trades: readonly Trade[]): SessionSummary | undefined {
  const batch = new EventBatch();
  for (const { price, quantity, condition } of trades) {
    batch.pushTrade(0, 1, price, quantity, condition << CONDITION_SHIFT, 0, 0, 0);
    batch.pushTrade(1, 1, 1, 999, 0, 0, 0, 0);
    batch.pushQuote(0, 1, 7, 1, 9999, 1, 1);
  }
  return summariseSession(batch, 0, WDO);
}

describe('the summary of a session', () => {
  it('has the prices of the market, the volume of all and the sizes of regular trades', () => {
    const trades = randomTrades(500, 3);
    const prices = trades
      .filter(({ condition }) => condition !== TradeCondition.cross && condition !== TradeCondition.other)
      .map(({ price }) => price);
    const sizes = trades
      .filter(({ condition }) => condition === TradeCondition.regular)
      .map(({ quantity }) => quantity);
    const { sizes: counts, ...rest } = summaryOf(trades)!;
    expect(rest).toEqual({
      open: prices[0],
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1),
      volume: trades.reduce((sum, { quantity }) => sum + quantity, 0),
    });
    expect([...counts!].flatMap(([size, count]) => Array(count).fill(size)).sort((a, b) => a - b)).toEqual(
      sizes.sort((a, b) => a - b),
    );
  });

  it('is made of bars too, without sizes', () => {
    const batch = new EventBatch();
    batch.pushBar(0, 60e6, 0, 10_800, 10_810, 10_790, 10_802, 7, 3, 60);
    batch.pushBar(0, 120e6, 0, 10_802, 10_804, 10_780, 10_803, 5, 3, 60);
    expect(summariseSession(batch, 0, WDO)).toEqual({
      ...{ open: 5400, high: 5405, low: 5390, close: 5401.5 },
      ...{ volume: 12, sizes: undefined },
    });
  });

  it('is none where nothing was traded in the market', () => {
    expect(summaryOf([])).toBeUndefined();
    expect(summaryOf([{ price: 5000, quantity: 3, condition: TradeCondition.cross }])).toBeUndefined();
  });
});

describe('the size of a large trade', () => {
  it('is the 95th percentile by nearest rank of five sessions together', () => {
    for (const [at, count] of [1, 2, 4, 7, 20, 57, 60, 100, 180, 361].entries()) {
      const days = Array.from({ length: 5 }, (_, day) => randomTrades(count, 100 * at + day));
      const sizes = days
        .flat()
        .filter(({ condition }) => condition === TradeCondition.regular)
        .map(({ quantity }) => quantity)
        .sort((a, b) => a - b);
      // the smallest size that at least 95 % of the trades do not exceed
      const expected = sizes.find((size) => sizes.filter((each) => each <= size).length * 100 >= 95 * sizes.length);
      const summaries = days.map((trades) => summaryOf([...trades, { price: 1, quantity: 1, condition: 1 }])!);
      expect(sessionFactsOf(undefined, summaries, { sizes: true }).largeTradeSize).toBe(expected);
    }
  });

  it('is unknown where no trade counts, and not read where nobody asks', () => {
    const auction = summaryOf([{ price: 5400, quantity: 5, condition: TradeCondition.auction }])!;
    const five = Array.from({ length: 5 }, () => auction);
    expect(sessionFactsOf(auction, five, { sizes: true })).toEqual({
      previous: { open: 5400, high: 5400, low: 5400, close: 5400 },
      meanDailyVolume: 5,
      largeTradeSize: undefined,
    });
    const regular = { ...auction, sizes: new Map([[3, 2]]) };
    expect(sessionFactsOf(undefined, Array(5).fill(regular), { sizes: false }).largeTradeSize).toBeUndefined();
    expect(sessionFactsOf(undefined, Array(4).fill(regular), { sizes: true }).meanDailyVolume).toBeUndefined();
  });
});

it('facts are of the five trading days before, over weekends', () => {
  expect(factDaysBefore('2025-09-01')).toEqual(['2025-08-29', '2025-08-28', '2025-08-27', '2025-08-26', '2025-08-25']);
});
