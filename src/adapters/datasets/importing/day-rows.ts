// The rows of one symbol and one local day while an import reads them, and where that day lies in UTC.

import { utcUsOf } from '../../../core/market/civil-time.ts';
import { RowBuffer } from '../row-buffer.ts';
import { CANDLE_COLUMNS, QUOTE_COLUMNS, TRADE_COLUMNS } from '../schema.ts';

const NOON_US = 12 * 3_600_000_000;

/** Places of the columns of schema.ts in a buffer. */
export const TRADE = {
  time: 0,
  order: 1,
  price: 2,
  quantity: 3,
  aggressor: 4,
  condition: 5,
  received: 6,
  id: 7,
  buyAgent: 8,
  sellAgent: 9,
} as const;
export const QUOTE = { time: 0, order: 1, flags: 2, bid: 3, ask: 4, bidSize: 5, askSize: 6, received: 7 } as const;
export const CANDLE = {
  openTime: 0,
  closeTime: 1,
  open: 2,
  high: 3,
  low: 4,
  close: 5,
  volume: 6,
  trades: 7,
  turnover: 8,
  buyVolume: 9,
  sellVolume: 10,
  buyTrades: 11,
  sellTrades: 12,
  rlpVolume: 13,
} as const;

/** Microseconds UTC of midnight of a Sao Paulo day, by its clock at noon: summer time begins and ends at midnight. */
export function midnightUsOf(dayNumber: number): number {
  return utcUsOf(dayNumber, NOON_US) - NOON_US;
}

export class DayRows {
  readonly symbol: string;
  readonly dayNumber: number;
  readonly midnightUs: number;
  readonly trades = new RowBuffer(TRADE_COLUMNS);
  readonly quotes = new RowBuffer(QUOTE_COLUMNS);
  readonly candles = new RowBuffer(CANDLE_COLUMNS);
  /** The next value of the `order` column. */
  nextOrder = 0;
  /** Rows of the source that stand in this day. */
  sourceRows = 0;

  constructor(symbol: string, dayNumber: number, midnightUs: number) {
    this.symbol = symbol;
    this.dayNumber = dayNumber;
    this.midnightUs = midnightUs;
  }

  addTrade(timeUs: number, price: number, quantity: number, aggressor: number, condition: number): number {
    const row = this.trades.add();
    const columns = this.trades.columns;
    columns[TRADE.time]![row] = timeUs;
    columns[TRADE.order]![row] = this.nextOrder++;
    columns[TRADE.price]![row] = price;
    columns[TRADE.quantity]![row] = quantity;
    columns[TRADE.aggressor]![row] = aggressor;
    columns[TRADE.condition]![row] = condition;
    return row;
  }

  addQuote(timeUs: number, flags: number, bid: number, ask: number, bidSize: number, askSize: number): number {
    const row = this.quotes.add();
    const columns = this.quotes.columns;
    columns[QUOTE.time]![row] = timeUs;
    columns[QUOTE.order]![row] = this.nextOrder++;
    columns[QUOTE.flags]![row] = flags;
    columns[QUOTE.bid]![row] = bid;
    columns[QUOTE.ask]![row] = ask;
    columns[QUOTE.bidSize]![row] = bidSize;
    columns[QUOTE.askSize]![row] = askSize;
    return row;
  }

  /** Turns a day that was read newest first the right way round. */
  reverseTicks(): void {
    const last = this.nextOrder - 1;
    for (const buffer of [this.trades, this.quotes]) {
      buffer.reverse();
      const order = buffer.columns[TRADE.order]!;
      for (let row = 0; row < buffer.length; row++) order[row] = last - order[row]!;
    }
  }
}
