// Takes made-up parts of every kind; compares their facts with figures worked out by hand and with a naive calculation.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../src/core/market/civil-time.ts';
import { parseContract } from '../../../src/core/market/contract.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { medianOf } from '../../../src/core/quality/facts/median.ts';
import { factsOfDay } from '../../../src/core/quality/facts-of-day.ts';
import type { PartContext, RowKind } from '../../../src/core/quality/row-rule.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const MINUTE_US = 60_000_000;
const DAY = '2025-08-05';
const MIDNIGHT_US = utcUsOf(DAY, 0);
const at = (hour: number, minute: number, second = 0): number =>
  MIDNIGHT_US + (hour * 60 + minute) * MINUTE_US + second * 1_000_000;

function contextOf(kind: RowKind, isoDay = DAY): PartContext {
  return {
    instrument: 'WDOU25',
    kind,
    isoDay,
    dayNumber: parseDay(isoDay)!,
    midnightUs: utcUsOf(isoDay, 0),
    terms: builtInTerms('WDOU25')!,
    contract: parseContract('WDOU25'),
    session: sessionOf('WDO', isoDay),
    closure: undefined,
    provenance: 'exchange',
    adjusted: 'none',
    intervalUs: kind === 'candles' ? MINUTE_US : undefined,
    nowUs: utcUsOf('2026-01-01', 0),
  };
}

function columns(values: Readonly<Record<string, readonly number[]>>) {
  return Object.fromEntries(Object.entries(values).map(([name, column]) => [name, Float64Array.from(column)]));
}

/** One-minute candles from a minute of the day on, all but their prices alike. */
function candles(closes: readonly number[], fromMinute: number, midnightUs = MIDNIGHT_US) {
  const open = closes.map((_, row) => midnightUs + (fromMinute + row) * MINUTE_US);
  return columns({
    open_time_us: open,
    close_time_us: open.map((us) => us + MINUTE_US),
    open: closes,
    high: closes.map((close) => close + 1),
    low: closes.map((close) => close - 1),
    close: closes,
    volume: closes.map(() => 10),
  });
}

describe('facts of a day of trades', () => {
  const times = [at(8, 58), at(9, 0), at(9, 1), at(9, 4), at(9, 31), at(18, 40), at(20, 0)];
  const trades = columns({
    time_us: times,
    price: [5500, 5501, 5499.5, 5502, 5503, 5500.5, 5500.5],
    quantity: [1, 2, 3, 4, 5, 6, 7],
  });

  it('are its ends, prices and volume', () => {
    expect(factsOfDay(contextOf('trades'), trades)).toMatchObject({
      rows: 7,
      firstTimeUs: times[0],
      lastTimeUs: times[6],
      first: 5500,
      last: 5500.5,
      high: 5503,
      low: 5499.5,
      median: 5500.5,
      volume: 28,
    });
  });

  it('have the longest gap inside the session only', () => {
    const { longestGapUs, longestGapAtUs } = factsOfDay(contextOf('trades'), trades);
    expect([longestGapUs, longestGapAtUs]).toEqual([27 * MINUTE_US, at(9, 4)]);
    const everywhere = factsOfDay({ ...contextOf('trades'), session: undefined }, trades);
    expect([everywhere.longestGapUs, everywhere.longestGapAtUs]).toEqual([at(18, 40) - at(9, 31), at(9, 31)]);
  });

  it('have half hours with their rows', () => {
    const { windows } = factsOfDay(contextOf('trades'), trades);
    expect(windows.map(({ minute, rows }) => [minute, rows])).toEqual([
      [510, 1],
      [540, 3],
      [570, 1],
      [1110, 1],
      [1200, 1],
    ]);
  });

  it('leave out prices and sizes that are none, and trades that were removed', () => {
    const bad = columns({
      time_us: [at(9, 0), at(9, 1), at(9, 2), at(9, 3), at(9, 4)],
      price: [Number.NaN, 5500, 0, 5501, 9000],
      quantity: [Number.NaN, 5, -3, 2, 2],
      correction: [0, 0, 0, 0, 1],
    });
    expect(factsOfDay(contextOf('trades'), bad)).toMatchObject({ first: 5500, last: 5501, high: 5501, low: 5500 });
    // The removal of two contracts takes the trade above it back.
    expect(factsOfDay(contextOf('trades'), bad).volume).toBe(5);
    const none = columns({ time_us: [at(9, 0)], price: [0], quantity: [0] });
    expect(factsOfDay(contextOf('trades'), none)).toMatchObject({ first: undefined, median: undefined, volume: 0 });
  });

  it('are those of rows in any order of time', () => {
    const back = columns({ time_us: [at(10, 0), at(9, 0), at(11, 0)], price: [1, 2, 3], quantity: [1, 1, 1] });
    const facts = factsOfDay(contextOf('trades'), back);
    expect([facts.firstTimeUs, facts.lastTimeUs, facts.longestGapUs]).toEqual([at(9, 0), at(11, 0), 60 * MINUTE_US]);
  });

  it('are never NaN, even of times that are', () => {
    const lost = columns({ time_us: [Number.NaN], price: [Number.NaN], quantity: [Number.NaN] });
    const facts = factsOfDay(contextOf('trades'), lost);
    expect(Object.values(facts).some((value) => typeof value === 'number' && !Number.isFinite(value))).toBe(false);
    expect(facts.firstTimeUs).toBe(MIDNIGHT_US);
  });
});

