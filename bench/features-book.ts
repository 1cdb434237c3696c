// Real order messages as level changes, repeated; nanoseconds an update of the book costs all features of the book, against simple ones.

import { assert } from '../src/core/assert.ts';
import { BookView } from '../src/core/candles/book-view.ts';
import { emptyCandle } from '../src/core/candles/candle.ts';
import { bookDefaults } from '../src/core/features/book/defaults.ts';
import { FeatureSet } from '../src/core/features/feature-set.ts';
import type { SessionContext } from '../src/core/features/session-context.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../src/core/market/event-record.ts';
import type { DepthChanges } from '../test/support/binance-depth.ts';
import { readCmeOrders } from '../test/support/cme-orders.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { NaiveBookFeatures } from './naive-book-features.ts';
import { levelsOfOrders, syntheticOrders } from './order-flow.ts';
import { realData } from './real-data.ts';

const FILE = 'cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz';
const QUICK_MESSAGES = 5000;
const SYNTHETIC_MESSAGES = 70_000;
/** The book is told so often between two candles: a minute of a lively hour. */
const UPDATES_A_CANDLE = 1000;
const REPEATED = 10;
const OPEN_US = 1e15;

const session: SessionContext = {
  ...{ day: '2025-09-01', dayOfWeek: 1, openUs: OPEN_US, closeUs: OPEN_US + 3.6e10, daysToRoll: 10, tick: 0.25 },
};

interface Listener {
  onBook(book: BookView): void;
  onCandle(closeTimeUs: number): void;
}

export async function featuresBook(options: BenchOptions): Promise<readonly Figure[]> {
  const { name, data } = changesOf(options.quick);
  const repeated = options.quick ? 1 : REPEATED;
  const updates = data.flags.filter((flags) => (flags & BOOK_MORE) === 0).length * repeated;
  const nsOf = async (make: () => Listener): Promise<number> => {
    const seconds = await leastOf(options.runs, () => secondsOf(() => feed(data, repeated, make())));
    return (seconds / updates) * 1e9;
  };
  let set = featureSet();
  let naive = new NaiveBookFeatures();
  const bare = await nsOf(() => ({ onBook: () => undefined, onCandle: () => undefined }));
  const all = await nsOf(() => {
    set = featureSet();
    return listenerOf(set);
  });
  const simple = await nsOf(() => {
    naive = new NaiveBookFeatures();
    return naive;
  });
  for (const [id, value] of Object.entries(naive.atCandle)) {
    const column = set.ids.indexOf(id);
    assert(Math.abs(set.at(column)! - value) < 1e-6, `${id} is ${set.at(column)}, the simple one ${value}`);
  }
  const peer = { name: 'measures made anew at each update from arrays', value: simple - bare };
  const note = `${name}, ${updates} updates, ${set.ids.length} features, a candle each ${UPDATES_A_CANDLE}; without the book itself (${Math.round(bare)} ns)`;
  return [figure('features-book.update', all - bare, 'ns', { peer, note })];
}

function featureSet(): FeatureSet {
  return new FeatureSet(Object.fromEntries(bookDefaults.map((spec) => [spec.meta.id, spec])));
}

function listenerOf(set: FeatureSet): Listener {
  const candle = { ...emptyCandle(), hasFlow: true, buyVolume: 10, sellVolume: 10 };
  return {
    onBook: (book) => set.onBook(book, session),
    onCandle: (closeTimeUs) => {
      candle.closeTimeUs = closeTimeUs;
      set.update(candle, session);
    },
  };
}

function feed({ length, flags, ticks, quantities }: DepthChanges, repeated: number, listener: Listener): void {
  const view = new BookView(session.tick);
  let updates = 0;
  for (let time = 0; time < repeated; time++) {
    for (let at = 0; at < length; at++) {
      const flag = flags[at]!;
      if ((flag & BOOK_CLEAR) !== 0) view.clearLevels();
      view.setLevel((flag & BOOK_ASK) !== 0, ticks[at]!, quantities[at]!);
      if ((flag & BOOK_MORE) !== 0) continue;
      updates += 1;
      view.timeUs = OPEN_US + updates;
      listener.onBook(view);
      if (updates % UPDATES_A_CANDLE === 0) listener.onCandle(view.timeUs);
    }
  }
}

function changesOf(quick: boolean): { readonly name: string; readonly data: DepthChanges } {
  const file = quick ? undefined : realData(FILE);
  const orders =
    file === undefined ? syntheticOrders(quick ? QUICK_MESSAGES : SYNTHETIC_MESSAGES) : readCmeOrders(file);
  return { name: file === undefined ? 'a synthetic order flow' : 'ESH4 of 2023-12-25', data: levelsOfOrders(orders) };
}
