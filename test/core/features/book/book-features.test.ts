// The measures of the book against slow references on random books, the events of the paper on order flow, and the contract of `now`.

import { describe, expect, it } from 'vitest';
import { BookView } from '../../../../src/core/candles/book-view.ts';
import { emptyCandle } from '../../../../src/core/candles/candle.ts';
import { bookDefaults } from '../../../../src/core/features/book/defaults.ts';
import { bookSlope, depthImbalance, ofi, spreadTicks } from '../../../../src/core/features/book/index.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../../src/core/market/event-record.ts';
import { sessionOn } from '../candles.ts';
import { type BookLog, type Feed, play, randomBooks, type Side, type Told, tell } from './book-log.ts';
import { references } from './book-reference.ts';

const byId = Object.fromEntries(bookDefaults.map((spec) => [spec.meta.id, spec]));
const setOf = (...specs: readonly FeatureSpec[]) =>
  new FeatureSet(Object.fromEntries(specs.map((spec) => [spec.meta.id, spec])));
const log = randomBooks(400, 31);
const session = sessionOn(1);

function column(spec: FeatureSpec, over: BookLog, feed: Feed): readonly (number | undefined)[] {
  return play(setOf(spec), over, feed).map(([value]) => value);
}

function expectClose(actual: readonly (number | undefined)[], expected: readonly (number | undefined)[]): void {
  expect(actual.map((value) => value === undefined)).toEqual(expected.map((value) => value === undefined));
  actual.forEach((value, at) => {
    if (value !== undefined)
      expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });
}

describe('every feature of the book', () => {
  it.each(bookDefaults.map((spec) => [spec.meta.id, spec] as const))('%s is what its reference says', (id, spec) => {
    const values = column(spec, log, 'levels');
    expectClose(values, references[id]!(log, 0.5));
    const ready = values.filter((value) => value !== undefined).length;
    expect(ready / values.length).toBeGreaterThan(0.6);
    expect(ready).toBeLessThan(values.length);
    const [low, high] = spec.meta.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const value of values) if (value !== undefined) expect(value >= low && value <= high).toBe(true);
  });

  it.each(bookDefaults.map((spec) => [spec.meta.id, spec] as const))('%s says how it is computed', (_id, { meta }) => {
    expect([meta.group, meta.warmup, meta.sessionRule, meta.freshBetweenCandles]).toEqual(['book', 1, 'reset', true]);
    for (const text of [meta.meaning, meta.formula, meta.source, meta.unit]) expect(text).not.toBe('');
  });

  it('gives the same alone as in a set, and made anew', () => {
    const together = play(new FeatureSet(byId), log, 'levels');
    expect(play(new FeatureSet(byId), log, 'levels')).toEqual(together);
    bookDefaults.forEach((spec, at) => {
      expect(column(spec, log, 'levels')).toEqual(together.map((row) => row[at]));
    });
  });

  it.each(bookDefaults.map((spec) => [spec.meta.id, spec] as const))('%s begins each session anew', (_id, spec) => {
    const second = log.filter((each) => each.session.day === sessionOn(2).day);
    const candles = (over: BookLog) => over.filter(({ kind }) => kind === 'candle').length;
    const at = candles(log.filter((each) => each.session.day === session.day));
    expect(column(spec, log, 'levels').slice(at, at + candles(second))).toEqual(column(spec, second, 'levels'));
  });

  it('is the same between two candles as at the close, and a decision changes nothing', () => {
    const [plain, asked] = [new FeatureSet(byId), new FeatureSet(byId)];
    const view = new BookView(0.5);
    for (const each of log) {
      if (each.kind === 'book') {
        for (const set of [plain, asked]) set.onBook(tell(view, each, 'levels'), each.session);
        continue;
      }
      const { candle } = each;
      const before = [...asked.ready];
      asked.refresh({ ...candle, closeTimeUs: candle.closeTimeUs - 1_000_000 }, each.session);
      asked.refresh(candle, each.session);
      const now = asked.ids.map((_, at) => asked.at(at));
      for (const set of [plain, asked]) set.update(candle, each.session);
      expect(asked.ids.map((_, at) => asked.at(at))).toEqual(plain.ids.map((_, at) => plain.at(at)));
      // where there is nothing fresh the value before stays
      now.forEach((value, at) => {
        if (plain.ready[at] === 1) expect(Object.is(value, plain.at(at))).toBe(true);
        else expect(value !== undefined).toBe(before[at] === 1);
      });
    }
  });
});

describe('what a feed does not tell', () => {
  const ready = (feed: Feed) =>
    bookDefaults
      .filter((spec) => column(spec, log, feed).some((value) => value !== undefined))
      .map(({ meta }) => meta.id);
  const isOf = (input: string) => bookDefaults.filter(({ meta }) => meta.inputs.includes(input as never));

  it('is needed by what reads levels below the best, and by nothing else', () => {
    expect(ready('top')).toEqual(isOf('quotes').map(({ meta }) => meta.id));
    for (const spec of isOf('quotes')) expect(column(spec, log, 'top')).toEqual(column(spec, log, 'levels'));
  });

  it('leaves distance, middle and pace of a feed without sizes', () => {
    expect(ready('prices')).toEqual(['spreadTicks', 'mid', 'quoteIntensity']);
  });

  it('makes all of them not ready where nothing is told', () => {
    const candles = log.filter(({ kind }) => kind === 'candle');
    for (const row of play(new FeatureSet(byId), candles, 'levels')) expect(new Set(row)).toEqual(new Set([undefined]));
  });

  it('is no best price beside levels, nor half a message', () => {
    const set = new FeatureSet(byId);
    const view = new BookView(0.5);
    const book = log.find(
      (each): each is Told => each.kind === 'book' && each.bids.length === 12 && each.asks.length === 12,
    )!;
    const timeUs = session.openUs + 1;
    set.onBook(tell(view, { ...book, timeUs }, 'levels'), session);
    const candle = {
      ...emptyCandle(),
      openTimeUs: session.openUs,
      closeTimeUs: session.openUs + 1e6,
      firstOfSession: true,
    };
    set.refresh(candle, session);
    const before = set.ids.map((_, at) => set.at(at));
    view.setLevel(false, book.bids[0]![0], 0);
    view.setQuote(QUOTE_HAS_BID | QUOTE_HAS_ASK | QUOTE_HAS_SIZES, 1, 2, 3, 4);
    set.onBook(view, session);
    set.refresh(candle, session);
    expect(set.ids.map((_, at) => set.at(at))).toEqual(before);
  });
});

