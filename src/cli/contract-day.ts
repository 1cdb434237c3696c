// A root, a day and perhaps a held contract in; what `qt contracts --day` answers out, as an object for JSON and as text.

import { formatDay } from '../core/market/civil-day.ts';
import { minuteOfDayAt } from '../core/market/civil-time.ts';
import { contractSchedule } from '../core/market/continuous/contract-schedule.ts';
import type { Contract } from '../core/market/contract.ts';
import type { Root } from '../core/market/instrument.ts';
import { positionOnRoll, type RollDuty, type RollPolicy, rollPlan } from '../core/market/roll-plan.ts';
import { type Session, sessionOf } from '../core/market/session.ts';
import { CALENDAR_LAST_YEAR, closureOf } from '../core/market/trading-calendar.ts';
import { counted } from './counted.ts';

/** The last days of a contract, YYYY-MM-DD; null after the years of the calendar. */
export interface LastDays {
  readonly rollDay: string | null;
  readonly lastTradingDay: string | null;
  readonly expiryDay: string | null;
}

/** Local times of Sao Paulo, HH:MM. */
interface SessionTimes {
  readonly preOpen: string;
  readonly open: string;
  readonly close: string;
  readonly closingCallEnd: string | null;
  readonly closeEvidence: Session['closeEvidence'];
}

/** What `--json` prints of a day. `rollDay` and the following are those of `contract`. */
export interface ContractDayAnswer extends LastDays {
  readonly root: Root;
  readonly day: string;
  /** Why B3 is closed; null on a trading day. */
  readonly closed: string | null;
  readonly contract: string;
  readonly next: string;
  readonly tradingDaysToRoll: number | null;
  readonly isRollDay: boolean;
  readonly isLastTradingDay: boolean;
  /** The contract that was left on this day. */
  readonly leaving: string | null;
  readonly session: SessionTimes | null;
  readonly position: LastDays & {
    readonly held: string;
    readonly policy: RollPolicy;
    /** Null on days without trading. `flattenBy` has the local time too. */
    readonly duty: (RollDuty & { readonly time?: string }) | null;
  };
}

/** Throws RangeError for days and contracts outside the calendar's years. */
export function contractDay(
  root: Root,
  dayNumber: number,
  held: Contract | undefined,
  policy: RollPolicy,
): ContractDayAnswer {
  const plan = rollPlan(root, dayNumber);
  const session = sessionOf(root, dayNumber);
  const ofPosition = held ?? plan.contract;
  const duty = session === undefined ? null : positionOnRoll(ofPosition, session, policy);
  const time = duty?.kind === 'flattenBy' ? { time: clock(duty.timeUs) } : {};
  return {
    root,
    day: formatDay(dayNumber),
    closed: closureOf(dayNumber) ?? null,
    contract: plan.contract.symbol,
    ...lastDays(plan.contract),
    next: plan.next.symbol,
    tradingDaysToRoll: plan.tradingDaysToRoll ?? null,
    isRollDay: plan.isRollDay,
    isLastTradingDay: plan.isLastTradingDay,
    leaving: plan.leaving?.symbol ?? null,
    session: session === undefined ? null : timesOf(session),
    position: {
      held: ofPosition.symbol,
      ...lastDays(ofPosition),
      policy,
      duty: duty === null ? null : { ...duty, ...time },
    },
  };
}

export function lastDays(contract: Contract): LastDays {
  const { rollDay, lastTradingDay, expiryDay } = contractSchedule(contract);
  const text = (dayNumber: number | undefined): string | null =>
    dayNumber === undefined ? null : formatDay(dayNumber);
  return { rollDay: text(rollDay), lastTradingDay: text(lastTradingDay), expiryDay: text(expiryDay) };
}

function timesOf(session: Session): SessionTimes {
  return {
    preOpen: clock(session.preOpenUs),
    open: clock(session.openUs),
    close: clock(session.closeUs),
    closingCallEnd: session.closingCallEndUs === undefined ? null : clock(session.closingCallEndUs),
    closeEvidence: session.closeEvidence,
  };
}

function clock(timeUs: number): string {
  const minutes = minuteOfDayAt(timeUs);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A day of the schedule for people. */
export function dayOrLater(day: string | null): string {
  return day ?? `after ${CALENDAR_LAST_YEAR}`;
}

export function contractDayText(answer: ContractDayAnswer): string {
  const { root, day, closed, contract, next, leaving, tradingDaysToRoll, position } = answer;
  const toRoll = tradingDaysToRoll === null ? '' : `, in ${counted(tradingDaysToRoll, 'trading day')}`;
  return [
    `${root} on ${day}: ${contract}${closed === null ? '' : ` (B3 is closed: ${closed})`}`,
    `next contract     ${next} from ${dayOrLater(answer.rollDay)}${toRoll}`,
    ...(leaving === null ? [] : [`left today        ${leaving}, which trades today for the last time`]),
    `last trading day  ${dayOrLater(answer.lastTradingDay)} (${contract})`,
    `expiry            ${dayOrLater(answer.expiryDay)} (${contract})`,
    ...sessionLine(answer.session),
    ...positionLine(position, contract),
  ].join('\n');
}

function sessionLine(session: SessionTimes | null): readonly string[] {
  if (session === null) return [];
  const call = session.closingCallEnd === null ? '' : `, closing call until ${session.closingCallEnd}`;
  const evidence = session.closeEvidence === 'observed' ? '' : '; the close is assumed';
  return [`session           ${session.open} to ${session.close} (orders from ${session.preOpen}${call})${evidence}`];
}

const FLATTEN_REASONS = {
  rolled: 'it was left today',
  expired: 'it no longer trades',
  notYetShown: 'it is a later contract than that of the day',
} as const;

function positionLine({ held, policy, duty, ...days }: ContractDayAnswer['position'], contract: string) {
  if (duty === null) return [];
  const ends =
    held === contract
      ? ''
      : ` (last trading day ${dayOrLater(days.lastTradingDay)}, expiry ${dayOrLater(days.expiryDay)})`;
  return [`with ${policy}, a position in ${held}${ends}: ${dutyText(duty)}`];
}

function dutyText(duty: NonNullable<ContractDayAnswer['position']['duty']>): string {
  switch (duty.kind) {
    case 'none':
      return 'nothing to do';
    case 'noNewEntries':
      return 'may stay, no new entries';
    case 'flattenBy':
      return `flat by ${duty.time}, no entries after`;
    case 'flattenNow':
      return `flatten at once, ${FLATTEN_REASONS[duty.reason]}`;
  }
}
