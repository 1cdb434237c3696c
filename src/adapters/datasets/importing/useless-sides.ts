// The aggressors of one day of trades in; whether they tell nothing, because there is none or the source repeats a constant, out.

/** From this many sided trades on, a day with one side only is a broker that fills the flag with a constant. */
const ONE_SIDED_TRADES = 200;

/** True when the aggressors of a day tell nothing: no trade has one, or all have the same. */
export function sidesAreUseless(aggressor: Float64Array): boolean {
  let buyers = 0;
  let sellers = 0;
  for (const side of aggressor) {
    if (side === 1) buyers++;
    else if (side === 2) sellers++;
  }
  return buyers + sellers === 0 || (buyers + sellers >= ONE_SIDED_TRADES && (buyers === 0 || sellers === 0));
}
