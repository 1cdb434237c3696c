// Takes the daily volume of each contract and gives the series that moves to the next contract when that one trades more.
import { type CalendarDay, toDayNumber } from '../civil-day.ts';
import { type Contract, nextContract } from '../contract.ts';
import type { Root } from '../instrument.ts';
import { rollPlan } from '../roll-plan.ts';
import { contractSchedule } from './contract-schedule.ts';
import { type RollCause, type RollSchedule, type ShownContract, scheduleOf, tradingDaysOf } from './roll-schedule.ts';

/** Contracts traded on a day; undefined where it is not known, which is not the same as none. */
export type VolumeOfDay = (contract: string, day: string) => number | undefined;

export interface VolumeSchedule extends RollSchedule {
  /** Trading days on which the volumes of both contracts are not known, so that nothing could be decided. */
  readonly uncomparedDays: readonly string[];
}

/**
 * The series of the trading days from `from` to `to`. It leaves a contract on the first day on which the next one trades
 * more, never goes back, and leaves it at the latest on the day after its last trading day. On a roll day of the calendar
 * it begins with the contract that is being left. The volume of a day is known at its end only: a series of this kind
 * is for research, and what is traded follows the calendar. Throws RangeError outside the calendar's years.
 */
export function volumeSchedule(root: Root, from: CalendarDay, to: CalendarDay, volumeOf: VolumeOfDay): VolumeSchedule {
  const shown: ShownContract[] = [];
  const uncomparedDays: string[] = [];
  const { leaving, contract } = rollPlan(root, from);
  let present = leaving ?? contract;
  for (const day of tradingDaysOf(from, to)) {
    let cause: RollCause = 'volume';
    while (hasEnded(present, toDayNumber(day))) {
      present = nextContract(present);
      cause = 'expiry';
    }
    const next = nextContract(present);
    const ours = volumeOf(present.symbol, day);
    const theirs = volumeOf(next.symbol, day);
    if (ours === undefined || theirs === undefined) uncomparedDays.push(day);
    else if (theirs > ours) {
      present = next;
      cause = 'volume';
    }
    shown.push({ day, contract: present.symbol, cause });
  }
  return { ...scheduleOf(shown), uncomparedDays };
}

function hasEnded(contract: Contract, dayNumber: number): boolean {
  const { lastTradingDay } = contractSchedule(contract);
  return lastTradingDay !== undefined && lastTradingDay < dayNumber;
}
