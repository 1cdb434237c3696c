// Sizes worked out by hand, each refusal with its reason, and the limits that hold for any sequence of signals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { type AccountRisk, assessRisk, dailyLossLimitE4 } from '../../../src/core/risk/assess-risk.ts';
import type { RiskLimits } from '../../../src/core/risk/risk-limits.ts';
import { TradingState } from '../../../src/core/risk/trading-state.ts';
import { makeSignal } from '../../../src/core/signal/signal.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const wdo = rootInstrument('WDO');
const dol = rootInstrument('DOL');
const limits: RiskLimits = {
  riskPerTrade: 0.02,
  dailyLossLimit: 0.05,
  maxPositions: 1,
  maxContracts: 100,
  flattenBeforeCloseUs: 0,
  stopSlippageTicks: 2,
};
/** 10,000 BRL, flat, 2 BRL for a round trip. */
const account: AccountRisk = {
  capitalE4: 100_000_000,
  dayNetE4: 0,
  openPositions: 0,
  openContracts: 0,
  lossAtStopsE4: 0,
  entrySlippageTicks: 0,
  roundTripCostsE4: 20_000,
};
const active = new TradingState();

function assess(
  changes: Partial<AccountRisk> = {},
  tighter: Partial<RiskLimits> = {},
  stopPoints = 5,
  instrument = wdo,
) {
  const signal = makeSignal('s', 0, instrument, 1, 11_000, { stopPoints, targetPoints: 10 }, '');
  return assessRisk(signal, instrument, { ...limits, ...tighter }, { ...account, ...changes }, active);
}

const approved = (quantity: number) => ({ kind: 'approved', quantity });
const refused = (reason: string) => expect.objectContaining({ kind: 'refused', reason });

describe('the size of a trade', () => {
  it('is what the risk of one trade pays for: 200 BRL at 62 BRL a contract is 3', () => {
    // 10 ticks of stop + 2 of slippage at 5 BRL = 60, + 2 BRL of costs
    expect(assess()).toEqual(approved(3));
    expect(assess({ roundTripCostsE4: 66_667 })).toEqual(approved(2));
    // (8 + 2) x 5 + 0 = 50: exactly 4
    expect(assess({ roundTripCostsE4: 0 }, {}, 4)).toEqual(approved(4));
    expect(assess({ roundTripCostsE4: 1 }, {}, 4)).toEqual(approved(3));
    // 0.5 points of stop is the smallest: 3 ticks at 5 BRL + 2 = 17
    expect(assess({}, {}, 0.5)).toEqual(approved(11));
  });

  it('is the same for a short', () => {
    const short = makeSignal('s', 0, wdo, -1, 11_000, { stopPoints: 5, targetPoints: 10 }, '');
    expect(assessRisk(short, wdo, limits, account, active)).toEqual(approved(3));
  });

  it('comes in whole lots: 5 DOL, each 25 BRL a tick', () => {
    // 12 ticks x 25 + 2 = 302 BRL a contract; 2,000 BRL pay for 6, which is one lot
    expect(assess({ capitalE4: 1_000_000_000 }, {}, 5, dol)).toEqual(approved(5));
    expect(assess({ capitalE4: 700_000_000 }, {}, 5, dol)).toEqual(refused('sizeZero'));
  });

  it('is no more than the room under maxContracts', () => {
    expect(assess({}, { maxContracts: 2 })).toEqual(approved(2));
    expect(assess({ openContracts: 3 }, { maxContracts: 5 })).toEqual(approved(2));
    expect(assess({ capitalE4: 1e10, openContracts: 4 }, { maxContracts: 12 }, 5, dol)).toEqual(approved(5));
  });

  it('is no more than what is left of the loss of the day', () => {
    // 500 BRL may be lost; after 376 there are 124 left: 2 contracts
    expect(assess({ dayNetE4: -3_760_000 })).toEqual(approved(2));
    expect(assess({ dayNetE4: -3_760_001 })).toEqual(approved(1));
    expect(assess({ dayNetE4: -4_380_000 })).toEqual(approved(1));
    expect(assess({ dayNetE4: -4_380_001 })).toEqual(refused('sizeZero'));
    expect(assess({ dayNetE4: 9_999_999 })).toEqual(approved(3));
  });

  it('counts what an entry may lose against the price it was decided at', () => {
    // 10 + 2 + 1 ticks at 5 BRL + 2 = 67: 200 BRL pay for 2; two ticks more make 77
    expect(assess({ entrySlippageTicks: 1 })).toEqual(approved(2));
    expect(assess({ entrySlippageTicks: 1, capitalE4: 100_500_000 })).toEqual(approved(3));
    expect(assess({ entrySlippageTicks: 3, capitalE4: 100_500_000 })).toEqual(approved(2));
    expect(assess({ entrySlippageTicks: 28 })).toEqual(refused('sizeZero'));
  });

  it('leaves room for what is lost if every stop of what is open is reached', () => {
    expect(assess({ lossAtStopsE4: 3_760_000 })).toEqual(approved(2));
    expect(assess({ lossAtStopsE4: 3_760_001 })).toEqual(approved(1));
    expect(assess({ dayNetE4: -2_000_000, lossAtStopsE4: 1_760_000 })).toEqual(approved(2));
    // a gain of the day pays for the stops of what is open
    expect(assess({ dayNetE4: 1_000_000, lossAtStopsE4: 4_760_000 })).toEqual(approved(2));
    expect(assess({ lossAtStopsE4: 4_380_001 })).toEqual(refused('sizeZero'));
    expect(assess({ lossAtStopsE4: 5_000_000 })).toEqual(refused('dailyLoss'));
  });
});

