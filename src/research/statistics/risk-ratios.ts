// Takes the net result of each day; gives Sharpe, Sortino and the t-statistic of the daily mean, undefined where not defined.

/** Sessions in a year by which daily figures are annualised. */
const SESSIONS_PER_YEAR = 252;

interface Moments {
  readonly mean: number;
  /** Sample standard deviation, n − 1 in the denominator; above 0. */
  readonly deviation: number;
}

/** Undefined below two values or when all are equal: compared before any rounding can pretend a deviation. */
function moments(values: readonly number[]): Moments | undefined {
  if (values.length < 2 || values.every((value) => value === values[0])) return undefined;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Sharpe ratio, annualised: mean ÷ sample standard deviation of daily returns over capital × √252, without a riskless rate (a
 * futures position ties up no capital that would earn it). Capital is the same on all days and cancels, so results in any unit
 * of money do. Undefined below two days or when all days are equal. Source: W. F. Sharpe, "The Sharpe Ratio", 1994.
 */
export function sharpeRatio(dailyNet: readonly number[]): number | undefined {
  const found = moments(dailyNet);
  return found && (found.mean / found.deviation) * Math.sqrt(SESSIONS_PER_YEAR);
}

/**
 * Sortino ratio, annualised: mean ÷ √(Σ min(result, 0)² ÷ n) × √252 over ALL n days, target 0. Undefined below two days or
 * without a losing day. Source: F. A. Sortino and R. van der Meer, "Downside Risk", 1991.
 */
export function sortinoRatio(dailyNet: readonly number[]): number | undefined {
  if (dailyNet.length < 2) return undefined;
  const squares = dailyNet.reduce((sum, value) => sum + Math.min(value, 0) ** 2, 0);
  if (squares === 0) return undefined;
  return (meanOf(dailyNet) / Math.sqrt(squares / dailyNet.length)) * Math.sqrt(SESSIONS_PER_YEAR);
}

/**
 * Student's t of the hypothesis that the mean day is 0: mean ÷ (sample standard deviation ÷ √n). Takes days as independent.
 * Undefined below two days or when all days are equal.
 */
export function tStatistic(dailyNet: readonly number[]): number | undefined {
  const found = moments(dailyNet);
  return found && found.mean / (found.deviation / Math.sqrt(dailyNet.length));
}

/** What a t-statistic says in plain words; a single test, so many variants tried make every word too kind. */
export function evidenceWord(t: number | undefined): string {
  if (t === undefined) return 'too little to say anything';
  const size = Math.abs(t);
  if (size < 1) return 'no different from luck';
  const direction = t > 0 ? 'profit' : 'loss';
  if (size < 2) return `weak evidence of a ${direction}`;
  return size < 3 ? `some evidence of a ${direction}` : `strong evidence of a ${direction}`;
}
