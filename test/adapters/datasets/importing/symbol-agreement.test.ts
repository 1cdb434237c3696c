import { describe, expect, it } from 'vitest';
import { agreedNotices, symbolAgreement } from '../../../../src/adapters/datasets/importing/symbol-agreement.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';

const PLACE = { file: '/data/t.csv', line: 2, column: 1, field: 'Ativo' };

function errorOf(told: string, given: string): UserError {
  try {
    agreedNotices({ symbol: told, ...PLACE }, given, 'unique');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError, but all went well');
}

describe('the symbol that rows name and the one that is given', () => {
  it.each([
    ['WDOU25', 'WDOU25'],
    ['PETR4', 'PETR4'],
    ['WDO', 'WDOFUT'],
    ['WDOFUT', 'WDO'],
    ['WDO$N', 'WDO'],
    ['WIN@', 'WIN$N'],
    ['WDO$D', 'WDO@D'],
  ])('are the same: %s and %s', (told, given) => {
    expect(symbolAgreement(told, given)).toEqual({ kind: 'same' });
    expect(agreedNotices({ symbol: told, ...PLACE }, given, 'unique')).toEqual([]);
  });

  it.each([
    ['WDOU25', 'WDOV25', 'two contracts'],
    ['WDOU25', 'WDOU26', 'two contracts'],
    ['WDOU25', 'DOLU25', 'two instruments'],
    ['WDO', 'DOLFUT', 'two instruments'],
    ['WDOU25', 'PETR4', 'two instruments'],
    ['PETR4', 'WDOU25', 'two instruments'],
    ['WDOFUT', 'PETR4', 'two instruments'],
    ['PETR4', 'VALE3', 'two instruments'],
    ['WDOFUT', 'WDOU25', 'goes through many contracts'],
    ['WDO$D', 'WDOU25', 'goes through many contracts'],
    ['WDOU25', 'WDO', 'no continuous series'],
    ['WDOU25', 'WDO$D', 'no continuous series'],
    ['WDO$D', 'WDO', 'adjusted by difference'],
    ['WDO$D', 'WDO$N', 'adjusted by difference'],
  ])('contradict each other: %s and %s', (told, given, why) => {
    expect(symbolAgreement(told, given).kind).toBe('contradiction');
    const error = errorOf(told, given);
    expect(error).toMatchObject({ code: 'instrument-differs', ...PLACE });
    expect(error.message).toContain(
      `t.csv line 2, column 1 (Ativo): the row is of ${told}, --instrument says ${given}: `,
    );
    expect(error.message).toContain(why);
    expect(error.fix).toContain('Leave --instrument out');
    expect(error.fix).toContain('qt import csv');
  });

  it('make a new name where the user says that a series is adjusted, or where markets share names', () => {
    const adjusted = agreedNotices({ symbol: 'WDO$N', ...PLACE }, 'WDO$D', 'unique');
    expect(adjusted).toEqual(['The rows of t.csv name WDO$N: they are imported as WDO$D (--instrument)']);
    const venue = agreedNotices({ symbol: 'BTCUSDT', ...PLACE }, 'BTCUSDT-PERP', 'shared');
    expect(venue).toEqual(['The rows of t.csv name BTCUSDT: they are imported as BTCUSDT-PERP (--instrument)']);
  });

  it('contradict each other also where markets share names, when one is built in', () => {
    expect(symbolAgreement('BTCUSDT', 'WDOU25', 'shared').kind).toBe('contradiction');
    expect(symbolAgreement('WDOU25', 'WDOV25', 'shared').kind).toBe('contradiction');
  });

  it('cannot become a name that is none', () => {
    const rename = (given: string): unknown => agreedNotices({ symbol: 'BTCUSDT', ...PLACE }, given, 'shared');
    expect(() => rename('btc usdt')).toThrow('cannot be a symbol');
    expect(() => rename('WDOXX')).toThrow('WDOXX is no contract of WDO');
  });

  it.each([
    ['WDOFUT', 'WDOU25', 'say --instrument WDO:'],
    ['WDO$D', 'WDOU25', "say --instrument 'WDO$D':"],
    ['WDOU25', 'WDOV25', 'the rows are imported as WDOU25'],
  ])('that contradict each other have a remedy: %s and %s', (told, given, fix) => {
    expect(errorOf(told, given).fix).toContain(fix);
  });
});
