// Takes results of days or trades and a way to draw them anew; gives how net result, Sharpe ratio and drawdown would spread.

import { Random } from '../../simulation/random.ts';
import type { Reorder } from './resampled-orders.ts';

/** Of one figure over all draws. */
export interface Spread {
  /** Of the results as they were. */
  readonly observed: number;
  /** Ends of the interval that holds `confidence` of the draws, as many below it as above. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** By draw. */
  readonly draws: Float64Array;
}

export interface ResampledResults {
  /** Sum, in the unit of the results. */
  readonly net: Spread;
  /** Mean ÷ sample standard deviation of one day or trade, not annualised; 0 for a draw in which all are equal. */
  readonly sharpe: Spread;
  /** Deepest fall from the highest sum so far, the start included; 0 or more. */
  readonly drawdown: Spread;
  /** Share of the draws with a net result below 0. */
  readonly probabilityOfLoss: number;
}

/** Values are finite and at least two. The same seed gives the same draws. */
export function resampledResults(
  values: Float64Array,
  reorder: Reorder,
  { draws, seed, confidence }: { readonly draws: number; readonly seed: number; readonly confidence: number },
): ResampledResults {
  const random = new Random(seed, 'resampled-results');
  const [net, sharpe, drawdown] = [new Float64Array(draws), new Float64Array(draws), new Float64Array(draws)];
  const order = Int32Array.from(values, (_, place) => place);
  const figures = new Float64Array(3);
  measure(values, order, figures);
  const [netSeen, sharpeSeen, drawdownSeen] = figures as unknown as [number, number, number];
  let losses = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    reorder(random, order);
    measure(values, order, figures);
    net[draw] = figures[0]!;
    sharpe[draw] = figures[1]!;
    drawdown[draw] = figures[2]!;
    if (net[draw]! < 0) losses += 1;
  }
  return {
    net: spread(netSeen, net, confidence),
    sharpe: spread(sharpeSeen, sharpe, confidence),
    drawdown: spread(drawdownSeen, drawdown, confidence),
    probabilityOfLoss: losses / draws,
  };
}

/** Writes net, Sharpe ratio and drawdown of the values in this order. */
function measure(values: Float64Array, order: Int32Array, into: Float64Array): void {
  const count = order.length;
  let [sum, peak, deepest] = [0, 0, 0];
  let [mean, squares] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const value = values[order[at]!]!;
    sum += value;
    if (sum > peak) peak = sum;
    else if (peak - sum > deepest) deepest = peak - sum;
    // B. Welford's update: no square of a large mean is taken off another
    const difference = value - mean;
    mean += difference / (at + 1);
    squares += difference * (value - mean);
  }
  into[0] = sum;
  into[1] = squares > 0 ? mean / Math.sqrt(squares / (count - 1)) : 0;
  into[2] = deepest;
}

function spread(observed: number, draws: Float64Array, confidence: number): Spread {
  const sorted = draws.toSorted();
  const outside = (1 - confidence) / 2;
  const [low, median, high] = [outside, 0.5, 1 - outside].map((share) => quantile(sorted, share)) as [
    number,
    number,
    number,
  ];
  return { observed, low, median, high, draws };
}

/** Between the two nearest in proportion, as R and numpy do by default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
