// Runs each notebook in a home with real days of DOLK20: it takes them, and says plainly what they lack.
import { beforeAll, expect, it, vi } from 'vitest';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { notebookNames, type RanNotebook, RUNNING_MS, ranNotebook } from './ran-notebooks.ts';

vi.setConfig({ testTimeout: RUNNING_MS, hookTimeout: notebookNames.length * RUNNING_MS });

const FILES = ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz', 'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'];
/** The only day with trades, and those before and after it. */
const MIXED = { from: '2020-04-02', to: '2020-04-08' };
/** The others take the newest days, which have candles only. */
const isMixed = (name: string): boolean => /^0[345]/.test(name);

describeWithRealData('notebooks on real days', FILES, (...files) => {
  const home = temporaryFolder('notebooks-real');
  const ran = new Map<string, RanNotebook>();
  const of = (number: string): RanNotebook => [...ran].find(([name]) => name.startsWith(number))![1];

  beforeAll(async () => {
    for (const file of files) await importFiles({ home, format: 'auto', files: [file], instrument: 'DOLK20' });
    for (const name of notebookNames) ran.set(name, await ranNotebook(name, home, isMixed(name) ? MIXED : {}));
  });

  it('say first which they are', () => {
    for (const [name, each] of ran) {
      const first = isMixed(name)
        ? 'Real data.\nDOLFUT (DOLK20), 5 trading days with data from 2020-04-02 to 2020-04-08: trades of 1, candles-1m of 4.'
        : 'Real data.\nDOLFUT (DOLK20), 5 trading days with data from 2020-04-03 to 2020-04-09: candles-1m of 5.\nNone of them has trades; the newest day that has is 2020-04-02 (DOLK20)';
      expect(each.text.slice(each.text.indexOf('Real data.')).slice(0, first.length)).toBe(first);
      expect(each.text).not.toMatch(/synthetic,|SYNTHETIC/);
    }
  });

  it('01 tells what the files are known for', () => {
    expect(of('01').outputWith('33118 rows x')).toContain('2020-04-02 09:03:09.658000');
    expect(of('01').outputWith('identical-rows')).toMatch(/identical-rows +11907/);
    expect(of('01').outputWith('Price on 2020-04-02')).toContain('y 5231.5 to 5293.5');
  });

  it('02 draws what there is and names what is missing', () => {
    expect(of('02').outputWith(/^candle +candles/)).toContain('500v');
    expect(of('02').text).toContain('The store has no order book (levels) of these days.');
    expect(of('02').text).toContain('do not tell who attacked');
    expect(of('02').text).toContain('Spread at the end of each minute');
  });

  it('03 leaves order flow without values where nobody told who attacked', () => {
    const missing = of('03').rowsOf(/^column +kind +count +missing/);
    expect(missing.get('orderFlowImbalance_20')!.slice(2, 4)).toEqual(['0', '2692']);
    expect(missing.get('rsi_14')!.slice(2, 4)).toEqual(['2692', '0']);
    expect(of('03').outputWith('move of 10 candles, points by vwapDeviation')).toContain('2,636 rows');
  });

  it('04 and 05 run on candles where only some days have trades', () => {
    expect(of('04').text).toContain('5 days, 2692 candles, exchange');
    expect(of('05').text).toContain('decisions on 5 days, matched against bars (candles-1m)');
    expect(of('05').text).toContain('medium Fills were decided on candles');
    expect(of('05').text).not.toContain('The market is synthetic');
  });

  it('make synthetic days where they are asked to, apart from the real ones', async () => {
    const { text } = await ranNotebook('02-candles-and-book', home, { synthetic: true });
    expect(text).toContain('SYNTHETIC data.\nWDOFUT (WDOJ27)');
    expect(text).toContain('Order book of WDOJ27');
  });
});