describe('a trade is refused', () => {
  it('when one lot may lose too much, and is told how much', () => {
    expect(assess({ capitalE4: 30_990_000 })).toEqual({
      kind: 'refused',
      reason: 'sizeZero',
      detail: 'one lot may lose 62 BRL, 61.98 are allowed',
    });
    expect(assess({ capitalE4: 31_000_000 })).toEqual(approved(1));
  });

  it('when the loss of the day is reached', () => {
    expect(assess({ dayNetE4: -5_000_000 })).toEqual(refused('dailyLoss'));
    expect(assess({ dayNetE4: -9_000_000 })).toEqual(refused('dailyLoss'));
  });

  it('when as many positions or contracts are open as may be', () => {
    expect(assess({ openPositions: 1 })).toEqual(refused('maxPositions'));
    expect(assess({ openPositions: 1 }, { maxPositions: 2 })).toEqual(approved(3));
    expect(assess({ openContracts: 2 }, { maxContracts: 2 })).toEqual(refused('maxContracts'));
    expect(assess({ openContracts: 8 }, { maxContracts: 12 }, 5, dol)).toEqual(refused('maxContracts'));
  });

  it('while trading is halted or reducing, with the reason of that', () => {
    for (const kind of ['halt', 'pause', 'reachLossLimit'] as const) {
      const state = new TradingState();
      state[kind]('because');
      const signal = makeSignal('s', 0, wdo, 1, 11_000, { stopPoints: 5, targetPoints: 10 }, '');
      expect(assessRisk(signal, wdo, limits, account, state)).toEqual({
        kind: 'refused',
        reason: kind === 'halt' ? 'halted' : 'reducing',
        detail: 'because',
      });
    }
  });

  it('when any number is missing', () => {
    for (const field of [
      'capitalE4',
      'dayNetE4',
      'openPositions',
      'openContracts',
      'lossAtStopsE4',
      'entrySlippageTicks',
      'roundTripCostsE4',
    ] as const) {
      for (const value of [Number.NaN, Infinity, -Infinity]) {
        expect(assess({ [field]: value })).toEqual(refused('numbersMissing'));
      }
    }
    for (const capitalE4 of [0, -1]) expect(assess({ capitalE4 })).toEqual(refused('numbersMissing'));
    expect(assess({}, { stopSlippageTicks: Number.NaN })).toEqual(refused('numbersMissing'));
  });

  it('when a limit is not a number', () => {
    for (const field of ['riskPerTrade', 'dailyLossLimit', 'maxPositions', 'maxContracts'] as const) {
      expect(assess({}, { [field]: Number.NaN }).kind).toBe('refused');
    }
  });
});

describe('for any signals and results in between', () => {
  it('contracts, positions and what is left of the day hold', () => {
    const step = fc.record({
      direction: fc.constantFrom<1 | -1>(1, -1),
      stopPoints: fc.double({ min: 0.5, max: 60, noNaN: true }),
      dayNetE4: fc.integer({ min: -8_000_000, max: 8_000_000 }),
      entrySlippageTicks: fc.nat({ max: 4 }),
      closes: fc.boolean(),
    });
    const anyLimits = fc.record({
      riskPerTrade: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
      dailyLossLimit: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      maxPositions: fc.integer({ min: 1, max: 4 }),
      maxContracts: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(wdo, dol),
        anyLimits,
        fc.integer({ min: 1_000_000, max: 2_000_000_000 }),
        fc.array(step, { maxLength: 30 }),
        (instrument, some, capitalE4, steps) => {
          const all: RiskLimits = { ...limits, ...some };
          const open: number[] = [];
          const losses: number[] = [];
          for (const { direction, stopPoints, dayNetE4, entrySlippageTicks, closes } of steps) {
            if (closes) open.shift();
            if (closes) losses.shift();
            const signal = makeSignal('s', 0, instrument, direction, 11_000, { stopPoints, targetPoints: 10 }, '');
            const openContracts = open.reduce((sum, quantity) => sum + quantity, 0);
            const lossAtStopsE4 = losses.reduce((sum, loss) => sum + loss, 0);
            const openPositions = open.length;
            const positions = { openPositions, openContracts, lossAtStopsE4, entrySlippageTicks };
            const now = { ...account, capitalE4, dayNetE4, ...positions };
            const verdict = assessRisk(signal, instrument, all, now, active);
            if (verdict.kind === 'refused') continue;
            const { quantity } = verdict;
            open.push(quantity);
            const stop = Math.abs(signal.entryTicks - signal.stopTicks) + all.stopSlippageTicks + entrySlippageTicks;
            const mayLoseE4 = quantity * (stop * instrument.tickValueE4 + account.roundTripCostsE4);
            losses.push(mayLoseE4);
            expect(quantity % instrument.lot).toBe(0);
            expect(quantity).toBeGreaterThan(0);
            expect(openContracts + quantity).toBeLessThanOrEqual(all.maxContracts);
            expect(open.length).toBeLessThanOrEqual(all.maxPositions);
            expect(mayLoseE4).toBeLessThanOrEqual(capitalE4 * all.riskPerTrade);
            // all stops together, those of what is open already included
            expect(mayLoseE4 + lossAtStopsE4).toBeLessThanOrEqual(dailyLossLimitE4(all, capitalE4) + dayNetE4);
          }
        },
      ),
      { seed: 10, numRuns: propertyRuns(500) },
    );
  });
});
