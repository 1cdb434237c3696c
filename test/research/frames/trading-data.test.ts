// Candles, flow, best prices, indicators and features of a span, row by row alike, as trading and training would see them.
import { beforeAll, describe, expect, it } from 'vitest';
import { openSql } from '../../../src/adapters/datasets/sql/open-sql.ts';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import { ema, orderFlowImbalance, returns, rsi, volatility } from '../../../src/core/features/index.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import type { Frame } from '../../../src/research/frames/frame.ts';
import { partsFrame } from '../../../src/research/frames/stored-frames.ts';
import { type TradingData, tradingData } from '../../../src/research/frames/trading-data.ts';
import { barInputs } from '../../../src/research/training/bar-inputs.ts';
import { storedSessions } from '../../../src/research/training/stored-sessions.ts';
import { trainingRows } from '../../../src/research/training/training-rows.ts';
import { scratch, userErrorOf } from '../../adapters/datasets/scratch.ts';
import { writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const MINUTE = 60_000_000;
const store = openStore(temporaryFolder('trading-data'));
// the last two days of WDOU25 and the first two of WDOV25
const DAYS = ['2025-08-27', '2025-08-28', '2025-08-29', '2025-09-01'] as const;
const CONTRACTS = ['WDOU25', 'WDOU25', 'WDOV25', 'WDOV25'] as const;

function openUs(day: string): number {
  const [year, month, date] = day.split('-').map(Number);
  return localToUtcUs(year!, month!, date!, 9);
}

/** A walk on the grid: the same for the same seed. */
function walkOf(seed: number): () => number {
  let state = seed;
  let ticks = 10_800;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    ticks += ((state >> 16) % 7) - 3;
    return ticks / 2;
  };
}

/** 120 minutes; every tenth has no candle. */
function candleDay(day: string, seed: number): Record<string, number[]> {
  const next = walkOf(seed);
  const minutes = Array.from({ length: 120 }, (_, minute) => minute).filter((minute) => minute % 10 !== 9);
  const bars = minutes.map((minute) => ({ minute, open: next(), close: next() }));
  return {
    open_time_us: minutes.map((minute) => openUs(day) + minute * MINUTE),
    close_time_us: minutes.map((minute) => openUs(day) + (minute + 1) * MINUTE),
    open: bars.map(({ open }) => open),
    high: bars.map(({ open, close }) => Math.max(open, close) + 0.5),
    low: bars.map(({ open, close }) => Math.min(open, close) - 1),
    close: bars.map(({ close }) => close),
    volume: bars.map(({ minute }) => 5 + (minute % 13)),
    trades: bars.map(({ minute }) => (minute % 5) + 1),
  };
}

beforeAll(async () => {
  for (const [at, day] of DAYS.entries()) {
    await writePart(store, 'candles-1m', day, candleDay(day, at + 1), { instrument: CONTRACTS[at]! });
  }
});

const span = { instrument: 'WDO', from: DAYS[0], to: DAYS[3], candle: '1m' } as const;
const framesOf = (data: TradingData): readonly Frame[] => [
  ...[data.candles, data.microstructure, data.orderbook],
  ...[data.indicators, data.features],
];

describe('the five frames', () => {
  it('have the same rows under the time at which each candle was known', async () => {
    const data = await tradingData(store, span);
    for (const frame of framesOf(data)) {
      expect(frame).toMatchObject({ rows: 4 * 108, index: 'close_time', marks: 'end' });
      expect(frame.times).toEqual(data.candles.times);
    }
    expect(data.candles.names).toEqual([
      'close_time',
      'open_time',
      'open',
      'high',
      'low',
      'close',
      'volume',
      'trades',
      'day',
      'contract',
    ]);
    expect(data.indicators.names).toContain('rsi_14');
    expect(data.features.names).toContain('return_1');
    expect(data.indicators.names.length + data.features.names.length - 2).toBeGreaterThan(150);
  });

  it('say where they come from', async () => {
    const data = await tradingData(store, span);
    expect(data).toMatchObject({ provenance: 'exchange', missing: [], sideSources: ['feed'] });
    expect(data.candles.meta).toMatchObject({ instrument: 'WDO', provenance: 'exchange' });
    expect(data.candles.meta.sources.map(({ instrument, day }) => `${instrument} ${day}`)).toEqual(
      DAYS.map((day, at) => `${CONTRACTS[at]} ${day}`),
    );
    expect(data.orderbook.meta).toMatchObject({ provenance: undefined, sources: [] });
    expect(data[JUPYTER_DISPLAY]()['text/plain']).toContain('432 rows');
  });

  it('have the stored candles, and no flow or quotes where the store has none', async () => {
    const data = await tradingData(store, span);
    const stored = await partsFrame(store, { instrument: 'WDO', kind: 'candles-1m', from: DAYS[0], to: DAYS[3] });
    for (const name of ['close_time', 'open', 'high', 'low', 'close', 'volume', 'trades']) {
      expect(data.candles.toArrays()[name], name).toEqual(stored.toArrays()[name]);
    }
    expect(data.microstructure.toArrays().buy_volume).toEqual(Array(432).fill(undefined));
    expect(data.orderbook.toArrays().bid).toEqual(Array(432).fill(undefined));
  });

  it('are of longer candles where those are asked for', async () => {
    const five = await tradingData(store, { ...span, candle: '5m' });
    const one = await tradingData(store, span);
    const sums = one.candles.resample('5m', { open: 'first', high: 'max', low: 'min', close: 'last', volume: 'sum' });
    expect(five.candles.select('open', 'high', 'low', 'close', 'volume').toRows()).toEqual(sums.toRows());
  });
});

