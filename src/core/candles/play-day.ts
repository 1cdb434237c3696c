// A day's records of one instrument in; its candles, trades and book handed on in the order in which the engine hands them on.

import { BarFlowView, BarView } from '../market/bar-view.ts';
import type { EventBatch } from '../market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, F64_A, F64_B, F64_C, F64_D, Kind } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { tickAt } from '../market/price-grid.ts';
import { BookView } from './book-view.ts';
import type { Candle } from './candle.ts';
import type { CandleBuilder, IntervalEnd } from './candle-builder.ts';
import type { CandleInterval } from './candle-interval.ts';
import { CandleTape } from './candle-tape.ts';
import { makeCandleBuilder } from './make-candle-builder.ts';
import { emptyTapeTrade, readTapeTrade, type TapeTrade } from './tape-trade.ts';

export interface PlayedDay {
  /** Records in order of time. */
  readonly market: EventBatch;
  readonly instrumentId: number;
  readonly instrument: Instrument;
  readonly interval: CandleInterval;
  /** Opening of the session, microseconds UTC. */
  readonly openUs: number;
}

/** What is handed over is one object of each kind, written over by the next. */
export interface DayListener {
  readonly onCandle: (candle: Candle) => void;
  /** A trade of the open candle; of the following one, once that has opened. */
  readonly onTrade?: (trade: TapeTrade) => void;
  /** After each whole update of the book. */
  readonly onBook?: (book: BookView) => void;
}

/**
 * The clock is the latest time of any record, and ends an interval before the record that lies beyond it. Late trades are handed to
 * nobody, as in the engine. After the last record the open candle, and one that may have begun after it, are closed.
 */
export function playDay(
  { market, instrumentId, instrument, interval, openUs }: PlayedDay,
  listener: DayListener,
): void {
  const { onCandle, onTrade, onBook } = listener;
  const builder = makeCandleBuilder(interval);
  const book = new BookView(instrument.tick);
  const bar = new BarView();
  const flow = new BarFlowView();
  const trade = emptyTapeTrade();
  const tape = onTrade === undefined ? undefined : new CandleTape<undefined>(builder, (each) => onTrade(each));
  const end = (how: IntervalEnd): void => {
    if (how === 'closed') onCandle(builder.candle);
    if (how !== 'none') tape?.openNext(undefined);
  };
  builder.startSession(openUs);
  let lastUs = openUs;
  const advance = (timeUs: number): void => {
    if (timeUs > lastUs) lastUs = timeUs;
    closeUpTo(builder, lastUs, end);
  };
  for (let index = 0; index < market.length; index++) {
    if (market.instrumentAt(index) !== instrumentId) continue;
    const f = market.f64At(index);
    switch (market.kindAt(index)) {
      case Kind.trade: {
        const timeUs = market.exchangeTimeUsAt(index);
        advance(timeUs);
        const how = builder.addTrade(timeUs, market.f64[f + F64_A]!, market.f64[f + F64_B]!, market.flagsAt(index));
        if (tape !== undefined) {
          readTapeTrade(trade, market, index);
          tape.tell(trade, undefined);
        }
        end(how);
        break;
      }
      case Kind.barFlow: {
        const { buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume } = flow.read(market, index);
        builder.addFlow(buyVolume, sellVolume, buyTrades, sellTrades, rlpVolume);
        break;
      }
      case Kind.bar: {
        bar.read(market, index, instrument);
        advance(bar.openTimeUs);
        builder.addBar(bar.openTimeUs, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.trades);
        break;
      }
      case Kind.quote:
      case Kind.bookChange:
        if (onBook === undefined) break;
        advance(market.exchangeTimeUsAt(index));
        if (applyToBook(book, instrument, market, index)) onBook(book);
        break;
    }
  }
  // the clock goes on after the last record: the present interval ends, then the one that may have begun
  for (let left = 2; left > 0 && builder.boundaryUs !== undefined; left--) {
    closeUpTo(builder, builder.boundaryUs + 1, end);
  }
}

/** True where the update of the book is whole. */
function applyToBook(book: BookView, instrument: Instrument, market: EventBatch, index: number): boolean {
  const { f64 } = market;
  const f = market.f64At(index);
  const flags = market.flagsAt(index);
  book.timeUs = market.exchangeTimeUsAt(index);
  if (market.kindAt(index) === Kind.quote) {
    book.setQuote(flags, f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!, f64[f + F64_D]!);
    return true;
  }
  if ((flags & BOOK_CLEAR) !== 0) book.clearLevels();
  book.setLevel((flags & BOOK_ASK) !== 0, tickAt(instrument, f64[f + F64_A]!), f64[f + F64_B]!);
  return (flags & BOOK_MORE) === 0;
}

function closeUpTo(builder: CandleBuilder, exchangeUs: number, end: (how: IntervalEnd) => void): void {
  for (let how = builder.advanceTo(exchangeUs); how !== 'none'; how = builder.advanceTo(exchangeUs)) end(how);
}
