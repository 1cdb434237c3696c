// A window of returns in; how much each follows from those before it, as variance ratio and autocorrelation, out.

function meanOf(returns: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < returns.length; i++) sum += returns[i]!;
  return sum / returns.length;
}

/** All returns are equal: neither measure below exists. */
export function isFlat(returns: Float64Array): boolean {
  for (let i = 1; i < returns.length; i++) if (returns[i] !== returns[0]) return false;
  return true;
}

function squaresAround(returns: Float64Array, mean: number): number {
  let squares = 0;
  for (let i = 0; i < returns.length; i++) {
    const deviation = returns[i]! - mean;
    squares += deviation * deviation;
  }
  return squares;
}

/** Lo and MacKinlay (1988), overlapping and unbiased; only where the returns are not flat. */
export function varianceRatioOf(returns: Float64Array, q: number): number {
  const n = returns.length;
  const mean = meanOf(returns);
  const single = squaresAround(returns, mean) / (n - 1);
  let window = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    window += returns[i]! - mean;
    if (i >= q) window -= returns[i - q]! - mean;
    if (i >= q - 1) squares += window * window;
  }
  return squares / (q * (n - q + 1) * (1 - q / n)) / single;
}

/** Σ (r − m)(r[k] − m) / Σ (r − m)²; only where the returns are not flat. */
export function autocorrelationOf(returns: Float64Array, k: number): number {
  const mean = meanOf(returns);
  let products = 0;
  for (let i = k; i < returns.length; i++) products += (returns[i]! - mean) * (returns[i - k]! - mean);
  return products / squaresAround(returns, mean);
}
