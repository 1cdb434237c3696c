// Trades of every condition and side in one interval: what they make of prices, volume and flow.
import { describe, expect, it } from 'vitest';
import { emptyCandle } from '../../../src/core/candles/candle.ts';
import { CandleAccumulator } from '../../../src/core/candles/candle-accumulator.ts';
import { CountCandleBuilder } from '../../../src/core/candles/count-candle-builder.ts';
import { TimeCandleBuilder } from '../../../src/core/candles/time-candle-builder.ts';
import { TradeCondition } from '../../../src/core/market/event-record.ts';
import { dealFlags } from '../../support/naive-candles.ts';

type Told = readonly [price: number, quantity: number, condition: keyof typeof TradeCondition, aggressor?: number];

const flagsOf = ([, , condition, aggressor = 0]: Told): number =>
  dealFlags({ aggressor, condition: TradeCondition[condition] });

function candleOf(...trades: readonly Told[]) {
  const accumulator = new CandleAccumulator();
  for (const [index, told] of trades.entries()) accumulator.addTrade(index, told[0], told[1], flagsOf(told));
  const candle = emptyCandle();
  accumulator.writeTo(candle, 0, 60, false);
  return candle;
}

describe('the flow of a candle', () => {
  it('is there, with sides of 0, where no trade could have a side', () => {
    const candle = candleOf([10, 3, 'rlp'], [10, 2, 'auction'], [9, 4, 'cross']);
    expect(candle).toMatchObject({ hasFlow: true, buyVolume: 0, sellVolume: 0, buyTrades: 0, sellTrades: 0 });
    expect(candle).toMatchObject({ rlpVolume: 3, volume: 9, trades: 3 });
  });

  it('is not there where regular trades came without a side, whatever stands beside them', () => {
    expect(candleOf([10, 1, 'regular']).hasFlow).toBe(false);
    expect(candleOf([10, 1, 'rlp'], [10, 1, 'regular']).hasFlow).toBe(false);
  });

  it('is there as soon as one trade has a side', () => {
    expect(candleOf([10, 1, 'regular'], [10, 2, 'regular', 2])).toMatchObject({ hasFlow: true, sellVolume: 2 });
  });

  it('is not there for bars without sides, nor before anything was told', () => {
    const accumulator = new CandleAccumulator();
    const candle = emptyCandle();
    accumulator.writeTo(candle, 0, 60, false);
    expect(candle.hasFlow).toBe(false);
    accumulator.addBar(1, 2, 1, 2, 10, 3);
    accumulator.writeTo(candle, 0, 60, false);
    expect(candle.hasFlow).toBe(false);
    accumulator.addFlow(0, 0, 0, 0, 0);
    accumulator.writeTo(candle, 0, 60, false);
    expect(candle.hasFlow).toBe(true);
  });
});

describe('prints outside of the market', () => {
  it('count in volume and trades and in no price', () => {
    const candle = candleOf([90, 5, 'cross'], [10, 1, 'regular', 1], [11, 1, 'auction'], [1, 7, 'other']);
    expect(candle).toMatchObject({ open: 10, high: 11, low: 10, close: 11, volume: 14, trades: 4 });
  });

  it('make no candle of time, and their volume is in no other', () => {
    const builder = new TimeCandleBuilder(60);
    const running = emptyCandle();
    builder.startSession(0);
    builder.addTrade(0, 10, 1, 0);
    expect(builder.advanceTo(61)).toBe('closed');
    builder.addTrade(61, 90, 5, flagsOf([90, 5, 'cross']));
    expect(builder.writeRunning(running, 62)).toBe(false);
    expect(builder.advanceTo(121)).toBe('empty');
    builder.addTrade(122, 11, 2, 0);
    expect(builder.advanceTo(181)).toBe('closed');
    expect(builder.candle).toMatchObject({ open: 11, low: 11, high: 11, volume: 2, trades: 1 });
  });

  it('leave a candle by count open until the market gives it a price, and close one that has it', () => {
    const builder = new CountCandleBuilder('volume', 10);
    const cross = flagsOf([90, 1, 'cross']);
    expect(builder.addTrade(5, 90, 12, cross)).toBe('none');
    expect(builder.addTrade(6, 10, 1, 0)).toBe('closed');
    expect(builder.candle).toMatchObject({ openTimeUs: 5, closeTimeUs: 6, open: 10, high: 10, volume: 13, trades: 2 });
    expect(builder.addTrade(7, 11, 1, 0)).toBe('none');
    expect(builder.addTrade(8, 90, 9, cross)).toBe('closed');
    expect(builder.candle).toMatchObject({ openTimeUs: 7, closeTimeUs: 8, close: 11, high: 11, volume: 10 });
  });
});
