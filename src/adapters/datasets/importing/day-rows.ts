// The rows of one symbol and one local day while an import reads them, and where that day lies in UTC.

import { utcUsOf } from '../../../core/market/civil-time.ts';
import { RowBuffer } from '../row-buffer.ts';
import { CANDLE_COLUMNS, LAST_COLUMNS, LEVEL_COLUMNS, ORDER_COLUMNS, QUOTE_COLUMNS, TRADE_COLUMNS } from '../schema.ts';

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
  sequence: 10,
  timeNs: 11,
  receivedNs: 12,
  correction: 13,
  inferredSide: 14,
  sessionType: 15,
  channel: 16,
  sourceCondition: 17,
} as const;
export const QUOTE = {
  time: 0,
  order: 1,
  flags: 2,
  bid: 3,
  ask: 4,
  bidSize: 5,
  askSize: 6,
  received: 7,
  sequence: 8,
  timeNs: 9,
  receivedNs: 10,
} as const;
export const LEVEL = {
  time: 0,
  order: 1,
  flags: 2,
  price: 3,
  quantity: 4,
  orders: 5,
  received: 6,
  sequence: 7,
  previousSequence: 8,
  timeNs: 9,
  receivedNs: 10,
} as const;
export const ORDER = {
  time: 0,
  order: 1,
  action: 2,
  flags: 3,
  id: 4,
  price: 5,
  quantity: 6,
  received: 7,
  sequence: 8,
  previousSequence: 9,
  timeNs: 10,
  receivedNs: 11,
  agent: 12,
  sourceEvent: 13,
} as const;
export const LAST = { time: 0, order: 1, price: 2, received: 3 } as const;
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
  settlement: 14,
  openInterest: 15,
} as const;

/** Microseconds UTC of midnight of a Sao Paulo day, by its clock at noon: summer time begins and ends at midnight. */
export function midnightUsOf(dayNumber: number): number {
  return utcUsOf(dayNumber, NOON_US) - NOON_US;
}

export class DayRows {
  readonly symbol: string;
  readonly dayNumber: number;
  readonly midnightUs: number;
  readonly trades: RowBuffer;
  readonly quotes: RowBuffer;
  readonly levels: RowBuffer;
  readonly orders: RowBuffer;
  readonly lasts: RowBuffer;
  readonly candles: RowBuffer;
  /** The next value of the `order` column. */
  nextOrder = 0;
  /** Rows of the source that stand in this day. */
  sourceRows = 0;

  /** `filled` names the optional columns that the file has: `sequence` in every kind, `orders.sequence` in one. */
  constructor(symbol: string, dayNumber: number, midnightUs: number, filled: ReadonlySet<string>) {
    this.symbol = symbol;
    this.dayNumber = dayNumber;
    this.midnightUs = midnightUs;
    this.trades = new RowBuffer(TRADE_COLUMNS, filledIn('trades', filled));
    this.quotes = new RowBuffer(QUOTE_COLUMNS, filledIn('quotes', filled));
    this.levels = new RowBuffer(LEVEL_COLUMNS, filledIn('levels', filled));
    this.orders = new RowBuffer(ORDER_COLUMNS, filledIn('orders', filled));
    this.lasts = new RowBuffer(LAST_COLUMNS, filledIn('lasts', filled));
    this.candles = new RowBuffer(CANDLE_COLUMNS, filledIn('candles', filled));
  }

  /** Returns the row, whose optional columns the caller may write. */
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

  addLevel(timeUs: number, flags: number, price: number, quantity: number, orders: number): number {
    const row = this.levels.add();
    const columns = this.levels.columns;
    columns[LEVEL.time]![row] = timeUs;
    columns[LEVEL.order]![row] = this.nextOrder++;
    columns[LEVEL.flags]![row] = flags;
    columns[LEVEL.price]![row] = price;
    columns[LEVEL.quantity]![row] = quantity;
    columns[LEVEL.orders]![row] = orders;
    return row;
  }

  addOrder(timeUs: number, action: number, flags: number, id: number, price: number, quantity: number): number {
    const row = this.orders.add();
    const columns = this.orders.columns;
    columns[ORDER.time]![row] = timeUs;
    columns[ORDER.order]![row] = this.nextOrder++;
    columns[ORDER.action]![row] = action;
    columns[ORDER.flags]![row] = flags;
    columns[ORDER.id]![row] = id;
    columns[ORDER.price]![row] = price;
    columns[ORDER.quantity]![row] = quantity;
    return row;
  }

  addLast(timeUs: number, price: number): number {
    const row = this.lasts.add();
    const columns = this.lasts.columns;
    columns[LAST.time]![row] = timeUs;
    columns[LAST.order]![row] = this.nextOrder++;
    columns[LAST.price]![row] = price;
    return row;
  }

  /** Turns a day that was read newest first the right way round. */
  reverseTicks(): void {
    const last = this.nextOrder - 1;
    for (const buffer of this.tickBuffers()) {
      buffer.reverse();
      const order = buffer.columns[TRADE.order]!;
      for (let row = 0; row < buffer.length; row++) order[row] = last - order[row]!;
    }
  }

  /** Puts rows that came from several files, or out of order, in the order of time; equal times keep the order they came in. */
  sortTicks(): void {
    const buffers = this.tickBuffers().filter(({ length }) => length > 0);
    for (const buffer of buffers) {
      const times = buffer.columns[TRADE.time]!;
      const rows = Uint32Array.from({ length: buffer.length }, (_, row) => row);
      rows.sort((a, b) => times[a]! - times[b]! || a - b);
      buffer.reorder(rows);
    }
    this.renumber(buffers);
  }

  /** Gives all kinds one numbering again, by time and then by the numbers they had. */
  private renumber(buffers: readonly RowBuffer[]): void {
    const at = buffers.map(() => 0);
    for (let next = 0; next < this.nextOrder; next++) {
      let first = -1;
      for (let b = 0; b < buffers.length; b++) {
        if (at[b]! >= buffers[b]!.length) continue;
        if (first < 0 || isBefore(buffers[b]!, at[b]!, buffers[first]!, at[first]!)) first = b;
      }
      if (first < 0) return;
      const row = at[first]!++;
      buffers[first]!.columns[TRADE.order]![row] = next;
    }
  }

  private tickBuffers(): readonly RowBuffer[] {
    return [this.trades, this.quotes, this.levels, this.orders, this.lasts];
  }
}

/** The names without a kind before them, and those of this kind. */
function filledIn(kind: string, filled: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...filled].map((name) => (name.startsWith(`${kind}.`) ? name.slice(kind.length + 1) : name)));
}

/** Time and order stand in the first two columns of every tick kind. */
function isBefore(a: RowBuffer, rowA: number, b: RowBuffer, rowB: number): boolean {
  const timeA = a.columns[TRADE.time]![rowA]!;
  const timeB = b.columns[TRADE.time]![rowB]!;
  if (timeA !== timeB) return timeA < timeB;
  return a.columns[TRADE.order]![rowA]! < b.columns[TRADE.order]![rowB]!;
}
