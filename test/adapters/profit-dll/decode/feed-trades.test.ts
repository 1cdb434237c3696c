import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FEED_EDIT, FEED_LAST_PACKET, FEED_NO_TIME } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  CONDITION_MASK,
  CONDITION_SHIFT,
  CORRECTION_REPLACES,
  Kind,
  TradeCondition,
} from '../../../../src/core/market/event-record.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { INSTRUMENT, newDecoding } from './decoding.ts';
import type { RawTrade } from './raw-records.ts';

const DAY_MS = 86_400_000;
const OPEN_MS = dayNumberOf(2025, 8, 5) * DAY_MS + 9 * 3_600_000;
const OPEN_US = localToUtcUs(2025, 8, 5, 9);

const trade = (number: number, more: Partial<RawTrade> = {}): RawTrade => ({
  localMs: OPEN_MS + number,
  price: 5450.5,
  quantity: 5,
  number,
  ...more,
});

const numbersOf = (batch: EventBatch): readonly number[] =>
  Array.from({ length: batch.length }, (_, at) => batch.f64[at * 8 + 6]!);

describe('a live trade', () => {
  it('becomes an event with the price, quantity, number, agents and both times', () => {
    const { raw, live, run } = newDecoding();
    raw.at(OPEN_US + 20_000).trade(1, trade(17, { buyAgent: 1003, sellAgent: -1, quantity: 2 ** 40 }));
    run();
    expect(live.length).toBe(1);
    expect(live.kindAt(0)).toBe(Kind.trade);
    expect(live.instrumentAt(0)).toBe(INSTRUMENT);
    expect(live.exchangeTimeUsAt(0)).toBe(OPEN_US + 17_000);
    expect(live.receivedTimeUsAt(0)).toBe(OPEN_US + 20_000);
    expect([...live.f64.subarray(4, 7)]).toEqual([5450.5, 2 ** 40, 17]);
    expect([...live.i32.subarray(14, 16)]).toEqual([1003, -1]);
  });

  it.each([
    [2, 1, TradeCondition.regular],
    [3, 2, TradeCondition.regular],
    [4, 0, TradeCondition.auction],
    [1, 0, TradeCondition.cross],
    [13, 0, TradeCondition.rlp],
    [0, 0, TradeCondition.regular],
    [32, 0, TradeCondition.regular],
    [5, 0, TradeCondition.other],
    [33, 0, TradeCondition.other],
    [200, 0, TradeCondition.other],
  ])('of type %i has aggressor %i and condition %i', (type, aggressor, condition) => {
    const { raw, live, run } = newDecoding();
    raw.at(OPEN_US).trade(1, trade(1, { type }));
    run();
    expect(live.flagsAt(0) & AGGRESSOR_MASK).toBe(aggressor);
    expect((live.flagsAt(0) >> CONDITION_SHIFT) & CONDITION_MASK).toBe(condition);
  });

  it.each([
    ['price 0', { price: 0 }, 'badPrice'],
    ['a negative price', { price: -1 }, 'badPrice'],
    ['no number as price', { price: Number.NaN }, 'badPrice'],
    ['an infinite price', { price: Number.NEGATIVE_INFINITY }, 'badPrice'],
    ['a price between two ticks', { price: 5450.25 }, 'offGrid'],
    ['quantity 0', { quantity: 0 }, 'badQuantity'],
    ['a negative quantity', { quantity: -3 }, 'badQuantity'],
    ['a quantity no number holds', { quantity: 2n ** 60n }, 'badQuantity'],
    ['no date', { localMs: FEED_NO_TIME }, 'noTime'],
    ['date 0', { localMs: 0 }, 'noTime'],
    ['a date before the calendar', { localMs: dayNumberOf(1999, 12, 31) * DAY_MS }, 'noTime'],
    ['a date after the calendar', { localMs: dayNumberOf(2101, 1, 1) * DAY_MS }, 'noTime'],
    ['the date of the day before', { localMs: OPEN_MS - DAY_MS }, 'otherDay'],
    ['a date two years ago', { localMs: OPEN_MS - 730 * DAY_MS }, 'otherDay'],
    ['a date to come', { localMs: OPEN_MS + DAY_MS }, 'otherDay'],
  ] as const)('with %s is left out and counted', (_name, damage, reason) => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(OPEN_US).trade(1, trade(1, damage)).trade(1, trade(1));
    run();
    expect(live.length).toBe(1);
    expect(decoder.counters[reason]).toBe(1);
    expect(decoder.counters.duplicates).toBe(0);
  });

  it('of an asset that nobody follows is counted', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(OPEN_US).trade(2, trade(1)).trade(77, trade(1));
    run();
    expect(live.length).toBe(0);
    expect(decoder.counters.unknownAsset).toBe(2);
  });

  it('that repeats a number of its day is left out; the next day numbers begin anew', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(OPEN_US).trade(1, trade(1)).trade(1, trade(2)).trade(1, trade(1)).trade(1, trade(2));
    raw.at(OPEN_US + DAY_MS * 1000).trade(1, trade(1, { localMs: OPEN_MS + DAY_MS }));
    raw.trade(1, trade(1, { localMs: OPEN_MS + DAY_MS }));
    run();
    expect(numbersOf(live)).toEqual([1, 2, 1]);
    expect(decoder.counters.duplicates).toBe(3);
  });

  it('that repeats a number after another vendor process began is left out', () => {
    const { decoder, raw, live, run } = newDecoding();
    raw.at(OPEN_US).trade(1, trade(1));
    run();
    decoder.restart();
    raw.trade(1, trade(2)).asset(5, 'WDOU25').trade(5, trade(1)).trade(5, trade(3));
    run();
    expect(numbersOf(live)).toEqual([1, 3]);
    expect(decoder.counters.unknownAsset).toBe(1);
  });

  it('may arrive a moment after midnight', () => {
    const { raw, live, run } = newDecoding();
    const midnight = localToUtcUs(2025, 8, 6);
    raw.at(midnight + 300_000).trade(1, trade(9, { localMs: dayNumberOf(2025, 8, 6) * DAY_MS - 1 }));
    run();
    expect(live.exchangeTimeUsAt(0)).toBe(midnight - 1000);
  });

  it('is of the session day that was set, whatever day the clock says', () => {
    const { decoder, raw, live, run } = newDecoding();
    decoder.sessionDay = dayNumberOf(2025, 8, 5);
    raw
      .at(localToUtcUs(2031, 1, 1))
      .trade(1, trade(1))
      .trade(1, trade(2, { localMs: OPEN_MS + DAY_MS }));
    run();
    expect(numbersOf(live)).toEqual([1]);
  });

  it.each([
    ['in the summer of 2018', 2018, 1, 15, 120],
    ['on the last day of that summer', 2018, 2, 17, 120],
    ['on the first day after it', 2018, 2, 18, 180],
    ['on the first day of the last summer', 2018, 11, 4, 120],
    ['in the summer after it was abolished', 2019, 12, 2, 180],
  ] as const)('%s is told in UTC by the clock of that day', (_name, year, month, day, lagMinutes) => {
    const { raw, live, run } = newDecoding();
    const localMs = dayNumberOf(year, month, day) * DAY_MS + 10 * 3_600_000 + 1;
    raw.at(localMs * 1000 + lagMinutes * 60_000_000).trade(1, trade(1, { localMs }));
    run();
    expect(live.exchangeTimeUsAt(0)).toBe(localMs * 1000 + lagMinutes * 60_000_000);
  });
});

