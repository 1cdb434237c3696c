// Imports the real ticks and bars of terminals; expects the counts, ranges and oddities that are known of them.

import { expect, it } from 'vitest';
import type { CheckedSeries } from '../../src/adapters/datasets/checking.ts';
import { restoreContracts } from '../../src/adapters/datasets/series/restore-contracts.ts';
import type { DatasetStore } from '../../src/adapters/datasets/store.ts';
import { barsOfDay } from '../../src/core/candles/day-candles.ts';
import { BarView } from '../../src/core/market/bar-view.ts';
import { formatLocalTime } from '../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { Kind } from '../../src/core/market/event-record.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { scratch } from '../adapters/datasets/scratch.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { describeRealSet, untoldCount } from './describe-real-set.ts';
import { realSet } from './real-sets-table.ts';
import { linesOf, minuteOf, rangeOf, storedDays, sumOf, tally, turnoverMisses } from './stored-rows.ts';

const DOL_DAY = '2020-04-02';
const DOL_MINUTES = 'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz';
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

const dolTicks = realSet('b3-dolk20-mt5, ticks');
describeRealSet(dolTicks, ({ store, files }) => {
  const trades = () => store.readPart('DOLK20', 'trades', DOL_DAY);
  const quotes = () => store.readPart('DOLK20', 'quotes', DOL_DAY);

  it('is 33,118 trades, 15,261 new bids, 15,221 new asks, 29 of both and 3 rows of zeros', () => {
    const rows = linesOf(files[0]!).slice(1);
    const kinds = rows.map((row) => {
      const [, , bid, ask, last] = row.split('\t');
      if (last !== '') return Number(last) === 0 ? 'zeros' : 'trade';
      return bid === '' ? 'ask' : ask === '' ? 'bid' : 'both';
    });
    expect(tally(kinds)).toEqual({ trade: 33_118, bid: 15_261, ask: 15_221, both: 29, zeros: 3 });
    expect(rows.filter((row, at) => row === rows[at - 1])).toHaveLength(11_907);
    expect(untoldCount(dolTicks, 'rows of zeros')).toBe(3);
    expect(store.manifest(store.parts('DOLK20', 'trades')[0]!).parameters.skippedRows).toBe(3);
  });

  it('trades 305,990 contracts from 09:03:09 on between 5231.5 and 5293.5, by fives', async () => {
    const { time_us, price, quantity } = await trades();
    expect(formatLocalTime(time_us![0]!)).toBe('2020-04-02 09:03:09.658000');
    expect([sumOf(quantity!), ...rangeOf([price!])]).toEqual([305_990, 5231.5, 5293.5]);
    expect(quantity!.every((contracts) => contracts % 5 === 0)).toBe(true);
    expect(price!.every((points) => points % 0.5 === 0)).toBe(true);
  });

  it('is crossed in the opening auction, and ends with seven quotes at 18:00 and one at 19:30', async () => {
    const { time_us, bid, ask } = await quotes();
    expect([minuteOf(time_us![0]!), bid![0], ask![0]]).toEqual(['2020-04-02 09:00', 5500, 5220]);
    expect(bid!.filter((price, row) => price > ask![row]!)).toHaveLength(untoldCount(dolTicks, 'quotes before'));
    const { time_us: tradedAt } = await trades();
    const after = time_us!.filter((timeUs) => timeUs > tradedAt!.at(-1)!);
    expect(tally([...after].map(minuteOf))).toEqual({ '2020-04-02 18:00': 7, '2020-04-02 19:30': 1 });
  });

  it('has its trades between the quotes as the file has them', async () => {
    const [traded, quoted] = [await trades(), await quotes()];
    const places: string[] = [];
    let last = -1;
    for (const [row, order] of traded.order!.entries()) {
      while (quoted.order![last + 1]! < order) last += 1;
      const clock = minuteOf(traded.time_us![row]!).slice(11);
      if (clock < '09:05' || clock >= '17:59') continue;
      const [price, bid, ask] = [traded.price![row]!, quoted.bid![last]!, quoted.ask![last]!];
      places.push(price === ask ? 'ask' : price === bid ? 'bid' : price > bid && price < ask ? 'between' : 'outside');
    }
    expect(tally(places)).toEqual({ ask: 10_426, bid: 10_050, between: 4559, outside: 7659 });
  });

  describeWithRealData('beside the minutes of the terminal', [DOL_MINUTES], (path) => {
    it('makes all 537 bars of its day exactly', async () => {
      const { run, store: minutes } = scratch();
      await run('auto', path!, { instrument: 'DOLK20' });
      const { openUs } = sessionOf('DOL', DOL_DAY)!;
      const instrument = instrumentOf('DOLK20')!;
      const made = barsOfDay(await store.readDayEvents('DOLK20', DOL_DAY, 0), 0, instrument, MINUTE, openUs);
      const told = barsIn(await minutes.readDayEvents('DOLK20', DOL_DAY, 0));
      expect(told).toHaveLength(537);
      expect(barsIn(made)).toEqual(told);
    });
  });
});

