// The trades that a builder took in; the same trades, in order, handed on while the candle that they stand in is open.

import { isPriceOfMarket } from '../market/event-record.ts';
import type { CandleBuilder } from './candle-builder.ts';
import { TapeQueue } from './tape-queue.ts';
import { emptyTapeTrade, type TapeTrade } from './tape-trade.ts';

/**
 * A trade of the following candle waits until that has opened. One that is no price of the market waits for the first that is: before
 * it there is no candle, and where none comes the interval makes none, so that nobody hears of trades that stand in no candle.
 */
export class CandleTape<Session> {
  private readonly builder: CandleBuilder;
  private readonly hand: (trade: TapeTrade, session: Session) => void;
  private readonly following = new TapeQueue();
  private readonly priceless = new TapeQueue();
  private readonly waited = emptyTapeTrade();
  private readonly released = emptyTapeTrade();
  private hasPrice = false;

  constructor(builder: CandleBuilder, hand: (trade: TapeTrade, session: Session) => void) {
    this.builder = builder;
    this.hand = hand;
  }

  /** The trade that the builder took last. */
  tell(trade: TapeTrade, session: Session): void {
    const { placed } = this.builder;
    if (placed === 'following') this.following.push(trade);
    else if (placed === 'open') this.take(trade, session);
  }

  /** The interval has ended, with a candle or without, and whoever reads it has it: the next one is open. */
  openNext(session: Session): void {
    const { following, waited } = this;
    this.hasPrice = false;
    this.priceless.clear();
    for (let index = 0; index < following.length; index++) {
      following.read(index, waited);
      this.take(waited, session);
    }
    following.clear();
  }

  private take(trade: TapeTrade, session: Session): void {
    if (!this.hasPrice) {
      if (!isPriceOfMarket(trade.condition)) return this.priceless.push(trade);
      this.hasPrice = true;
      if (this.priceless.length > 0) this.handPriceless(session);
    }
    this.hand(trade, session);
  }

  private handPriceless(session: Session): void {
    const { priceless, released } = this;
    for (let index = 0; index < priceless.length; index++) {
      priceless.read(index, released);
      this.hand(released, session);
    }
    priceless.clear();
  }
}