describe('features', () => {
  const features = Object.values(barInputs);

  it('are those that models are trained on', async () => {
    const warmupCandles = 60;
    const { days } = await storedSessions(store, 'WDO', DAYS[0], DAYS[3], 'candles-1m');
    const rules = { features: barInputs, regime: ruleRegime(), warmupCandles, horizonCandles: 5, neutralPoints: 1 };
    const { matrix, decidedUs } = trainingRows(days, rules);
    const data = await tradingData(store, { ...span, features, warmupCandles });
    expect(matrix.rows).toBeGreaterThan(100);
    const rowOf = new Map(Array.from(data.features.times, (time, row) => [time, row]));
    for (let row = 0; row < matrix.rows; row++) {
      const values = matrix.columns.map((name) => data.features.at(rowOf.get(decidedUs[row]!)!, name));
      const trained = matrix.values.slice(row * matrix.columns.length, (row + 1) * matrix.columns.length);
      expect(values.map((value) => Math.fround(value as number))).toEqual(Array.from(trained));
    }
  });

  it('of a day do not depend on which other days were asked for', async () => {
    const whole = await tradingData(store, span);
    for (const day of DAYS) {
      const alone = await tradingData(store, { ...span, from: day, to: day });
      const same = (row: number): boolean => whole.candles.at(row, 'day') === day;
      expect(alone.features.toRows()).toEqual(whole.features.filter(same).toRows());
      expect(alone.indicators.toRows()).toEqual(whole.indicators.filter(same).toRows());
    }
  });

  it('are warmed up by earlier sessions of the contract, and never across a roll', async () => {
    const { features: frame } = await tradingData(store, {
      ...span,
      features: [returns({ candles: 20 })],
      indicators: [],
    });
    const firstReady = DAYS.map((_, at) =>
      frame
        .slice(at * 108, (at + 1) * 108)
        .toArrays()
        .return_20!.findIndex((x) => x !== undefined),
    );
    expect(firstReady).toEqual([20, 0, 20, 0]);
  });

  it('have no value while they are not ready', async () => {
    const asked = {
      features: [volatility({ candles: 20 }), orderFlowImbalance({ candles: 10 })],
      indicators: [rsi(), ema({ period: 50 })],
    };
    const { features: frame, indicators } = await tradingData(store, { ...span, ...asked, to: DAYS[0] });
    expect(frame.names.slice(1)).toEqual(asked.features.map(({ meta }) => meta.id));
    const readyOf = (of: Frame, name: string) => of.toArrays()[name]!.findIndex((value) => value !== undefined);
    expect(readyOf(frame, 'volatility_20')).toBe(20);
    expect(readyOf(frame, frame.names[2]!)).toBe(-1);
    expect(readyOf(indicators, 'ema_50')).toBe(49);
  });
});

