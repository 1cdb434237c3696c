// Takes what was chosen in sample and what it did out of sample, by combination; gives how much is lost, and whether choosing was worth it.

/** Least-squares line of the performance out of sample over that in sample. A negative slope: the better it looked, the worse it did. */
export interface Degradation {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance that the line explains, 0..1. */
  readonly rSquared: number;
}

export interface Dominance {
  /** At each level at least as many of the first are above it, and at one more. */
  readonly first: boolean;
  /** The same of the area below the distribution: preferred by whoever dislikes risk. */
  readonly second: boolean;
}

/** Undefined where all are equal in sample. */
export function degradationOf(inSample: Float64Array, outOfSample: Float64Array): Degradation | undefined {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanIn, meanOut] = [mean(inSample), mean(outOfSample)];
  let [inIn, inOut, outOut] = [0, 0, 0];
  for (let at = 0; at < inSample.length; at += 1) {
    const [x, y] = [inSample[at]! - meanIn, outOfSample[at]! - meanOut];
    inIn += x * x;
    inOut += x * y;
    outOut += y * y;
  }
  if (inIn === 0) return undefined;
  const slope = inOut / inIn;
  return { slope, intercept: meanOut - slope * meanIn, rSquared: outOut === 0 ? 0 : (inOut * inOut) / (inIn * outOut) };
}

/** Whether the first distribution dominates the second; both of as many values. */
export function dominanceOf(values: Float64Array, others: Float64Array): Dominance {
  const [a, b] = [values.toSorted(), others.toSorted()];
  let [isFirst, isSecond, isEqual] = [true, true, true];
  let area = 0;
  for (let at = 0; at < a.length; at += 1) {
    const difference = a[at]! - b[at]!;
    area += difference;
    if (difference < 0) isFirst = false;
    if (area < 0) isSecond = false;
    if (difference !== 0) isEqual = false;
  }
  return { first: isFirst && !isEqual, second: isSecond && !isEqual };
}