describeRealSet(realSet('b3-dolk20-mt5, minutes'), ({ store }) => {
  it('runs from 1 to 9 April', () => {
    const days = store.parts('DOLK20').map(({ day }) => day);
    expect([days.length, days[0], days.at(-1)]).toEqual([7, '2020-04-01', '2020-04-09']);
  });
});

describeRealSet(realSet('b3-dolk20-mt5, minutes as WDOK20'));

const CONTRACTS_2025 = [
  ['WDOU25', 9986, '2025-08-05 13:31', '2025-08-28 18:29', 1.06487186, 5398.5, 5549.5],
  ['WDOV25', 12_538, '2025-08-29 09:00', '2025-09-29 18:29', 1.05726423, 5284.5, 5539],
  ['WDOX25', 13_110, '2025-09-30 09:00', '2025-10-30 18:29', 1.04908366, 5334, 5560],
  ['WDOZ25', 10_827, '2025-10-31 09:00', '2025-11-27 18:29', 1.04269684, 5286, 5443.5],
  ['WDOF26', 11_394, '2025-11-28 09:03', '2025-12-29 18:29', 1.03583314, 5318.5, 5614],
  ['WDOG26', 11_967, '2025-12-30 09:00', '2026-01-29 18:29', 1.0277184, 5167.5, 5608],
] as const;

describeRealSet(realSet('b3-wdo-m1-2025, adjusted'), ({ store, checked }) => {
  it('has the factor of each contract', async () => {
    expect(factorsOf(await checked())).toEqual(
      Object.fromEntries(CONTRACTS_2025.map(([contract, , , , factor]) => [contract, expect.closeTo(factor, 6)])),
    );
  });

  it('is restored to the contracts in all 279,288 prices', async () => {
    const span = { instrument: 'WDOFUT', kind: 'candles-1m', from: '2025-08-05', to: '2026-01-29' } as const;
    const { series } = await restoreContracts(store, span);
    const fits = series.flatMap(({ contracts }) => contracts).map(({ contract, fit }) => [contract, fit] as const);
    expect(fits.map(([contract, fit]) => [contract, fit.kind === 'recovered' ? fit.missedRows : fit.kind])).toEqual(
      CONTRACTS_2025.map(([contract]) => [contract, 0]),
    );
    expect(await contractsOf(store)).toEqual(CONTRACTS_2025.map((each) => each.toSpliced(4, 1)));
  });
});

describeRealSet(realSet('b3-wdo-m1-2025, by contract'), ({ store }) => {
  it('has rows, span and range of each contract', async () => {
    expect(await contractsOf(store)).toEqual(CONTRACTS_2025.map((each) => each.toSpliced(4, 1)));
  });

  it('has 570 bars on a full day, opens after the auction where it was long, and a turnover within each bar', async () => {
    const days = await storedDays(store, 'candles-1m');
    expect(tally(days.map(({ columns }) => String(columns.open!.length)))).toEqual({
      ...{ 299: 1, 567: 5, 568: 1, 570: 116 },
    });
    expect(tally(days.map(({ columns }) => clockOf(columns.open_time_us![0]!)))).toEqual({
      ...{ '09:00': 116, '09:02': 1, '09:03': 5, '13:31': 1 },
    });
    expect(days.reduce((sum, { columns }) => sum + turnoverMisses(columns, 10, 0), 0)).toBe(0);
  });
});

