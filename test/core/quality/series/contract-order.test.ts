// Stores days under wrong contracts; expects ended and unlisted ones to be refused, and others to be warned of.
import { describe, expect, it } from 'vitest';
import { contractOrder } from '../../../../src/core/quality/series/contract-order.ts';
import { cleanSeries, found, withDays } from './clean-series.ts';

function storedAs(contract: string, from: number, to: number) {
  return withDays(cleanSeries(), (day, at) => (at >= from && at < to ? { ...day, instrument: contract } : day));
}

describe('order of contracts', () => {
  it('is right where each day has the contract of the calendar', () => {
    expect(found(contractOrder, cleanSeries({ days: 250 }))).toEqual([]);
    expect(found(contractOrder, cleanSeries({ symbol: 'WDOX25' }))).toEqual([]);
    expect(found(contractOrder, cleanSeries({ symbol: 'WDOFUT' }))).toEqual([]);
  });

  it('is refused where a contract had ended or is too far ahead', () => {
    const [ended] = contractOrder.check(storedAs('WDOK25', 4, 7));
    expect(ended).toMatchObject({ severity: 'refuse', rows: 3 });
    expect(ended!.examples[0]).toEqual({ day: '2025-06-06', what: 'WDOK25 had ended' });
    const [unlisted] = contractOrder.check(storedAs('WDOF29', 4, 5));
    expect(unlisted!.examples[0]!.what).toBe('WDOF29 does not trade so far ahead');
  });

  it('is warned of where a living contract is not the one of the day', () => {
    const [finding, ...others] = contractOrder.check(storedAs('WDOU25', 0, 2));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2 });
    expect(finding!.examples[0]!.what).toBe('WDOU25 instead of WDON25');
  });

  it('is found for one contract as well', () => {
    expect(found(contractOrder, cleanSeries({ symbol: 'WDON25' }))).toEqual([['contract-order', 'refuse', 40]]);
  });
});
