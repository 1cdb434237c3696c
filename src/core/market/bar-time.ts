// The time that a bar spans in; out the word and flags that hold it in its record, and the time again.

import { BAR_TIME_SHIFT, I32_H, I32_KIND, RECORD_I32 } from './event-record.ts';

const US_PER_SECOND = 1_000_000;
/** What the low part holds, microseconds. */
const LOW_US = 2 ** 31;
const FLAGS_SHIFT = 8;

/**
 * Whole seconds stand in the record's last word as they are. Any other time stands in microseconds: the complement of its low 31 bits
 * in that word, which is below zero then, and what is above them in the flags. Up to about 4 years.
 */
export function writeBarTime(i32: Int32Array, index: number, spanUs: number): void {
  const i = index * RECORD_I32;
  if (spanUs % US_PER_SECOND === 0) {
    i32[i + I32_H] = spanUs / US_PER_SECOND;
    return;
  }
  const high = Math.floor(spanUs / LOW_US);
  i32[i + I32_H] = ~(spanUs - high * LOW_US);
  i32[i + I32_KIND] = i32[i + I32_KIND]! | (high << (FLAGS_SHIFT + BAR_TIME_SHIFT));
}

/** Microseconds that bar `index` of these records spans. */
export function barTimeUs(i32: Int32Array, index: number): number {
  const i = index * RECORD_I32;
  const word = i32[i + I32_H]!;
  return word >= 0 ? word * US_PER_SECOND : (i32[i + I32_KIND]! >>> (FLAGS_SHIFT + BAR_TIME_SHIFT)) * LOW_US + ~word;
}
