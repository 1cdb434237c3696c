// Imports the real quotes, trades of shares and last prices; expects the counts, ranges and oddities that are known of them.

import { expect, it } from 'vitest';
import type { PartColumns } from '../../src/adapters/datasets/row-buffer.ts';
import { formatLocalTime } from '../../src/core/market/civil-time.ts';
import { describeRealSet, untoldCount } from './describe-real-set.ts';
import { realSet } from './real-sets-table.ts';
import { linesOf, storedDays, tally } from './stored-rows.ts';

const BID_AND_ASK = 3;

/** Best prices of futures in one day: what the file is known for. */
interface QuotesDay {
  readonly set: string;
  readonly day: string;
  readonly contracts: readonly [win: string, ind: string, wdo: string, dol: string];
  /** Rows before the first quote of each. */
  readonly empty: readonly number[];
  readonly locked: readonly number[];
  readonly wdoPrices: readonly [all: number, offTick: number];
  readonly wdoOneTick: number;
  readonly dolLocked: number;
  readonly longestGap: number;
  readonly lastRow: string;
}

const QUOTE_DAYS: readonly QuotesDay[] = [
  {
    set: 'b3-futures-quotes-1s-2016, 31 March',
    day: '2016-03-31',
    contracts: ['WINJ16', 'INDJ16', 'WDOJ16', 'DOLJ16'],
    empty: [34, 39, 32, 44],
    locked: [1, 2, 0, 23_340],
    wdoPrices: [56_796, 8403],
    wdoOneTick: 0.61,
    dolLocked: 0.82,
    longestGap: 156,
    lastRow: '17:53:58',
  },
  {
    set: 'b3-futures-quotes-1s-2016, 28 April',
    day: '2016-04-28',
    contracts: ['WINM16', 'INDM16', 'WDOK16', 'DOLK16'],
    empty: [35, 45, 37, 49],
    locked: [19, 20, 19, 6153],
    wdoPrices: [57_256, 2856],
    wdoOneTick: 0.84,
    dolLocked: 0.21,
    longestGap: 165,
    lastRow: '17:53:59',
  },
];

for (const { set: name, day, contracts, ...known } of QUOTE_DAYS) {
  const set = realSet(name);
  describeRealSet(set, ({ store }) => {
    const quotesOf = (contract: string): Promise<PartColumns> => store.readPart(contract, 'quotes', day);
    const [, ind, wdo, dol] = contracts;

    it('has a row a second, empty until the first quotes come', async () => {
      const quotes = await Promise.all(contracts.map(quotesOf));
      expect(quotes.map(({ flags }) => flags!.filter((each) => each === 0).length)).toEqual(known.empty);
      expect(known.empty[2]).toBe(untoldCount(set, 'rows before the first quote of WDO'));
      const times = quotes[0]!.time_us!;
      const stepsS = times.slice(1).map((timeUs, at) => (timeUs - times[at]!) / 1e6);
      stepsS.sort();
      expect(stepsS[stepsS.length >> 1]).toBeCloseTo(1.04, 1);
      expect(stepsS.filter((step) => step < 2.2).length / stepsS.length).toBeGreaterThan(0.99);
      expect(Math.floor(stepsS.at(-1)!)).toBe(known.longestGap);
      expect(formatLocalTime(times.at(-1)!).slice(11, 19)).toBe(known.lastRow);
    });

    it('is off the tick in WDO where five contracts needed two prices, never in IND and DOL', async () => {
      const pricesOf = ({ bid, ask }: PartColumns): readonly number[] => [...bid!, ...ask!].filter((each) => each > 0);
      const offTick = (prices: readonly number[], tick: number) => prices.filter((each) => each % tick !== 0);
      const ofWdo = pricesOf(await quotesOf(wdo));
      expect([ofWdo.length, offTick(ofWdo, 0.5).length]).toEqual(known.wdoPrices);
      expect(offTick(pricesOf(await quotesOf(ind)), 5)).toEqual([]);
      expect(offTick(pricesOf(await quotesOf(dol)), 0.5)).toEqual([]);
    });

    it('is never crossed, and locked as often as is known', async () => {
      const quotes = await Promise.all(contracts.map(quotesOf));
      const spreads = quotes.map(({ flags, bid, ask }) =>
        Array.from(flags!, (each, row) => (each === BID_AND_ASK ? ask![row]! - bid![row]! : Number.NaN)),
      );
      expect(spreads.map((each) => each.filter((spread) => spread < 0).length)).toEqual([0, 0, 0, 0]);
      expect(spreads.map((each) => each.filter((spread) => spread === 0).length)).toEqual(known.locked);
      expect(spreads[2]!.filter((spread) => spread === 0.5).length / set.rows).toBeCloseTo(known.wdoOneTick, 2);
      expect(known.locked[3]! / set.rows).toBeCloseTo(known.dolLocked, 2);
    });
  });
}

