// Takes numbers in the units of the code; gives them as people read them: R$ with separators, percent, durations, local times.

import {
  formatLocalTime,
  US_PER_DAY,
  US_PER_HOUR,
  US_PER_MINUTE,
  US_PER_SECOND,
} from '../../core/market/civil-time.ts';

/** What is shown where a figure is undefined. */
export const ABSENT = '–';

const MINUS = '−';

/** `1,234,567` of the digits of a whole number. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number with separators and exactly `decimals` decimals; a result that rounds to zero has no sign. */
export function decimal(value: number | undefined, decimals: number): string {
  if (value === undefined) return ABSENT;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const text = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

export function integer(value: number | undefined): string {
  return decimal(value, 0);
}

/** Money of E4 in whole cents, `R$ 1,234.56`; half a cent goes away from zero. */
export function brl(e4: number | undefined): string {
  if (e4 === undefined) return ABSENT;
  const cents = Math.sign(e4) * Math.round(Math.abs(e4) / 100);
  const text = `R$ ${decimal(Math.abs(cents) / 100, 2)}`;
  return cents < 0 ? `${MINUS}${text}` : text;
}

/** A fraction as `12.3 %`. */
export function percent(fraction: number | undefined, decimals = 1): string {
  return fraction === undefined ? ABSENT : `${decimal(fraction * 100, decimals)} %`;
}

/** Points to a tenth, which shows every half-point tick exactly. */
export function points(value: number | undefined): string {
  return value === undefined ? ABSENT : `${decimal(value, 1)} pt`;
}

/** `3 d 4 h`, `2 h 5 min`, `4 min 10 s`, `12 s`: the two largest units. */
export function duration(us: number | undefined): string {
  if (us === undefined) return ABSENT;
  const units = [
    ['d', US_PER_DAY],
    ['h', US_PER_HOUR],
    ['min', US_PER_MINUTE],
    ['s', US_PER_SECOND],
  ] as const;
  let restUs = Math.round(us / US_PER_SECOND) * US_PER_SECOND;
  const parts: string[] = [];
  for (const [name, sizeUs] of units) {
    const count = Math.floor(restUs / sizeUs);
    restUs -= count * sizeUs;
    if (count > 0 || parts.length > 0) parts.push(`${count} ${name}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.filter((part, i) => i === 0 || !part.startsWith('0 ')).join(' ');
}

/** `2025-08-05 09:01:00`, Sao Paulo wall clock. */
export function localTime(timeUs: number): string {
  return formatLocalTime(timeUs).slice(0, 19);
}
