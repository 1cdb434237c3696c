// Sub-computations that several features of a set need, each made once and fed once per event, in the order of dependence.

import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { SessionContext } from './session-context.ts';

/** How a part takes events; what it does not need is left out. */
export interface PartFeed<P> {
  readonly candle?: (part: P, candle: Candle, session: SessionContext) => void;
  readonly trade?: (part: P, trade: TapeTrade, session: SessionContext) => void;
  readonly book?: (part: P, book: BookView, session: SessionContext) => void;
}

type Taker<E> = (event: E, session: SessionContext) => void;

/**
 * A part is made by the first feature that asks for its key. Parts that it asks for while it is made are fed before it, and all parts
 * before the features. The key must name everything that the part depends on: `ema 20 of close`.
 */
export class SharedParts {
  private readonly parts = new Map<string, object>();
  private readonly candleTakers: Taker<Candle>[] = [];
  private readonly tradeTakers: Taker<TapeTrade>[] = [];
  private readonly bookTakers: Taker<BookView>[] = [];

  get size(): number {
    return this.parts.size;
  }

  get readsTape(): boolean {
    return this.tradeTakers.length > 0;
  }

  get readsBook(): boolean {
    return this.bookTakers.length > 0;
  }

  part<P extends object>(key: string, make: (shared: SharedParts) => P, feed: PartFeed<P>): P {
    const known = this.parts.get(key);
    if (known !== undefined) return known as P;
    const part = make(this);
    this.parts.set(key, part);
    const { candle, trade, book } = feed;
    if (candle !== undefined) this.candleTakers.push((event, session) => candle(part, event, session));
    if (trade !== undefined) this.tradeTakers.push((event, session) => trade(part, event, session));
    if (book !== undefined) this.bookTakers.push((event, session) => book(part, event, session));
    return part;
  }

  update(candle: Candle, session: SessionContext): void {
    const { candleTakers } = this;
    for (let k = 0; k < candleTakers.length; k++) candleTakers[k]!(candle, session);
  }

  onTrade(trade: TapeTrade, session: SessionContext): void {
    const { tradeTakers } = this;
    for (let k = 0; k < tradeTakers.length; k++) tradeTakers[k]!(trade, session);
  }

  onBook(book: BookView, session: SessionContext): void {
    const { bookTakers } = this;
    for (let k = 0; k < bookTakers.length; k++) bookTakers[k]!(book, session);
  }
}