describe('of trades and quotes', () => {
  const day = '2025-08-05';
  const nine = openUs(day);
  let ticks: DatasetStore;

  beforeAll(async () => {
    // the gate refuses so odd a day, and this is about reading it
    ticks = openStore(temporaryFolder('trading-ticks'), { acceptRefused: true });
    const seconds = [1, 20, 59, 61, 130, 150];
    await writePart(ticks, 'trades', day, {
      time_us: seconds.map((second) => nine + second * 1e6),
      order: [1, 3, 4, 6, 8, 9],
      price: [5400, 5401, 5400.5, 5402, 5401, 5401.5],
      quantity: [5, 10, 5, 20, 5, 5],
      aggressor: [1, 2, 1, 0, 1, 1],
      condition: [0, 0, 0, 0, 0, 3],
    });
    await writePart(
      ticks,
      'quotes',
      day,
      {
        // the third steps back in time: it was not known before the second
        time_us: [30, 60, 50, 170].map((second) => nine + second * 1e6),
        order: [0, 2, 5, 7],
        flags: [7, 7, 3, 2],
        bid: [5399.5, 5400, 5400.5, 0],
        ask: [5400.5, 5401, 5401, 5402],
        bid_size: [5, 6, 0, 0],
        ask_size: [7, 8, 0, 0],
      },
      { provenance: 'simulated' },
    );
  });

  it('flow counts the trades whose side is known', async () => {
    const { microstructure } = await tradingData(ticks, { ...span, from: day, to: day });
    expect(microstructure.drop('close_time').toRows()).toEqual([
      {
        ...{ buy_volume: 10, sell_volume: 10, buy_trades: 2, sell_trades: 1, rlp_volume: 0 },
        ...{ signed_volume: 0, imbalance: 0, trade_size: 20 / 3 },
      },
      {
        ...{ buy_volume: undefined, sell_volume: undefined, buy_trades: undefined, sell_trades: undefined },
        ...{ rlp_volume: undefined, signed_volume: undefined, imbalance: undefined, trade_size: 20 },
      },
      {
        ...{ buy_volume: 5, sell_volume: 0, buy_trades: 1, sell_trades: 0, rlp_volume: 5 },
        ...{ signed_volume: 5, imbalance: 1, trade_size: 5 },
      },
    ]);
  });

  it('best prices are the last known at the end of the candle, with their age', async () => {
    const { orderbook, provenance } = await tradingData(ticks, { ...span, from: day, to: day });
    expect(orderbook.drop('close_time').toRows()).toEqual([
      { bid: 5400.5, ask: 5401, spread: 0.5, mid: 5400.75, bid_size: undefined, ask_size: undefined, age_us: 0 },
      { bid: 5400.5, ask: 5401, spread: 0.5, mid: 5400.75, bid_size: undefined, ask_size: undefined, age_us: MINUTE },
      {
        bid: undefined,
        ask: 5402,
        spread: undefined,
        mid: undefined,
        bid_size: undefined,
        ask_size: undefined,
        age_us: 10e6,
      },
    ]);
    expect(orderbook.meta.provenance).toBe('simulated');
    expect(provenance).toBe('simulated');
  });

  it('a join as of gives what the same join in SQL gives', async () => {
    const part = (kind: 'trades' | 'quotes') => partsFrame(ticks, { instrument: 'WDOU25', kind, from: day, to: day });
    const quotes = (await part('quotes')).sortByTime();
    const joined = (await part('trades')).joinAsOf(quotes, { columns: ['ask'] });
    const sql = await openSql(ticks);
    const rows = await sql.rows(
      'SELECT q.ask FROM trades t ASOF LEFT JOIN quotes q ON t.instrument = q.instrument AND t.time >= q.time ORDER BY t.time',
    );
    sql.close();
    expect(joined.toArrays().ask).toEqual(rows.map(({ ask }) => ask));
  });
});

describe('is refused', () => {
  it('for a span, an interval or a series that cannot be had', async () => {
    const of = (more: Partial<Parameters<typeof tradingData>[1]>) =>
      userErrorOf(tradingData(store, { ...span, ...more }));
    expect(await of({ from: '2025-10-01', to: '2025-10-02' })).toMatchObject({ code: 'part-missing' });
    expect(await of({ candle: '30s' })).toMatchObject({ code: 'bars-too-coarse' });
    expect(await of({ candle: 'soon' })).toMatchObject({ code: 'bad-option', field: 'candle' });
    expect(await of({ instrument: 'NOTHING' })).toMatchObject({ code: 'unknown-instrument' });
  });

  it('where prices are off the grid', async () => {
    const other = openStore(scratch().home, { acceptRefused: true });
    const columns = candleDay(DAYS[0], 1);
    await writePart(other, 'candles-1m', DAYS[0], { ...columns, high: columns.high!.map((price) => price + 0.123) });
    expect(await userErrorOf(tradingData(other, { ...span, to: DAYS[0] }))).toMatchObject({ code: 'adjusted-series' });
  });

  it('and days that the store lacks are named', async () => {
    const { missing } = await tradingData(store, { ...span, from: '2025-08-25' });
    expect(missing).toEqual(['2025-08-25', '2025-08-26']);
  });
});
