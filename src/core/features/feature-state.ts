// The state behind every feature: the handlers of its definition, and what they set last, if anything.

import type { BookView } from '../candles/book-view.ts';
import type { Candle } from '../candles/candle.ts';
import type { TapeTrade } from '../candles/tape-trade.ts';
import type { FeatureHandlers, FeatureStep } from './define-feature.ts';
import type { Feature } from './feature.ts';
import type { SessionContext } from './session-context.ts';
import type { SharedParts } from './shared-parts.ts';

export class FeatureState implements Feature {
  ready = false;
  cleared = false;
  value = Number.NaN;
  readonly onTrade: ((trade: TapeTrade, session: SessionContext) => void) | undefined;
  readonly onBook: ((book: BookView, session: SessionContext) => void) | undefined;
  private readonly step: FeatureStep;
  private readonly now: FeatureStep | undefined;
  private readonly own: SharedParts | undefined;

  /** `own`: parts that nobody else feeds. */
  constructor({ candle, now, trade, book }: FeatureHandlers, own: SharedParts | undefined) {
    this.step = candle;
    this.now = now;
    this.own = own;
    this.onTrade = trade;
    this.onBook = book;
    if (own?.readsTape) {
      this.onTrade = (event, session) => {
        own.onTrade(event, session);
        trade?.(event, session);
      };
    }
    if (own?.readsBook) {
      this.onBook = (event, session) => {
        own.onBook(event, session);
        book?.(event, session);
      };
    }
  }

  set(value: number): void {
    this.value = value;
    this.ready = true;
    this.cleared = false;
  }

  /** There is no value at present. A step that sets nothing says the same at a candle; between two it leaves the last value. */
  clear(): void {
    this.ready = false;
    this.cleared = true;
  }

  update(candle: Candle, session: SessionContext): void {
    this.own?.update(candle, session);
    this.ready = false;
    this.step(this, candle, session);
    this.cleared = false;
  }

  refresh(running: Candle, session: SessionContext): void {
    this.now?.(this, running, session);
  }
}
