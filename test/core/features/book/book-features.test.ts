// The measures of the book against slow references on random books, the events of the paper on order flow, and the contract of `now`.

import { describe, expect, it } from 'vitest';
import { BookView } from '../../../../src/core/candles/book-view.ts';
import { type Candle, emptyCandle } from '../../../../src/core/candles/candle.ts';
import { bookDefaults } from '../../../../src/core/features/book/defaults.ts';
import {
  bookSlope,
  depthImbalance,
  ofi,
  queueDepletion,
  quoteIntensity,
  spreadTicks,
} from '../../../../src/core/features/book/index.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../../src/core/market/event-record.ts';
import { sessionOn } from '../candles.ts';
import { type BookLog, type Closed, type Feed, play, randomBooks, type Side, type Told, tell } from './book-log.ts';
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

/** A book one tick wide with so many levels a side. */
function sidesOf(levels: number): { readonly bids: Side; readonly asks: Side } {
  const side = (best: number, step: 1 | -1): Side =>
    Array.from({ length: levels }, (_, k) => [best + step * k, 20 + k] as const);
  return { bids: side(100, -1), asks: side(101, 1) };
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
    expect(meta.source).toMatch(/^own definition|\b(19|20)\d\d\b/);
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
        tell(view, each, 'levels');
        for (const set of [plain, asked]) set.onBook(view, each.session);
        continue;
      }
      const { candle } = each;
      asked.refresh({ ...candle, closeTimeUs: candle.closeTimeUs - 1_000_000 }, each.session);
      asked.refresh(candle, each.session);
      const now = asked.ids.map((_, at) => asked.at(at));
      for (const set of [plain, asked]) set.update(candle, each.session);
      const closed = plain.ids.map((_, at) => plain.at(at));
      expect(asked.ids.map((_, at) => asked.at(at))).toEqual(closed);
      expect(now).toEqual(closed);
    }
  });
});

