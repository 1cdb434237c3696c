import { expect, it } from 'vitest';
import { timeOfDayUsAt, US_PER_MINUTE } from '../../../src/core/market/civil-time.ts';
import type { Root } from '../../../src/core/market/instrument.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { byDay, contractBars, metaTraderBars, profitBars, type RealBar } from './real-bars.ts';

/** Days whose last bar is not the last of the session, whose first bar is late, or that have no session at all. */
interface Differences {
  readonly noSession: string[];
  readonly outside: string[];
  readonly lateFirstBar: string[];
  readonly earlyLastBar: string[];
  readonly days: number;
}

/** Compares first and last bars with the session; a first bar up to ten minutes late is the opening auction. */
function compare(root: Root, bars: readonly RealBar[], barMinutes: number): Differences {
  const result = { noSession: [], outside: [], lateFirstBar: [], earlyLastBar: [], days: 0 } as Differences & {
    days: number;
  };
  for (const [day, ofDay] of byDay(bars)) {
    result.days += 1;
    const session = sessionOf(root, day);
    if (session === undefined) {
      result.noSession.push(day);
      continue;
    }
    const openMinute = timeOfDayUsAt(session.openUs) / US_PER_MINUTE;
    const closeMinute = timeOfDayUsAt(session.closeUs) / US_PER_MINUTE;
    const first = ofDay[0]!.minute;
    const last = ofDay.at(-1)!.minute;
    if (first < openMinute || last >= closeMinute) result.outside.push(day);
    if (first > openMinute + 10) result.lateFirstBar.push(day);
    if (last + barMinutes < closeMinute) result.earlyLastBar.push(day);
  }
  return result;
}

describeWithRealData('session of WDO in 2025', ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'], (path) => {
  it('holds all bars, from the first minute to the last', () => {
    expect(compare('WDO', contractBars(path!), 1)).toEqual({
      noSession: [],
      outside: [],
      lateFirstBar: ['2025-08-05'], // the file starts here
      earlyLastBar: [],
      days: 123,
    });
  });
});

describeWithRealData(
  'session of WDO in 2021',
  ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz'],
  (path) => {
    it('holds all bars across the end of United States daylight saving', () => {
      expect(compare('WDO', profitBars(path!, 'comma'), 1)).toEqual({
        noSession: [],
        outside: [],
        lateFirstBar: ['2021-11-05'], // the file starts here
        earlyLastBar: [],
        days: 48,
      });
    });
  },
);

describeWithRealData('session of WIN in 2021', ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz'], (path) => {
  it('holds all bars and ends before the closing call', () => {
    expect(compare('WIN', profitBars(path!, 'point'), 5)).toEqual({
      noSession: [],
      outside: [],
      lateFirstBar: ['2021-08-17'], // the file starts here
      earlyLastBar: [],
      days: 106,
    });
  });
});

describeWithRealData(
  'session of WDO in 2018 and March 2020',
  ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz', 'b3-wdo-m5-mt5-2018/WDO_M5_202003.csv.gz'],
  (year2018, march2020) => {
    it('holds all bars of 2018 but those of a Saturday test', () => {
      expect(compare('WDO', metaTraderBars(year2018!), 5)).toEqual({
        noSession: ['2018-11-10'],
        outside: [],
        lateFirstBar: ['2018-10-03', '2018-12-13'], // the exchange opened late; the file has a gap
        earlyLastBar: ['2018-11-30', '2018-12-13'], // the file has a gap
        days: 229,
      });
    });

    it('holds all bars of March 2020, when the winter close ended', () => {
      const march = compare('WDO', metaTraderBars(march2020!), 5);
      expect(march).toEqual({ noSession: [], outside: [], lateFirstBar: [], earlyLastBar: [], days: 22 });
    });
  },
);

describeWithRealData('session of DOL in April 2020', ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'], (path) => {
  it('holds all bars to the last minute', () => {
    const april = compare('DOL', metaTraderBars(path!), 1);
    expect(april).toEqual({ noSession: [], outside: [], lateFirstBar: [], earlyLastBar: [], days: 7 });
  });
});

describeWithRealData('session of DOL in 2018 and 2019', ['b3-dol-m30-mt5-2018/DOL_M30_2018_2019.csv.gz'], (path) => {
  it('holds all bars but those of test days and a few late trades of the closing second', () => {
    const bars = metaTraderBars(path!);
    const { outside, ...seen } = compare('DOL', bars, 30);
    expect(seen).toEqual({
      noSession: ['2018-11-10', '2019-09-07'],
      lateFirstBar: ['2018-10-03', '2018-12-13', '2019-12-04'],
      earlyLastBar: ['2018-12-06', '2018-12-13', '2019-10-11', '2019-10-14', '2019-11-29'],
      days: 478,
    });
    expect(outside).toHaveLength(9);
    for (const day of outside) {
      const after = bars.filter((bar) => bar.isoDay === day && bar.minute >= 18 * 60);
      expect(after.map((bar) => bar.minute)).toEqual([18 * 60]);
      expect(after[0]!.contracts).toBeLessThan(100);
    }
  });
});
