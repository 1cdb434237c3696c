// Rows of an order book in; its snapshots out: from columns of levels, or from stored level changes played into a book.

import { OrderBook } from '../../core/candles/order-book.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../core/market/event-record.ts';
import type { Frame } from '../frames/frame.ts';
import {
  badInput,
  checkTimes,
  commonLength,
  type LabelColumn,
  labelsOf,
  type NumberColumn,
  numbersOf,
} from './figure-columns.ts';

/** One row per level of a snapshot; rows of one snapshot have one time and stand together. */
export interface DepthColumns {
  /** Microseconds UTC, ascending. */
  readonly timeUs: NumberColumn;
  /** `bid` or `ask`. */
  readonly side: LabelColumn;
  /** Points. */
  readonly price: NumberColumn;
  /** Contracts at the price. */
  readonly size: NumberColumn;
}

/** The book at one time; levels of a side in any order. */
export interface DepthSnapshot {
  readonly timeUs: number;
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

export interface DepthLevel {
  readonly ticks: number;
  readonly size: number;
}

/** Snapshots taken of level changes at most, evenly over their time. */
export const MAX_SNAPSHOTS = 2_000;
const GRID_TOLERANCE = 1e-6;

/** A row without a price or a size is an error: a snapshot of which a part is not known cannot be drawn as one. */
export function snapshotsOf(columns: DepthColumns, tick: number): readonly DepthSnapshot[] {
  const timeUs = numbersOf('timeUs', columns.timeUs);
  const price = numbersOf('price', columns.price);
  const size = numbersOf('size', columns.size);
  const side = labelsOf('side', columns.side);
  commonLength({ timeUs, price, size, side });
  checkTimes('timeUs', timeUs);
  const snapshots: { timeUs: number; bids: DepthLevel[]; asks: DepthLevel[] }[] = [];
  for (let row = 0; row < timeUs.length; row += 1) {
    if (snapshots.at(-1)?.timeUs !== timeUs[row]) snapshots.push({ timeUs: timeUs[row]!, bids: [], asks: [] });
    const last = snapshots.at(-1)!;
    const level = { ticks: ticksOf(price[row]!, tick, row), size: sizeOf(size[row]!, row) };
    if (side[row] === 'bid') last.bids.push(level);
    else if (side[row] === 'ask') last.asks.push(level);
    else throw badInput('side', `side has ${side[row] ?? 'no value'} in row ${row}`, 'Write bid or ask in every row');
  }
  return snapshots;
}

function sizeOf(size: number, row: number): number {
  if (size >= 0) return size;
  const what = Number.isNaN(size) ? 'no value' : String(size);
  throw badInput('size', `size has ${what} in row ${row}`, 'Contracts at a price are 0 or more');
}

function ticksOf(price: number, tick: number, row: number): number {
  const ticks = Math.round(price / tick);
  if (Math.abs(price / tick - ticks) < GRID_TOLERANCE) return ticks;
  const what = Number.isNaN(price) ? 'no value' : String(price);
  throw badInput('price', `price has ${what} in row ${row}`, `Prices are whole multiples of the tick, ${tick}`);
}

export interface PlayedLevels {
  /** Points. */
  readonly tick: number;
  /** Levels of each side from the best; default 20. */
  readonly levels?: number | undefined;
  /** Microseconds between snapshots; default so that MAX_SNAPSHOTS cover the rows. */
  readonly everyUs?: number | undefined;
}

/** Stored level changes (`partsFrame` of kind `levels`) as snapshots; one where nothing changed is left out. UserError `figure-input`. */
export function snapshotsOfLevels(
  changes: Frame,
  { tick, levels = 20, everyUs }: PlayedLevels,
): readonly DepthSnapshot[] {
  const times = changes.times;
  checkTimes('time', times);
  const [flags, prices, sizes] = ['flags', 'price', 'quantity'].map((name) => numbersOf(name, changes.column(name)));
  if (times.length === 0) return [];
  const span = times[times.length - 1]! - times[0]!;
  const step = Math.max(everyUs ?? 0, Math.ceil(span / (MAX_SNAPSHOTS - 1)), 1);
  const book = new OrderBook();
  const snapshots: DepthSnapshot[] = [];
  let next = times[0]! + step;
  let isWhole = true;
  for (let row = 0; row < times.length; row += 1) {
    if (times[row]! >= next && isWhole) {
      // as it stood at the last boundary passed: what comes now is later
      const boundary = next + Math.floor((times[row]! - next) / step) * step;
      snapshots.push(snapshotOf(book, next, levels));
      next = boundary + step;
    }
    const flag = flags![row]!;
    if ((flag & BOOK_CLEAR) !== 0) book.clear();
    const side = (flag & BOOK_ASK) === 0 ? book.bids : book.asks;
    side.set(ticksOf(prices![row]!, tick, row), sizeOf(sizes![row]!, row));
    isWhole = (flag & BOOK_MORE) === 0;
  }
  snapshots.push(snapshotOf(book, Math.max(times[times.length - 1]!, (snapshots.at(-1)?.timeUs ?? 0) + 1), levels));
  return snapshots;
}

function snapshotOf(book: OrderBook, timeUs: number, levels: number): DepthSnapshot {
  const side = (of: OrderBook['bids']): DepthLevel[] =>
    Array.from({ length: Math.min(levels, of.levels) }, (_, depth) => ({
      ticks: of.ticksAt(depth)!,
      size: of.quantityAt(depth),
    }));
  return { timeUs, bids: side(book.bids), asks: side(book.asks) };
}
