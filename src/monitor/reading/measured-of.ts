// A value that may not be there in; it with the time it is of, or the reason why there is none, out.

import type { AbsenceReason, Measured } from '../view/measured.ts';

export function known<T>(value: T, atUs: number): Measured<T> {
  return { kind: 'known', value, atUs };
}

export function absent(why: AbsenceReason, detail = ''): Measured<never> {
  return { kind: 'absent', why, detail };
}
