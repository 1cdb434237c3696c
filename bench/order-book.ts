// Real order and level messages, repeated; messages per second through the order books, against simple books in the same run.

import { assert } from '../src/core/assert.ts';
import { OrderByOrderBook } from '../src/core/candles/order-by-order-book.ts';
import { OrdersToLevels } from '../src/core/candles/orders-to-levels.ts';
import { SequencedLevelBook } from '../src/core/candles/sequenced-level-book.ts';
import { type DepthChanges, readBinanceDepth } from '../test/support/binance-depth.ts';
import { readCmeOrders } from '../test/support/cme-orders.ts';
import { feedOrders, type OrderMessages } from '../test/support/order-messages.ts';
import { ArrayLevelBook } from './array-level-book.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { MapOrderBook } from './map-order-book.ts';
import { levelsOfOrders, syntheticOrders } from './order-flow.ts';
import { realData } from './real-data.ts';

const ORDERS_FILE = 'cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz';
const LEVELS_FILE = 'binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz';
const LEVELS_TICKS_PER_UNIT = 10;
/** Each file is gone through anew so often. */
const ORDERS_REPEATED = 20;
const LEVELS_REPEATED = 4;
const SYNTHETIC_MESSAGES = 70_000;
const QUICK_MESSAGES = 5000;

interface Named<T> {
  readonly name: string;
  readonly data: T;
}

export async function orderBook(options: BenchOptions): Promise<readonly Figure[]> {
  return [...(await byOrder(options)), await sequenced(options)];
}

async function byOrder(options: BenchOptions): Promise<readonly Figure[]> {
  const { name, data } = ordersOf(options.quick);
  const repeated = options.quick ? 1 : ORDERS_REPEATED;
  const best = (feed: () => void): Promise<number> =>
    leastOf(options.runs, () => secondsOf(() => repeat(repeated, feed)));
  const book = new OrderByOrderBook();
  const bookS = await best(() => {
    book.clear();
    feedOrders(book, data);
  });
  const toLevels = new OrdersToLevels();
  const toLevelsS = await best(() => {
    toLevels.book.clear();
    feedOrders(toLevels, data);
  });
  let maps = new MapOrderBook();
  const mapsS = await best(() => {
    maps = new MapOrderBook();
    feedOrders(maps, data);
  });
  assert(book.orders === maps.orders.size, `${book.orders} orders in the book, ${maps.orders.size} in the one of Maps`);
  assert(book.bids.ticksAt(0) === maps.bids.best, 'the books end with different best prices');
  const messages = data.length * repeated;
  const peer = { name: 'a book of Maps', value: messages / mapsS };
  const note = `${name}, ${repeated} times ${data.length} messages`;
  return [
    figure('order-book.by-order', messages / bookS, 'events/s', { peer, note }),
    figure('order-book.to-levels', messages / toLevelsS, 'events/s', { peer, note: 'level changes as well' }),
  ];
}

async function sequenced(options: BenchOptions): Promise<Figure> {
  const { name, data } = levelsOf(options.quick);
  const repeated = options.quick ? 1 : LEVELS_REPEATED;
  const best = (feed: () => void): Promise<number> =>
    leastOf(options.runs, () => secondsOf(() => repeat(repeated, feed)));
  let book = new SequencedLevelBook();
  const bookS = await best(() => {
    book = new SequencedLevelBook();
    feedLevels(book, data);
  });
  const arrays = new ArrayLevelBook();
  const arraysS = await best(() => feedArrays(arrays, data));
  assert(book.isWhole, `the level book is not whole: ${JSON.stringify(book.faults)}`);
  assert(book.book.bids.ticksAt(0) === arrays.bids[0]?.ticks, 'the books end with different best prices');
  const changes = data.length * repeated;
  return figure('order-book.sequenced', changes / bookS, 'events/s', {
    peer: { name: 'sorted arrays without the checks', value: changes / arraysS },
    note: `${name}, ${repeated} times ${data.length} level changes`,
  });
}

function repeat(times: number, work: () => void): void {
  for (let time = 0; time < times; time++) work();
}

function feedLevels(
  book: SequencedLevelBook,
  { length, flags, ticks, quantities, sequences, previous }: DepthChanges,
): void {
  for (let at = 0; at < length; at++) {
    book.apply(flags[at]!, ticks[at]!, quantities[at]!, sequences[at]!, previous[at]!);
  }
}

function feedArrays(book: ArrayLevelBook, { length, flags, ticks, quantities }: DepthChanges): void {
  for (let at = 0; at < length; at++) book.apply(flags[at]!, ticks[at]!, quantities[at]!);
}

function ordersOf(quick: boolean): Named<OrderMessages> {
  const file = quick ? undefined : realData(ORDERS_FILE);
  if (file !== undefined) return { name: 'ESH4 of 2023-12-25', data: readCmeOrders(file) };
  return { name: 'a synthetic order flow', data: syntheticOrders(quick ? QUICK_MESSAGES : SYNTHETIC_MESSAGES) };
}

function levelsOf(quick: boolean): Named<DepthChanges> {
  const file = quick ? undefined : realData(LEVELS_FILE);
  if (file !== undefined) {
    return { name: 'BTCUSDT futures of 2024-08-08', data: readBinanceDepth(file, LEVELS_TICKS_PER_UNIT).changes };
  }
  const orders = syntheticOrders(quick ? QUICK_MESSAGES : SYNTHETIC_MESSAGES);
  return { name: 'a synthetic order flow', data: levelsOfOrders(orders) };
}
