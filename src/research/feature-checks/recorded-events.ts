// Days of market records in; the list of what features would have been told in them out.

import type { BookView } from '../../core/candles/book-view.ts';
import { type PlayedDay, playDay } from '../../core/candles/play-day.ts';
import type { SessionContext } from '../../core/features/session-context.ts';
import { tickAt } from '../../core/market/price-grid.ts';
import type { BookLevel, BookSnapshot, FeatureEvent } from './feature-events.ts';

/** Levels of a side that a recorded book keeps. */
export const KEPT_LEVELS = 12;

export interface RecordedDay extends PlayedDay {
  readonly session: SessionContext;
}

export interface RecordedKinds {
  readonly tape: boolean;
  readonly book: boolean;
}

export function recordedEvents(days: Iterable<RecordedDay>, { tape, book }: RecordedKinds): FeatureEvent[] {
  const events: FeatureEvent[] = [];
  for (const day of days) {
    const { session } = day;
    playDay(day, {
      onCandle: (candle) => events.push({ kind: 'candle', candle: { ...candle }, session }),
      ...(tape ? { onTrade: (trade) => void events.push({ kind: 'trade', trade: { ...trade }, session }) } : {}),
      ...(book ? { onBook: (view) => void events.push({ kind: 'book', book: snapshotOf(view, day), session }) } : {}),
    });
  }
  return events;
}

function snapshotOf(view: BookView, { instrument }: PlayedDay): BookSnapshot {
  const bids: BookLevel[] = [];
  const asks: BookLevel[] = [];
  const levels = view.depth === 'levels';
  for (let k = 0; k < Math.min(KEPT_LEVELS, view.bidLevels); k++) {
    bids.push([tickAt(instrument, view.bidAt(k)), view.bidSizeAt(k)]);
  }
  for (let k = 0; k < Math.min(KEPT_LEVELS, view.askLevels); k++) {
    asks.push([tickAt(instrument, view.askAt(k)), view.askSizeAt(k)]);
  }
  return { timeUs: view.timeUs, levels, clears: view.clears, bids, asks };
}