describe('after a decision between two candles', () => {
  const start: Told = { kind: 'book', session, timeUs: session.openUs + 1e6, ...sidesOf(10) };
  const minute = (at: number): Closed => ({
    kind: 'candle',
    session,
    candle: {
      ...emptyCandle(),
      ...{ openTimeUs: session.openUs + at * 60e6, closeTimeUs: session.openUs + (at + 1) * 60e6 },
      ...{ hasFlow: true, buyVolume: 6, sellVolume: 4, firstOfSession: at === 0 },
    },
  });
  const faulty: readonly (readonly [string, Partial<Told>, readonly string[]])[] = [
    ['cleared', { bids: [], asks: [], cleared: true }, []],
    ['crossed', { bids: [[103, 5]], asks: [[101, 30]] }, []],
    ['one-sided', { bids: [] }, []],
    ['too short', sidesOf(3), ['spreadTicks', 'mid', 'micropriceDistance', 'depthImbalance_1', 'ofi_1']],
  ];

  it.each(faulty)('a book that is %s has no value that reads it', (_what, change, left) => {
    const set = new FeatureSet(byId);
    const view = new BookView(0.5);
    set.onBook(tell(view, start, 'levels'), session);
    const more = { ...start, timeUs: start.timeUs + 1e6, bids: [[100, 31] as const, ...start.bids.slice(1)] };
    set.onBook(tell(view, more, 'levels'), session);
    set.update(minute(0).candle, session);
    expect(set.readyCount).toBe(bookDefaults.length);
    set.onBook(tell(view, { ...more, ...change, timeUs: session.openUs + 65e6 }, 'levels'), session);
    set.refresh({ ...minute(1).candle, closeTimeUs: session.openUs + 70e6 }, session);
    const ready = set.ids.filter((_, at) => set.at(at) !== undefined && !set.ids[at]!.startsWith('queue'));
    expect(ready).toEqual([...left, 'quoteIntensity']);
    set.onBook(tell(view, { ...more, timeUs: session.openUs + 75e6 }, 'levels'), session);
    set.refresh({ ...minute(1).candle, closeTimeUs: session.openUs + 80e6 }, session);
    expect(set.at(set.ids.indexOf('spreadTicks'))).toBe(1);
  });

  it('of a new session, nothing of the session before is left', () => {
    const set = new FeatureSet(byId);
    set.onBook(tell(new BookView(0.5), start, 'levels'), session);
    set.update(minute(0).candle, session);
    expect(set.readyCount).toBeGreaterThan(10);
    const next = sessionOn(2);
    set.refresh({ ...minute(0).candle, openTimeUs: next.openUs, closeTimeUs: next.openUs + 1e6 }, next);
    expect(set.readyCount).toBe(0);
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

describe('sums over a candle', () => {
  const told = (second: number, size: number, cleared = false): Told => ({
    ...{ kind: 'book', session, timeUs: session.openUs + second * 1e6, cleared },
    bids: [[100, size]],
    asks: [[101, 30]],
  });
  const minute = (at: number, changes: Partial<Candle> = {}): Closed => ({
    kind: 'candle',
    session,
    candle: {
      ...emptyCandle(),
      ...{ openTimeUs: session.openUs + at * 60e6, closeTimeUs: session.openUs + (at + 1) * 60e6 },
      ...{ hasFlow: true, buyVolume: 6, sellVolume: 4, firstOfSession: at === 0, ...changes },
    },
  });
  const rowsOf = (events: BookLog) => play(setOf(ofi(), queueDepletion(), quoteIntensity()), events, 'levels');

  it('leave out what came in an interval without a trade before it', () => {
    const events: BookLog = [told(1, 20), minute(0), told(70, 50), told(120, 60), told(130, 65), minute(2)];
    expect(rowsOf(events)[1]).toEqual([5, 2, 1 / 60]);
    expect(rowsOf([told(1, 20), minute(0), told(70, 50), minute(1), told(130, 55), minute(2)])[2]).toEqual([
      5,
      2,
      1 / 60,
    ]);
    // a first candle that opens later than the session
    const late: BookLog = [told(1, 20), told(2, 90), told(130, 95), minute(2, { firstOfSession: true })];
    expect(rowsOf(late)).toEqual([[5, 2, 1 / 60]]);
    expect(rowsOf([told(125, 20), told(130, 95), minute(2, { firstOfSession: true })])).toEqual([
      [undefined, undefined, undefined],
    ]);
  });

  it('are the same over a gap of many seconds', () => {
    const gap = Array.from({ length: 3000 }, (_, at) => told(60.5 + at, 20 + (at % 7)));
    const events: BookLog = [told(1, 20), minute(0), ...gap, minute(50)];
    const inside = gap.filter(({ timeUs }) => timeUs > session.openUs + 3000e6).length;
    expect(rowsOf(events)[1]![2]).toBe(inside / 60);
  });

  it('of a book that was cleared compare nothing with what stood before', () => {
    const events: BookLog = [
      told(1, 20),
      minute(0),
      told(70, 900, true),
      told(71, 902),
      minute(1),
      told(130, 905),
      minute(2),
    ];
    expect(rowsOf(events).map(([flow]) => flow)).toEqual([0, undefined, 3]);
    expect(rowsOf([told(1, 20, true), told(2, 24), minute(0)])[0]![0]).toBe(4);
    expect(rowsOf([told(1, 20), told(2, 24, true), minute(0)])[0]![0]).toBeUndefined();
    // before the opening, and in an interval without a trade
    expect(rowsOf([told(-9, 20), told(-8, 24, true), told(5, 25), minute(0)])[0]![0]).toBe(1);
    expect(rowsOf([told(1, 20), minute(0), told(70, 900, true), told(130, 905), minute(2)])[1]![0]).toBe(5);
  });

  it('have no value where the book was first told within the candle', () => {
    const partial = Array.from({ length: 100 }, (_, at) => told(110 + at / 10, 20 + at));
    const rows = rowsOf([minute(0), ...partial, minute(1), told(130, 9), minute(2)]);
    expect(rows[0]).toEqual([undefined, undefined, undefined]);
    expect(rows[1]).toEqual([undefined, undefined, undefined]);
    expect(rows[2]![2]).toBe(1 / 60);
  });

  it('are fresh in the first candle after a warm-up', () => {
    const set = setOf(ofi(), queueDepletion(), quoteIntensity());
    for (const at of [-5, -4]) set.update(minute(at, { firstOfSession: at === -5 }).candle, session);
    const view = new BookView(0.5);
    for (const [second, size] of [
      [1, 10],
      [2, 12],
    ] as const)
      set.onBook(tell(view, told(second, size), 'levels'), session);
    const { candle } = minute(0);
    set.refresh(candle, session);
    expect(set.ids.map((_, at) => set.at(at))).toEqual([2, 5, 2 / 60]);
    set.update(candle, session);
    expect(set.ids.map((_, at) => set.at(at))).toEqual([2, 5, 2 / 60]);
  });
});

describe('a locked market', () => {
  it('has a spread of 0', () => {
    const locked: Told = { kind: 'book', session, timeUs: session.openUs, bids: [[100, 3]], asks: [[100, 9]] };
    const candle = { ...emptyCandle(), closeTimeUs: session.openUs + 60e6, firstOfSession: true };
    const rows = play(new FeatureSet(byId), [locked, { kind: 'candle', session, candle }], 'levels');
    const at = (id: string) => rows[0]![bookDefaults.findIndex(({ meta }) => meta.id === id)];
    expect([at('spreadTicks'), at('mid'), at('micropriceDistance'), at('depthImbalance_1')]).toEqual([0, 50, 0, -0.5]);
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
