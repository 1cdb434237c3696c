// Sums of gradients and hessians of a leaf in; the value that lowers the loss most, and how much it does, out.

/** What a value may be and what holds it back. */
export interface LeafLimits {
  readonly l1: number;
  readonly l2: number;
  readonly lower: number;
  readonly upper: number;
}

/** `-soft(G, l1) / (H + l2)` within the limits (Chen and Guestrin 2016, equation 5; l1 by soft threshold). */
export function leafValue(gradient: number, hessian: number, { l1, l2, lower, upper }: LeafLimits): number {
  const soft = Math.max(Math.abs(gradient) - l1, 0);
  if (soft === 0) return Math.min(Math.max(0, lower), upper);
  return Math.min(Math.max((-Math.sign(gradient) * soft) / (hessian + l2), lower), upper);
}

/** Twice what the loss falls by: `soft(G, l1)² / (H + l2)` where no limit binds. The kernel computes the same for splits. */
export function leafScore(gradient: number, hessian: number, limits: LeafLimits): number {
  const { l1, l2, lower, upper } = limits;
  const soft = Math.max(Math.abs(gradient) - l1, 0);
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) {
    return soft === 0 ? 0 : (soft * soft) / (hessian + l2);
  }
  const value = leafValue(gradient, hessian, limits);
  return -(2 * gradient * value + (hessian + l2) * value * value + 2 * l1 * Math.abs(value));
}
