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

/** What is left of a sum of squares by rounding, as a share of it. */
const ROUNDING = 1e-12;

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
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const measure = (): void => measureOrder(centred, mean, order, figures);
  measure();
  const [netSeen, sharpeSeen, drawdownSeen] = figures as unknown as [number, number, number];
  let losses = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    reorder(random, order);
    measure();
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

/** Writes net, Sharpe ratio and drawdown of the values in this order. Values are given without their mean: so no square of it is lost. */
function measureOrder(centred: Float64Array, mean: number, order: Int32Array, into: Float64Array): void {
  const count = order.length;
  let [above, squares] = [0, 0];
  let [sum, peak, deepest] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const value = centred[order[at]!]!;
    above += value;
    squares += value * value;
    sum += value + mean;
    if (sum > peak) peak = sum;
    else if (peak - sum > deepest) deepest = peak - sum;
  }
  const rest = squares - (above * above) / count;
  const meanDrawn = mean + above / count;
  into[0] = meanDrawn * count;
  into[1] = rest > ROUNDING * squares ? meanDrawn / Math.sqrt(rest / (count - 1)) : 0;
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
