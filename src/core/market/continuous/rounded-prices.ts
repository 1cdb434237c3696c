// Takes the columns of adjusted prices and gives how they were rounded, and each price once with how often it occurs.

/** More decimals than this are not rounding but the noise of floats. */
const DECIMALS_MAX = 6;
/** Room for the error of floats when a price is scaled to a whole number, and for a half that was rounded either way. */
const SLACK = 1e-6;

/** Each value once, ascending, with the number of its occurrences. */
export interface PriceTally {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

/** Decimals that are needed to write every value, 0 to 6; 6 also for values that were never rounded. */
export function decimalsOf(columns: readonly Float64Array[]): number {
  let decimals = 0;
  let scale = 1;
  for (const column of columns) {
    for (const value of column) {
      while (decimals < DECIMALS_MAX && Math.abs(value * scale - Math.round(value * scale)) > SLACK) {
        decimals += 1;
        scale *= 10;
      }
    }
  }
  return decimals;
}

/** How far a rounded price may lie from the exact one, points. */
export function halfStepOf(decimals: number): number {
  return 0.5 * 10 ** -decimals * (1 + SLACK);
}

/** Rows from `start` up to, not including, `end` of all columns. */
export function tallyOf(columns: readonly Float64Array[], start: number, end: number): PriceTally {
  const counted = new Map<number, number>();
  for (const column of columns) {
    for (let row = start; row < end; row += 1) counted.set(column[row]!, (counted.get(column[row]!) ?? 0) + 1);
  }
  const values = Float64Array.from(counted.keys()).sort();
  return {
    values,
    counts: values.map((value) => counted.get(value)!),
    total: columns.length * (end - start),
  };
}
