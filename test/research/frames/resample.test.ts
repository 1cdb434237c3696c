// Rows in spans of time: which span a row falls into, and what the columns amount to there.
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../../src/adapters/user-error.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { Frame } from '../../../src/research/frames/frame.ts';

const MINUTE = 60_000_000;
const NINE = localToUtcUs(2025, 8, 5, 9);

describe('resampling', () => {
  const trades = Frame.fromColumns(
    {
      time: [0, 10, 59.999999, 60, 190].map((second) => NINE + second * 1e6),
      price: [5400, undefined, 5401, 5399, 5402],
      quantity: Int32Array.of(1, 2, 3, 4, 5),
      side: [undefined, 'buyer', 'seller', 'buyer', 'buyer'],
    },
    { index: 'time' },
  );

  it('puts a moment into the span that begins with it, and makes no row of an empty span', () => {
    const minutes = trades.resample('1m', {
      ...{ open: { of: 'price', by: 'first' }, high: { of: 'price', by: 'max' }, low: { of: 'price', by: 'min' } },
      ...{ price: 'last', quantity: 'sum', mean: { of: 'price', by: 'mean' }, n: { of: 'price', by: 'count' } },
      side: 'first',
    });
    expect(minutes.index).toBe('time');
    expect(minutes.toRows()).toEqual([
      { time: NINE, open: 5400, high: 5401, low: 5400, price: 5401, quantity: 6, mean: 5400.5, n: 2, side: 'buyer' },
      {
        time: NINE + MINUTE,
        open: 5399,
        high: 5399,
        low: 5399,
        price: 5399,
        quantity: 4,
        mean: 5399,
        n: 1,
        side: 'buyer',
      },
      {
        time: NINE + 3 * MINUTE,
        open: 5402,
        high: 5402,
        low: 5402,
        price: 5402,
        quantity: 5,
        mean: 5402,
        n: 1,
        side: 'buyer',
      },
    ]);
  });

  it('has no value where a span has none', () => {
    const frame = Frame.fromColumns({ t: [0, 1], a: [undefined, undefined] }, { index: 't', kinds: { a: 'float' } });
    for (const by of ['first', 'last', 'min', 'max', 'sum', 'mean'] as const) {
      expect(frame.resample('1s', { a: by }).at(0, 'a')).toBeUndefined();
    }
    expect(frame.resample('1s', { a: 'count' }).at(0, 'a')).toBe(0);
  });

  it('puts a row that marks an end into the span that it ends in, under the end of that span', () => {
    const closes = [1, 2, 5, 6].map((minute) => NINE + minute * MINUTE);
    const candles = Frame.fromColumns(
      { close_time: closes, close: [1, 2, 3, 4] },
      { index: 'close_time', marks: 'end' },
    );
    const five = candles.resample('5m', { close: 'last' });
    expect(five.toArrays()).toEqual({ close_time: [NINE + 5 * MINUTE, NINE + 10 * MINUTE], close: [3, 4] });
    expect(five.marks).toBe('end');
  });

  it('by days goes by the Sao Paulo calendar', () => {
    const late = localToUtcUs(2025, 8, 5, 23, 30);
    const frame = Frame.fromColumns({ t: [NINE, late, late + 60 * MINUTE], n: [1, 1, 1] }, { index: 't' });
    expect(frame.resample('day', { n: 'sum' }).toArrays()).toEqual({
      t: [localToUtcUs(2025, 8, 5), localToUtcUs(2025, 8, 6)],
      n: [2, 1],
    });
    const ends = Frame.fromColumns({ t: [NINE, localToUtcUs(2025, 8, 6)], n: [1, 1] }, { index: 't', marks: 'end' });
    expect(ends.resample('day', { n: 'sum' }).toArrays()).toEqual({ t: [localToUtcUs(2025, 8, 6)], n: [2] });
  });

  it('refuses spans, columns and sums that there are not', () => {
    const codes = [
      () => trades.resample('500v', { price: 'last' }),
      () => trades.resample('soon', { price: 'last' }),
      () => trades.resample('1m', { prize: 'last' }),
      () => trades.resample('1m', { side: 'sum' }),
      () => trades.resample('1m', { side: 'max' }),
      () => Frame.fromColumns({ a: [1] }).resample('1m', { a: 'last' }),
    ].map((action) => {
      try {
        action();
      } catch (error) {
        return (error as UserError).code;
      }
      return 'none';
    });
    expect(codes).toEqual(['frame-index', 'frame-index', 'frame-column', 'frame-value', 'frame-value', 'frame-index']);
  });
});