describe('an edit', () => {
  it('of a trade that was not told is that trade, and the trade itself is a repetition when it comes late', () => {
    const { raw, live, decoder, run } = newDecoding();
    raw
      .at(OPEN_US)
      .trade(1, trade(8, { quantity: 3, flags: FEED_EDIT }))
      .trade(1, trade(8))
      .trade(1, trade(8, { quantity: 2, flags: FEED_EDIT }));
    run();
    expect(numbersOf(live)).toEqual([8, 8]);
    expect([live.kindAt(0), live.kindAt(1)]).toEqual([Kind.trade, Kind.tradeCorrection]);
    expect([live.f64[5], live.f64[13]]).toEqual([3, 2]);
    expect(decoder.counters.duplicates).toBe(1);
  });

  it('is a correction that holds the trade as it is now, told once', () => {
    const { decoder, raw, live, run } = newDecoding();
    const edit = trade(1, { quantity: 3, flags: FEED_EDIT });
    raw
      .at(OPEN_US)
      .trade(1, trade(1))
      .trade(1, edit)
      .trade(1, edit)
      .trade(1, { ...edit, quantity: 2 })
      .trade(1, edit);
    run();
    expect([0, 1, 2, 3].map((at) => live.kindAt(at))).toEqual([
      Kind.trade,
      Kind.tradeCorrection,
      Kind.tradeCorrection,
      Kind.tradeCorrection,
    ]);
    expect([1, 2, 3].map((at) => live.f64[at * 8 + 5])).toEqual([3, 2, 3]);
    expect(live.flagsAt(1) & CORRECTION_REPLACES).toBe(CORRECTION_REPLACES);
    expect(decoder.counters.duplicateEdits).toBe(1);
  });
});