const topOfBook = realSet('b3-wdou25-top-of-book-20250811');
describeRealSet(topOfBook, ({ store }) => {
  it('changes in 1,198 rows, one tick wide in 9,952 of 10,000, between 5470 and 5479', async () => {
    const { bid, ask, bid_size, ask_size, time_us } = await store.readPart('WDOU25', 'quotes', '2025-08-11');
    const columns = [bid!, ask!, bid_size!, ask_size!];
    const isSame = (row: number) => columns.every((column) => column[row] === column[row - 1]);
    const repeated = bid!.filter((_, row) => row > 0 && isSame(row)).length;
    expect([9999 - repeated, repeated]).toEqual([1198, untoldCount(topOfBook, 'rows that repeat')]);
    expect(tally(Array.from(bid!, (price, row) => String(ask![row]! - price)))).toEqual({ 0: 18, 0.5: 9952, 1: 30 });
    expect([Math.min(...bid!), Math.max(...ask!)]).toEqual([5470, 5479]);
    expect([...bid!, ...ask!].every((price) => price % 0.5 === 0)).toBe(true);
    const [first, last] = [time_us![0]!, time_us!.at(-1)!].map((timeUs) => formatLocalTime(timeUs).slice(11, 19));
    expect([first, last]).toEqual(['10:56:19', '11:05:01']);
  });
});

const equities = realSet('b3-equities-l1-2025');
describeRealSet(equities, ({ store, files }) => {
  it('ascends by number within its session, with the side codes of the source', async () => {
    const trades = await storedDays(store, 'trades');
    const codes = trades.flatMap(({ columns }) => Array.from(columns.source_condition!, String));
    expect(tally(codes)).toEqual({ 2: 1533, 3: 30_760, 4: 33_909 });
    for (const { columns } of [...trades, ...(await storedDays(store, 'quotes'))]) {
      const { sequence, time_us } = columns;
      expect(sequence!.every((number, row) => row === 0 || number > sequence![row - 1]!)).toBe(true);
      const clocks = [time_us![0]!, time_us!.at(-1)!].map((timeUs) => formatLocalTime(timeUs).slice(11, 16));
      expect(clocks[0]! >= '10:00' && clocks[1]! < '17:50').toBe(true);
    }
  });

  it('is whole cents, which the file writes with the noise of binary fractions', async () => {
    const days = [...(await storedDays(store, 'trades')), ...(await storedDays(store, 'quotes'))];
    const prices = days.flatMap(({ columns: { price, bid, ask } }) => [price ?? [], bid ?? [], ask ?? []]);
    expect(prices.every((column) => column.every((each) => Math.round(each * 100) / 100 === each))).toBe(true);
    const noisy = files
      .flatMap((file) => linesOf(file).slice(1))
      .filter((line) => [4, 7, 8].some((field) => /\.\d{3,}/.test(line.split(',')[field]!)));
    expect(noisy).toHaveLength(untoldCount(equities, 'trades and quotes with the noise'));
  });
});

const minuteLast = realSet('b3-bmf-minute-last-20191220');
describeRealSet(minuteLast, ({ store, files, result }) => {
  type Instruments = Readonly<
    Record<string, { readonly traded_qty: number; readonly prices: Readonly<Record<string, object>> }>
  >;
  const instruments = () => JSON.parse(linesOf(files[0]!).join('\n')) as Instruments;

  it('has the minutes of each instrument that the file has', async () => {
    const minutes = Object.entries(instruments()).map(([symbol, { prices }]) => {
      const count = Object.values(prices).reduce((sum, hour) => sum + Object.keys(hour).length, 0);
      return [symbol, count] as const;
    });
    const told = Object.fromEntries(minutes.filter(([, count]) => count > 0));
    const stored = Object.fromEntries(result().parts.map(({ instrument, rows }) => [instrument, rows]));
    expect(stored).toEqual(told);
    expect([stored.DOLF20, stored.WDOF20]).toEqual([569, 570]);
    const { price, time_us } = await store.readPart('WDOF20', 'lasts', '2019-12-20');
    expect([price!.length, formatLocalTime(time_us![0]!)]).toEqual([570, '2019-12-20 09:00:59.962000']);
  });

  it('says how many contracts the whole day had, and leaves them out', () => {
    const quantities = Object.values(instruments()).map(({ traded_qty }) => traded_qty);
    const { DOLF20, WDOF20, WING20, INDG20 } = instruments();
    expect([DOLF20!, WDOF20!, WING20!, INDG20!].map(({ traded_qty }) => traded_qty)).toEqual([
      ...[399_310, 1_172_546, 6_685_538, 114_345],
    ]);
    const sum = quantities.reduce((a, b) => a + b, 0);
    expect(quantities).toHaveLength(untoldCount(minuteLast, 'instruments with the contracts'));
    expect(result().notices[0]).toContain(`of ${quantities.length} instruments, ${sum} in all, are no part`);
  });
});
