// Logits with outcomes and weights in; the line (a, b) for which 1 / (1 + exp(a·logit + b)) fits the outcomes best out.

interface PlattLine {
  readonly a: number;
  readonly b: number;
}

const MAX_ITERATIONS = 100;
/** Of the gradient as a share of the total weight. */
const GRADIENT_GOAL = 1e-11;
/** Added to the curvature, as a share of the total weight: it stays positive where all logits are equal. */
const RIDGE = 1e-12;
const LEAST_STEP = 1e-10;
const SUFFICIENT = 1e-4;
const ROUNDING = 1e-14;

/**
 * Platt (1999) with his smoothed targets (N+ + 1) / (N+ + 2) and 1 / (N− + 2), where N is a sum of weights, by the Newton method with
 * backtracking of Lin, Lin and Weng (2007). The targets keep it finite where the outcomes can be told apart without fault.
 */
export function plattLine(logit: Float64Array, outcome: Float64Array, weight: Float64Array): PlattLine {
  let [positive, negative] = [0, 0];
  for (let i = 0; i < logit.length; i++) {
    if (outcome[i] === 1) positive += weight[i]!;
    else negative += weight[i]!;
  }
  const total = positive + negative;
  const [high, low] = [(positive + 1) / (positive + 2), 1 / (negative + 2)];
  const target = outcome.map((each) => (each === 1 ? high : low));
  let line: PlattLine = { a: 0, b: Math.log((negative + 1) / (positive + 1)) };
  let loss = lossOf(logit, target, weight, line);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const [ga, gb, haa, hab, hbb] = derivatives(logit, target, weight, line, RIDGE * total);
    if (Math.max(Math.abs(ga), Math.abs(gb)) <= GRADIENT_GOAL * total) break;
    const determinant = haa * hbb - hab * hab;
    const da = -(hbb * ga - hab * gb) / determinant;
    const db = -(haa * gb - hab * ga) / determinant;
    const slope = ga * da + gb * db;
    // what the step would save is below the rounding of the loss: it cannot be compared, and is the last
    if (-slope <= ROUNDING * Math.abs(loss)) return { a: line.a + da, b: line.b + db };
    let step = 1;
    let next = line;
    let reached = Number.POSITIVE_INFINITY;
    for (; step >= LEAST_STEP; step /= 2) {
      next = { a: line.a + step * da, b: line.b + step * db };
      reached = lossOf(logit, target, weight, next);
      if (reached < loss + SUFFICIENT * step * slope) break;
    }
    // no step makes it less: the rest is rounding
    if (step < LEAST_STEP) break;
    line = next;
    loss = reached;
  }
  return line;
}

/** Cross entropy, in the form that overflows for no logit. */
function lossOf(logit: Float64Array, target: Float64Array, weight: Float64Array, { a, b }: PlattLine): number {
  let sum = 0;
  for (let i = 0; i < logit.length; i++) {
    const f = a * logit[i]! + b;
    const t = target[i]!;
    sum += weight[i]! * (f >= 0 ? t * f + Math.log1p(Math.exp(-f)) : (t - 1) * f + Math.log1p(Math.exp(f)));
  }
  return sum;
}

function derivatives(
  logit: Float64Array,
  target: Float64Array,
  weight: Float64Array,
  { a, b }: PlattLine,
  ridge: number,
): readonly [ga: number, gb: number, haa: number, hab: number, hbb: number] {
  let [ga, gb, haa, hab, hbb] = [0, 0, ridge, 0, ridge];
  for (let i = 0; i < logit.length; i++) {
    const x = logit[i]!;
    const p = 1 / (1 + Math.exp(a * x + b));
    const error = weight[i]! * (target[i]! - p);
    const curvature = weight[i]! * p * (1 - p);
    ga += x * error;
    gb += error;
    haa += x * x * curvature;
    hab += x * curvature;
    hbb += curvature;
  }
  return [ga, gb, haa, hab, hbb];
}