describe('order flow imbalance', () => {
  const start: Told = {
    kind: 'book',
    session,
    timeUs: session.openUs,
    bids: [
      [100, 20],
      [99, 50],
    ],
    asks: [
      [101, 30],
      [102, 40],
    ],
  };
  const candle = {
    ...emptyCandle(),
    openTimeUs: session.openUs,
    closeTimeUs: session.openUs + 60e6,
    firstOfSession: true,
  };

  /** Of a candle with one event. */
  function of(change: { bids?: Side; asks?: Side }, levels = 1): number | undefined {
    const events: BookLog = [start, { ...start, ...change }, { kind: 'candle', session, candle }];
    return column(ofi({ levels }), events, 'levels')[0];
  }

  it('counts each kind of event with its size, as the paper lists them', () => {
    expect(
      of({
        bids: [
          [100, 27],
          [99, 50],
        ],
      }),
    ).toBe(7); // limit buy at the best
    expect(
      of({
        bids: [
          [100, 15],
          [99, 50],
        ],
      }),
    ).toBe(-5); // cancellation or market sell
    expect(of({ bids: [[99, 50]] })).toBe(-20); // market sell of the whole queue
    expect(
      of({
        asks: [
          [101, 36],
          [102, 40],
        ],
      }),
    ).toBe(-6); // limit sell at the best
    expect(
      of({
        asks: [
          [101, 22],
          [102, 40],
        ],
      }),
    ).toBe(8); // cancellation or market buy
    expect(of({ asks: [[102, 40]] })).toBe(30); // market buy of the whole queue
    expect(of({ bids: [[101, 4]], asks: [[102, 40]] })).toBe(34); // the rest of the buyer waits at the price he took
    expect(of({})).toBe(0);
  });

  it('is the sum of its levels, each compared with the level that stood in its place', () => {
    // level 1: +7; level 2: 50 was replaced by 20 in front of it
    expect(
      of(
        {
          bids: [
            [101, 7],
            [100, 20],
            [99, 50],
          ],
          asks: [
            [102, 40],
            [103, 9],
          ],
        },
        2,
      ),
    ).toBe(7 + 20 + 30 + 40);
  });

  it('passes over a crossed book and goes on from the one before', () => {
    const crossed: Told = { ...start, bids: [[103, 5]], asks: [[101, 30]] };
    const events: BookLog = [start, crossed, { ...start, bids: [[100, 26]] }, { kind: 'candle', session, candle }];
    expect(column(ofi(), events, 'levels')).toEqual([6]);
    expect(column(ofi(), [start, crossed, { kind: 'candle', session, candle }], 'levels')).toEqual([undefined]);
  });

  it('has no value for a candle in which the book was first told, unless it is the first of the session', () => {
    const second = {
      ...candle,
      openTimeUs: candle.closeTimeUs,
      closeTimeUs: candle.closeTimeUs + 60e6,
      firstOfSession: false,
    };
    const third = { ...second, openTimeUs: second.closeTimeUs, closeTimeUs: second.closeTimeUs + 60e6 };
    const [one, two, three] = [candle, second, third].map((each) => ({
      kind: 'candle' as const,
      session,
      candle: each,
    }));
    const late = { ...start, timeUs: candle.closeTimeUs + 1 };
    expect(column(ofi(), [one!, late, two!, three!], 'levels')).toEqual([undefined, undefined, 0]);
    expect(column(ofi(), [start, one!], 'levels')).toEqual([0]);
  });
});

describe('a locked market', () => {
  it('has a spread of 0', () => {
    const locked: Told = { kind: 'book', session, timeUs: session.openUs, bids: [[100, 3]], asks: [[100, 9]] };
    const candle = { ...emptyCandle(), closeTimeUs: session.openUs + 60e6, firstOfSession: true };
    const rows = play(new FeatureSet(byId), [locked, { kind: 'candle', session, candle }], 'levels');
    const at = (id: string) => rows[0]![bookDefaults.findIndex(({ meta }) => meta.id === id)];
    expect([at('spreadTicks'), at('mid'), at('microprice'), at('depthImbalance_1')]).toEqual([0, 50, 0, -0.5]);
  });
});

describe('parameters', () => {
  it('are checked, and stand in the id where they are not the default', () => {
    expect(bookSlope.bid({ levels: 10 }).meta.id).toBe('bookSlope_bid(levels=10)');
    expect(depthImbalance({ levels: 3 }).meta.inputs).toEqual(['book']);
    expect(spreadTicks().meta.inputs).toEqual(['quotes']);
    expect(() => depthImbalance({ levels: 0 })).toThrow(/levels must be a whole number from 1/);
    expect(() => bookSlope.ask({ levels: 1 })).toThrow(/bookSlope_ask: levels must be a whole number from 2/);
    expect(() => ofi({ levels: 1.5 })).toThrow(RangeError);
  });
});
