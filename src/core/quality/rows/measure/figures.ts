// Numbers, shares, lengths of time and times of day go in; the words that findings say them in come out.

import { US_PER_DAY, US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../../../market/civil-time.ts';
import type { PartContext } from '../../row-rule.ts';

/** `3.5 %`; small shares keep one figure: `0.02 %`. */
export function percent(count: number, of: number): string {
  const value = of === 0 ? 0 : (100 * count) / of;
  return `${value >= 0.1 || value === 0 ? value.toFixed(1) : value.toPrecision(1)} %`;
}

/** `864 of 24517 rows (3.5 %)` */
export function countOf(count: number, of: number, noun: string): string {
  return `${count} of ${of} ${noun} (${percent(count, of)})`;
}

/** At most `digits` decimals, without zeros at the end. */
export function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** `2 h 5 min`, `2 min 45 s`, `1.27 s`, `3.5 ms`, with a minus where it is below zero. */
export function lengthOfTime(lengthUs: number): string {
  if (lengthUs < 0) return `-${lengthOfTime(-lengthUs)}`;
  if (lengthUs < US_PER_SECOND) return `${rounded(lengthUs / 1000, 3)} ms`;
  if (lengthUs < US_PER_MINUTE) return `${rounded(lengthUs / US_PER_SECOND, 3)} s`;
  const [unit, part, name, partName] =
    lengthUs < US_PER_HOUR ? [US_PER_MINUTE, US_PER_SECOND, 'min', 's'] : [US_PER_HOUR, US_PER_MINUTE, 'h', 'min'];
  const parts = Math.floor((lengthUs % unit) / part);
  return `${Math.floor(lengthUs / unit)} ${name}${parts === 0 ? '' : ` ${parts} ${partName}`}`;
}

/** Time of the part's day by its own clock, `09:03:09` or `09:03:09.658`; the bare number where it lies on another day. */
export function clockOf(context: PartContext, timeUs: number): string {
  const sinceMidnightUs = timeUs - context.midnightUs;
  if (!(sinceMidnightUs >= 0 && sinceMidnightUs <= US_PER_DAY)) return `time ${timeUs}`;
  const seconds = Math.floor(sinceMidnightUs / US_PER_SECOND);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fractionUs = Math.round(sinceMidnightUs - seconds * US_PER_SECOND);
  return fractionUs === 0 ? clock : `${clock}.${String(fractionUs).padStart(6, '0').replace(/0+$/, '')}`;
}
