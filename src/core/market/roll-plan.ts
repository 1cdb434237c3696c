// Takes a root and a day and gives the contract to trade and when it is left; takes a held contract and gives what to do with it.
import { type CalendarDay, toDayNumber } from './civil-day.ts';
import { US_PER_MINUTE } from './civil-time.ts';
import { type ContractSchedule, contractSchedule } from './continuous/contract-schedule.ts';
import { type Contract, lastTradingDay, nextContract, resolveContract } from './contract.ts';
import type { Root } from './instrument.ts';
import type { Session } from './session.ts';
import {
  CALENDAR_FIRST_YEAR,
  firstTradingDayOfMonth,
  isTradingDay,
  previousTradingDay,
  tradingDaysBetween,
} from './trading-calendar.ts';

/** What a trader of a root has to know on a day. The schedule is that of `contract`. */
export interface RollPlan extends ContractSchedule {
  readonly root: Root;
  readonly dayNumber: number;
  readonly isTradingDay: boolean;
  /** The contract to trade on the day. */
  readonly contract: Contract;
  /** The contract to trade from the roll day on. */
  readonly next: Contract;
  /** The contract that was left on this very day, while it still trades; undefined on other days. */
  readonly leaving: Contract | undefined;
  /** Trading days after the day up to and including the roll day: 1 on the day before it, never 0. */
  readonly tradingDaysToRoll: number | undefined;
  /** True on the first day of `contract`. */
  readonly isRollDay: boolean;
  /** True when `leaving` has its last trading day on the day; for the four roots this is every roll day. */
  readonly isLastTradingDay: boolean;
}

/** Nothing is known of the contract before this day. */
const FIRST_DAY = firstTradingDayOfMonth(CALENDAR_FIRST_YEAR, 1);

/** Throws RangeError when the day is outside the calendar's years. */
export function rollPlan(root: Root, day: CalendarDay): RollPlan {
  const dayNumber = toDayNumber(day);
  const contract = resolveContract(root, dayNumber)!;
  const schedule = contractSchedule(contract);
  const leaving = contractLeftOn(root, dayNumber, contract);
  return {
    ...schedule,
    root,
    dayNumber,
    isTradingDay: isTradingDay(dayNumber),
    contract,
    next: nextContract(contract),
    leaving,
    tradingDaysToRoll: schedule.rollDay === undefined ? undefined : tradingDaysBetween(dayNumber, schedule.rollDay),
    isRollDay: leaving !== undefined,
    isLastTradingDay: leaving !== undefined && lastTradingDay(leaving) === dayNumber,
  };
}

function contractLeftOn(root: Root, dayNumber: number, contract: Contract): Contract | undefined {
  if (!isTradingDay(dayNumber) || dayNumber <= FIRST_DAY) return undefined;
  const before = resolveContract(root, previousTradingDay(dayNumber))!;
  return before.symbol === contract.symbol ? undefined : before;
}

/**
 * What to do with positions in a contract that is about to be left.
 * `flattenBefore`: flat at the close of the trading day before the roll day. `flattenOnRollDay`: carried over that night
 * and closed from the open of the roll day on. `hold`: kept until the exchange settles the contract in cash.
 */
export type RollPolicy = 'flattenBefore' | 'flattenOnRollDay' | 'hold';

export const ROLL_POLICIES: readonly RollPolicy[] = ['flattenBefore', 'flattenOnRollDay', 'hold'];
export const DEFAULT_ROLL_POLICY: RollPolicy = 'flattenBefore';

/** How long before the close a position is to be flat, so that there is time to trade out of it. */
export const DEFAULT_FLATTEN_LEAD_US = 15 * US_PER_MINUTE;

/** `rolled`: left on this day. `expired`: it no longer trades. `notYetShown`: a contract that the series shows later. */
export type FlattenReason = 'rolled' | 'expired' | 'notYetShown';

export type RollDuty =
  | { readonly kind: 'none' }
  /** What is held may stay, nothing may be added. */
  | { readonly kind: 'noNewEntries' }
  /** Flat at this time at the latest, microseconds UTC, and no entries from then on. */
  | { readonly kind: 'flattenBy'; readonly timeUs: number }
  | { readonly kind: 'flattenNow'; readonly reason: FlattenReason };

/**
 * What a policy asks of a position in `held` on the day of `session`, the schedule of the same root. A contract that is
 * not the day's is flattened at once whatever the policy; only `hold` keeps the one that was left on this very day, on its
 * way to settlement. `flattenLeadUs` is the distance of `flattenBy` to the close.
 */
export function positionOnRoll(
  held: Contract,
  session: Session,
  policy: RollPolicy = DEFAULT_ROLL_POLICY,
  flattenLeadUs: number = DEFAULT_FLATTEN_LEAD_US,
): RollDuty {
  const { contract, leaving, tradingDaysToRoll } = rollPlan(held.root, session.dayNumber);
  if (held.symbol !== contract.symbol) {
    if (monthIndex(held) > monthIndex(contract)) return { kind: 'flattenNow', reason: 'notYetShown' };
    if (held.symbol !== leaving?.symbol) return { kind: 'flattenNow', reason: 'expired' };
    return policy === 'hold' ? { kind: 'noNewEntries' } : { kind: 'flattenNow', reason: 'rolled' };
  }
  if (tradingDaysToRoll !== 1) return { kind: 'none' };
  switch (policy) {
    case 'flattenBefore':
      return { kind: 'flattenBy', timeUs: session.closeUs - flattenLeadUs };
    case 'flattenOnRollDay':
      return { kind: 'noNewEntries' };
    case 'hold':
      return { kind: 'none' };
  }
}

function monthIndex(contract: Contract): number {
  return contract.year * 12 + contract.month;
}
