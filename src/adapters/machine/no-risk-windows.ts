// The trading times and the dated table of a machine in; the spans of one session day in which no new risk is taken out.

import type { NoRiskWindow } from '../../core/account/account-event.ts';
import { assert } from '../../core/assert.ts';
import { dayOfWeek, parseDay } from '../../core/market/civil-day.ts';
import { US_PER_DAY, US_PER_MINUTE, utcUsOf } from '../../core/market/civil-time.ts';
import { type MachineSettings, WEEKDAYS } from './machine-schema.ts';

const OUTSIDE = 'outside the trading times of this machine';
const DAY_MINUTES = 24 * 60;

interface Span {
  /** Minutes of the local day; the end is not of the span. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Ascending by their start. @param sessionDay YYYY-MM-DD, local */
export function noRiskWindowsOf(
  { windows, noRiskWindows }: MachineSettings,
  sessionDay: string,
): readonly NoRiskWindow[] {
  const dayNumber = parseDay(sessionDay);
  assert(dayNumber !== undefined, `${sessionDay} is a day of the calendar`);
  const weekday = WEEKDAYS[dayOfWeek(dayNumber)];
  const dated = noRiskWindows
    .filter(({ date, weekday: each }) => (date ?? sessionDay) === sessionDay && (each ?? weekday) === weekday)
    .map(({ from, to, reason }) => ({ from: minutesOf(from), to: minutesOf(to), reason }));
  return [...outside(windows), ...dated]
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to, reason }) => ({ fromUs: utcUsAt(dayNumber, from), toUs: utcUsAt(dayNumber, to), reason }));
}

/** What is left of the day beside the windows in which positions may be opened; nothing where there are none. */
function outside(windows: MachineSettings['windows']): readonly Span[] {
  if (windows.length === 0) return [];
  const spans: Span[] = [];
  let at = 0;
  const allowed = windows.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
  for (const { from, to } of allowed.toSorted((a, b) => a.from - b.from)) {
    if (from > at) spans.push({ from: at, to: from, reason: OUTSIDE });
    at = Math.max(at, to);
  }
  spans.push({ from: at, to: DAY_MINUTES, reason: OUTSIDE });
  return spans;
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

function utcUsAt(dayNumber: number, minutes: number): number {
  // the end of the day is no time of it
  if (minutes === DAY_MINUTES) return utcUsOf(dayNumber, 0) + US_PER_DAY;
  return utcUsOf(dayNumber, minutes * US_PER_MINUTE);
}
