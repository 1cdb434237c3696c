// Whole updates of a book in; measures of it out, as one writes them first: arrays of levels, all made anew at each update.

import type { BookView } from '../src/core/candles/book-view.ts';

interface Level {
  readonly price: number;
  readonly size: number;
}

interface Sides {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

const LEVELS = 10;

export class NaiveBookFeatures {
  /** By feature id, as they were at the last candle. */
  atCandle: Readonly<Record<string, number>> = {};
  private present: Record<string, number> = {};
  private last: Sides | undefined;
  private readonly flows: Record<string, number> = { ofi_1: 0, ofi_5: 0 };

  onBook(book: BookView): void {
    const sides: Sides = {
      bids: Array.from({ length: Math.min(LEVELS, book.bidLevels) }, (_, k) => ({
        price: book.bidAt(k),
        size: book.bidSizeAt(k),
      })),
      asks: Array.from({ length: Math.min(LEVELS, book.askLevels) }, (_, k) => ({
        price: book.askAt(k),
        size: book.askSizeAt(k),
      })),
    };
    const { bids, asks } = sides;
    if (bids.length < LEVELS || asks.length < LEVELS || bids[0]!.price > asks[0]!.price) return;
    if (this.last !== undefined) {
      for (const levels of [1, 5]) this.flows[`ofi_${levels}`]! += flow(this.last, sides, levels);
    }
    this.last = sides;
    this.present = {
      mid: (bids[0]!.price + asks[0]!.price) / 2,
      depthImbalance_1: imbalance(sides, book.tick, 1, () => 1),
      depthImbalance_5: imbalance(sides, book.tick, 5, () => 1),
      depthImbalance_10: imbalance(sides, book.tick, 10, () => 1),
      bookPressure_5: imbalance(sides, book.tick, 5, (ticks) => 1 / (1 + ticks)),
      bookSlope_bid: slope(bids.slice(0, 5), book.tick),
      bookSlope_ask: slope(asks.slice(0, 5), book.tick),
    };
  }

  onCandle(): void {
    this.atCandle = { ...this.present, ...this.flows };
    for (const id of Object.keys(this.flows)) this.flows[id] = 0;
  }
}

function flow(from: Sides, to: Sides, levels: number): number {
  return to.bids.slice(0, levels).reduce((total, bid, k) => {
    const [oldBid, ask, oldAsk] = [from.bids[k]!, to.asks[k]!, from.asks[k]!];
    const bids = (bid.price >= oldBid.price ? bid.size : 0) - (bid.price <= oldBid.price ? oldBid.size : 0);
    const asks = (ask.price <= oldAsk.price ? ask.size : 0) - (ask.price >= oldAsk.price ? oldAsk.size : 0);
    return total + bids - asks;
  }, 0);
}

function imbalance({ bids, asks }: Sides, tick: number, levels: number, weight: (ticks: number) => number): number {
  const sum = (side: readonly Level[]) =>
    side
      .slice(0, levels)
      .map(({ price, size }) => size * weight(Math.abs(price - side[0]!.price) / tick))
      .reduce((total, each) => total + each, 0);
  return (sum(bids) - sum(asks)) / (sum(bids) + sum(asks));
}

function slope(side: readonly Level[], tick: number): number {
  const x = side.map(({ price }) => Math.abs(price - side[0]!.price) / tick);
  const y = side.map(({ size }) => Math.log(size));
  const mean = (values: readonly number[]) => values.reduce((total, each) => total + each, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const up = x.reduce((total, each, k) => total + (each - meanX) * (y[k]! - meanY), 0);
  return up / x.reduce((total, each) => total + (each - meanX) ** 2, 0);
}
