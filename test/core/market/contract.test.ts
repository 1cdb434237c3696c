import { describe, expect, it } from 'vitest';
import { dayNumberOf, formatDay } from '../../../src/core/market/civil-day.ts';
import {
  type Contract,
  contractFor,
  expiryDay,
  lastTradingDay,
  nextContract,
  parseContract,
  resolveContract,
  rollDay,
} from '../../../src/core/market/contract.ts';
import type { Root } from '../../../src/core/market/instrument.ts';
import { isTradingDay, previousTradingDay } from '../../../src/core/market/trading-calendar.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { byDay, contractBars, profitBars, type RealBar } from './real-bars.ts';

const ROOTS: readonly Root[] = ['WDO', 'DOL', 'WIN', 'IND'];

function symbolOn(symbol: string, day: string | number): string | undefined {
  return resolveContract(symbol, day)?.symbol;
}

function contract(symbol: string): Contract {
  const parsed = parseContract(symbol);
  if (parsed === undefined) throw new Error(`${symbol} is no contract`);
  return parsed;
}

describe('contract', () => {
  it('parses and formats every traded month of 2000 to 2099', () => {
    for (let year = 2000; year < 2100; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const dollar = contractFor('WDO', year, month);
        expect(parseContract(dollar.symbol)).toEqual(dollar);
        if (month % 2 === 0) expect(contract(contractFor('WIN', year, month).symbol).month).toBe(month);
        else expect(() => contractFor('WIN', year, month)).toThrow('WIN has no contract of month');
      }
    }
    expect(() => contractFor('WDO', 1999, 1)).toThrow(RangeError);
    expect(parseContract('WDOFUT')).toBeUndefined();
  });

  // First day on which the continuous WDO series was seen to show the contract.
  it.each([
    ['2021-11-29', 'WDOZ21'],
    ['2021-11-30', 'WDOF22'],
    ['2021-12-29', 'WDOF22'],
    ['2021-12-30', 'WDOG22'],
    ['2025-08-28', 'WDOU25'],
    ['2025-08-29', 'WDOV25'],
    ['2025-09-29', 'WDOV25'],
    ['2025-09-30', 'WDOX25'],
    ['2025-10-30', 'WDOX25'],
    ['2025-10-31', 'WDOZ25'],
    ['2025-11-27', 'WDOZ25'],
    ['2025-11-28', 'WDOF26'],
    ['2025-12-29', 'WDOF26'],
    ['2025-12-30', 'WDOG26'],
    ['2026-01-29', 'WDOG26'],
  ])('WDOFUT on %s is %s', (day, symbol) => {
    expect(symbolOn('WDOFUT', day)).toBe(symbol);
    expect(symbolOn('WDO', day)).toBe(symbol);
    expect(symbolOn('DOL$', day)).toBe(symbol.replace('WDO', 'DOL'));
  });

  it.each([
    ['DOLFUT', '2020-04-02', 'DOLK20'],
    ['DOLFUT', '2019-12-20', 'DOLF20'],
    ['WINFUT', '2019-12-20', 'WING20'],
    ['WINFUT', '2021-08-17', 'WINQ21'],
    ['WINFUT', '2021-08-18', 'WINV21'],
    ['WINFUT', '2021-10-11', 'WINV21'],
    ['WINFUT', '2021-10-13', 'WINZ21'],
    ['WINFUT', '2021-12-14', 'WINZ21'],
    ['INDFUT', '2021-12-15', 'INDG22'],
    ['IND', '2022-01-19', 'INDG22'],
  ])('%s on %s is %s', (name, day, symbol) => {
    expect(symbolOn(name, day)).toBe(symbol);
  });

  it('leaves a dated symbol as it is on any day and knows no others', () => {
    expect(symbolOn('WDOU25', '2030-01-01')).toBe('WDOU25');
    expect(resolveContract('PETR4', '2025-08-05')).toBeUndefined();
  });

  it('resolves days without trading like the trading day before', () => {
    expect(symbolOn('WDOFUT', '2025-08-31')).toBe('WDOV25');
    expect(symbolOn('WDOFUT', '2025-12-31')).toBe('WDOG26');
    for (const root of ROOTS) {
      for (let day = dayNumberOf(2008, 1, 3); day <= dayNumberOf(2027, 12, 31); day += 1) {
        if (!isTradingDay(day)) expect(symbolOn(root, day)).toBe(symbolOn(root, previousTradingDay(day)));
      }
    }
  });

  it('gives the last days of dollar contracts', () => {
    expect(formatDay(lastTradingDay(contract('WDOU25')))).toBe('2025-08-29');
    expect(formatDay(expiryDay(contract('WDOU25')))).toBe('2025-09-01');
    expect(formatDay(lastTradingDay(contract('DOLF26')))).toBe('2025-12-30');
    expect(formatDay(expiryDay(contract('DOLF26')))).toBe('2026-01-02');
    expect(formatDay(lastTradingDay(contract('WDOJ16')))).toBe('2016-03-31');
  });

  it('gives the last day of index contracts, the next trading day when the Wednesday is a holiday', () => {
    expect(formatDay(expiryDay(contract('WINV21')))).toBe('2021-10-13');
    expect(formatDay(lastTradingDay(contract('WING21')))).toBe('2021-02-17');
    expect(formatDay(expiryDay(contract('WINZ25')))).toBe('2025-12-17');
    expect(formatDay(expiryDay(contract('WINV22')))).toBe('2022-10-13');
  });

  it('moves only forward, one contract at a time, on the roll day of the contract it leaves', () => {
    for (const root of ROOTS) {
      let current = resolveContract(root, '2008-01-02')!;
      for (let day = dayNumberOf(2008, 1, 3); day <= dayNumberOf(2027, 12, 31); day += 1) {
        const now = resolveContract(root, day)!;
        if (now.symbol === current.symbol) continue;
        expect(now).toEqual(nextContract(current));
        expect(day).toBe(rollDay(current));
        expect(isTradingDay(day)).toBe(true);
        current = now;
      }
      expect(current.year).toBe(2028);
    }
  });

  it('never shows a contract on or after its last trading day', () => {
    for (const root of ROOTS) {
      for (let day = dayNumberOf(2008, 1, 2); day <= dayNumberOf(2027, 10, 31); day += 1) {
        const shown = resolveContract(root, day)!;
        expect(lastTradingDay(shown)).toBeGreaterThan(day);
        expect(expiryDay(shown)).toBeGreaterThanOrEqual(lastTradingDay(shown));
      }
    }
  });

  it('refuses days outside the calendar', () => {
    expect(() => resolveContract('WDO', '2007-12-28')).toThrow(RangeError);
    expect(() => resolveContract('WIN', '2028-01-03')).toThrow(RangeError);
    expect(() => lastTradingDay(contractFor('WDO', 2030, 5))).toThrow('outside the trading calendar');
  });
});

