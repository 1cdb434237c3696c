// A window of returns in; how much each follows from those before it, as variance ratio and autocorrelation, out.

import type { CentredWindow } from './centred-window.ts';

/** Lo and MacKinlay (1988), overlapping and unbiased, for `q` from 2 to half the window; only where the window is ready and not flat. */
export function varianceRatioOf(returns: CentredWindow, q: number): number {
  const { deviations, window: n } = returns;
  let sum = 0;
  for (let i = 0; i < q; i++) sum += deviations[i]!;
  let squares = sum * sum;
  for (let i = q; i < n; i++) {
    sum += deviations[i]!;
    sum -= deviations[i - q]!;
    squares += sum * sum;
  }
  return squares / (q * (n - q + 1) * (1 - q / n)) / (returns.squares / (n - 1));
}

/** Σ (r − m)(r[k] − m) / Σ (r − m)²; only where the window is ready and not flat. */
export function autocorrelationOf(returns: CentredWindow, k: number): number {
  const { deviations } = returns;
  let products = 0;
  for (let i = k; i < deviations.length; i++) products += deviations[i]! * deviations[i - k]!;
  return products / returns.squares;
}
