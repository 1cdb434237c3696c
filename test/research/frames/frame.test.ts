// Frames as a researcher uses them: what each operation gives, and that none changes the frame it is asked of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/adapters/user-error.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const START = localToUtcUs(2025, 8, 5, 9);
const MINUTE = 60_000_000;
const meta = { instrument: 'WDOU25', provenance: 'exchange', sources: [] } as const;

/** Five minutes of prices with one missing. */
const prices = Frame.fromColumns(
  {
    time: [0, 1, 2, 3, 4].map((minute) => START + minute * MINUTE),
    price: [5400, 5400.5, undefined, 5401, 5399.5],
    side: ['buyer', 'seller', 'buyer', undefined, 'buyer'],
  },
  { index: 'time', meta },
);

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
  return 'none';
}

describe('making one', () => {
  it('of arrays finds the kind of each column', () => {
    const frame = Frame.fromColumns({
      ...{ f: [1, 2], i: Int32Array.of(1, 2), b: [1n, 2n ** 60n], big: BigInt64Array.of(1n, 2n) },
      ...{ s: ['a', 'b'], t: [true, false], none: [undefined, null] },
    });
    expect(frame.names.map((name) => `${name} ${frame.column(name).kind}`)).toEqual([
      'f float',
      'i int32',
      'b int64',
      'big int64',
      's text',
      't boolean',
      'none float',
    ]);
    expect(frame.toArrays()).toEqual({
      ...{ f: [1, 2], i: [1, 2], b: [1, 2n ** 60n], big: [1, 2], s: ['a', 'b'], t: [true, false] },
      none: [undefined, undefined],
    });
  });

  it('of rows takes a key that is not there for a missing value', () => {
    const rows = [{ a: 1, b: 'x' }, { a: null, c: true }, { a: 2 }];
    expect(Frame.fromRows(rows).toRows()).toEqual([
      { a: 1, b: 'x', c: undefined },
      { a: undefined, b: undefined, c: true },
      { a: 2, b: undefined, c: undefined },
    ]);
    expect(Frame.fromRows([]).rows).toBe(0);
  });

  it('refuses what is no value, and says where', () => {
    for (const values of [[1, Number.NaN], Float64Array.of(0, Infinity), [1, 'a'], ['a', 1], [true, 1]]) {
      expect(codeOf(() => Frame.fromColumns({ a: values }))).toBe('frame-value');
    }
    expect(() => Frame.fromColumns({ a: [1, Number.NaN] })).toThrow(
      'Column a has number NaN, which is no float in row 1',
    );
    expect(codeOf(() => Frame.fromColumns({ a: [2 ** 53] }, { kinds: { a: 'int64' } }))).toBe('frame-value');
    expect(codeOf(() => Frame.fromColumns({ a: [1.5] }, { kinds: { a: 'int32' } }))).toBe('frame-value');
    expect(codeOf(() => Frame.fromColumns({ a: [1], b: [1, 2] }))).toBe('frame-value');
  });

  it('refuses an index that does not give every row a time', () => {
    expect(codeOf(() => Frame.fromColumns({ t: [1, undefined] }, { index: 't' }))).toBe('frame-index');
    expect(codeOf(() => new Frame(prices, { index: 'price' }))).toBe('frame-index');
    expect(codeOf(() => new Frame(prices, { index: 'nothing' }))).toBe('frame-column');
    expect(codeOf(() => Frame.fromColumns({ a: [1] }).times)).toBe('frame-index');
  });
});

describe('choosing', () => {
  it('columns keeps the index, and names those that there are when one is not', () => {
    expect(prices.select('side').names).toEqual(['time', 'side']);
    expect(prices.drop('time', 'side')).toMatchObject({ names: ['price'], index: undefined });
    expect(() => prices.select('prices')).toThrow('The frame has no column prices');
    try {
      prices.column('x');
    } catch (error) {
      expect((error as UserError).fix).toBe('It has time, price, side');
    }
  });

  it('rows by place counts from the end too', () => {
    const placed = (frame: Frame) => frame.toArrays().price;
    expect(placed(prices.slice(1, 3))).toEqual([5400.5, undefined]);
    expect(placed(prices.slice(-2))).toEqual([5401, 5399.5]);
    expect(placed(prices.slice(3, 1))).toEqual([]);
    expect(placed(prices.head(2))).toEqual([5400, 5400.5]);
    expect(placed(prices.tail(1))).toEqual([5399.5]);
    expect(prices.tail(99).rows).toBe(5);
  });

  it('rows by time takes microseconds and the local clock; the end is not included', () => {
    expect(prices.between('2025-08-05 09:01', '2025-08-05 09:03').toArrays().price).toEqual([5400.5, undefined]);
    expect(prices.between(START + 1, '2025-08-06').rows).toBe(4);
    expect(prices.between('2025-08-05 09:02:00.000001', '2025-08-05 09:04:00').rows).toBe(1);
    for (const time of ['9:00', '2025-02-30', '05/08/2025'])
      expect(codeOf(() => prices.between(time, START))).toBe('frame-index');
  });

  it('rows by mask or by question', () => {
    expect(prices.filter(Uint8Array.of(1, 0, 0, 1, 0)).toArrays().price).toEqual([5400, 5401]);
    const buyers = prices.filter((row) => prices.at(row, 'side') === 'buyer');
    expect(buyers.toArrays()).toMatchObject({ price: [5400, undefined, 5399.5], side: ['buyer', 'buyer', 'buyer'] });
    expect(buyers).toMatchObject({ index: 'time', meta });
  });
});

