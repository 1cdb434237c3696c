import { describe, expect, it } from 'vitest';
import { parseSymbol } from '../../../src/core/market/symbol.ts';
import { MONTH_LETTERS, monthLetter, monthOfLetter } from '../../../src/core/market/traded-months.ts';

describe('symbol', () => {
  it.each(['WDOFUT', 'WDO$', 'WDO@', 'WDO$N', 'WDO$D', 'WDO@N', 'WDO@D'])(
    'takes %s for a continuous series',
    (symbol) => {
      expect(parseSymbol(symbol)).toEqual({ kind: 'continuous', root: 'WDO' });
    },
  );

  it('tells root and dated contract apart', () => {
    expect(parseSymbol('WIN')).toEqual({ kind: 'root', root: 'WIN' });
    expect(parseSymbol('DOLK20')).toEqual({ kind: 'dated', root: 'DOL', year: 2020, month: 5 });
    expect(parseSymbol('INDZ99')).toEqual({ kind: 'dated', root: 'IND', year: 2099, month: 12 });
  });

  it.each(['', 'WD', 'wdofut', 'WDOA25', 'WDOU2025', 'WDOU5', 'WDO$X', 'WDOFUTX', 'PETR4', 'WINF25', 'INDH25', ' WDO'])(
    'knows nothing of %j',
    (symbol) => {
      expect(parseSymbol(symbol)).toBeUndefined();
    },
  );

  it('maps months to letters and back', () => {
    for (let month = 1; month <= 12; month += 1) expect(monthOfLetter(monthLetter(month))).toBe(month);
    expect(MONTH_LETTERS).toHaveLength(12);
    expect(monthOfLetter('')).toBeUndefined();
    expect(monthOfLetter('FG')).toBeUndefined();
    expect(() => monthLetter(0)).toThrow(RangeError);
    expect(() => monthLetter(13)).toThrow(RangeError);
  });
});
