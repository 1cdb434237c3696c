import { describe, expect, it } from 'vitest';
import { symbolOfFile } from '../../../../src/adapters/datasets/importing/file-symbol.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch } from '../scratch.ts';

describe('the symbol of a file whose rows name none', () => {
  it.each([
    ['DOLK20_ticks_20200402.csv.gz', undefined, 'DOLK20'],
    ['DOLK20_A.csv', 'DOLK20', 'DOLK20'],
    ['WDO$N_M1.csv', 'WDO', 'WDO'],
    ['WDOFUT.csv', 'WDO$N', 'WDO$N'],
    ['export.csv', 'PETR4', 'PETR4'],
    ['PETR4_ticks.csv', 'VALE3', 'VALE3'],
  ])('%s given as %s is %s, without a word', (name, given, symbol) => {
    expect(symbolOfFile(`/data/${name}`, given)).toEqual({ symbol, notices: [] });
  });

  it.each([
    ['DOLK20_A.csv', 'DOLM20', 'DOLK20'],
    ['DOLK20_A.csv', 'WDOK20', 'DOLK20'],
    ['WDOU25_A.csv', 'PETR4', 'WDOU25'],
    ['WDOU25_A.csv', 'WDO', 'WDOU25'],
    ['WDO_M1.csv', 'WDOU25', 'WDO'],
    ['WDO$D_M1.csv', 'WDO', 'WDO$D'],
    ['WDO$N_M1.csv', 'WDO$D', 'WDO$N'],
  ])('%s given as %s is what is given, and the name is told', (name, given, told) => {
    const { symbol, notices } = symbolOfFile(`/data/${name}`, given);
    expect(symbol).toBe(given);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(`${name}: the name of the file says ${told}, --instrument says ${given}: `);
  });

  it('must be one', () => {
    expect(() => symbolOfFile('/data/export.csv', undefined)).toThrow('does not tell which instrument');
    expect(() => symbolOfFile('/data/WDOU25.csv', 'WDOU5')).toThrow('WDOU5 is no contract of WDO');
  });
});

describeWithRealData('DOLK20 minutes', ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'], (path) => {
  it('can be imported as WDOK20: the name of the file is told, and the quality gate sees it', async () => {
    const { notices, parts } = await scratch().run('mt5-bars', path!, { instrument: 'WDOK20' });
    expect(notices[0]).toContain('the name of the file says DOLK20, --instrument says WDOK20');
    expect(notices.join()).toContain('refuse multiples-of-five: WDOK20 candles-1m: ');
    expect(parts.every(({ instrument, verdict }) => instrument === 'WDOK20' && verdict === 'refuse')).toBe(true);
  });
});
