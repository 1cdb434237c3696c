// Takes a family of instruments and a day and gives the minutes of the local day at which trading opens and closes.
import { dayNumberOf, yearOf } from './civil-day.ts';
import { SUMMER_OFFSET_MINUTES, US_PER_HOUR, utcOffsetMinutesAt, utcUsOf } from './civil-time.ts';
import { isUsSummerTime } from './daylight-saving.ts';
import { ashWednesday } from './easter.ts';
import type { Family } from './instrument.ts';

/** Which close to take for the summers of 2022 to 2024, of which nothing is known here: the cautious one is the earlier. */
export type UncertainClose = 'earlier' | 'later';

/** `observed`: the rule agrees with trades of this family in that period. `assumed`: none of them were seen. */
export type CloseEvidence = 'observed' | 'assumed';

/** Minutes since local midnight. */
export interface SessionHours {
  readonly preOpenMinute: number;
  readonly openMinute: number;
  readonly closeMinute: number;
  /** End of the closing call, where the family has one. */
  readonly closingCallEndMinute: number | undefined;
  readonly closeEvidence: CloseEvidence;
}

interface ClosePeriod {
  /** First day of the period; it lasts until the next one. */
  readonly fromDay: number;
  /** Close of the dollar while the United States have summer time and Brazil has not. */
  readonly summerMinute: number;
  /** The other candidate, where the summer close is not known. */
  readonly laterSummerMinute?: number;
  /** Close of the dollar on all other days. */
  readonly winterMinute: number;
  readonly observed: readonly Family[];
}

const at = (hour: number, minute: number): number => hour * 60 + minute;

const OPEN_MINUTE = at(9, 0);
const ASH_WEDNESDAY_OPEN_MINUTE = at(13, 0);
/** Orders are taken from here on, and the book may be crossed until the first trade. */
const PRE_OPEN_MINUTES = 5;
/** The index stops before the dollar and fills the difference with its closing call. */
const INDEX_CALL_MINUTES = 5;

const PERIODS: readonly ClosePeriod[] = [
  { fromDay: dayNumberOf(2008, 1, 1), summerMinute: at(18, 0), winterMinute: at(18, 0), observed: [] },
  { fromDay: dayNumberOf(2015, 1, 1), summerMinute: at(18, 0), winterMinute: at(18, 0), observed: ['dollar'] },
  { fromDay: dayNumberOf(2016, 10, 16), summerMinute: at(18, 0), winterMinute: at(18, 15), observed: ['dollar'] },
  {
    fromDay: dayNumberOf(2020, 3, 8),
    summerMinute: at(18, 0),
    winterMinute: at(18, 30),
    observed: ['dollar', 'index'],
  },
  {
    fromDay: dayNumberOf(2022, 5, 1),
    summerMinute: at(18, 0),
    laterSummerMinute: at(18, 30),
    winterMinute: at(18, 30),
    observed: [],
  },
  { fromDay: dayNumberOf(2024, 6, 1), summerMinute: at(18, 30), winterMinute: at(18, 30), observed: ['dollar'] },
];

/** Single days whose dollar close was another one. 2018-11-01: two independent series trade until 19:00. */
const SPECIAL_CLOSES: ReadonlyMap<number, number> = new Map([[dayNumberOf(2018, 11, 1), at(19, 0)]]);

function periodOf(dayNumber: number): ClosePeriod {
  for (let i = PERIODS.length - 1; i >= 0; i -= 1) {
    const period = PERIODS[i]!;
    if (dayNumber >= period.fromDay) return period;
  }
  throw new RangeError('session hours start in 2008');
}

function dollarCloseMinute(dayNumber: number, period: ClosePeriod, uncertainClose: UncertainClose): number {
  const special = SPECIAL_CLOSES.get(dayNumber);
  if (special !== undefined) return special;
  const brazilianSummer = utcOffsetMinutesAt(utcUsOf(dayNumber, 12 * US_PER_HOUR)) === SUMMER_OFFSET_MINUTES;
  if (brazilianSummer || !isUsSummerTime(dayNumber)) return period.winterMinute;
  return uncertainClose === 'later' ? (period.laterSummerMinute ?? period.summerMinute) : period.summerMinute;
}

/**
 * Hours of a family on a trading day (whether it is one is the calendar's question). Throws RangeError before 2008.
 * The figures and where they come from: docs/calendar.md.
 */
export function sessionHoursOf(family: Family, dayNumber: number, uncertainClose: UncertainClose): SessionHours {
  const period = periodOf(dayNumber);
  const dollarClose = dollarCloseMinute(dayNumber, period, uncertainClose);
  const openMinute = dayNumber === ashWednesday(yearOf(dayNumber)) ? ASH_WEDNESDAY_OPEN_MINUTE : OPEN_MINUTE;
  return {
    preOpenMinute: openMinute - PRE_OPEN_MINUTES,
    openMinute,
    closeMinute: family === 'index' ? dollarClose - INDEX_CALL_MINUTES : dollarClose,
    closingCallEndMinute: family === 'index' ? dollarClose : undefined,
    closeEvidence: period.observed.includes(family) ? 'observed' : 'assumed',
  };
}