const wdoProfit = realSet('b3-wdo-m1-profit-202111');
describeRealSet(wdoProfit, ({ store, checked }) => {
  it('runs from 12:47 of 5 November to 14 January, to 17:59 on the first day and to 18:29 after', async () => {
    const days = await storedDays(store, 'candles-1m', 'WDOFUT');
    const [first, last] = [days[0]!.columns.open_time_us!, days.at(-1)!.columns.open_time_us!];
    expect([minuteOf(first[0]!), minuteOf(last.at(-1)!)]).toEqual(['2021-11-05 12:47', '2022-01-14 18:29']);
    const ends = days.map(({ columns }) => clockOf(columns.open_time_us!.at(-1)!));
    expect([ends[0], tally(ends)]).toEqual(['17:59', { '17:59': 1, '18:29': 47 }]);
  });

  it('has the factor of each contract, and a turnover that is not adjusted', async () => {
    expect(factorsOf(await checked())).toEqual({
      WDOZ21: expect.closeTo(1.01330538, 6),
      WDOF22: expect.closeTo(1.00692618, 6),
      WDOG22: 1,
    });
    const days = await storedDays(store, 'candles-1m', 'WDOFUT');
    const misses = (from: string): number =>
      days.filter(({ day }) => day >= from).reduce((sum, { columns }) => sum + turnoverMisses(columns, 10, 0.5), 0);
    expect([misses('2021-11-05'), misses('2021-12-30')]).toEqual([untoldCount(wdoProfit, 'bars whose turnover'), 0]);
  });
});

const winProfit = realSet('b3-win-m5-profit-2021');
describeRealSet(winProfit, ({ store }) => {
  it('runs from 13:45 of 17 August to 19 January, and is off the tick before its last roll only', async () => {
    const days = await storedDays(store, 'candles-5m', 'WINFUT');
    const [first, last] = [days[0]!.columns.open_time_us!, days.at(-1)!.columns.open_time_us!];
    expect([minuteOf(first[0]!), minuteOf(last.at(-1)!)]).toEqual(['2021-08-17 13:45', '2022-01-19 18:20']);
    const off = days.filter(({ columns }) => columns.close!.some((price) => price % 5 !== 0));
    expect(off.at(-1)!.day).toBe('2021-12-14');
    expect(days.filter(({ day }) => day <= '2021-12-14')).toHaveLength(off.length);
    const misses = days.reduce((sum, { columns }) => sum + turnoverMisses(columns, 0.2, 5), 0);
    expect(misses).toBe(untoldCount(winProfit, 'bars whose turnover'));
  });
});

const sideBySide = realSet('b3-win-wdo-m1-mt5-202105');
describeRealSet(sideBySide, ({ store, files, result }) => {
  it('runs from 09:19 of 3 May to 17:00 of 27 May on 19 days, unadjusted', async () => {
    for (const [contract, tick] of [['WINM21', 5] as const, ['WDOM21', 0.5] as const]) {
      const days = await storedDays(store, 'candles-1m', contract);
      const [first, last] = [days[0]!.columns.open_time_us!, days.at(-1)!.columns.open_time_us!];
      expect([minuteOf(first[0]!), minuteOf(last.at(-1)!)]).toEqual(['2021-05-03 09:19', '2021-05-27 17:00']);
      expect([days.length, days.every(({ columns }) => columns.close!.every((price) => price % tick === 0))]).toEqual([
        19,
        true,
      ]);
    }
  });

  it('lacks WIN in 93 rows, 90 of them from 17:55 on, and WDO in one', () => {
    const rows = linesOf(files[0]!).slice(1);
    const lacking = (column: number) => rows.filter((row) => row.split(',')[column] === '');
    expect([lacking(1).length, lacking(8).length]).toEqual([
      untoldCount(sideBySide, 'minutes without a bar of WIN'),
      untoldCount(sideBySide, 'minute without a bar of WDO'),
    ]);
    expect(lacking(1).filter((row) => /^\S+ 17:5[5-9]/.test(row))).toHaveLength(90);
    expect(result().notices).toContain('93 rows without a candle of WIN: its fields are empty');
    expect(result().notices).toContain('1 row without a candle of WDO: its fields are empty');
  });
});

