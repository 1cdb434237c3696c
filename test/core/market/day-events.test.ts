import { describe, expect, it } from 'vitest';
import { forEachCandle } from '../../../src/core/candles/day-candles.ts';
import { type DayColumns, tickEvents } from '../../../src/core/market/day-events.ts';
import {
  CORRECTION_REPLACES,
  F64_A,
  F64_B,
  F64_C,
  I32_G,
  I32_H,
  Kind,
  RECORD_I32,
  TradeCondition,
} from '../../../src/core/market/event-record.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';

const WDO = instrumentOf('WDOU25')!;
const OPEN_US = 1_754_395_200_000_000;

/** Rows of time in seconds after the open, price, and 1 where the row removes the trade of its id, 2 where an edit left it so. */
function trades(rows: readonly (readonly [number, number, 0 | 1 | 2])[]): DayColumns {
  const column = (of: (row: readonly [number, number, 0 | 1 | 2], index: number) => number): Float64Array =>
    Float64Array.from(rows, of);
  return {
    time_us: column(([second]) => OPEN_US + second * 1e6),
    order: column((_, index) => index),
    price: column(([, price]) => price),
    quantity: column(() => 2),
    aggressor: column(() => 1),
    condition: column(() => TradeCondition.auction),
    trade_id: column((_, index) => 10 * (index + 1)),
    buy_agent: column(() => 85),
    sell_agent: column(() => 3),
    correction: column(([, , correction]) => correction),
  };
}

const candlesOf = (columns: DayColumns): readonly unknown[] => {
  const found: unknown[] = [];
  const batch = tickEvents([{ kind: 'trades', columns }], 0);
  forEachCandle(batch, 0, WDO, { kind: 'time', us: 60_000_000 }, OPEN_US, (candle) => {
    const { openTimeUs, open, high, low, close, volume, trades } = candle;
    found.push({ openTimeUs, open, high, low, close, volume, trades });
  });
  return found;
};

describe('the correction of a trade', () => {
  it('is an event of its own kind, with the flags and the payload of the trade', () => {
    const batch = tickEvents(
      [
        {
          kind: 'trades',
          columns: trades([
            [1, 5500, 0],
            [2, 5501.5, 1],
          ]),
        },
      ],
      3,
    );
    expect([batch.kindAt(0), batch.kindAt(1)]).toEqual([Kind.trade, Kind.tradeCorrection]);
    expect(batch.flagsAt(1)).toBe(batch.flagsAt(0));
    const f = batch.f64At(1);
    expect([batch.f64[f + F64_A], batch.f64[f + F64_B], batch.f64[f + F64_C]]).toEqual([5501.5, 2, 20]);
    expect([batch.i32[RECORD_I32 + I32_G], batch.i32[RECORD_I32 + I32_H]]).toEqual([85, 3]);
    expect([batch.instrumentAt(1), batch.exchangeTimeUsAt(1)]).toEqual([3, OPEN_US + 2e6]);
  });

  it('that an edit makes is not one more trade: live it was a correction too', () => {
    const edited = trades([
      [1, 5500, 0],
      [1, 5500, 1],
      [1, 5501.5, 2],
    ]);
    const batch = tickEvents([{ kind: 'trades', columns: edited }], 0);
    expect([0, 1, 2].map((row) => batch.kindAt(row))).toEqual([Kind.trade, Kind.tradeCorrection, Kind.tradeCorrection]);
    expect([1, 2].map((row) => batch.flagsAt(row) & CORRECTION_REPLACES)).toEqual([0, CORRECTION_REPLACES]);
    expect(candlesOf(edited)).toEqual(candlesOf(trades([[1, 5500, 0]])));
  });

  it('changes no candle, neither the one it falls into nor the one it is about', () => {
    const all = trades([
      [1, 5500, 0],
      [59, 5510, 0],
      [61, 5505, 0],
      [62, 5510, 1],
      [63, 5504, 0],
    ]);
    const keep = [0, 1, 2, 4];
    const without = Object.fromEntries(
      Object.entries(all).map(([name, column]) => [name, Float64Array.from(keep, (row) => column[row]!)]),
    );
    expect(candlesOf(all)).toEqual(candlesOf(without));
    expect(candlesOf(all)).toHaveLength(2);
  });
});
