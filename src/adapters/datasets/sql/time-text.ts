// Microseconds UTC in; the same instant written for people, by the clock of Greenwich or of Sao Paulo, out.

import { US_PER_MINUTE, utcUsToLocal } from '../../../core/market/civil-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** A writer that asks for the text of each minute once: rows of one minute stand together. */
function minuteWriter(textOf: (minuteUs: number) => string, end: string): (timeUs: number) => string {
  let minute = Number.NaN;
  let prefix = '';
  return (timeUs) => {
    const now = Math.floor(timeUs / US_PER_MINUTE);
    if (now !== minute) {
      minute = now;
      prefix = textOf(now * US_PER_MINUTE);
    }
    const us = timeUs - now * US_PER_MINUTE;
    return `${prefix}:${two(Math.floor(us / 1e6))}.${String(us % 1e6).padStart(6, '0')}${end}`;
  };
}

/** A writer of `2020-04-02T12:03:09.658000Z`. */
export function utcWriter(): (timeUs: number) => string {
  return minuteWriter((minuteUs) => new Date(minuteUs / 1000).toISOString().slice(0, -8), 'Z');
}

/** A writer of `2020-04-02T09:03:09.658000`, Sao Paulo wall clock; RangeError before 2008 and after 2099. */
export function localWriter(): (timeUs: number) => string {
  return minuteWriter((minuteUs) => {
    const { year, month, day, hour, minute } = utcUsToLocal(minuteUs);
    return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  }, '');
}