describeRealSet(realSet('b3-wdo-m5-mt5-2018, 2018'), ({ store }) => {
  it('runs from 2 January to 13 December, to 18:10 or 17:55, and opens at 13:00 on Ash Wednesday', async () => {
    const days = await storedDays(store, 'candles-5m');
    const spans = Object.fromEntries(days.map(({ day, columns }) => [day, spanOf(columns.open_time_us!)]));
    expect([days[0]!.day, days.at(-1)!.day]).toEqual(['2018-01-02', '2018-12-13']);
    expect([spans['2018-02-14'], spans['2018-10-03'], spans['2018-11-30'], spans['2018-12-13']]).toEqual([
      ...['13:00 18:10', '10:40 17:55', '09:00 09:15', '11:40 16:05'],
    ]);
    expect(tally(Object.values(spans).map((span) => span.slice(6)))).toEqual({
      // a Saturday, a day cut off twice, and the end of a year's trading at 19:00
      ...{ '17:55': 162, '18:10': 63, '12:15': 1, '09:15': 1, '16:05': 1, '18:55': 1 },
    });
  });
});

describeRealSet(realSet('b3-wdo-m5-mt5-2018, March 2020'), ({ store }) => {
  it('runs from 2 to 31 March', async () => {
    const days = await storedDays(store, 'candles-5m');
    expect([days.length, days[0]!.day, days.at(-1)!.day]).toEqual([22, '2020-03-02', '2020-03-31']);
  });
});

describeRealSet(realSet('b3-dol-m30-mt5-2018'), ({ store }) => {
  it('runs from 2 January 2018 to 30 December 2019', async () => {
    const days = await storedDays(store, 'candles-30m');
    expect([days.length, days[0]!.day, days.at(-1)!.day]).toEqual([478, '2018-01-02', '2019-12-30']);
  });
});

/** Time and figures of each bar: open, high, low and close, contracts, trades. */
function barsIn(events: EventBatch): readonly (readonly unknown[])[] {
  const view = new BarView();
  const bars: unknown[][] = [];
  for (let index = 0; index < events.length; index++) {
    if (events.kindAt(index) !== Kind.bar) continue;
    const { openTimeUs, open, high, low, close, volume, trades } = view.read(events, index, instrumentOf('DOLK20')!);
    bars.push([minuteOf(openTimeUs), open, high, low, close, volume, trades]);
  }
  return bars;
}

function clockOf(timeUs: number): string {
  return minuteOf(timeUs).slice(11);
}

/** Start of the first and of the last bar. */
function spanOf(openTimes: Float64Array): string {
  return `${clockOf(openTimes[0]!)} ${clockOf(openTimes.at(-1)!)}`;
}

function factorsOf(checked: readonly CheckedSeries[]): Readonly<Record<string, number | string>> | undefined {
  const findings = checked.flatMap((each) => each.findings);
  return findings.find(({ rule }) => rule === 'adjustment-factors')?.values;
}

/** Contract, rows, first and last minute, lowest and highest price; in the order of time. */
async function contractsOf(store: DatasetStore): Promise<readonly unknown[]> {
  const days = (await storedDays(store, 'candles-1m')).filter(({ instrument }) => instrument !== 'WDOFUT');
  return [...Map.groupBy(days, ({ instrument }) => instrument)].map(([contract, own]) => {
    const columns = own.map((each) => each.columns);
    const times = columns.map(({ open_time_us }) => open_time_us!);
    const rows = times.reduce((sum, { length }) => sum + length, 0);
    const [lowest, highest] = rangeOf(columns.flatMap(({ low, high }) => [low!, high!]));
    return [contract, rows, minuteOf(times[0]![0]!), minuteOf(times.at(-1)!.at(-1)!), lowest, highest];
  });
}
