// Limits of a strategy in exact units, and how the machine's own can only tighten them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf, type RiskLimits, tighter } from '../../../src/core/risk/risk-limits.ts';
import { defineStrategy, hold } from '../../../src/index.ts';
import { fixedRegime } from '../../support/fixed-regime.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const strategy = defineStrategy({
  name: 'plain',
  instruments: { trade: 'WDOFUT' },
  candle: '1m',
  features: {},
  regime: fixedRegime('range'),
  decide: () => hold('always'),
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
});
const limits = limitsOf(strategy);

describe('the limits of a strategy', () => {
  it('are those of its definition, with the slippage it assumes at the stop', () => {
    expect(limits).toEqual({
      riskPerTrade: 0.02,
      dailyLossLimit: 0.05,
      maxPositions: 1,
      maxContracts: 2,
      flattenBeforeCloseUs: 900_000_000,
      stopSlippageTicks: 2,
    });
    expect(limitsOf({ ...strategy, execution: { stopSlippageTicks: 5 } }).stopSlippageTicks).toBe(5);
  });

  it('stay as they are where the machine has none', () => {
    expect(tighter(limits, {})).toEqual(limits);
  });

  it('are never widened', () => {
    const any = fc.record({
      riskPerTrade: fc.double({ min: 0, max: 1, noNaN: true }),
      dailyLossLimit: fc.double({ min: 0, max: 1, noNaN: true }),
      maxPositions: fc.nat({ max: 9 }),
      maxContracts: fc.nat({ max: 9 }),
      flattenBeforeCloseUs: fc.nat(),
      stopSlippageTicks: fc.nat({ max: 20 }),
    });
    fc.assert(
      fc.property(any, any, (a: RiskLimits, b: RiskLimits) => {
        const both = tighter(a, b);
        for (const field of ['riskPerTrade', 'dailyLossLimit', 'maxPositions', 'maxContracts'] as const) {
          expect(both[field]).toBe(Math.min(a[field], b[field]));
        }
        for (const field of ['flattenBeforeCloseUs', 'stopSlippageTicks'] as const) {
          expect(both[field]).toBe(Math.max(a[field], b[field]));
        }
      }),
      { seed: 12, numRuns: propertyRuns(100) },
    );
  });
});
