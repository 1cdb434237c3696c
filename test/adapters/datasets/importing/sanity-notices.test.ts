import { describe, expect, it } from 'vitest';
import { contractLife } from '../../../../src/adapters/datasets/importing/contract-life.ts';
import { parseDay } from '../../../../src/core/market/civil-day.ts';
import { parseContract } from '../../../../src/core/market/contract.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch } from '../scratch.ts';

const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';
const USUAL = '5400\t5401\t5399.5\t5400.5';

const text = (lines: readonly string[]): string => [...lines, ''].join('\r\n');
const bar = (minute: number, prices = USUAL, day = '2025.08.05'): string =>
  `${day}\t09:${String(minute).padStart(2, '0')}:00\t${prices}\t7\t12\t5`;

describe('prices far from those of their day', () => {
  it('are told for trades with their times, and kept; quotes are not judged', async () => {
    const { file, run, store } = scratch();
    const ticks = [5400, 5940.5, 5400, 540, 5400, 5940, 5400].map(
      (price, second) => `2025.08.05\t09:00:0${second}.125\t5399.5\t9999\t${price}\t1.00000000`,
    );
    const result = await run('mt5-ticks', file('WDOU25_t.csv', text([TICKS, ...ticks])));
    expect(result.notices).toEqual([
      '2 of 7 trades or candles of WDOU25 in WDOU25_t.csv are more than 10 % away from the median price of their day, ' +
        'and were kept: 5940.5 at 2025-08-05 09:00:01.125 (the median of that day is 5400), ' +
        '540 at 2025-08-05 09:00:03.125 (the median of that day is 5400)',
    ]);
    expect((await store.readPart('WDOU25', 'trades', '2025-08-05')).price).toHaveLength(7);
  });

  it('are told for the high and the low of a candle, ten of them, and how many more there are', async () => {
    const { file, run } = scratch();
    const wrong = Array.from({ length: 12 }, (_, k) => bar(20 + k, k === 0 ? '5400\t54010\t5399.5\t5400.5' : USUAL));
    const slipped = wrong.map((line) => line.replace('\t5399.5\t', '\t539.5\t'));
    const usual = Array.from({ length: 20 }, (_, k) => bar(k));
    const { notices } = await run('mt5-bars', file('WDOU25.csv', text([BARS, ...usual, ...slipped])));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('12 of 32 trades or candles of WDOU25');
    expect(notices[0]).toContain(': 539.5 at 2025-08-05 09:20:00 (');
    expect(notices[0]!.match(/ at 2025-08-05/g)).toHaveLength(10);
    expect(notices[0]).toMatch(/ and 2 more$/);
  });

  it('are those of one day: a jump from day to day is none', async () => {
    const { file, run } = scratch();
    const lines = [bar(0), bar(1), bar(0, '6500\t6501\t6499\t6500', '2025.08.06')];
    expect((await run('mt5-bars', file('WDOU25.csv', text([BARS, ...lines])))).notices).toEqual([]);
  });
});

describe('a dated contract', () => {
  const DAYS = ['2025.08.28', '2025.08.29', '2025.09.01', '2025.09.02'];

  it('is told on days after its last one, and kept', async () => {
    const { file, run } = scratch();
    const lines = DAYS.flatMap((day) => [bar(0, USUAL, day), bar(1, USUAL, day)]);
    const result = await run('mt5-bars', file('WDOU25.csv', text([BARS, ...lines])));
    expect(result.rowsAccepted).toBe(8);
    expect(result.notices).toEqual([
      'WDOU25 expires in 2025-09, but WDOU25.csv has rows after its last trading day: 2025-09-01, 2025-09-02',
    ]);
  });

  it('is told on days before it was listed', async () => {
    const { file, run } = scratch();
    const result = await run('mt5-bars', file('WDOV27.csv', text([BARS, bar(0), bar(1)])));
    expect(result.notices).toEqual([
      'WDOV27 expires in 2027-10, but WDOV27.csv has rows more than 24 months before, when it was not listed: 2025-08-05',
    ]);
  });

  it.each([
    ['WDOU25', '2025-08-29', 'alive'],
    ['WDOU25', '2025-09-01', 'expired'],
    ['DOLU25', '2023-09-01', 'alive'],
    ['DOLU25', '2023-08-31', 'unlisted'],
    ['WINQ25', '2025-08-13', 'alive'],
    ['WINQ25', '2025-08-14', 'expired'],
    ['INDQ25', '2026-01-02', 'expired'],
    ['WDOF10', '2009-12-30', 'alive'],
    ['WDOF07', '2008-01-02', 'expired'],
    ['WING29', '2027-12-30', 'alive'],
  ])('%s on %s is %s', (symbol, day, life) => {
    expect(contractLife(parseContract(symbol)!, parseDay(day)!)).toBe(life);
  });
});

describeWithRealData(
  'true exports',
  [
    'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz',
    'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz',
    'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz',
    'b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz',
    'b3-wdo-m5-mt5-2018/WDO_M5_202003.csv.gz',
  ],
  (dolTicks, dolMinutes, wdoMinutes, wdo2018, wdo2020) => {
    it('have nothing of the kind, in the crash of March 2020 neither', async () => {
      const { run } = scratch();
      const results = [
        await run('mt5-ticks', dolTicks!),
        await run('mt5-bars', dolMinutes!),
        await run('csv', wdoMinutes!, { mapping: 'wdo-contract-m1' }),
        await run('mt5-bars', wdo2018!),
        await run('mt5-bars', wdo2020!),
      ];
      const notices = results.flatMap((result) => result.notices);
      expect(notices.filter((notice) => /median|expires/.test(notice))).toEqual([]);
    });
  },
);
