// Trades of the open candle, the following one and none: when each is handed on, and to whom it never is.
import { expect, it } from 'vitest';
import { CandleTape } from '../../../src/core/candles/candle-tape.ts';
import { emptyTapeTrade } from '../../../src/core/candles/tape-trade.ts';
import { TimeCandleBuilder } from '../../../src/core/candles/time-candle-builder.ts';
import { CONDITION_SHIFT, TradeCondition } from '../../../src/core/market/event-record.ts';

function tapeOfTen() {
  const builder = new TimeCandleBuilder(10);
  builder.startSession(0);
  const heard: string[] = [];
  const tape = new CandleTape<string>(builder, ({ timeUs }, session) => heard.push(`${timeUs}${session}`));
  return {
    heard,
    tell(timeUs: number, condition: keyof typeof TradeCondition = 'regular'): void {
      builder.addTrade(timeUs, 5, 1, TradeCondition[condition] << CONDITION_SHIFT);
      tape.tell({ ...emptyTapeTrade(), timeUs, condition: TradeCondition[condition] }, 'a');
    },
    close(timeUs: number): string {
      const end = builder.advanceTo(timeUs);
      if (end !== 'none') tape.openNext('b');
      return end;
    },
  };
}

it('hands on trades of the open candle at once, those of the following one when it opens, late ones never', () => {
  const { heard, tell, close } = tapeOfTen();
  for (const timeUs of [1, 10, 2, 19]) tell(timeUs);
  expect(heard).toEqual(['1a', '2a']);
  expect(close(11)).toBe('closed');
  expect(heard.splice(0)).toEqual(['1a', '2a', '10b', '19b']);
  tell(9);
  tell(12);
  expect(heard).toEqual(['12a']);
});

it('keeps prints outside of the market until their candle has a price, also those that came early', () => {
  const { heard, tell, close } = tapeOfTen();
  tell(1, 'cross');
  tell(2, 'other');
  expect(heard).toEqual([]);
  tell(3, 'auction');
  tell(4, 'cross');
  tell(11, 'cross');
  expect(heard.splice(0)).toEqual(['1a', '2a', '3a', '4a']);
  expect(close(12)).toBe('closed');
  expect(heard).toEqual([]);
  tell(13);
  expect(heard).toEqual(['11a', '13a']);
});

it('drops prints of an interval that never had a price', () => {
  const { heard, tell, close } = tapeOfTen();
  tell(1, 'cross');
  tell(10, 'cross');
  expect(close(11)).toBe('empty');
  tell(12, 'cross');
  expect(close(21)).toBe('empty');
  tell(22);
  expect(heard).toEqual(['22a']);
});
