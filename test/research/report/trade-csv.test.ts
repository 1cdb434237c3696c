// Checks that trades go into CSV exactly, that no cell is a formula, and that the link holds the file.
import { describe, expect, it } from 'vitest';
import { csvLink, csvText, tradesCsv } from '../../../src/research/report/trade-csv.ts';
import { aTrade } from './a-trade.ts';

const decoded = (url: string) => decodeURIComponent(url.slice(url.indexOf(',') + 1));

describe('trades as CSV', () => {
  it('makes formulas harmless and quotes what needs it', () => {
    const texts = ['=cmd()', '+1', '-1', '@x', '\t=a', ' =b', 'plain', 'a,b', 'say "x"', 'two\nlines'];
    expect(texts.map(csvText)).toEqual([
      `"'=cmd()"`,
      `"'+1"`,
      `"'-1"`,
      `"'@x"`,
      `"'\t=a"`,
      `"' =b"`,
      'plain',
      '"a,b"',
      '"say ""x"""',
      '"two\nlines"',
    ]);
  });

  it('has one line per trade with exact money and empty cells for what is absent', () => {
    const csv = tradesCsv([aTrade({ netE4: -123_456, costsE4: 7, targetPrice: 5510.5, reason: '=1+1' })]);
    expect(csv.split('\n')).toEqual([
      'index,strategy,contract,side,quantity,entryLocal,exitLocal,entryUs,exitUs,entryPrice,exitPrice,stopPrice,targetPrice,exitRole,points,grossBrl,costsBrl,netBrl,maxAdverseTicks,reason',
      `0,test,WDOU25,buy,1,2025-08-05T09:00:00,2025-08-05T09:01:00,1754395200000000,1754395260000000,5500,5501,,5510.5,exit,-1.23449,-12.3449,0.0007,-12.3456,,"'=1+1"`,
      '',
    ]);
  });

  it('puts the file into the link, or its first trades where there is no room for all', () => {
    const trades = Array.from({ length: 100 }, (_, index) => aTrade({ index, reason: 'ação, 100 % & "more"' }));
    const whole = csvLink(trades, 1_000_000);
    expect(whole.trades).toBe(100);
    expect(decoded(whole.url)).toBe(tradesCsv(trades));
    expect(whole.url).toMatch(/^data:text\/csv;charset=utf-8,[^"<>\s]*$/);
    const part = csvLink(trades, 5_000);
    expect(part.url.length).toBeLessThanOrEqual(5_000);
    expect(part.trades).toBeGreaterThan(5);
    expect(decoded(part.url)).toBe(tradesCsv(trades.slice(0, part.trades)));
  });
});
