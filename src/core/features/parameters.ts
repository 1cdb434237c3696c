// A feature's parameter in; the same number out once it is known to be usable, else a RangeError that names feature and parameter.

/** `value` as a whole number of at least `minimum`. */
export function wholeNumber(feature: string, parameter: string, value: number, minimum = 1): number {
  if (Number.isSafeInteger(value) && value >= minimum && value <= LARGEST_WINDOW) return value;
  throw new RangeError(
    `${feature}: ${parameter} must be a whole number from ${minimum} to ${LARGEST_WINDOW}, not ${String(value)}`,
  );
}

/** `value` as a finite number above 0. */
export function positiveNumber(feature: string, parameter: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${feature}: ${parameter} must be a number above 0, not ${String(value)}`);
}

/** Two windows of which the first must be the shorter. */
export function ordered(feature: string, shorter: string, a: number, longer: string, b: number): void {
  if (a < b) return;
  throw new RangeError(`${feature}: ${shorter} (${a}) must be below ${longer} (${b})`);
}

/** Bounds memory and warm-up: about half a year of one-minute candles. */
const LARGEST_WINDOW = 65_536;
