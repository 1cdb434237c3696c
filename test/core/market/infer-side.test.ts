import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { inferSides } from '../../../src/core/market/infer-side.ts';
import { scratch } from '../../adapters/datasets/scratch.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const columns = (values: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, Float64Array>> =>
  Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Float64Array.from(list)]));

describe('the tick rule', () => {
  const sidesOf = (values: Readonly<Record<string, readonly number[]>>): readonly number[] =>
    Array.from(inferSides('tickRule', columns(values), undefined));

  it('gives an up-tick to the buyer, a down-tick to the seller and an equal price to the side before', () => {
    expect(sidesOf({ price: [10, 10, 10.5, 10.5, 10, 10, 11] })).toEqual([0, 0, 1, 1, 2, 2, 1]);
  });

  it('gives no side to trades that are not regular, but compares with their prices', () => {
    expect(sidesOf({ price: [10, 11, 10.5], condition: [0, 1, 0] })).toEqual([0, 0, 2]);
  });

  it('passes over rows that remove a trade', () => {
    expect(sidesOf({ price: [10, 99, 11], correction: [0, 1, 0] })).toEqual([0, 0, 1]);
  });

  it('finds nothing in no trades', () => {
    expect(sidesOf({ price: [] })).toEqual([]);
  });
});

describe('the quote rule', () => {
  it('gives trades at or above the ask to the buyer, at or below the bid to the seller, none between them', () => {
    const trades = columns({ order: [1, 2, 3, 4, 5], price: [11, 11.5, 10, 9, 10.5] });
    const quotes = columns({ order: [0], flags: [3], bid: [10], ask: [11] });
    expect(Array.from(inferSides('quoteRule', trades, quotes))).toEqual([1, 1, 2, 2, 0]);
  });

  it('looks at the last quote before the trade only', () => {
    const trades = columns({ order: [0, 2, 4], price: [10, 10, 10] });
    const quotes = columns({ order: [1, 3], flags: [3, 3], bid: [9, 10], ask: [10, 11] });
    expect(Array.from(inferSides('quoteRule', trades, quotes))).toEqual([0, 1, 2]);
  });

  it('decides nothing by a side that is not there, a locked or crossed book, or without quotes', () => {
    const trades = columns({ order: [1, 3, 5, 7], price: [10, 10, 10, 10] });
    const quotes = columns({ order: [0, 2, 4, 6], flags: [2, 1, 3, 3], bid: [0, 10, 10, 11], ask: [11, 0, 10, 9] });
    expect(Array.from(inferSides('quoteRule', trades, quotes))).toEqual([0, 2, 0, 0]);
    expect(Array.from(inferSides('quoteRule', trades, undefined))).toEqual([0, 0, 0, 0]);
  });
});

describeWithRealData('a day of DOLK20', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (path) => {
  it('has 10,426 trades at the ask, 10,050 at the bid, 4,559 between them and 7,659 outside in its session', async () => {
    const { home } = scratch();
    await importFiles({ home, format: 'mt5-ticks', files: [path!], instrument: 'DOLK20' });
    const store = openStore(home, { acceptRefused: true });
    const trades = await store.readPart('DOLK20', 'trades', '2020-04-02');
    const quotes = await store.readPart('DOLK20', 'quotes', '2020-04-02');
    const sides = inferSides('quoteRule', trades, quotes);
    const from = localToUtcUs(2020, 4, 2, 9, 5);
    const to = localToUtcUs(2020, 4, 2, 17, 59);
    const counts = { atAsk: 0, atBid: 0, between: 0, outside: 0, buyer: 0, seller: 0, undecided: 0 };
    let quote = -1;
    for (const [row, price] of trades.price!.entries()) {
      while (quote + 1 < quotes.order!.length && quotes.order![quote + 1]! < trades.order![row]!) quote++;
      if (trades.time_us![row]! < from || trades.time_us![row]! >= to) continue;
      const [bid, ask] = [quotes.bid![quote]!, quotes.ask![quote]!];
      if (price === ask) counts.atAsk++;
      else if (price === bid) counts.atBid++;
      else if (price > bid && price < ask) counts.between++;
      else counts.outside++;
      counts[(['undecided', 'buyer', 'seller'] as const)[sides[row]!]!]++;
    }
    expect(counts).toMatchObject({ atAsk: 10_426, atBid: 10_050, between: 4559, outside: 7659 });
    expect(counts).toMatchObject({ buyer: 14_083, seller: 14_052, undecided: 4559 });
  });
});