describe('changing', () => {
  it('a column gives another frame and leaves the first as it was', () => {
    const before = prices.toRows();
    const more = prices.withColumn('ticks', [1, 2, 3, 4, 5], 'int32').withColumn('price', [1, 1, 1, 1, 1]);
    expect(more.names).toEqual(['time', 'price', 'side', 'ticks']);
    expect(more.at(0, 'price')).toBe(1);
    expect(prices.toRows()).toEqual(before);
    expect(codeOf(() => prices.withColumn('short', [1]))).toBe('frame-value');
  });

  it('the order of rows keeps rows of equal time in theirs', () => {
    const frame = Frame.fromColumns({ t: [3, 1, 3, 2], n: [0, 1, 2, 3] }, { index: 't' });
    expect(frame.sortByTime().toArrays()).toEqual({ t: [1, 2, 3, 3], n: [1, 3, 0, 2] });
    expect(codeOf(() => frame.between(1, 2))).toBe('frame-index');
  });

  it('one frame below another takes the weaker origin', () => {
    const other = Frame.fromColumns(
      { time: [START], price: [1], volume: [7] },
      { index: 'time', meta: { ...meta, instrument: 'WDOV25', provenance: 'synthetic' } },
    );
    const both = Frame.concat([prices, other]);
    expect(both.rows).toBe(6);
    expect(both.toRows()[5]).toEqual({ time: START, price: 1, side: undefined, volume: 7 });
    expect(both.meta).toMatchObject({ instrument: undefined, provenance: 'synthetic' });
    expect(Frame.concat([]).rows).toBe(0);
    expect(codeOf(() => Frame.concat([prices, prices.withColumn('side', [1, 1, 1, 1, 1])]))).toBe('frame-value');
  });
});

describe('joining as of', () => {
  const quotes = Frame.fromColumns(
    { known: [-1, 1, 1, 3.5].map((minute) => START + minute * MINUTE), bid: [1, 2, 3, undefined], price: [9, 9, 9, 9] },
    { index: 'known', meta: { ...meta, provenance: 'simulated' } },
  );

  it('gives each row the last one known by then, never a later one', () => {
    const joined = prices.joinAsOf(quotes, { columns: ['bid'], age: 'age' });
    expect(joined.names).toEqual(['time', 'price', 'side', 'bid', 'age']);
    expect(joined.toArrays().bid).toEqual([1, 3, 3, 3, undefined]);
    expect(joined.toArrays().age).toEqual([1, 0, 1, 2, 0.5].map((minutes) => minutes * MINUTE));
    expect(joined.meta.provenance).toBe('simulated');
  });

  it('leaves out what is too old, and rows before the first have no values', () => {
    const joined = prices.joinAsOf(quotes, { columns: ['bid'], toleranceUs: MINUTE / 2 });
    expect(joined.toArrays().bid).toEqual([undefined, 3, undefined, undefined, undefined]);
    const late = quotes.slice(3);
    expect(prices.joinAsOf(late, { prefix: 'q_' }).toArrays()).toMatchObject({
      q_price: [undefined, undefined, undefined, undefined, 9],
    });
  });

  it('refuses two columns of one name and rows out of order', () => {
    expect(codeOf(() => prices.joinAsOf(quotes))).toBe('frame-column');
    expect(prices.joinAsOf(quotes, { prefix: 'q_', columns: ['known'] }).names).toContain('q_known');
    const back = quotes.filter((row) => row !== 3).withColumn('known', [3, 2, 1], 'time');
    expect(codeOf(() => prices.joinAsOf(back, { columns: ['bid'] }))).toBe('frame-index');
  });

  it('agrees with looking through all rows', () => {
    const times = fc.array(fc.nat(50), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, times, fc.option(fc.nat(10), { nil: undefined }), (left, right, toleranceUs) => {
        const a = Frame.fromColumns({ t: left }, { index: 't' });
        const b = Frame.fromColumns({ u: right, n: right.map((_, row) => row) }, { index: 'u' });
        const expected = left.map((time) => {
          const row = right.findLastIndex((other) => other <= time);
          return row < 0 || time - right[row]! > (toleranceUs ?? Infinity) ? undefined : row;
        });
        const joined = a.joinAsOf(b, toleranceUs === undefined ? {} : { toleranceUs });
        expect(joined.toArrays().n).toEqual(expected);
      }),
      { seed: 71, numRuns: propertyRuns(200) },
    );
  });
});

describe('describing', () => {
  it('tells of numbers how they are spread, of all columns how many there are', () => {
    const rows = prices.describe().toRows();
    expect(rows.map(({ column, kind, count, missing }) => [column, kind, count, missing])).toEqual([
      ['time', 'time', 5, 0],
      ['price', 'float', 4, 1],
      ['side', 'text', 4, 1],
    ]);
    expect(rows[1]).toMatchObject({
      mean: 5400.25,
      min: 5399.5,
      p25: 5399.875,
      median: 5400.25,
      p75: 5400.625,
      max: 5401,
    });
    expect(rows[1]!.std).toBeCloseTo(Math.sqrt(1.25 / 3), 12);
    expect(rows[2]).toMatchObject({ mean: undefined, max: undefined });
  });

  it('of one value has no deviation, of none no figures', () => {
    const rows = Frame.fromColumns({ one: [undefined, 2], none: [undefined, undefined] })
      .describe()
      .toRows();
    expect(rows[0]).toMatchObject({ mean: 2, std: undefined, p75: 2 });
    expect(rows[1]).toMatchObject({ count: 0, missing: 2, mean: undefined });
  });
});
