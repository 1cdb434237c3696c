// What an import says about rows that can hardly be true: one sentence per rule, and the rows are kept.
import { describe, expect, it } from 'vitest';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch } from '../scratch.ts';

const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';
const USUAL = '5400\t5401\t5399.5\t5400.5';

const text = (lines: readonly string[]): string => [...lines, ''].join('\r\n');
const bar = (minute: number, prices = USUAL, day = '2025.08.05'): string =>
  `${day}\t09:${String(minute).padStart(2, '0')}:00\t${prices}\t7\t12\t5`;

/** The notices of one rule. */
function told(notices: readonly string[], rule: string): readonly string[] {
  return notices.filter((notice) => notice.split(' ')[1] === `${rule}:`);
}

describe('prices far from those of their day', () => {
  it('are told for trades with their number and the median, and kept; quotes are not judged', async () => {
    const { file, run, store } = scratch();
    const ticks = [5400, 5940.5, 5400, 540, 5400, 5940, 5400].map(
      (price, second) => `2025.08.05\t09:00:0${second}.125\t5399.5\t9999\t${price}\t1.00000000`,
    );
    const result = await run('mt5-ticks', file('WDOU25_t.csv', text([TICKS, ...ticks])));
    const [notice, ...more] = told(result.notices, 'far-price');
    expect(more).toEqual([]);
    expect(notice).toContain('WDOU25 trades of 2025-08-05: 2 of 7 ');
    expect(notice).toContain('5400');
    const { quality } = store.manifest(store.parts('WDOU25', 'trades')[0]!);
    const finding = quality!.findings.find(({ rule }) => rule === 'far-price')!;
    expect(finding.examples.map(({ row }) => row)).toEqual([1, 3]);
    expect(store.manifest(store.parts('WDOU25', 'trades')[0]!).rows).toBe(7);
  });

  it('are told once for all days on which a rule found something', async () => {
    const { file, run } = scratch();
    const slipped = '5400\t54010\t5399.5\t5400.5';
    const lines = ['2025.08.05', '2025.08.06'].flatMap((day) => [
      ...Array.from({ length: 20 }, (_, k) => bar(k, USUAL, day)),
      bar(20, slipped, day),
    ]);
    const { notices } = await run('mt5-bars', file('WDOU25.csv', text([BARS, ...lines])));
    const found = told(notices, 'far-price');
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('2 rows on 2 days (2025-08-05, 2025-08-06), for example: ');
  });

  it('are those of one day: a jump from day to day is none', async () => {
    const { file, run } = scratch();
    const lines = [bar(0), bar(1), bar(0, '6500\t6501\t6499\t6500', '2025.08.06')];
    const { notices } = await run('mt5-bars', file('WDOU25.csv', text([BARS, ...lines])));
    expect(told(notices, 'far-price')).toEqual([]);
  });
});

describe('a dated contract', () => {
  const DAYS = ['2025.08.28', '2025.08.29', '2025.09.01', '2025.09.02'];

  it('is told on days after its last one, and kept', async () => {
    const { file, run } = scratch();
    const lines = DAYS.flatMap((day) => [bar(0, USUAL, day), bar(1, USUAL, day)]);
    const result = await run('mt5-bars', file('WDOU25.csv', text([BARS, ...lines])));
    expect(result.rowsAccepted).toBe(8);
    const found = told(result.notices, 'contract-life');
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('4 rows on 2 days (2025-09-01, 2025-09-02)');
  });

  it('is told on days before it was listed', async () => {
    const { file, run } = scratch();
    const result = await run('mt5-bars', file('WDOV27.csv', text([BARS, bar(0), bar(1)])));
    expect(told(result.notices, 'contract-life')[0]).toContain('WDOV27 candles-1m of 2025-08-05: ');
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
      expect([...told(notices, 'far-price'), ...told(notices, 'contract-life')]).toEqual([]);
    });
  },
);
