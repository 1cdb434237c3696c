// Rows of a dated contract on days on which it cannot have traded.

import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../src/core/market/civil-day.ts';
import { parseContract } from '../../../../src/core/market/contract.ts';
import { contractLife } from '../../../../src/core/market/contract-life.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import type { PartContext } from '../../../../src/core/quality/row-rule.ts';
import { contractLifeRule } from '../../../../src/core/quality/rows/contract-life.ts';

const NINE_US = 1_756_728_000_000_000;

function contextOf(instrument: string, isoDay: string): PartContext {
  const dayNumber = parseDay(isoDay)!;
  return {
    ...{ instrument, kind: 'trades', isoDay, dayNumber, midnightUs: NINE_US - 9 * 3_600_000_000 },
    ...{
      terms: builtInTerms(instrument)!,
      contract: parseContract(instrument),
      session: undefined,
      closure: undefined,
    },
    ...{ provenance: 'exchange', adjusted: 'none', intervalUs: undefined, nowUs: Number.MAX_SAFE_INTEGER },
  } as PartContext;
}

describe('contract-life', () => {
  it.each([
    ['WDOU25', '2025-09-01', 'after its last trading day', 'refuse'],
    ['WDOV27', '2025-08-05', 'more than 24 months before', 'warn'],
  ])('finds all rows of %s on %s', (symbol, day, why, severity) => {
    const check = contractLifeRule.start(contextOf(symbol, day))!;
    check.rows({ time_us: Float64Array.of(NINE_US, NINE_US + 1) }, 0, 2, 0);
    const finding = check.finding(true)!;
    expect(finding).toMatchObject({ rule: 'contract-life', severity, rows: 2 });
    expect(finding.detail).toContain(why);
    expect(finding.examples.map(({ row }) => row)).toEqual([0, 1]);
  });

  it('says nothing of a living contract, nor of an instrument without contracts', () => {
    expect(contractLifeRule.start(contextOf('WDOU25', '2025-08-29'))).toBeUndefined();
    expect(contractLifeRule.start(contextOf('WDOFUT', '2025-08-29'))).toBeUndefined();
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
