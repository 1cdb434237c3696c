import { describe, expect, it } from 'vitest';
import { DailyPart, NO_TICKS } from '../../../../src/adapters/profit-dll/decode/daily-summary.ts';
import { FEED_NO_TIME, FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import {
  Kind,
  Phase,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
  QUOTE_HAS_SIZES,
} from '../../../../src/core/market/event-record.ts';
import { newDecoding } from './decoding.ts';
import { Payload } from './raw-records.ts';

const LOCAL_MS = dayNumberOf(2025, 8, 5) * 86_400_000 + 10 * 3_600_000;
const UTC_US = localToUtcUs(2025, 8, 5, 10);
const BOTH = QUOTE_HAS_BID | QUOTE_HAS_ASK | QUOTE_HAS_SIZES;

describe('best prices', () => {
  it('become quotes with the sides that are known', () => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US).tinyBook(1, 0, 5449.5, 10).tinyBook(1, 1, 5450, 7).tinyBook(1, 0, 5449, 3);
    run();
    const quotes = [0, 1, 2].map((at) => [live.flagsAt(at), ...live.f64.subarray(at * 8 + 4, at * 8 + 8)]);
    expect(quotes).toEqual([
      [QUOTE_HAS_BID | QUOTE_HAS_SIZES, 5449.5, 0, 10, 0],
      [BOTH, 5449.5, 5450, 10, 7],
      [BOTH, 5449, 5450, 3, 7],
    ]);
    expect(live.exchangeTimeUsAt(2)).toBe(UTC_US);
  });

  it.each([
    ['price 0', 0, 10],
    ['the theoretical price', Number.NEGATIVE_INFINITY, 10],
    ['no contracts', 5449.5, 0],
  ])('of a side with %s take the side away', (_name, price, quantity) => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US).tinyBook(1, 0, 5449.5, 10).tinyBook(1, 1, 5450, 7).tinyBook(1, 0, price, quantity);
    run();
    expect([live.flagsAt(2), ...live.f64.subarray(20, 24)]).toEqual([QUOTE_HAS_ASK | QUOTE_HAS_SIZES, 0, 5450, 0, 7]);
  });

  it('off the grid or of no side are refused, and those of the process before are forgotten', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(UTC_US).tinyBook(1, 0, 5449.3, 10).tinyBook(1, 200, 5449.5, 10).tinyBook(1, 1, 5450, 7);
    run();
    expect(live.length).toBe(1);
    expect(decoder.counters).toMatchObject({ offGrid: 1, badBooks: 1 });
    decoder.restart();
    raw.asset(1, 'WDOU25').tinyBook(1, 0, 5449.5, 1);
    run();
    expect(live.flagsAt(1)).toBe(QUOTE_HAS_BID | QUOTE_HAS_SIZES);
  });
});

const daily = (close: number, settlement: number, buyers = 30): Payload =>
  new Payload()
    .i64(LOCAL_MS)
    .f64(5440, 5460.5, 0, close, 1e9, settlement, 5700, 5200, 6e8, 4e8)
    .i32(900, 80, 12_345, 540, 360, buyers, 50);

describe('the summary of the day', () => {
  it('is told in parts, each when something in it changed', () => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US + 5).long(FeedKind.daily, 1, daily(5450, 5432.1234));
    raw.long(FeedKind.daily, 1, daily(5450.5, 5432.1234));
    raw.long(FeedKind.daily, 1, daily(5450.5, 5432.1234));
    raw.long(FeedKind.daily, 1, daily(5450.5, 5432.1234, 31));
    run();
    const summaries = [0, 1, 2, 4, 5];
    expect(summaries.map((at) => live.kindAt(at))).toEqual(summaries.map(() => Kind.dailySummary));
    expect(summaries.map((at) => live.flagsAt(at))).toEqual([
      DailyPart.trading,
      DailyPart.flow,
      DailyPart.terms,
      DailyPart.trading,
      DailyPart.flow,
    ]);
    expect([live.kindAt(3), live.length]).toEqual([Kind.priceLimits, 6]);
    expect([live.exchangeTimeUsAt(0), live.receivedTimeUsAt(0)]).toEqual([UTC_US, UTC_US + 5]);
    expect([...live.i32.subarray(8, 12), live.f64[6], ...live.i32.subarray(14, 16)]).toEqual([
      10_880,
      10_921,
      NO_TICKS,
      10_900,
      1e9,
      900,
      80,
    ]);
    expect([live.f64[12], live.f64[13], ...live.i32.subarray(28, 32)]).toEqual([6e8, 4e8, 540, 360, 30, 50]);
    expect([...live.f64.subarray(20, 23), live.i32[46]]).toEqual([5432.1234, 5700, 5200, 12_345]);
  });

  it('with a price that nobody can have traded at is refused', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(UTC_US).long(FeedKind.daily, 1, daily(5450.25, 5432));
    run();
    expect([live.length, decoder.counters.offGrid]).toEqual([0, 1]);
  });
});

describe('states and theoretical prices', () => {
  it.each([
    [0, Phase.open],
    [2, Phase.halted],
    [3, Phase.halted],
    [4, Phase.auction],
    [6, Phase.closed],
    [10, Phase.closingCall],
    [13, Phase.auction],
  ])('state %i is phase %i', (state, phase) => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US + 9).short(FeedKind.tickerState, 1, new Payload().i64(LOCAL_MS).i32(state));
    raw.short(FeedKind.tickerState, 1, new Payload().i64(FEED_NO_TIME).i32(state));
    run();
    expect([live.kindAt(0), live.flagsAt(0), live.exchangeTimeUsAt(0)]).toEqual([Kind.phaseChange, phase, UTC_US]);
    expect(live.exchangeTimeUsAt(1)).toBe(UTC_US + 9);
    expect(live.receivedTimeUsAt(0)).toBe(UTC_US + 9);
  });

  it('an unknown state opens and closes nothing', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(UTC_US).short(FeedKind.tickerState, 1, new Payload().i64(LOCAL_MS).i32(9));
    run();
    expect([live.length, decoder.counters.unknownStates]).toEqual([0, 1]);
  });

  it('a theoretical price is told, and its absence too', () => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US).short(FeedKind.theoretical, 1, new Payload().f64(5451).i64(40));
    raw.short(FeedKind.theoretical, 1, new Payload().f64(Number.NEGATIVE_INFINITY).i64(-1));
    run();
    expect([0, 1].map((at) => [live.flagsAt(at), live.f64[at * 8 + 4], live.f64[at * 8 + 5]])).toEqual([
      [1, 5451, 40],
      [0, 0, 0],
    ]);
  });
});
