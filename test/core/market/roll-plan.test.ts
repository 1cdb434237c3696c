import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../src/core/market/civil-day.ts';
import { formatLocalTime, US_PER_MINUTE } from '../../../src/core/market/civil-time.ts';
import { tradingDaysOf } from '../../../src/core/market/continuous/roll-schedule.ts';
import { type Contract, nextContract, parseContract } from '../../../src/core/market/contract.ts';
import type { Root } from '../../../src/core/market/instrument.ts';
import {
  DEFAULT_FLATTEN_LEAD_US,
  positionOnRoll,
  type RollDuty,
  type RollPlan,
  type RollPolicy,
  rollPlan,
} from '../../../src/core/market/roll-plan.ts';
import { type Session, sessionOf } from '../../../src/core/market/session.ts';

const ROOTS: readonly Root[] = ['WDO', 'DOL', 'WIN', 'IND'];

function contract(symbol: string): Contract {
  const parsed = parseContract(symbol);
  if (parsed === undefined) throw new Error(`${symbol} is no contract`);
  return parsed;
}

function session(root: Root, day: string | number): Session {
  const found = sessionOf(root, day);
  if (found === undefined) throw new Error(`${day} has no session`);
  return found;
}

const shown = (day: number | undefined): string | undefined => (day === undefined ? undefined : formatDay(day));

function summary(plan: RollPlan) {
  const days = [plan.rollDay, plan.lastTradingDay, plan.expiryDay].map(shown);
  return [plan.contract.symbol, plan.next.symbol, ...days, plan.tradingDaysToRoll, plan.leaving?.symbol];
}

describe('roll plan', () => {
  it.each([
    ['WDO', '2025-08-27', 'WDOU25', 'WDOV25', '2025-08-29', '2025-08-29', '2025-09-01', 2, undefined],
    ['WDO', '2025-08-28', 'WDOU25', 'WDOV25', '2025-08-29', '2025-08-29', '2025-09-01', 1, undefined],
    ['WDO', '2025-08-29', 'WDOV25', 'WDOX25', '2025-09-30', '2025-09-30', '2025-10-01', 22, 'WDOU25'],
    // the year ends on 12-30, and a roll day is a last trading day
    ['DOL', '2025-12-29', 'DOLF26', 'DOLG26', '2025-12-30', '2025-12-30', '2026-01-02', 1, undefined],
    ['DOL', '2025-12-30', 'DOLG26', 'DOLH26', '2026-01-30', '2026-01-30', '2026-02-02', 21, 'DOLF26'],
    // a Sunday
    ['WDO', '2025-08-31', 'WDOV25', 'WDOX25', '2025-09-30', '2025-09-30', '2025-10-01', 22, undefined],
    ['WIN', '2021-12-14', 'WINZ21', 'WING22', '2021-12-15', '2021-12-15', '2021-12-15', 1, undefined],
    ['IND', '2021-12-15', 'INDG22', 'INDJ22', '2022-02-16', '2022-02-16', '2022-02-16', 43, 'INDZ21'],
    // Carnival moved no expiry, a Wednesday that is a holiday did
    ['WIN', '2022-10-11', 'WINV22', 'WINZ22', '2022-10-13', '2022-10-13', '2022-10-13', 1, undefined],
  ] as const)('of %s on %s is to trade %s', (root, day, ...expected) => {
    expect(summary(rollPlan(root, day))).toEqual(expected);
  });

  it('tells a day without trading from one with it', () => {
    expect(rollPlan('WDO', '2025-08-29')).toMatchObject({
      isTradingDay: true,
      isRollDay: true,
      isLastTradingDay: true,
    });
    expect(rollPlan('WDO', '2025-08-30')).toMatchObject({ isTradingDay: false, isRollDay: false });
  });

  it('counts down to the roll on every trading day from 2015 to 2027', () => {
    for (const root of ROOTS) {
      let before: RollPlan | undefined;
      let rolls = 0;
      for (const day of tradingDaysOf('2015-01-02', '2027-10-29')) {
        const plan = rollPlan(root, day);
        const { tradingDaysToRoll } = plan;
        expect(tradingDaysToRoll).toBeGreaterThanOrEqual(1);
        if (before !== undefined) {
          const isRoll = before.tradingDaysToRoll === 1;
          expect(plan.isRollDay, `${root} ${day}`).toBe(isRoll);
          expect(plan.isLastTradingDay).toBe(isRoll);
          expect(plan.contract.symbol).toBe(isRoll ? before.next.symbol : before.contract.symbol);
          expect(plan.leaving?.symbol).toBe(isRoll ? before.contract.symbol : undefined);
          if (isRoll) rolls += 1;
          else expect(tradingDaysToRoll).toBe(before.tradingDaysToRoll! - 1);
        }
        before = plan;
      }
      expect(rolls).toBe(root === 'WDO' || root === 'DOL' ? 154 : 77);
    }
  });

  it('does not know days after 2027, and says so', () => {
    expect(summary(rollPlan('WDO', '2027-12-29'))).toEqual([
      ...['WDOF28', 'WDOG28', '2027-12-30', '2027-12-30', undefined],
      ...[1, undefined],
    ]);
    expect(summary(rollPlan('WDO', '2027-12-30'))).toEqual([
      ...['WDOG28', 'WDOH28', undefined, undefined, undefined],
      ...[undefined, 'WDOF28'],
    ]);
    expect(rollPlan('WIN', '2027-12-15').tradingDaysToRoll).toBeUndefined();
    expect(() => rollPlan('WDO', '2028-01-03')).toThrow(RangeError);
    expect(rollPlan('WDO', '2008-01-02').leaving).toBeUndefined();
  });
});