describe('facts of other kinds', () => {
  it('of candles reach to the end of the last one, and gaps begin at the end of one', () => {
    const held = columns({
      open_time_us: [at(9, 0), at(9, 1), at(9, 5)],
      close_time_us: [at(9, 1), at(9, 2), at(9, 6)],
      open: [10, 11, 12],
      high: [14, 15, 13],
      low: [9, 10, 8],
      close: [11, 12, 9],
      volume: [1, 2, 3],
    });
    expect(factsOfDay(contextOf('candles'), held)).toMatchObject({
      lastTimeUs: at(9, 6),
      longestGapUs: 3 * MINUTE_US,
      longestGapAtUs: at(9, 2),
      first: 10,
      last: 9,
      high: 15,
      low: 8,
      median: 11,
      volume: 6,
    });
  });

  it('of quotes are the middle of whole and sound ones', () => {
    const quotes = columns({
      time_us: [at(9, 0), at(9, 1), at(9, 2), at(9, 3)],
      flags: [7, 7, 1, 7],
      bid: [5500, 5490, 5495, 5491],
      ask: [5220, 5491, 0, 5492],
      bid_size: [1, 1, 1, 1],
      ask_size: [1, 1, 0, 1],
    });
    const facts = factsOfDay(contextOf('quotes'), quotes);
    expect(facts).toMatchObject({ rows: 4, first: 5490.5, last: 5491.5, high: 5491.5, low: 5490.5, volume: undefined });
  });

  it('of levels and orders have no prices, of last prices no volume', () => {
    const rows = columns({ time_us: [at(9, 0), at(9, 1)], price: [5500, 100], quantity: [1, 2] });
    expect(factsOfDay(contextOf('levels'), rows)).toMatchObject({ rows: 2, first: undefined, volume: undefined });
    expect(factsOfDay(contextOf('orders'), rows)).toMatchObject({ rows: 2, median: undefined });
    expect(factsOfDay(contextOf('lasts'), rows)).toMatchObject({ first: 5500, last: 100, volume: undefined });
  });
});

describe('hashes of half hours', () => {
  const moving = Array.from({ length: 60 }, (_, row) => 5500 + ((row * 7) % 13));
  const hashesOf = (part: ReturnType<typeof candles>, isoDay = DAY) =>
    factsOfDay(contextOf('candles', isoDay), part).windows.map(({ hash }) => hash);

  it('are equal for equal rows on another day and at another hour', () => {
    const [first, second] = hashesOf(candles(moving, 9 * 60));
    expect(first).not.toBe(second);
    expect(hashesOf(candles(moving, 14 * 60))).toEqual([first, second]);
    const other = '2018-01-15';
    expect(hashesOf(candles(moving, 9 * 60, utcUsOf(other, 0)), other)).toEqual([first, second]);
  });

  it('differ when one value or one time differs', () => {
    const base = hashesOf(candles(moving, 9 * 60));
    const price = candles(moving, 9 * 60);
    price.close![40]! += 0.5;
    const size = candles(moving, 9 * 60);
    size.volume![40]! += 1;
    const time = candles(moving, 9 * 60);
    time.open_time_us![40]! += 1;
    for (const changed of [price, size, time]) {
      const hashes = hashesOf(changed);
      expect(hashes[0]).toBe(base[0]);
      expect(hashes[1]).not.toBe(base[1]);
    }
  });

  it('are 0 where rows only repeat, and safe integers elsewhere', () => {
    const still = Array.from({ length: 60 }, (_, row) => (row < 30 ? moving[row]! : 5500));
    const [lively, silent] = hashesOf(candles(still, 9 * 60));
    expect(Number.isSafeInteger(lively) && lively! > 0).toBe(true);
    expect(silent).toBe(0);
  });

  it('do not collide over many windows', () => {
    const seen = new Set<number>();
    for (let n = 0; n < 20_000; n++) {
      const [hash] = hashesOf(candles([5500 + n / 2, 5500, 5501], 9 * 60));
      seen.add(hash!);
    }
    expect(seen.size).toBe(20_000);
  });
});

describe('facts in general', () => {
  it('are those of a naive calculation', () => {
    const trade = fc.record({
      minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
      price: fc.integer({ min: 1, max: 40 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 60 }), (rows) => {
        const times = rows.map(({ minute }) => MIDNIGHT_US + minute * MINUTE_US);
        const prices = rows.map(({ price }) => price / 2);
        const quantities = rows.map(({ quantity }) => quantity);
        const part = columns({ time_us: times, price: prices, quantity: quantities });
        const facts = factsOfDay(contextOf('trades'), part);
        const sorted = [...prices].sort((a, b) => a - b);
        expect(facts).toMatchObject({
          rows: rows.length,
          firstTimeUs: Math.min(...times),
          lastTimeUs: Math.max(...times),
          first: prices[0],
          last: prices.at(-1),
          high: sorted.at(-1),
          low: sorted[0],
          median: sorted[sorted.length >>> 1],
          volume: quantities.reduce((a, b) => a + b),
        });
        const counts = new Map<number, number>();
        for (const { minute } of rows) {
          const window = Math.floor(minute / 30) * 30;
          counts.set(window, (counts.get(window) ?? 0) + 1);
        }
        const expected = [...counts].sort(([a], [b]) => a - b);
        expect(facts.windows.map(({ minute, rows: count }) => [minute, count])).toEqual(expected);
      }),
      { numRuns: propertyRuns(200), seed: 7 },
    );
  });

  it('rest on the true median, whatever the order of the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 80 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        expect(medianOf([...values])).toBe(sorted[values.length >>> 1]);
        expect(medianOf(Float64Array.from(values))).toBe(sorted[values.length >>> 1]);
      }),
      { numRuns: propertyRuns(300), seed: 8 },
    );
  });

  it('are not asked of a part without rows', () => {
    expect(() => factsOfDay(contextOf('trades'), columns({ time_us: [], price: [], quantity: [] }))).toThrow('no rows');
  });
});
