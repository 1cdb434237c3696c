// The trades that fault runs play: made from a formula, written as tapes of the simulator; and the file of what really traded, read back.

import { readFileSync } from 'node:fs';
import { utcUsOf } from '../../src/core/market/civil-time.ts';
import { FAULT_TAPE_TRADES, FAULT_TICKER } from '../support/fault-script.ts';
import { SimulatedTape } from '../support/simulated-tape.ts';

export const FAULT_DAY = '2026-09-15';
/** Brasilia has been three hours behind since 2019. */
export const UTC_OFFSET_US = 3 * 3_600_000_000;
/** 10:00 in Brasilia. */
export const FAULT_START_US = utcUsOf(FAULT_DAY, 10 * 3_600_000_000);
const START_LOCAL_MS = (FAULT_START_US - UTC_OFFSET_US) / 1000;
/** Played before the client comes, so that its day has a beginning. */
export const BEFORE_TRADES = 20;

/** A trade as the exchange has it. */
export interface TrueTrade {
  readonly number: number;
  readonly localMs: number;
  readonly price: number;
  readonly quantity: number;
  readonly buyAgent: number;
  readonly sellAgent: number;
  readonly tradeType: number;
}

export function faultTrades(count: number = FAULT_TAPE_TRADES): readonly TrueTrade[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return {
      number,
      localMs: START_LOCAL_MS + number,
      price: 5120 + ((number * 7) % 11) / 2,
      quantity: 1 + (number % 9),
      buyAgent: 3 + (number % 5),
      sellAgent: 72 + (number % 3),
      tradeType: 2 + (number % 2),
    };
  });
}

export function writeFaultTape(path: string, trades: readonly TrueTrade[]): void {
  const tape = new SimulatedTape([
    { ticker: FAULT_TICKER, exchange: 'F' },
    { ticker: 'WDOFUT', exchange: 'F', dated: FAULT_TICKER },
  ]);
  for (const trade of trades) tape.trade(1, trade);
  tape.write(path);
}

/** What the simulator's command `truth` has written, by ticker. */
export function readTruth(path: string): ReadonlyMap<string, readonly TrueTrade[]> {
  const all = new Map<string, TrueTrade[]>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const [ticker = '', ...words] = line.split(' ');
    const [number, localMs, price, quantity, , buyAgent, sellAgent, tradeType] = words.map(Number);
    const trades = all.get(ticker) ?? [];
    all.set(ticker, trades);
    trades.push({
      number: number!,
      localMs: localMs!,
      price: price!,
      quantity: quantity!,
      buyAgent: buyAgent!,
      sellAgent: sellAgent!,
      tradeType: tradeType!,
    });
  }
  return all;
}
