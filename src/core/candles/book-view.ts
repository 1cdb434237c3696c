// What is known of the book of one instrument, from level changes where the feed has them, else from best prices: for features.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../market/event-record.ts';
import { OrderBook } from './order-book.ts';

/** `levels`: whole book; `top`: best prices with sizes; `prices`: best prices without sizes; `none`: nothing was said yet. */
export type BookDepth = 'levels' | 'top' | 'prices' | 'none';

/** One object per instrument; features read it after each whole update of the book and keep nothing of it. */
export class BookView {
  /** Meaningful where `depth` is `levels`. */
  readonly levels = new OrderBook();
  /** Size of a tick in points. */
  readonly tick: number;
  /** Exchange time of the last update, microseconds UTC; 0 before the first. */
  timeUs = 0;
  /** How often the levels were cleared: where it has grown, the book does not continue the one before. */
  clears = 0;
  private hasLevels = false;
  private lastIsQuote = false;
  private quoteFlags = 0;
  private quoteBid = 0;
  private quoteAsk = 0;
  private quoteBidSize = 0;
  private quoteAskSize = 0;

  constructor(tick: number) {
    this.tick = tick;
  }

  get depth(): BookDepth {
    if (this.hasLevels) return 'levels';
    if (this.quoteFlags === 0) return 'none';
    return (this.quoteFlags & QUOTE_HAS_SIZES) === 0 ? 'prices' : 'top';
  }

  /** False where the last change was a best price beside levels that are known: nothing that is read here has changed. */
  get hasChanged(): boolean {
    return !(this.hasLevels && this.lastIsQuote);
  }

  /** Levels of a side that can be read: more than 1 only where the depth is `levels`. */
  get bidLevels(): number {
    return this.hasLevels ? this.levels.bids.levels : (this.quoteFlags & QUOTE_HAS_BID) === 0 ? 0 : 1;
  }

  get askLevels(): number {
    return this.hasLevels ? this.levels.asks.levels : (this.quoteFlags & QUOTE_HAS_ASK) === 0 ? 0 : 1;
  }

  /** Points of the level `k` steps from the best bid (0); only for `k` below `bidLevels`. */
  bidAt(k: number): number {
    return this.hasLevels ? this.levels.bids.ticksAt(k)! * this.tick : this.quoteBid;
  }

  askAt(k: number): number {
    return this.hasLevels ? this.levels.asks.ticksAt(k)! * this.tick : this.quoteAsk;
  }

  /** The same prices in whole ticks. */
  bidTicksAt(k: number): number {
    return this.hasLevels ? this.levels.bids.ticksAt(k)! : Math.round(this.quoteBid / this.tick);
  }

  askTicksAt(k: number): number {
    return this.hasLevels ? this.levels.asks.ticksAt(k)! : Math.round(this.quoteAsk / this.tick);
  }

  /** Contracts at that level; only for `k` below `bidLevels`, and where the depth is `levels` or `top`. */
  bidSizeAt(k: number): number {
    return this.hasLevels ? this.levels.bids.quantityAt(k) : this.quoteBidSize;
  }

  askSizeAt(k: number): number {
    return this.hasLevels ? this.levels.asks.quantityAt(k) : this.quoteAskSize;
  }

  /** A change of a level. The sender calls `clear` first where the message says so. */
  setLevel(isAsk: boolean, priceTicks: number, quantity: number): void {
    this.hasLevels = true;
    this.lastIsQuote = false;
    (isAsk ? this.levels.asks : this.levels.bids).set(priceTicks, quantity);
  }

  clearLevels(): void {
    this.clears += 1;
    this.hasLevels = true;
    this.lastIsQuote = false;
    this.levels.clear();
  }

  setQuote(flags: number, bid: number, ask: number, bidSize: number, askSize: number): void {
    this.lastIsQuote = true;
    this.quoteFlags = flags;
    this.quoteBid = bid;
    this.quoteAsk = ask;
    this.quoteBidSize = bidSize;
    this.quoteAskSize = askSize;
  }
}
