// Takes an adjusted turnover and the factor of the prices and gives the factor that returns the turnover to whole ticks of money.

/** A turnover is cut to so many digits by the floats and texts it went through, or to cents. */
const CENT = 0.01;
const DIGITS_MAX = 15;
/** Room for the error of floats and for a half that was rounded either way. */
const SLACK = 1.001;
/** Beyond this share of the step two multiples cannot be told apart. */
const CERTAIN_SHARE = 0.4;

export interface TurnoverFactor {
  readonly factor: number;
  readonly low: number;
  readonly high: number;
  /** Values that are no multiple of the step under this factor. */
  readonly missed: number;
}

/**
 * Every turnover is a sum of prices times contracts, so a multiple of `stepBrl`, the value of one tick of one lot. The
 * multiples of small turnovers are certain from the factor of the prices (`low` to `high`); each narrows the factor, so
 * that those of larger ones become certain: some 1e-12 of it are left. Undefined when it never becomes certain.
 */
export function turnoverFactor(
  turnover: Float64Array,
  stepBrl: number,
  { low, high }: { readonly low: number; readonly high: number },
): TurnoverFactor | undefined {
  const digits = digitsOf(turnover);
  const span = { low, high };
  let missed = 0;
  for (const value of turnover.toSorted()) {
    if (!(value > 0)) continue;
    const middle = (span.low + span.high) / 2;
    const uncertainty = (value * (span.high - span.low)) / (middle * middle);
    if (uncertainty > CERTAIN_SHARE * stepBrl) return undefined;
    const traded = Math.round(value / middle / stepBrl) * stepBrl;
    const rounding = roundingOf(value, digits);
    const lowest = Math.max(span.low, (value - rounding) / traded);
    const highest = Math.min(span.high, (value + rounding) / traded);
    if (traded === 0 || lowest > highest) missed += 1;
    else {
      span.low = lowest;
      span.high = highest;
    }
  }
  return { factor: (span.low + span.high) / 2, ...span, missed };
}

/** The most significant digits that a value of the column has. */
function digitsOf(values: Float64Array): number {
  let digits = 1;
  for (const value of values) {
    const text = String(value).replace('.', '').replace(/^0+/, '');
    digits = Math.max(digits, Math.min(text.length, DIGITS_MAX));
  }
  return digits;
}

/** How far rounding may have moved a value: half a cent, or half of its last digit where there are too few for cents. */
function roundingOf(value: number, digits: number): number {
  const lastDigit = 10 ** (Math.floor(Math.log10(value)) + 1 - digits);
  return 0.5 * SLACK * Math.max(CENT, lastDigit);
}
