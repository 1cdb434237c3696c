// What is known about a part's day goes in; the hours in which its rows belong come out, by the session or by the instrument's terms.

import { US_PER_MINUTE } from '../../../market/civil-time.ts';
import type { PartContext } from '../../row-rule.ts';

/** Integer microseconds UTC; each span includes its start and not its end. */
export interface TradingHours {
  /** Orders are taken from here on. */
  readonly preOpenUs: number;
  readonly openUs: number;
  /** Continuous trading ends. */
  readonly closeUs: number;
  /** The closing call ends, where there is one; else the close. */
  readonly endUs: number;
  /** The close is a guess of the calendar: nobody saw trades of that time. */
  readonly closeAssumed: boolean;
}

/** Undefined where neither a session nor daily hours are known. */
export function tradingHoursOf({ session, terms, midnightUs, closure }: PartContext): TradingHours | undefined {
  if (session !== undefined) {
    const { preOpenUs, openUs, closeUs, closingCallEndUs, closeEvidence } = session;
    const closeAssumed = closeEvidence === 'assumed';
    return { preOpenUs, openUs, closeUs, endUs: closingCallEndUs ?? closeUs, closeAssumed };
  }
  if (terms.hours === undefined || closure !== undefined) return undefined;
  const openUs = midnightUs + terms.hours.openMinute * US_PER_MINUTE;
  const closeUs = midnightUs + terms.hours.closeMinute * US_PER_MINUTE;
  return { preOpenUs: openUs, openUs, closeUs, endUs: closeUs, closeAssumed: false };
}
