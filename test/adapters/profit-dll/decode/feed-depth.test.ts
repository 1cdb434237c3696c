import { describe, expect, it } from 'vitest';
import { FEED_TRUNCATED, FEED_UNREAD } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { OrderBook } from '../../../../src/core/candles/order-book.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, Kind, RECORD_F64 } from '../../../../src/core/market/event-record.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { readBinanceDepth } from '../../../support/binance-depth.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { BookOfEvents } from './book-of-events.ts';
import { newDecoding } from './decoding.ts';
import type { RawLevel } from './raw-records.ts';

const RECEIVED_US = 1_754_395_200_000_000;

function randomSide(random: Random, best: number, step: number): RawLevel[] {
  const levels: RawLevel[] = [];
  let price = best;
  for (let count = random.integer(20); count > 0; count--) {
    levels.push({ price, quantity: 1 + random.integer(9), orders: 1 + random.integer(3) });
    price += step * (1 + random.integer(2));
  }
  return levels;
}

const sorted = (levels: readonly RawLevel[]) =>
  levels.map(({ price, quantity, orders = 1 }) => [price, quantity, orders]).sort((a, b) => a[0]! - b[0]!);

describe('a book of levels', () => {
  it('is after each message exactly what the message says, by changes alone after the first', () => {
    for (let seed = 1; seed <= propertyRuns(15); seed++) {
      const random = new Random(seed, 'depth');
      const { decoder, raw, live, run } = newDecoding();
      const book = new BookOfEvents();
      let messages = 0;
      for (; messages < 120; messages++) {
        const buy = randomSide(random, 5449 - random.integer(3) * 0.5, -0.5);
        const sell = randomSide(random, 5449.5 + random.integer(3) * 0.5, 0.5);
        live.clear();
        raw.at(RECEIVED_US + messages).depth(1, buy, sell);
        run();
        book.take(live);
        expect(book.isWhole).toBe(true);
        expect(book.levels(0)).toEqual(sorted(buy));
        expect(book.levels(1)).toEqual(sorted(sell));
        live.clear();
        raw.depth(1, buy, sell);
        run();
        expect(live.length).toBe(0);
      }
      expect(book.clears).toBe(1);
      expect(decoder.counters.badBooks).toBe(0);
    }
  });

  it('tells the levels that changed, the last of them without "more", at the time of arrival', () => {
    const { raw, live, run } = newDecoding();
    const sell = [{ price: 5450, quantity: 4 }];
    raw.at(RECEIVED_US).depth(1, [{ price: 5449.5, quantity: 10, orders: 2 }], sell);
    raw.at(RECEIVED_US + 9).depth(1, [{ price: 5449.5, quantity: 8, orders: 2 }], []);
    run();
    const told = Array.from({ length: live.length }, (_, at) => [
      live.flagsAt(at),
      live.receivedTimeUsAt(at) - RECEIVED_US,
      ...live.f64.subarray(at * RECORD_F64 + 4, at * RECORD_F64 + 7),
    ]);
    expect(told).toEqual([
      [BOOK_CLEAR | BOOK_MORE, 0, 5449.5, 10, 2],
      [BOOK_ASK, 0, 5450, 4, 1],
      [BOOK_MORE, 9, 5449.5, 8, 2],
      [BOOK_ASK, 9, 5450, 0, 0],
    ]);
  });

  it('takes no level for gone where the vendor did not give its levels, and begins anew with the next message', () => {
    const { decoder, raw, live, run } = newDecoding();
    const [buy, sell] = [[{ price: 5449.5, quantity: 10 }], [{ price: 5450, quantity: 4 }]];
    raw
      .at(RECEIVED_US)
      .depth(1, buy, sell)
      .depth(1, [], sell, 6, FEED_TRUNCATED | FEED_UNREAD);
    run();
    expect(live.length).toBe(2);
    expect(decoder.counters.unreadBooks).toBe(1);
    live.clear();
    raw.depth(1, buy, sell);
    run();
    expect([0, 1].map((at) => live.flagsAt(at))).toEqual([BOOK_CLEAR | BOOK_MORE, BOOK_ASK]);
    const book = new BookOfEvents();
    book.take(live);
    expect([book.levels(0), book.levels(1)]).toEqual([sorted(buy), sorted(sell)]);
  });

  it('begins anew when the vendor tells a full book, and when it is empty says just that', () => {
    const { raw, live, run } = newDecoding();
    raw
      .at(RECEIVED_US)
      .depth(1, [{ price: 5449.5, quantity: 10 }], [])
      .depth(1, [], [], 4);
    run();
    expect([0, 1].map((at) => live.flagsAt(at))).toEqual([BOOK_CLEAR, BOOK_CLEAR]);
    expect([...live.f64.subarray(12, 15)]).toEqual([0, 0, 0]);
  });

  it('leaves out theoretical levels, and tells the theoretical price when that is what changed', () => {
    const { decoder, raw, live, run } = newDecoding();
    const buy = [
      { price: Number.NEGATIVE_INFINITY, quantity: 90, flags: 1 },
      { price: 5449, quantity: 3 },
    ];
    raw.at(RECEIVED_US).depth(1, buy, [{ price: 5470, quantity: 5, flags: 1 }], 7);
    run();
    expect([live.kindAt(0), live.flagsAt(0), live.f64[4], live.f64[5]]).toEqual([Kind.theoreticalPrice, 1, 5100.5, 25]);
    expect([live.kindAt(1), live.f64[12], live.length]).toEqual([Kind.bookChange, 5449, 2]);
    expect(decoder.counters.theoreticalLevels).toBe(2);
  });

  it('that is not sorted is refused as a whole and changes nothing', () => {
    const { decoder, raw, live, run } = newDecoding();
    const bad = [5449, 5449].map((price) => ({ price, quantity: 1 }));
    raw
      .at(RECEIVED_US)
      .depth(1, [{ price: 5449, quantity: 2 }], [])
      .depth(1, bad, [])
      .depth(1, [], bad);
    run();
    expect([live.length, decoder.counters.badBooks]).toEqual([1, 2]);
  });

  it('skips what is no level: off the grid, without contracts', () => {
    const { decoder, raw, live, run } = newDecoding();
    const buy = [
      { price: 5449.3, quantity: 1 },
      { price: 5449, quantity: 0 },
      { price: 5448, quantity: 2 },
    ];
    raw.at(RECEIVED_US).depth(1, buy, []);
    run();
    expect(live.length).toBe(1);
    expect(decoder.counters).toMatchObject({ offGrid: 1, badQuantity: 1 });
  });

  it('of another process begins anew', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(RECEIVED_US).depth(1, [{ price: 5449, quantity: 2 }], []);
    run();
    decoder.restart();
    raw.asset(1, 'WDOU25').depth(1, [{ price: 5449, quantity: 2 }], []);
    run();
    expect(live.flagsAt(1)).toBe(BOOK_CLEAR);
  });
});