const NONE: RollDuty = { kind: 'none' };
const NO_ENTRIES: RollDuty = { kind: 'noNewEntries' };
const ROLLED: RollDuty = { kind: 'flattenNow', reason: 'rolled' };
const EXPIRED: RollDuty = { kind: 'flattenNow', reason: 'expired' };
const LATER: RollDuty = { kind: 'flattenNow', reason: 'notYetShown' };
const FLAT_BY = 'flat by the lead before the close';

describe('a position at a roll', () => {
  // WDOU25 is left on 2025-08-29, its last trading day.
  it.each<[string, string, RollDuty | string, RollDuty, RollDuty]>([
    ['2025-08-27', 'WDOU25', NONE, NONE, NONE],
    ['2025-08-28', 'WDOU25', FLAT_BY, NO_ENTRIES, NONE],
    ['2025-08-29', 'WDOU25', ROLLED, ROLLED, NO_ENTRIES],
    ['2025-09-01', 'WDOU25', EXPIRED, EXPIRED, EXPIRED],
    ['2025-08-28', 'WDOV25', LATER, LATER, LATER],
    ['2025-08-29', 'WDOV25', NONE, NONE, NONE],
    ['2025-08-28', 'WDOQ25', EXPIRED, EXPIRED, EXPIRED],
    ['2025-12-29', 'WDOF26', FLAT_BY, NO_ENTRIES, NONE],
    ['2025-12-30', 'WDOF26', ROLLED, ROLLED, NO_ENTRIES],
    ['2026-01-02', 'WDOF26', EXPIRED, EXPIRED, EXPIRED],
    ['2021-12-14', 'WINZ21', FLAT_BY, NO_ENTRIES, NONE],
    ['2021-12-15', 'WINZ21', ROLLED, ROLLED, NO_ENTRIES],
    ['2021-12-15', 'WING22', NONE, NONE, NONE],
  ])('on %s in %s', (day, symbol, flattenBefore, flattenOnRollDay, hold) => {
    const held = contract(symbol);
    const ofDay = session(held.root, day);
    const expected: Readonly<Record<RollPolicy, RollDuty | string>> = { flattenBefore, flattenOnRollDay, hold };
    for (const [policy, duty] of Object.entries(expected)) {
      const asked = positionOnRoll(held, ofDay, policy as RollPolicy);
      const timeUs = ofDay.closeUs - DEFAULT_FLATTEN_LEAD_US;
      expect(asked, policy).toEqual(duty === FLAT_BY ? { kind: 'flattenBy', timeUs } : duty);
    }
  });

  it('is to be flat a quarter of an hour before the close of the day before, unless told otherwise', () => {
    const duty = positionOnRoll(contract('WDOU25'), session('WDO', '2025-08-28'));
    expect(duty.kind === 'flattenBy' && formatLocalTime(duty.timeUs)).toBe('2025-08-28 18:15:00.000000');
    const win = positionOnRoll(contract('WINZ21'), session('WIN', '2021-12-14'), 'flattenBefore', 2 * US_PER_MINUTE);
    expect(win.kind === 'flattenBy' && formatLocalTime(win.timeUs)).toBe('2021-12-14 18:23:00.000000');
  });

  it('is never carried into a roll by the default policy, in any contract from 2015 to 2027', () => {
    for (const root of ROOTS) {
      for (const day of tradingDaysOf('2015-01-02', '2027-10-29')) {
        const plan = rollPlan(root, day);
        const duty = positionOnRoll(plan.contract, session(root, day));
        expect(duty.kind, `${root} ${day}`).toBe(plan.tradingDaysToRoll === 1 ? 'flattenBy' : 'none');
        expect(positionOnRoll(nextContract(plan.contract), session(root, day))).toEqual(LATER);
        if (plan.leaving !== undefined) expect(positionOnRoll(plan.leaving, session(root, day))).toEqual(ROLLED);
      }
    }
  });
});
