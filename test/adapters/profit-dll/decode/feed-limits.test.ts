// Price limits in the vendor's summary of the day: told when they change, inside the grid, and never where they can be none.
import { describe, expect, it } from 'vitest';
import { FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { Kind } from '../../../../src/core/market/event-record.ts';
import { INSTRUMENT, newDecoding } from './decoding.ts';
import { Payload } from './raw-records.ts';

const DAY_MS = 86_400_000;
const LOCAL_MS = dayNumberOf(2025, 8, 5) * DAY_MS + 10 * 3_600_000;
const UTC_US = localToUtcUs(2025, 8, 5, 10);

/** The vendor tells the upper limit first. */
const daily = (low: number, high: number, close = 5450, localMs = LOCAL_MS): Payload =>
  new Payload()
    .i64(localMs)
    .f64(close, close, close, close, 1e9, 5432, high, low, 6e8, 4e8)
    .i32(900, 80, 12_345, 540, 360, 30, 50);

/** What is told of summaries one after the other: `[low, high]` each. */
function toldOf(...summaries: readonly Payload[]) {
  const { decoder, raw, live, run } = newDecoding();
  raw.at(UTC_US + 5);
  for (const summary of summaries) raw.long(FeedKind.daily, 1, summary);
  run();
  const told: (readonly number[])[] = [];
  for (let at = 0; at < live.length; at++) {
    if (live.kindAt(at) === Kind.priceLimits) told.push([...live.f64.subarray(at * 8 + 4, at * 8 + 6)]);
  }
  return { told, refused: decoder.counters.badLimits, counted: decoder.counters.priceLimits };
}

describe('price limits', () => {
  it('are told once, and again when they change', () => {
    const { told, refused, counted } = toldOf(daily(5200, 5700), daily(5200, 5700, 5451), daily(5100, 5800));
    expect(told).toEqual([
      [5200, 5700],
      [5100, 5800],
    ]);
    expect([refused, counted]).toEqual([0, 2]);
  });

  it('carry the times of their summary and the instrument', () => {
    const { raw, live, run } = newDecoding();
    raw.at(UTC_US + 5).long(FeedKind.daily, 1, daily(5200, 5700));
    run();
    const at = live.length - 1;
    expect([live.kindAt(at), live.instrumentAt(at)]).toEqual([Kind.priceLimits, INSTRUMENT]);
    expect([live.exchangeTimeUsAt(at), live.receivedTimeUsAt(at)]).toEqual([UTC_US, UTC_US + 5]);
  });

  it('between two ticks are the next tick inside', () => {
    expect(toldOf(daily(5200.1, 5700.4)).told).toEqual([[5200.5, 5700]]);
  });

  it('hold at the limit itself', () => {
    expect(toldOf(daily(5200, 5700, 5700)).told).toEqual([[5200, 5700]]);
    expect(toldOf(daily(5200, 5700, 5200)).told).toEqual([[5200, 5700]]);
  });

  it('of one side are told with nothing on the other, and of none not at all', () => {
    expect(toldOf(daily(0, 5700))).toMatchObject({ told: [[0, 5700]], refused: 0 });
    expect(toldOf(daily(0, 0))).toMatchObject({ told: [], refused: 0 });
  });

  it.each([
    ['minus infinity', Number.NEGATIVE_INFINITY],
    ['infinity', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
    ['a negative number', -1],
    ['the largest number', Number.MAX_VALUE],
    ['nine nines', 999_999_999],
  ])('that are %s are none, and are counted', (_name, filler) => {
    expect(toldOf(daily(5200, filler))).toEqual({ told: [[5200, 0]], refused: 1, counted: 1 });
    expect(toldOf(daily(filler, filler))).toEqual({ told: [], refused: 2, counted: 0 });
    // what was told before stands
    expect(toldOf(daily(5200, 5700), daily(filler, filler)).told).toEqual([[5200, 5700]]);
    expect(toldOf(daily(5200, 5700), daily(0, 0)).told).toEqual([[5200, 5700]]);
  });

  it('that the last price or each other contradicts are not known any more', () => {
    expect(toldOf(daily(5200, 5440))).toMatchObject({ told: [[5200, 0]], refused: 1 });
    expect(toldOf(daily(5200, 5700), daily(5200, 5700, 5700.5)).told).toEqual([
      [5200, 5700],
      [5200, 0],
    ]);
    expect(toldOf(daily(5700, 5200, 0))).toMatchObject({ told: [], refused: 1 });
    expect(toldOf(daily(5200, 5700, 0), daily(5700, 5200, 0)).told).toEqual([
      [5200, 5700],
      [0, 0],
    ]);
  });

  it('of a summary of another day say nothing of this one', () => {
    expect(toldOf(daily(5200, 5700, 5450, LOCAL_MS - DAY_MS))).toEqual({ told: [], refused: 1, counted: 0 });
  });

  it('are told anew on the next day, and by the next process of the vendor', () => {
    const { decoder, raw, live, run } = newDecoding();
    const count = (): number => {
      let found = 0;
      for (let at = 0; at < live.length; at++) found += live.kindAt(at) === Kind.priceLimits ? 1 : 0;
      return found;
    };
    raw.at(UTC_US).long(FeedKind.daily, 1, daily(5200, 5700));
    raw.at(UTC_US + DAY_MS * 1000).long(FeedKind.daily, 1, daily(5200, 5700, 5450, LOCAL_MS + DAY_MS));
    run();
    expect(count()).toBe(2);
    decoder.restart();
    raw.asset(1, 'WDOU25').long(FeedKind.daily, 1, daily(5200, 5700, 5450, LOCAL_MS + DAY_MS));
    run();
    expect(count()).toBe(3);
  });
});
