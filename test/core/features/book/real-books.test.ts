// The measures of the book on real level changes, orders and best prices; expects what the slow references say of the same books.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkoutEventCode } from '../../../../src/adapters/datasets/day-events.ts';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import type { PartKind } from '../../../../src/adapters/datasets/schema.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { BookView } from '../../../../src/core/candles/book-view.ts';
import { emptyCandle } from '../../../../src/core/candles/candle.ts';
import { CandleAccumulator } from '../../../../src/core/candles/candle-accumulator.ts';
import type { BookSide } from '../../../../src/core/candles/order-book.ts';
import { bookDefaults } from '../../../../src/core/features/book/defaults.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import type { SessionContext } from '../../../../src/core/features/session-context.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import {
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  Kind,
} from '../../../../src/core/market/event-record.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { sessionOn } from '../candles.ts';
import type { BookLog, Closed, Row, Side, Told } from './book-log.ts';
import { references } from './book-reference.ts';

interface RealBook {
  readonly name: string;
  readonly file: string;
  readonly contract: string;
  readonly day: string;
  readonly kinds: readonly PartKind[];
  readonly tick: number;
  readonly candleS: number;
  /** From here on, microseconds UTC; the first record when absent. */
  readonly fromUs?: number;
}

const books: readonly RealBook[] = [
  {
    name: 'level changes of BTCUSDT futures',
    file: 'binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz',
    contract: 'BTCUSDT',
    day: '2024-08-08',
    kinds: ['trades', 'quotes', 'levels'],
    tick: 0.1,
    candleS: 10,
  },
  {
    name: 'orders of ESH4',
    file: 'cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz',
    contract: 'ESH4',
    day: '2023-12-25',
    kinds: ['trades', 'orders'],
    tick: 0.25,
    candleS: 60,
    fromUs: Date.parse('2023-12-25T23:00:00Z') * 1000,
  },
  {
    name: 'best prices of WDOU25',
    file: 'b3-wdou25-top-of-book-20250811/WDOU25_top_20250811_1056_1105.csv.gz',
    contract: 'WDOU25',
    day: '2025-08-11',
    kinds: ['quotes'],
    tick: 0.5,
    candleS: 10,
  },
];

const specs = Object.fromEntries(bookDefaults.map((spec) => [spec.meta.id, spec]));

/** What the set gave at each candle, and what had happened, from the same view. */
class BookPlay {
  readonly rows: Row[] = [];
  readonly log: (Told | Closed)[] = [];
  readonly set = new FeatureSet(specs);
  private readonly view: BookView;
  private readonly session: SessionContext;
  private readonly candleUs: number;
  private readonly trades = new CandleAccumulator();
  private readonly ticksPerUnit: number;
  private startUs: number;
  private clears = 0;

  constructor({ tick, candleS, fromUs }: RealBook, firstUs: number) {
    const openUs = fromUs ?? firstUs;
    this.view = new BookView(tick);
    this.session = { ...sessionOn(1), openUs, closeUs: openUs + 3600e6, tick };
    this.candleUs = candleS * 1e6;
    this.startUs = openUs;
    this.ticksPerUnit = Math.round(1 / tick);
  }

  play(events: EventBatch): void {
    for (let index = 0; index < events.length; index++) {
      while (events.exchangeTimeUsAt(index) > this.startUs + this.candleUs) this.close();
      const f = events.f64At(index);
      const [a, b, c, d] = [F64_A, F64_B, F64_C, F64_D].map((word) => events.f64[f + word]!);
      const flags = events.flagsAt(index);
      this.view.timeUs = events.exchangeTimeUsAt(index);
      switch (events.kindAt(index)) {
        case Kind.trade:
          if (this.view.timeUs >= this.startUs) this.trades.addTrade(this.view.timeUs, a!, b!, flags);
          break;
        case Kind.quote:
          this.view.setQuote(flags, a!, b!, c!, d!);
          this.told();
          break;
        case Kind.bookChange:
          if ((flags & BOOK_CLEAR) !== 0) this.view.clearLevels();
          this.view.setLevel((flags & BOOK_ASK) !== 0, Math.round(a! * this.ticksPerUnit), b!);
          if ((flags & BOOK_MORE) === 0) this.told();
          break;
      }
    }
  }

  private told(): void {
    const { view, session, log } = this;
    this.set.onBook(view, session);
    if (view.depth === 'levels' && !view.hasChanged) return;
    const { bids, asks } = view.levels;
    const sides =
      view.depth === 'levels'
        ? { bids: levelsOf(bids), asks: levelsOf(asks) }
        : {
            bids: [[view.bidAt(0) / view.tick, view.bidSizeAt(0)]] as Side,
            asks: [[view.askAt(0) / view.tick, view.askSizeAt(0)]] as Side,
          };
    log.push({ kind: 'book', session, timeUs: view.timeUs, ...sides, cleared: view.clears !== this.clears });
    this.clears = view.clears;
  }

  private close(): void {
    const candle = emptyCandle();
    const first = !this.log.some(({ kind }) => kind === 'candle');
    this.trades.writeTo(candle, this.startUs, this.startUs + this.candleUs, first);
    this.trades.reset();
    this.startUs += this.candleUs;
    this.set.update(candle, this.session);
    this.rows.push(this.set.ids.map((_, column) => this.set.at(column)));
    this.log.push({ kind: 'candle', session: this.session, candle });
  }
}

function levelsOf(side: BookSide): Side {
  return Array.from({ length: Math.min(10, side.levels) }, (_, k) => [side.ticksAt(k)!, side.quantityAt(k)] as const);
}

for (const book of books) {
  describeWithRealData(book.name, [book.file], (file) => {
    const home = mkdtempSync(join(tmpdir(), 'quantumtrader-'));
    let played: BookPlay;
    beforeAll(async () => {
      await importFiles({ home, format: 'auto', files: [file!], instrument: book.contract });
      const store = openStore(home, { acceptRefused: true });
      const { events } = await store.readDay(book.contract, book.day, 0, book.kinds, checkoutEventCode);
      let firstUs = Number.POSITIVE_INFINITY;
      for (let index = 0; index < events.length; index++) {
        const timeUs = events.exchangeTimeUsAt(index);
        if (events.kindAt(index) === Kind.quote || events.kindAt(index) === Kind.trade)
          firstUs = Math.min(firstUs, timeUs);
      }
      played = new BookPlay(book, firstUs);
      played.play(events);
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    it.each(Object.keys(references))('gives %s as the reference does', (id) => {
      const column = played.set.ids.indexOf(id);
      const log: BookLog = played.log;
      const expected = references[id]!(log, book.tick);
      expect(played.rows.length).toBeGreaterThan(30);
      played.rows.forEach((row, at) => {
        const [value, reference] = [row[column], expected[at]];
        if (value === undefined || reference === undefined) expect([id, at, value]).toEqual([id, at, reference]);
        else expect(Math.abs(value - reference)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(reference)));
      });
      const ready = expected.filter((value) => value !== undefined).length;
      const isTold = book.kinds.length > 1 || (specs[id]!.meta.inputs.includes('quotes') && id !== 'queueDepletion');
      expect(ready > 0.8 * expected.length).toBe(isTold);
    });
  });
}