describeWithRealData('the book of BTCUSDT', ['binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz'], (path) => {
  it('cut to its best ten levels at every message, has exactly those', () => {
    const { changes } = readBinanceDepth(path!, 10);
    const source = new OrderBook();
    const grid = { symbol: 'BTCUSDT', tick: 0.1, ticksPerUnit: 10 };
    const { decoder, raw, live, run } = newDecoding({ grid });
    const book = new BookOfEvents();
    // contracts are whole at B3: here thousandths of a bitcoin
    const best = (isAsk: boolean): RawLevel[] => {
      const side = isAsk ? source.asks : source.bids;
      return Array.from({ length: Math.min(10, side.levels) }, (_, at) => ({
        price: side.ticksAt(at)! / 10,
        quantity: Math.round(side.quantityAt(at) * 1000),
      }));
    };
    let messages = 0;
    for (let row = 0; row < Math.min(changes.length, 150_000); row++) {
      const flags = changes.flags[row]!;
      if ((flags & BOOK_CLEAR) !== 0) source.clear();
      ((flags & BOOK_ASK) === 0 ? source.bids : source.asks).set(changes.ticks[row]!, changes.quantities[row]!);
      if ((flags & BOOK_MORE) !== 0 || source.crossed) continue;
      messages += 1;
      live.clear();
      const [buy, sell] = [best(false), best(true)];
      raw.at(RECEIVED_US + row).depth(1, buy, sell);
      run();
      book.take(live);
      expect(book.levels(0)).toEqual(sorted(buy));
      expect(book.levels(1)).toEqual(sorted(sell));
    }
    expect(messages).toBeGreaterThan(1000);
    expect(decoder.counters).toMatchObject({ badBooks: 0, offGrid: 0, damaged: 0 });
  });
});
