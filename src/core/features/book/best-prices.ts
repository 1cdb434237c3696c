// The best bid and ask in; their distance, their middle, and where between them the sizes put the price, as makers of the specs.

import type { FeatureSpec } from '../feature.ts';
import { ofBook } from './of-book.ts';

/**
 * `spreadTicks`: best ask − best bid, ticks; 0 where the market is locked. reset. Not ready before the session told a book, nor while
 * it is one-sided or crossed. Needs prices only.
 */
export function spreadTicks(): FeatureSpec {
  return ofBook(
    {
      id: 'spreadTicks',
      meaning: 'distance of the best prices',
      formula: '(ask − bid) / tick',
      source: 'Demsetz 1968, in ticks',
      unit: 'ticks',
      scale: 'discrete',
      inputs: ['quotes'],
    },
    1,
    (out, book) => {
      if (book.hasPrices) out.set(book.askTicks[0]! - book.bidTicks[0]!);
    },
  );
}

/** `mid`: (best bid + best ask) / 2, points. reset. Not ready as `spreadTicks`. */
export function mid(): FeatureSpec {
  return ofBook(
    {
      id: 'mid',
      meaning: 'middle of the best prices',
      formula: '(bid + ask) / 2',
      source: 'midpoint of the quotes as in Hasbrouck 1991',
      unit: 'points',
      scale: 'discrete',
      inputs: ['quotes'],
    },
    1,
    (out, book, session) => {
      if (book.hasPrices) out.set(((book.bidTicks[0]! + book.askTicks[0]!) / 2) * session.tick);
    },
  );
}

/**
 * `micropriceDistance`: distance of the size-weighted price from the mid, points: above 0 where more is bid than asked; at most half the
 * spread. reset. Not ready without sizes, else as `spreadTicks`.
 */
export function micropriceDistance(): FeatureSpec {
  return ofBook(
    {
      id: 'micropriceDistance',
      meaning: 'distance of the size-weighted price from the middle',
      formula: '(bid × askSize + ask × bidSize) / (bidSize + askSize) − mid',
      source: 'Gatheral and Oomen 2010',
      unit: 'points',
      inputs: ['quotes'],
    },
    1,
    (out, book, session) => {
      if (!book.hasDepth(1)) return;
      const bid = book.bidSizes[0]!;
      const ask = book.askSizes[0]!;
      if (!(bid + ask > 0)) return;
      const half = ((book.askTicks[0]! - book.bidTicks[0]!) / 2) * session.tick;
      // adding zero turns -0 into 0
      out.set((half * (bid - ask)) / (bid + ask) + 0);
    },
  );
}
