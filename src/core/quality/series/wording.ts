// Takes counts, times and ratios; gives the words in which findings tell them.

import { type Example, MAX_EXAMPLES } from '../finding.ts';

/** `1 day`, `3 days`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `09:05` of minutes after local midnight, the part of a minute left out. */
export function clockText(minute: number): string {
  const whole = Math.floor(minute);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** `1 h 40 min`, `35 min`. */
export function minutesText(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `+12.3 %` of a ratio of new to old. */
export function changeText(ratio: number): string {
  const percent = (ratio - 1) * 100;
  return `${percent < 0 ? '' : '+'}${percent.toFixed(Math.abs(percent) < 10 ? 2 : 1)} %`;
}

/** A number of at most `decimals` decimals without trailing zeros. */
export function plainNumber(value: number, decimals = 2): string {
  return String(Number(value.toFixed(decimals)));
}

export function firstExamples(examples: readonly Example[]): readonly Example[] {
  return examples.slice(0, MAX_EXAMPLES);
}
