// Sizes of the best levels in; how they are shared between the sides, and how they grow away from the price, as makers of the specs.

import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { ofBook } from './of-book.ts';

/** Levels of a slope where none are said. */
const SLOPE_LEVELS = 5;

/**
 * `depthImbalance_k`: (bid − ask) / (bid + ask) of the sizes of the k best levels of either side, a level being a
 * price at which something rests. reset. Not ready where a side has
 * fewer levels or the book is crossed. One level needs best prices with sizes, more need a book.
 */
export function depthImbalance({ levels = 5 }: { levels?: number } = {}): FeatureSpec {
  const k = wholeNumber('depthImbalance', 'levels', levels);
  return ofBook(
    {
      id: `depthImbalance_${k}`,
      meaning: k === 1 ? 'balance of the sizes at the best prices' : `balance of the sizes of ${k} levels`,
      formula: `Σ(bidSize − askSize) / Σ(bidSize + askSize) over ${k} levels`,
      source: k === 1 ? 'Gould and Bonart 2016' : 'own definition: Gould and Bonart 2016, sizes summed over levels',
      unit: '−1..1',
      range: [-1, 1],
      parameters: { levels: k },
      inputs: [k === 1 ? 'quotes' : 'book'],
    },
    k,
    (out, book) => {
      if (!book.hasDepth(k)) return;
      let bids = 0;
      let asks = 0;
      for (let level = 0; level < k; level++) {
        bids += book.bidSizes[level]!;
        asks += book.askSizes[level]!;
      }
      if (bids + asks > 0) out.set((bids - asks) / (bids + asks));
    },
  );
}

/**
 * `bookPressure_k`: as depthImbalance_k, each size over 1 + the ticks between its level and the best one of its side: what rests far
 * from the price presses less. reset. Not ready as depthImbalance_k.
 */
export function bookPressure({ levels = 5 }: { levels?: number } = {}): FeatureSpec {
  const k = wholeNumber('bookPressure', 'levels', levels);
  return ofBook(
    {
      id: `bookPressure_${k}`,
      meaning: `balance of the sizes of ${k} levels, near ones weighing more`,
      formula: `Σ(w bidSize − w askSize) / Σ(w bidSize + w askSize) over ${k} levels, w = 1 / (1 + ticks from the best)`,
      source: 'own definition: balance of several levels as in Cao, Hansch and Wang 2009, weights by ticks',
      unit: '−1..1',
      range: [-1, 1],
      parameters: { levels: k },
      inputs: ['book'],
    },
    k,
    (out, book) => {
      if (!book.hasDepth(k)) return;
      const { bidTicks, bidSizes, askTicks, askSizes } = book;
      let bids = 0;
      let asks = 0;
      for (let level = 0; level < k; level++) {
        bids += bidSizes[level]! / (1 + bidTicks[0]! - bidTicks[level]!);
        asks += askSizes[level]! / (1 + askTicks[level]! - askTicks[0]!);
      }
      if (bids + asks > 0) out.set((bids - asks) / (bids + asks));
    },
  );
}

function slopeOf(side: 'bid' | 'ask', levels: number): FeatureSpec {
  const k = wholeNumber(`bookSlope_${side}`, 'levels', levels, 2);
  return ofBook(
    {
      id: k === SLOPE_LEVELS ? `bookSlope_${side}` : `bookSlope_${side}(levels=${k})`,
      meaning: `how the size of a level grows with its distance from the best ${side}`,
      formula: `slope of the least-squares line of ln(${side}Size) on ticks from the best ${side}, ${k} levels`,
      source: 'own definition: least-squares line, after the slopes of Næs and Skjeltorp 2006',
      unit: '1/tick',
      parameters: { levels: k },
      inputs: ['book'],
    },
    k,
    (out, book) => {
      const has = side === 'bid' ? book.bidLevels : book.askLevels;
      if (!book.hasDepth(1) || has < k) return;
      const ticks = side === 'bid' ? book.bidTicks : book.askTicks;
      const sizes = side === 'bid' ? book.bidSizes : book.askSizes;
      let x = 0;
      let y = 0;
      let xx = 0;
      let xy = 0;
      for (let level = 0; level < k; level++) {
        const away = Math.abs(ticks[level]! - ticks[0]!);
        const size = Math.log(sizes[level]!);
        x += away;
        y += size;
        xx += away * away;
        xy += away * size;
      }
      const slope = (k * xy - x * y) / (k * xx - x * x);
      if (Number.isFinite(slope)) out.set(slope);
    },
  );
}

/**
 * `bookSlope_bid`, `bookSlope_ask`: d ln(size) / d tick: slope of the least-squares line of ln(size) on the ticks from the best level,
 * over 5 levels of the side; above 0 where more rests far from the price. reset. Not ready where the side has fewer levels, the other
 * side none, or the book is crossed.
 */
export const bookSlope = {
  bid: ({ levels = SLOPE_LEVELS }: { levels?: number } = {}): FeatureSpec => slopeOf('bid', levels),
  ask: ({ levels = SLOPE_LEVELS }: { levels?: number } = {}): FeatureSpec => slopeOf('ask', levels),
};
