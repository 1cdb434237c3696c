// What happened to a book, candle by candle, as plain lists: for the slow references, and played to features by the tests.

import { BookView } from '../../../../src/core/candles/book-view.ts';
import type { Candle } from '../../../../src/core/candles/candle.ts';
import type { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import type { SessionContext } from '../../../../src/core/features/session-context.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../../src/core/market/event-record.ts';
import { random, randomCandles } from '../candles.ts';

/** Ticks and size, from the best outwards. */
export type Side = readonly (readonly [ticks: number, size: number])[];

export interface Told {
  readonly kind: 'book';
  readonly session: SessionContext;
  readonly timeUs: number;
  readonly bids: Side;
  readonly asks: Side;
  /** Cleared and told anew: it does not continue the book before. */
  readonly cleared?: boolean;
}

export interface Closed {
  readonly kind: 'candle';
  readonly session: SessionContext;
  readonly candle: Candle;
}

export type BookLog = readonly (Told | Closed)[];

/** How a feed tells a book: all levels, best prices with sizes, or best prices alone. */
export type Feed = 'levels' | 'top' | 'prices';

/** Sets the view to a book as the feed would, and gives it. */
export function tell(view: BookView, { timeUs, bids, asks, cleared = false }: Told, feed: Feed): BookView {
  const clears = view.clears + (cleared ? 1 : 0);
  view.timeUs = timeUs;
  view.clears = clears;
  if (feed === 'levels') {
    view.clearLevels();
    view.clears = clears;
    for (const [ticks, size] of bids) view.setLevel(false, ticks, size);
    for (const [ticks, size] of asks) view.setLevel(true, ticks, size);
    return view;
  }
  const flags =
    (bids.length > 0 ? QUOTE_HAS_BID : 0) |
    (asks.length > 0 ? QUOTE_HAS_ASK : 0) |
    (feed === 'top' ? QUOTE_HAS_SIZES : 0);
  const [bid = [0, 0], ask = [0, 0]] = [bids[0], asks[0]];
  const price = (ticks: number) => ticks * view.tick;
  const size = (of: number) => (feed === 'top' ? of : 0);
  view.setQuote(flags, price(bid[0]!), price(ask[0]!), size(bid[1]!), size(ask[1]!));
  return view;
}

export type Row = readonly (number | undefined)[];

/** The vector after each candle. */
export function play(set: FeatureSet, log: BookLog, feed: Feed): readonly Row[] {
  const view = new BookView(0.5);
  const rows: Row[] = [];
  for (const each of log) {
    if (each.kind === 'book') set.onBook(tell(view, each, feed), each.session);
    else {
      set.update(each.candle, each.session);
      rows.push(set.ids.map((_, column) => set.at(column)));
    }
  }
  return rows;
}

/**
 * Random books around random candles. Some are one-sided, crossed, locked, cleared or have few levels; some candles have no update, some
 * intervals no candle, and a session's first updates come before it opens.
 */
export function randomBooks(candles: number, seed: number, perSession = 40): BookLog {
  const next = random(seed);
  const upTo = (most: number) => Math.floor(next() * (most + 1));
  const log: (Told | Closed)[] = [];
  let isFirst = true;
  for (const { candle, session } of randomCandles(candles, seed + 1, perSession)) {
    if (candle.firstOfSession) isFirst = true;
    const early = candle.firstOfSession ? 60_000_000 : 0;
    const updates = next() < 0.08 ? 0 : upTo(14);
    const times = Array.from({ length: updates }, () => candle.openTimeUs - early + upTo(60_000_000 + early));
    for (const timeUs of times.sort((a, b) => a - b)) {
      const mid = Math.round(candle.close * 2);
      log.push({ kind: 'book', session, timeUs, ...randomSides(next, mid), cleared: next() < 0.01 });
    }
    if (next() < 0.08) continue;
    log.push({ kind: 'candle', session, candle: { ...candle, firstOfSession: isFirst } });
    isFirst = false;
  }
  return log;
}

function randomSides(next: () => number, mid: number): Pick<Told, 'bids' | 'asks'> {
  const kind = next();
  const levels = () => (kind < 0.05 ? 3 : kind < 0.1 ? 7 : 12);
  const distance = kind > 0.97 ? -1 : kind > 0.9 ? 0 : 1 + Math.floor(next() * 3);
  const side = (first: number, direction: 1 | -1): Side => {
    let ticks = first;
    return Array.from({ length: levels() }, () => {
      const level = [ticks, 1 + Math.floor(next() * 300)] as const;
      ticks += direction * (1 + Math.floor(next() * 2.2));
      return level;
    });
  };
  const bid = mid - Math.floor(next() * 3);
  const bids = kind > 0.1 && kind < 0.13 ? [] : side(bid, -1);
  return { bids, asks: kind > 0.12 && kind < 0.15 ? [] : side(bid + distance, 1) };
}
