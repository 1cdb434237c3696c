// Makes tapes for the simulated ProfitDLL from real market days, with the rows they were made of as the truth.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { SimulatedTape, type TapeTrade } from './simulated-tape.ts';

/** Best price of one side as the source gave it; the source has no quantity, so it is 1. */
export interface TapeQuote {
  readonly localMs: number;
  /** 0 buy, 1 sell. */
  readonly side: number;
  readonly price: number;
}

export interface RealTape {
  readonly tape: SimulatedTape;
  readonly trades: readonly TapeTrade[];
  readonly quotes: readonly TapeQuote[];
}

export const DOLK20_TICKS = 'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz';
export const SPY_TRADES = 'us-equity-ticks-2013/SPY_trades_20131007_20131011.csv.gz';

function rows(path: string): readonly string[] {
  const lines = gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/);
  return lines.slice(1).filter((line) => line !== '');
}

/** `YYYY.MM.DD` and `HH:MM:SS.mmm` as the exchange's wall clock in ms. */
function localMs(date: string, time: string): number {
  return Date.parse(`${date.replaceAll('.', '-')}T${time}Z`);
}

/**
 * The whole day of DOLK20, its trades and its quotes in the order of the file. The source has no aggressor: every trade is told as
 * type 32 (unknown).
 */
export function dolk20Tape(path: string): RealTape {
  const tape = new SimulatedTape([
    { ticker: 'DOLK20', exchange: 'F', pointValue: 50 },
    { ticker: 'DOLFUT', exchange: 'F', dated: 'DOLK20', pointValue: 50 },
  ]);
  const trades: TapeTrade[] = [];
  const quotes: TapeQuote[] = [];
  for (const line of rows(path)) {
    const [date = '', time = '', bid = '', ask = '', last = '', volume = ''] = line.split('\t');
    const at = localMs(date, time);
    for (const [side, text] of [bid, ask].entries()) {
      // Empty: not changed. Zero: the source's mark for no value.
      if (text === '' || Number(text) === 0) continue;
      quotes.push({ localMs: at, side, price: Number(text) });
      tape.tinyBook(1, at, side, Number(text), 1);
    }
    if (last === '' || Number(last) === 0) continue;
    const price = Number(last);
    const quantity = Number(volume);
    const unknown = { buyAgent: 0, sellAgent: 0, tradeType: 32 };
    const trade = {
      localMs: at,
      number: trades.length + 1,
      price,
      quantity,
      volume: price * quantity * 50,
      ...unknown,
    };
    trades.push(trade);
    tape.trade(1, trade);
  }
  return { tape, trades, quotes };
}

/** The first trades of SPY, numbered anew each day, with New York's wall clock as the exchange's; type 32 (unknown). */
export function spyTape(path: string, limit: number): RealTape {
  const tape = new SimulatedTape([{ ticker: 'SPY', exchange: 'N', tick: 0.0001, lot: 1, pointValue: 1 }]);
  const trades: TapeTrade[] = [];
  let day = '';
  let dayMs = 0;
  let number = 0;
  for (const line of rows(path)) {
    if (trades.length === limit) break;
    const [date = '', ms = '', price4 = '', size = ''] = line.split(',');
    if (date !== day) {
      day = date;
      dayMs = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
      number = 0;
    }
    const price = Number(price4) / 10_000;
    const quantity = Number(size);
    const unknown = { buyAgent: 0, sellAgent: 0, tradeType: 32 };
    const trade = {
      localMs: dayMs + Number(ms),
      number: ++number,
      price,
      quantity,
      volume: price * quantity,
      ...unknown,
    };
    trades.push(trade);
    tape.trade(1, trade);
  }
  return { tape, trades, quotes: [] };
}
