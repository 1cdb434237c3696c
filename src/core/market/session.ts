// Takes a root and a day and gives that day's trading session in UTC; takes a time and gives the phase it falls in.
import { type CalendarDay, formatDay, toDayNumber } from './civil-day.ts';
import { US_PER_MINUTE, utcUsOf } from './civil-time.ts';
import type { Root } from './instrument.ts';
import { rootInstrument } from './instrument-table.ts';
import { type CloseEvidence, sessionHoursOf, type UncertainClose } from './session-hours.ts';
import { isTradingDay } from './trading-calendar.ts';

/** Scheduled phases; what the exchange announces during the day comes as events and goes before these. */
export type SessionPhase = 'closed' | 'auction' | 'open' | 'closingCall';

/** One day's schedule, integer microseconds UTC. Each phase includes its start and not its end. */
export interface Session {
  readonly root: Root;
  readonly isoDay: string;
  readonly dayNumber: number;
  /** Orders are accepted for the opening auction. */
  readonly preOpenUs: number;
  /** Trading opens; the first trade usually follows within seconds, a few times a year after minutes. */
  readonly openUs: number;
  /** Continuous trading ends. */
  readonly closeUs: number;
  /** The closing call ends; absent for the dollar, which has none. */
  readonly closingCallEndUs?: number;
  readonly closeEvidence: CloseEvidence;
}

export interface SessionOptions {
  /** Close to take where two are possible (summers of 2022 to 2024). Default: the earlier. */
  readonly uncertainClose?: UncertainClose;
}

/** The session of a day; undefined when B3 does not trade on it. Throws RangeError outside the calendar's years. */
export function sessionOf(root: Root, day: CalendarDay, options: SessionOptions = {}): Session | undefined {
  const dayNumber = toDayNumber(day);
  if (!isTradingDay(dayNumber)) return undefined;
  const hours = sessionHoursOf(rootInstrument(root).family, dayNumber, options.uncertainClose ?? 'earlier');
  const utcAt = (minute: number): number => utcUsOf(dayNumber, minute * US_PER_MINUTE);
  const session: Session = {
    root,
    isoDay: formatDay(dayNumber),
    dayNumber,
    preOpenUs: utcAt(hours.preOpenMinute),
    openUs: utcAt(hours.openMinute),
    closeUs: utcAt(hours.closeMinute),
    closeEvidence: hours.closeEvidence,
  };
  return hours.closingCallEndMinute === undefined
    ? session
    : { ...session, closingCallEndUs: utcAt(hours.closingCallEndMinute) };
}

/** The scheduled phase at a time; closed on other days. Allocates nothing. */
export function phaseAt(session: Session, utcUs: number): SessionPhase {
  if (utcUs < session.preOpenUs) return 'closed';
  if (utcUs < session.openUs) return 'auction';
  if (utcUs < session.closeUs) return 'open';
  return session.closingCallEndUs !== undefined && utcUs < session.closingCallEndUs ? 'closingCall' : 'closed';
}

/** Minutes until continuous trading ends, with fraction; negative after it. */
export function minutesToClose(session: Session, utcUs: number): number {
  return (session.closeUs - utcUs) / US_PER_MINUTE;
}
