// Takes a place on the standard normal distribution, gives the probability below it; and the other way round.

const SQRT_1_OF_2_PI = 0.3989422804014327;
const SQRT_32 = 5.656854249492381;
const CENTRE = 0.67448975;
/** Further out the probability is less than the smallest number. */
const END = 38.5;

// W. J. Cody, "Rational Chebyshev Approximations for the Error Function", Mathematics of Computation 23 (1969). Highest power first.
const NEAR_ABOVE = [
  ...[0.06568233791820745, 2.2352520354606837, 161.02823106855587],
  ...[1067.6894854603709, 18154.98125334356],
];
const NEAR_BELOW = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const FAR_ABOVE = [
  ...[1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785],
  ...[597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735],
  9842.714838383978,
];
const FAR_BELOW = [
  ...[1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761],
  ...[18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992],
];
const OUT_ABOVE = [
  ...[0.023073441764940174, 0.215898534057957, 0.12740116116024736],
  ...[0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5],
];
const OUT_BELOW = [
  ...[1, 1.284260096144911, 0.4682382124808651],
  ...[0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5],
];

/**
 * Probability that a standard normal value is below `x`, 0..1. Keeps 13 digits also far out in the lower tail, where
 * 1 − Φ(−x) and the error functions of common libraries keep none.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size <= CENTRE) return 0.5 + (x * polynomial(NEAR_ABOVE, x * x)) / polynomial(NEAR_BELOW, x * x);
  if (size > END) return x > 0 ? 1 : 0;
  const tail = tailOf(size);
  return x > 0 ? 1 - tail : tail;
}

function tailOf(size: number): number {
  // the square in two parts, so that its rounding does not show in the power
  const coarse = Math.trunc(size * 16) / 16;
  const density = Math.exp((-coarse * coarse) / 2) * Math.exp((-(size - coarse) * (size + coarse)) / 2);
  if (size <= SQRT_32) return (density * polynomial(FAR_ABOVE, size)) / polynomial(FAR_BELOW, size);
  const inverse = 1 / (size * size);
  const ratio = (inverse * polynomial(OUT_ABOVE, inverse)) / polynomial(OUT_BELOW, inverse);
  return (density * (SQRT_1_OF_2_PI - ratio)) / size;
}

// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988). Highest power first.
const CENTRE_ABOVE = [
  ...[2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987],
  ...[13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665],
];
const CENTRE_BELOW = [
  ...[5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597],
  ...[5394.196021424751, 687.1870074920579, 42.31333070160091, 1],
];
const MIDDLE_ABOVE = [
  ...[0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684],
  ...[3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835],
];
const MIDDLE_BELOW = [
  ...[1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008],
  ...[0.6897673349851, 1.6763848301838038, 2.053191626637759, 1],
];
const TAIL_ABOVE = [
  ...[2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124],
  ...[0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103],
];
const TAIL_BELOW = [
  ...[2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133],
  ...[0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1],
];

/**
 * The place below which a standard normal value lies with probability `share`; ±Infinity at 0 and 1, NaN outside of them. For a share
 * near 1 ask for `-normalQuantile(1 - share)` with the small part computed exactly.
 */
export function normalQuantile(share: number): number {
  const fromCentre = share - 0.5;
  if (Math.abs(fromCentre) <= 0.425) {
    const r = 0.180625 - fromCentre * fromCentre;
    return (fromCentre * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r);
  }
  const outside = fromCentre < 0 ? share : 1 - share;
  if (outside <= 0) return outside < 0 ? Number.NaN : Math.sign(fromCentre) * Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(outside));
  const size =
    r <= 5
      ? polynomial(MIDDLE_ABOVE, r - 1.6) / polynomial(MIDDLE_BELOW, r - 1.6)
      : polynomial(TAIL_ABOVE, r - 5) / polynomial(TAIL_BELOW, r - 5);
  return Math.sign(fromCentre) * size;
}

/** By Horner, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
