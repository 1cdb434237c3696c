// Numbers of a whole file to the way they are written: one cell such as 5.454 cannot tell, and a damaged one must not.

import { COMMA, DECIMAL_COMMA, DECIMAL_POINT, type DecimalStyle, POINT } from './field-scan.ts';

const COMMA_THOUSANDS: DecimalStyle = { decimal: POINT, thousands: COMMA };

/** Numbers that can be written in one style only. */
const EVIDENCE: readonly { readonly style: DecimalStyle; readonly forms: readonly RegExp[] }[] = [
  { style: DECIMAL_COMMA, forms: [/^(\d{1,3}(\.\d{3})+|\d+),\d+$/, /^\d{1,3}(\.\d{3}){2,}$/] },
  { style: DECIMAL_POINT, forms: [/^\d+\.\d+$/] },
  { style: COMMA_THOUSANDS, forms: [/^\d{1,3}(,\d{3})+\.\d+$/, /^\d{1,3}(,\d{3}){2,}$/] },
];
/** One point and three digits after it: `5.454` may be 5454 or 5.454. */
const GROUPED = /^[1-9]\d{0,2}\.\d{3}$/;

/** True for a number of which nobody can tell what its point is. */
export function isUnclearNumber(number: string): boolean {
  return GROUPED.test(number);
}

/**
 * The style in which most of the `numbers` (texts as they stand in the file) are written that can be written in one only; of
 * two with as many the one that comes first. Undefined where no number tells.
 */
export function decimalStyleOf(numbers: Iterable<string>): DecimalStyle | undefined {
  const counts = new Map<DecimalStyle, number>();
  for (const number of numbers) {
    if (isUnclearNumber(number)) continue;
    const style = EVIDENCE.find(({ forms }) => forms.some((form) => form.test(number)))?.style;
    if (style !== undefined) counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
