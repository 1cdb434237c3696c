// Labels, weights and splits as a notebook has them: from a store through `quantumtrader/research`, row by row beside the features.
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { labels, partsFrame, splits, type TradingData, tradingData } from '../../../src/research/index.ts';
import { Random } from '../../../src/simulation/random.ts';
import { writePart } from '../../adapters/datasets/sql/stored-parts.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { type PlainCandle, walk } from './label-frames.ts';
import { naiveLabel } from './naive-labels.ts';

const MINUTE_US = 60_000_000;
const store = openStore(temporaryFolder('labels-face'));
const candles = walk(21, 90, 3);
const days = [...new Set(candles.map(({ day }) => day))];
let data: TradingData;

beforeAll(async () => {
  for (const day of days) {
    const part = candles.filter((candle) => candle.day === day);
    const column = (of: (candle: PlainCandle) => number): number[] => part.map(of);
    await writePart(
      store,
      'candles-1m',
      day,
      {
        open_time_us: column(({ openTimeUs }) => openTimeUs),
        close_time_us: column(({ openTimeUs }) => openTimeUs + MINUTE_US),
        open: column(({ open }) => open),
        high: column(({ high }) => high),
        low: column(({ low }) => low),
        close: column(({ close }) => close),
        volume: part.map((_, at) => 5 + (at % 13)),
        trades: part.map((_, at) => 1 + (at % 5)),
      },
      { instrument: part[0]!.contract },
    );
  }
  data = await tradingData(store, { instrument: 'WDO', from: days[0]!, to: days.at(-1)!, candle: '1m' });
});

describe('from a store', () => {
  it('labels stand beside the features, row by row, across the roll', () => {
    const made = labels.tripleBarrier(data.candles, {
      ...{ side: 'sell', target: { points: 6 }, stop: { points: 4 }, candles: 20, costs: { points: 0.7 } },
    });
    expect(made.rows).toBe(candles.length);
    expect(made.times).toEqual(data.features.times);
    const asked = { side: -1, target: 6, stop: 4, candles: 20, costPoints: 0.7, flattenMinutes: 15 } as const;
    for (const [row] of candles.entries()) {
      const expected = naiveLabel(candles, row, asked);
      const found = ['known_time', 'exit_price', 'touch', 'return'].map((name) => made.at(row, name));
      expect(found).toEqual([expected?.knownUs, expected?.exit, expected?.touch, expected?.returns]);
    }
    expect(new Set(made.toArrays().contract)).toEqual(new Set(['WDOU25', 'WDOV25']));
  });

  it('barriers in multiples of a volatility are not there until it is', () => {
    const atr = data.indicators.column('atr_14');
    const made = labels.tripleBarrier(data.candles, {
      up: { times: 2, of: atr },
      down: { times: 2, of: atr },
      candles: 20,
    });
    const ready = Array.from({ length: made.rows }, (_, row) => atr.valid === undefined || atr.valid[row] === 1);
    expect(ready.filter((is) => !is).length).toBeGreaterThan(5);
    for (const [row, is] of ready.entries()) if (!is) expect(made.at(row, 'touch')).toBeUndefined();
    expect(made.filter((row) => made.at(row, 'touch') === 'up').rows).toBeGreaterThan(20);
  });

  it('splits keep days whole, and predictions along the paths have every row with a label', () => {
    const made = labels.forwardReturn(data.candles, { candles: 10 });
    const split = splits.combinatorialPurged(made, { groups: 3, testGroups: 1, embargo: { candles: 5 } });
    expect(split.splits.map(({ testUnits }) => testUnits)).toEqual([days.slice(0, 2), days.slice(2, 4), days.slice(4)]);
    const values = split.splits.map(({ test }) => Float64Array.from(test, (row) => made.at(row, 'return') as number));
    const joined = splits.pathValues(split, values);
    expect([...joined.paths[0]!]).toEqual(Array.from(joined.rows, (row) => made.at(row, 'return')));
    expect(joined.rows.length).toBe(made.filter((row) => made.at(row, 'return') !== undefined).rows);
    const byContract = splits.purgedKFold(made, { folds: 2, by: 'contracts' });
    expect(byContract.map(({ testUnits }) => testUnits)).toEqual([['WDOU25'], ['WDOV25']]);
  });

  it('weights stand beside them too', () => {
    const made = labels.metaLabel(data.candles, {
      ...{ primary: Float64Array.from(candles, (_, row) => (row % 5) - 2) },
      ...{ target: { points: 6 }, stop: { points: 6 }, candles: 15 },
    });
    const weights = labels.averageUniqueness(made, data.candles);
    expect(weights.valid).toEqual(made.column('meta_label').valid);
    const drawn = labels.sequentialBootstrap(made, data.candles, { seed: 3, draws: 50 });
    expect(drawn.every((row) => made.at(row, 'meta_label') !== undefined)).toBe(true);
  });

  it('trades of a part label the decisions of a frame', async () => {
    const random = new Random(5, 'prints');
    const day = days[0]!;
    const openUs = candles[0]!.openTimeUs;
    const prints = Array.from({ length: 3000 }, (_, at) => openUs + at * 1_500_000 + random.integer(1_000_000));
    let ticks = 10_800;
    const price = prints.map(() => {
      ticks += random.integer(3) - 1;
      return ticks / 2;
    });
    const trades = openStore(temporaryFolder('labels-trades'));
    await writePart(
      trades,
      'trades',
      day,
      {
        time_us: prints,
        order: [...prints.keys()],
        price,
        quantity: prints.map((_, at) => 1 + (at % 7)),
        aggressor: prints.map(() => 0),
        condition: prints.map((_, at) => (at === 0 ? 1 : 0)),
      },
      { instrument: 'WDOU25' },
    );
    const frame = await partsFrame(trades, { instrument: 'WDOU25', kind: 'trades', from: day, to: day });
    const minutes = await tradingData(trades, { instrument: 'WDOU25', from: day, to: day, candle: '1m' });
    const made = labels.tripleBarrierOnTrades(minutes.candles, frame, {
      ...{ side: 'buy', target: { points: 3 }, stop: { points: 2 }, within: '10m', costs: { points: 0.7 } },
    });
    let touched = 0;
    for (let row = 0; row < made.rows; row++) {
      const touch = made.at(row, 'touch');
      if (touch === undefined) continue;
      const first = prints.findIndex((us) => us >= minutes.candles.times[row]! + 50_000);
      expect(made.at(row, 'entry_price')).toBe(price[first]);
      expect(made.at(row, 'entry_time')).toBe(prints[first]);
      const met = price.findIndex((each, at) => at > first && (each >= price[first]! + 3 || each <= price[first]! - 2));
      if (touch === 'time') continue;
      touched += 1;
      expect(made.at(row, 'known_time')).toBe(prints[met]);
      expect(touch).toBe(price[met]! > price[first]! ? 'target' : 'stop');
    }
    expect(touched).toBeGreaterThan(30);
  });
});
