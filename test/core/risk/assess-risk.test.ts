// Sizes worked out by hand, each refusal with its reason, and the limits that hold for any sequence of signals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { type AccountRisk, assessRisk, dailyLossLimitE4, MOST_CONTRACTS } from '../../../src/core/risk/assess-risk.ts';
import { type RiskLimits, riskLimitFields } from '../../../src/core/risk/risk-limits.ts';
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
  maxGrossContracts: 1000,
  maxOrderContracts: 1000,
  maxDrawdown: 0.05,
  coolDownUs: 0,
  collarTicks: 20,
  ordersPerMinute: 60,
  noEntryBeforeCloseUs: 0,
  minDaysToRoll: 0,
};
/** 10,000 BRL, flat, 2 BRL for a round trip. */
const account: AccountRisk = {
  capitalE4: 100_000_000,
  dayNetE4: 0,
  openPositions: 0,
  openContracts: 0,
  foreignContracts: 0,
  netExposureE4: 0,
  lossAtStopsE4: 0,
  entriesLastMinute: 0,
  entrySlippageTicks: 0,
  roundTripCostsE4: 20_000,
  market: { lastTicks: 11_000, bidTicks: 10_999, askTicks: 11_000 },
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
      'foreignContracts',
      'netExposureE4',
      'lossAtStopsE4',
      'entriesLastMinute',
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

  it('when a limit is not a number, or is missing', () => {
    for (const field of riskLimitFields) {
      expect(assess({}, { [field]: Number.NaN })).toEqual(refused('numbersMissing'));
      const { [field]: _left, ...rest } = { ...limits };
      const isOptional = field === 'maxNetExposureBrl' || field === 'lossStreakTrades';
      const signal = makeSignal('s', 0, wdo, 1, 11_000, { stopPoints: 5, targetPoints: 10 }, '');
      const verdict = assessRisk(signal, wdo, rest as unknown as RiskLimits, account, active);
      expect(verdict).toEqual(isOptional ? approved(3) : refused('numbersMissing'));
    }
  });

  it('when others on the account leave no room', () => {
    expect(assess({ foreignContracts: 8 }, { maxGrossContracts: 10 })).toEqual(approved(2));
    expect(assess({ foreignContracts: 5, openContracts: 3 }, { maxGrossContracts: 10 })).toEqual(approved(2));
    expect(assess({ foreignContracts: 10 }, { maxGrossContracts: 10 })).toEqual(refused('maxGrossContracts'));
    expect(assess({ foreignContracts: 6 }, { maxGrossContracts: 10 }, 5, dol)).toEqual(refused('maxGrossContracts'));
  });

  it('when one order would be too large: it is made as large as may be', () => {
    expect(assess({}, { maxOrderContracts: 2 })).toEqual(approved(2));
    expect(assess({}, { maxOrderContracts: 3 })).toEqual(approved(3));
    expect(assess({ capitalE4: 1_000_000_000 }, { maxOrderContracts: 4 }, 5, dol)).toEqual(refused('sizeZero'));
  });

  it('when what is held and opened, bought less sold, would be worth too much', () => {
    // a contract at 5500 points is 55,000 BRL
    expect(assess({}, { maxNetExposureBrl: 110_000 })).toEqual(approved(2));
    expect(assess({}, { maxNetExposureBrl: 109_999 })).toEqual(approved(1));
    expect(assess({}, { maxNetExposureBrl: 54_999 })).toEqual(refused('maxNetExposure'));
    expect(assess({ netExposureE4: 550_000_000 }, { maxNetExposureBrl: 110_000 })).toEqual(approved(1));
    // sold by another strategy: it makes room
    expect(assess({ netExposureE4: -550_000_000 }, { maxNetExposureBrl: 110_000 })).toEqual(approved(3));
    expect(assess({ netExposureE4: 1_100_000_000 }, { maxNetExposureBrl: 110_000 })).toEqual(refused('maxNetExposure'));
  });

  it('when as many entries were sent in the last minute as may be', () => {
    expect(assess({ entriesLastMinute: 4 }, { ordersPerMinute: 5 })).toEqual(approved(3));
    expect(assess({ entriesLastMinute: 5 }, { ordersPerMinute: 5 })).toEqual(refused('orderRate'));
  });

  it('when the price lies off the market, or bid and ask are too far apart', () => {
    const priced = (market: Partial<AccountRisk['market']>) => assess({ market: { ...account.market, ...market } });
    expect(priced({ lastTicks: 11_020 })).toEqual(approved(3));
    expect(priced({ lastTicks: 11_021 })).toEqual(refused('priceCollar'));
    expect(priced({ lastTicks: 10_979 })).toEqual(refused('priceCollar'));
    expect(priced({ bidTicks: 10_980 })).toEqual(approved(3));
    expect(priced({ bidTicks: 10_979 })).toEqual(refused('priceCollar'));
    expect(priced({ bidTicks: undefined, askTicks: undefined })).toEqual(approved(3));
    expect(priced({ bidTicks: 11_001 })).toEqual(refused('priceCollar'));
  });

  it('when its stop lies beyond the price limit of the day, or it has no room to the other one', () => {
    const limited = (lowLimitTicks?: number, highLimitTicks?: number) =>
      assess({ market: { ...account.market, lowLimitTicks, highLimitTicks } });
    expect(limited(10_990, 11_001)).toEqual(approved(3));
    expect(limited(10_991, undefined)).toEqual(refused('priceLimits'));
    expect(limited(undefined, 11_000)).toEqual(refused('priceLimits'));
    expect(limited()).toEqual(approved(3));
  });

  it('when the last trade has reached its stop already', () => {
    const priced = (lastTicks: number) => assess({ market: { ...account.market, lastTicks } });
    expect([priced(10_991), priced(10_990), priced(10_989)]).toEqual([
      approved(3),
      refused('priceCollar'),
      refused('priceCollar'),
    ]);
  });
});

describe('the failures of the system before this one', () => {
  it('expired contract subscribed, price 0: no price, or none that can be right, is a refusal', () => {
    for (const lastTicks of [0, undefined, Number.NaN, -1, Infinity, 10_999.5]) {
      expect(assess({ market: { ...account.market, lastTicks } })).toEqual(refused('priceCollar'));
    }
    expect(assess({ market: { lastTicks: undefined, bidTicks: undefined, askTicks: undefined } })).toEqual(
      refused('priceCollar'),
    );
    for (const bidTicks of [0, Number.NaN, -3]) {
      expect(assess({ market: { ...account.market, bidTicks } })).toEqual(refused('priceCollar'));
    }
    expect(() => makeSignal('s', 0, wdo, 1, 0, { stopPoints: 5, targetPoints: 10 }, '')).toThrow(/positive tick/);
  });

  it('volume read as 186632642904026752: a number that cannot be is no size and no room', () => {
    const absurd = Number('186632642904026752');
    for (const field of ['openContracts', 'openPositions', 'foreignContracts', 'entriesLastMinute'] as const) {
      expect(assess({ [field]: absurd })).toEqual(refused('numbersMissing'));
      expect(assess({ [field]: -absurd })).toEqual(refused('numbersMissing'));
    }
    expect(assess({ lossAtStopsE4: absurd })).toEqual(refused('dailyLoss'));
    // wide limits and a capital that cannot be: still no order beyond what any order of ours may be
    const wide = { maxContracts: absurd, maxGrossContracts: absurd, maxOrderContracts: absurd };
    const verdict = assess({ capitalE4: absurd }, wide);
    expect(verdict.kind === 'approved' ? verdict.quantity : 0).toBeLessThanOrEqual(MOST_CONTRACTS);
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
