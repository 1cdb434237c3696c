// What a feature can be told, as a list that can be cut, changed and told again; and the player that tells it.

import { BookView } from '../../core/candles/book-view.ts';
import { type Candle, copyCandle, emptyCandle, type MutableCandle } from '../../core/candles/candle.ts';
import { copyTapeTrade, emptyTapeTrade, type MutableTapeTrade, type TapeTrade } from '../../core/candles/tape-trade.ts';
import type { Feature, FeatureSpec } from '../../core/features/feature.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../core/market/event-record.ts';

/** A level: price in ticks and contracts. */
export type BookLevel = readonly [ticks: number, size: number];

/** Best levels first. Without `levels` only the best prices with their sizes are known. */
export interface BookSnapshot {
  readonly timeUs: number;
  readonly levels: boolean;
  /** How often it had been cleared. */
  readonly clears: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export type FeatureEvent =
  | { readonly kind: 'candle'; readonly candle: Candle; readonly session: SessionContext }
  | { readonly kind: 'trade'; readonly trade: TapeTrade; readonly session: SessionContext }
  | { readonly kind: 'book'; readonly book: BookSnapshot; readonly session: SessionContext };

/** Value of a feature at each candle of a list of events; undefined where it was not ready. */
export type FeatureValues = (number | undefined)[];

/**
 * Tells one object over and over, as the engine does; with `fresh` a new one for each event. Who keeps what it was handed gives
 * other values in the two.
 */
export class FeaturePlayer {
  private readonly fresh: boolean;
  private candle: MutableCandle = emptyCandle();
  private trade: MutableTapeTrade = emptyTapeTrade();
  private book: BookView | undefined;

  constructor({ fresh = false }: { readonly fresh?: boolean } = {}) {
    this.fresh = fresh;
  }

  valuesOf(spec: FeatureSpec, events: readonly FeatureEvent[]): FeatureValues {
    const feature = spec.create();
    // levels of an earlier run are none of this one
    this.book = undefined;
    const values: FeatureValues = [];
    for (const event of events) {
      this.tell(feature, event);
      if (event.kind === 'candle') values.push(feature.ready ? feature.value : undefined);
    }
    return values;
  }

  tell(feature: Feature, event: FeatureEvent): void {
    switch (event.kind) {
      case 'candle':
        if (this.fresh) this.candle = emptyCandle();
        copyCandle(event.candle, this.candle);
        feature.update(this.candle, event.session);
        return;
      case 'trade':
        if (feature.onTrade === undefined) return;
        if (this.fresh) this.trade = emptyTapeTrade();
        copyTapeTrade(event.trade, this.trade);
        feature.onTrade(this.trade, event.session);
        return;
      case 'book':
        if (feature.onBook === undefined) return;
        this.book = this.showBook(event.book, event.session.tick);
        feature.onBook(this.book, event.session);
        return;
    }
  }

  private showBook(snapshot: BookSnapshot, tick: number): BookView {
    const book = this.fresh || this.book === undefined ? new BookView(tick) : this.book;
    book.timeUs = snapshot.timeUs;
    if (snapshot.levels) {
      book.clearLevels();
      setLevels(book, false, snapshot.bids);
      setLevels(book, true, snapshot.asks);
      book.clears = snapshot.clears;
      return book;
    }
    const [bid] = snapshot.bids;
    const [ask] = snapshot.asks;
    const sides = (bid === undefined ? 0 : QUOTE_HAS_BID) | (ask === undefined ? 0 : QUOTE_HAS_ASK);
    const prices = [(bid?.[0] ?? 0) * tick, (ask?.[0] ?? 0) * tick] as const;
    book.setQuote(sides | QUOTE_HAS_SIZES, prices[0], prices[1], bid?.[1] ?? 0, ask?.[1] ?? 0);
    return book;
  }
}

/** In steps, not by an iterator: what tells must allocate nothing where allocation is measured. */
function setLevels(book: BookView, isAsk: boolean, levels: readonly BookLevel[]): void {
  for (let k = 0; k < levels.length; k++) book.setLevel(isAsk, levels[k]![0], levels[k]![1]);
}

export function candlesOf(events: readonly FeatureEvent[]): readonly (FeatureEvent & { readonly kind: 'candle' })[] {
  return events.filter((event) => event.kind === 'candle');
}

/** Position after candle number `candle` (0-based) in the list. */
export function endOfCandle(events: readonly FeatureEvent[], candle: number): number {
  let seen = -1;
  for (let at = 0; at < events.length; at++) {
    if (events[at]!.kind !== 'candle') continue;
    seen++;
    if (seen === candle) return at + 1;
  }
  return events.length;
}