describe('trades of a history request', () => {
  it('are no events, their end is told though its trade is a sentinel, and those that were used do not come again', () => {
    const { decoder, raw, live, facts, run } = newDecoding();
    raw.at(OPEN_US).trade(1, trade(2));
    for (const number of [1, 2, 3]) raw.trade(1, trade(number, { isHistory: true, localMs: OPEN_MS + number }));
    raw.trade(1, trade(4, { isHistory: true, price: 0, flags: FEED_LAST_PACKET }));
    run();
    expect(numbersOf(live)).toEqual([2]);
    expect(decoder.counters.historyTrades).toBe(4);
    expect(facts.at(-1)).toEqual({ kind: 'historyEnd', asset: { ticker: 'WDOU25', exchange: 'F' } });
    decoder.markSeen(INSTRUMENT, dayNumberOf(2025, 8, 5), 3);
    raw.trade(1, trade(3)).trade(1, trade(1));
    run();
    expect(numbersOf(live)).toEqual([2, 1]);
  });
});

describeWithRealData('the day of DOLK20', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (path) => {
  it('comes out of its records as it went in, row by row', () => {
    const rows = gunzipSync(readFileSync(path!)).toString('latin1').trimEnd().split('\r\n').slice(1);
    const trades = rows
      .map((row) => row.split('\t'))
      .filter((fields) => Number(fields[4]) > 0)
      .map(([date, time, , , last, volume]) => ({
        localMs: Date.parse(`${date!.replaceAll('.', '-')}T${time}Z`),
        price: Number(last),
        quantity: Number(volume),
      }));
    expect(trades).toHaveLength(33_118);
    const { decoder, raw, live, run } = newDecoding();
    decoder.sessionDay = dayNumberOf(2020, 4, 2);
    const types = [2, 3, 32, 4];
    for (const [at, { localMs, price, quantity }] of trades.entries()) {
      raw.at(localMs * 1000 + 1500).trade(1, { localMs, price, quantity, number: at + 1, type: types[at % 4]! });
    }
    run();
    expect(live.length).toBe(trades.length);
    const wrong = trades.findIndex(({ localMs, price, quantity }, at) => {
      // Brasilia is three hours behind in April
      const isSame =
        live.exchangeTimeUsAt(at) === (localMs + 10_800_000) * 1000 &&
        live.f64[at * 8 + 4] === price &&
        live.f64[at * 8 + 5] === quantity &&
        live.f64[at * 8 + 6] === at + 1 &&
        live.flagsAt(at) === [1, 2, 0, TradeCondition.auction << CONDITION_SHIFT][at % 4];
      return !isSame;
    });
    expect(wrong).toBe(-1);
  });
});
