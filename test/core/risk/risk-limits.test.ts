// Limits of a strategy in exact units, and how the machine's own can only tighten them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf, type RiskLimits, riskLimitFields, tighter } from '../../../src/core/risk/risk-limits.ts';
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
      maxGrossContracts: 2,
      maxOrderContracts: 2,
      maxDrawdown: 0.05,
      coolDownUs: 1_800_000_000,
      collarTicks: 20,
      ordersPerMinute: 60,
      noEntryBeforeCloseUs: 900_000_000,
      minDaysToRoll: 0,
    });
    expect(limitsOf({ ...strategy, execution: { stopSlippageTicks: 5 } }).stopSlippageTicks).toBe(5);
  });

  it('stay as they are where the machine has none', () => {
    expect(tighter(limits, {})).toEqual(limits);
  });

  it('are those that a strategy writes in the place of a default', () => {
    const risk = {
      ...strategy.risk,
      maxGrossContracts: 5,
      maxNetExposureBrl: 200_000,
      maxOrderContracts: 1,
      maxDrawdown: 0.03,
      lossStreak: { trades: 4, coolDown: '1h' },
      collarTicks: 8,
      ordersPerMinute: 10,
      noEntryBeforeClose: '30m',
      minDaysToRoll: 1,
    };
    expect(limitsOf({ ...strategy, risk })).toEqual({
      ...limits,
      maxGrossContracts: 5,
      maxNetExposureBrl: 200_000,
      maxOrderContracts: 1,
      maxDrawdown: 0.03,
      lossStreakTrades: 4,
      coolDownUs: 3_600_000_000,
      collarTicks: 8,
      ordersPerMinute: 10,
      noEntryBeforeCloseUs: 1_800_000_000,
      minDaysToRoll: 1,
    });
    // nothing is opened where everything is closed
    expect(limitsOf({ ...strategy, risk: { ...risk, noEntryBeforeClose: '1m' } }).noEntryBeforeCloseUs).toBe(
      900_000_000,
    );
  });

  it('are never widened, whichever of the two sets has a limit', () => {
    const whole = fc.nat({ max: 9 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const fields = {
      ...{ riskPerTrade: share, dailyLossLimit: share, maxDrawdown: share },
      ...{ maxPositions: whole, maxContracts: whole, maxGrossContracts: whole, maxOrderContracts: whole },
      ...{ maxNetExposureBrl: share, lossStreakTrades: whole, collarTicks: whole, ordersPerMinute: whole },
      ...{ flattenBeforeCloseUs: whole, noEntryBeforeCloseUs: whole, coolDownUs: whole },
      ...{ stopSlippageTicks: whole, minDaysToRoll: whole },
    };
    expect(Object.keys(fields).sort()).toEqual([...riskLimitFields].sort());
    const widest: readonly string[] = [
      'flattenBeforeCloseUs',
      'noEntryBeforeCloseUs',
      'coolDownUs',
      'stopSlippageTicks',
      'minDaysToRoll',
    ];
    const all = fc.record(fields);
    const some = fc.record(fields, { requiredKeys: [] });
    fc.assert(
      fc.property(all, some, (a, b) => {
        const both = tighter(a, b as Partial<RiskLimits>);
        for (const field of riskLimitFields) {
          const [one, other] = [a[field], b[field] ?? a[field]];
          expect(both[field]).toBe(widest.includes(field) ? Math.max(one, other) : Math.min(one, other));
        }
      }),
      { seed: 12, numRuns: propertyRuns(200) },
    );
  });

  it('are taken from the machine where the strategy leaves them open', () => {
    expect(tighter(limits, { maxNetExposureBrl: 50_000, lossStreakTrades: 3 })).toEqual({
      ...limits,
      maxNetExposureBrl: 50_000,
      lossStreakTrades: 3,
    });
    expect(tighter(limits, { riskPerTrade: Number.NaN }).riskPerTrade).toBeNaN();
  });
});