/** Days on which the proportional adjustment of a Profit series changes: traded money is not adjusted, prices are. */
function seenRolls(bars: readonly RealBar[], pointValueBrl: number): string[] {
  const rolls: string[] = [];
  let previous: number | undefined;
  for (const [isoDay, ofDay] of byDay(bars)) {
    const ratios = ofDay
      .map((bar) => (bar.close * bar.contracts * pointValueBrl) / bar.volumeBrl!)
      .sort((a, b) => a - b);
    const factor = ratios[Math.floor(ratios.length / 2)]!;
    if (previous !== undefined && Math.abs(factor / previous - 1) > 0.002) rolls.push(isoDay);
    previous = factor;
  }
  return rolls;
}

/** Days of a file on which the calendar resolves to another contract than on the day before. */
function expectedRolls(root: Root, bars: readonly RealBar[]): string[] {
  const days = [...byDay(bars).keys()];
  return days.filter((day, i) => i > 0 && symbolOn(root, day) !== symbolOn(root, days[i - 1]!));
}

describeWithRealData(
  'contract of real WDO bars',
  ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'],
  (path) => {
    it('is the one that the calendar resolves, in every bar', () => {
      const bars = contractBars(path!);
      expect(bars).toHaveLength(69_822);
      const wrong = [...byDay(bars)].filter(([day, ofDay]) =>
        ofDay.some((bar) => bar.contract !== symbolOn('WDO', day)),
      );
      expect(wrong.map(([day]) => day)).toEqual([]);
      expect(expectedRolls('WDO', bars)).toEqual([
        '2025-08-29',
        '2025-09-30',
        '2025-10-31',
        '2025-11-28',
        '2025-12-30',
      ]);
    });
  },
);

describeWithRealData(
  'rolls of real WDO bars of 2021',
  ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz'],
  (path) => {
    it('fall on the days of the calendar', () => {
      const bars = profitBars(path!, 'comma');
      expect(seenRolls(bars, 10)).toEqual(['2021-11-30', '2021-12-30']);
      expect(expectedRolls('WDO', bars)).toEqual(['2021-11-30', '2021-12-30']);
    });
  },
);

describeWithRealData(
  'rolls of real WIN bars of 2021',
  ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz'],
  (path) => {
    it('fall on the expiry days of the calendar', () => {
      const bars = profitBars(path!, 'point');
      expect(seenRolls(bars, 0.2)).toEqual(['2021-08-18', '2021-10-13', '2021-12-15']);
      expect(expectedRolls('WIN', bars)).toEqual(['2021-08-18', '2021-10-13', '2021-12-15']);
    });
  },
);
