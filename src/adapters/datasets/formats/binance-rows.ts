// Messages of Binance with the times they were received to level changes, best prices and trades in their days.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import { DAY_US } from '../candle-kind.ts';
import { type DayRows, LEVEL, QUOTE, TRADE } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { NanosecondTime } from '../text/nanosecond-time.ts';
import type { BinanceLevel, BinanceMessage } from './binance-message.ts';

/** Optional columns that are filled. */
export const BINANCE_FILLED: ReadonlySet<string> = new Set([
  'received_us',
  'received_ns',
  'trade_id',
  'quotes.sequence',
  'levels.sequence',
  'levels.previous_sequence',
]);

const UNKNOWN_ORDERS = -1;
/** Snapshots follow no message. */
const NO_SEQUENCE = 0;

type Message<Kind extends BinanceMessage['kind']> = Extract<BinanceMessage, { readonly kind: Kind }>;

export class BinanceRows {
  /** Messages that carry no time of the exchange and stand at their receipt. */
  untimed = 0;
  /** Messages without a row, by what they are. */
  readonly leftOut = new Map<string, number>();
  private readonly session: ImportSession;

  constructor(session: ImportSession) {
    this.session = session;
  }

  /** `symbol` is what the rows are stored under. Days are those of the receipt, which never goes back. */
  add(message: BinanceMessage, symbol: string, received: NanosecondTime): void {
    const why = reasonToLeaveOut(message);
    if (why !== undefined) {
      this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1);
      this.session.rowsSkipped++;
      return;
    }
    const day = this.session.day(symbol, Math.floor(received.us / DAY_US));
    day.sourceRows++;
    switch (message.kind) {
      case 'depth':
        return addLevels(day, message, message.timeUs, 0, message.previousSequence, received);
      case 'snapshot':
        return addLevels(day, message, this.timeOf(message, received), BOOK_CLEAR, NO_SEQUENCE, received);
      case 'best':
        return addQuote(day, message, this.timeOf(message, received), received);
      case 'trade':
        return addTrade(day, message, received);
      case 'other':
        return;
    }
  }

  private timeOf({ timeUs }: { readonly timeUs: number | undefined }, received: NanosecondTime): number {
    if (timeUs === undefined) this.untimed++;
    return timeUs ?? received.us;
  }
}

function reasonToLeaveOut(message: BinanceMessage): string | undefined {
  if (message.kind === 'other') return message.name;
  if (message.kind === 'trade' && message.origin === 'NA') return 'trade without a price';
  if (message.kind === 'depth' && message.bids.length + message.asks.length === 0) return 'depth without a change';
  return undefined;
}

function addLevels(
  day: DayRows,
  { bids, asks, sequence }: Message<'depth'> | Message<'snapshot'>,
  timeUs: number,
  clear: number,
  previousSequence: number,
  received: NanosecondTime,
): void {
  const last = bids.length + asks.length - 1;
  const add = ({ price, quantity }: BinanceLevel, index: number, side: number): void => {
    const flags = side | (index === 0 ? clear : 0) | (index === last ? 0 : BOOK_MORE);
    const row = day.addLevel(timeUs, flags, price, quantity, UNKNOWN_ORDERS);
    const { columns } = day.levels;
    columns[LEVEL.sequence]![row] = sequence;
    columns[LEVEL.previousSequence]![row] = previousSequence;
    columns[LEVEL.received]![row] = received.us;
    columns[LEVEL.receivedNs]![row] = received.ns;
  };
  for (const [index, level] of bids.entries()) add(level, index, 0);
  for (const [index, level] of asks.entries()) add(level, bids.length + index, BOOK_ASK);
}

function addQuote(day: DayRows, message: Message<'best'>, timeUs: number, received: NanosecondTime): void {
  const { bid, ask, sequence } = message;
  const flags = (bid.price > 0 ? QUOTE_HAS_BID : 0) | (ask.price > 0 ? QUOTE_HAS_ASK : 0) | QUOTE_HAS_SIZES;
  const row = day.addQuote(timeUs, flags, bid.price, ask.price, bid.quantity, ask.quantity);
  const { columns } = day.quotes;
  columns[QUOTE.sequence]![row] = sequence;
  columns[QUOTE.received]![row] = received.us;
  columns[QUOTE.receivedNs]![row] = received.ns;
}

function addTrade(day: DayRows, message: Message<'trade'>, received: NanosecondTime): void {
  const { timeUs, price, quantity, buyerIsMaker, origin, id } = message;
  const aggressor = buyerIsMaker ? AGGRESSOR_SELLER : AGGRESSOR_BUYER;
  const isMarket = origin === undefined || origin === 'MARKET';
  const condition = isMarket ? TradeCondition.regular : TradeCondition.other;
  const row = day.addTrade(timeUs, price, quantity, aggressor, condition);
  const { columns } = day.trades;
  columns[TRADE.id]![row] = id;
  columns[TRADE.received]![row] = received.us;
  columns[TRADE.receivedNs]![row] = received.ns;
}
