// Numbers one by one in; how probable it is that the last change of their mean or variance was so many of them ago, out.

import { Ring } from '../features/indicators/ring.ts';

/** Gamma prior of the precision, and normal prior of the mean given the precision, around 0. */
export interface NormalGammaPrior {
  /** The mean is known as well as from so many numbers. */
  readonly priorCandles: number;
  readonly priorShape: number;
  readonly priorRate: number;
}

export interface RunLengthRules extends NormalGammaPrior {
  /** Numbers between two changes, on average: the hazard is one over it. */
  readonly meanRun: number;
  /** Runs this long and longer are one, known by its last `mostRun` numbers. */
  readonly mostRun: number;
}

/**
 * Bayesian online change-point detection with a constant hazard (Adams and MacKay 2007) and Student-t predictions from a normal-gamma
 * prior (Murphy 2007, eq. 85 to 110). `probabilities[r]`: the present run has r numbers; r = 0 says that it ended with the newest. At
 * `mostRun` masses are added, so that none is lost. O(mostRun) per number.
 */
export class RunLengthPosterior {
  readonly probabilities: Float64Array;
  /** What `describe` found. */
  longest = 0;
  drift = Number.NaN;
  private readonly rules: RunLengthRules;
  private readonly numbers: Ring;
  private readonly grown: Float64Array;
  /** Γ(α + ½) / (Γ(α) √2π) of each run. */
  private readonly scales: Float64Array;
  private readonly input = new Float64Array(1);

  constructor(rules: RunLengthRules) {
    const { mostRun, priorShape } = rules;
    this.rules = rules;
    this.numbers = new Ring(mostRun);
    this.probabilities = new Float64Array(mostRun + 1);
    this.probabilities[0] = 1;
    this.grown = new Float64Array(mostRun + 1);
    this.scales = new Float64Array(mostRun + 1);
    let ratio = gammaRatio(priorShape);
    for (let r = 0; r <= mostRun; r++) {
      this.scales[r] = ratio / Math.sqrt(2 * Math.PI);
      ratio = (priorShape + r / 2) / ratio;
    }
  }

  push(x: number): void {
    this.input[0] = x;
    this.predict();
    this.numbers.push(x);
  }

  private predict(): void {
    const { probabilities, grown, numbers, scales } = this;
    const { priorCandles, priorShape, priorRate, meanRun, mostRun } = this.rules;
    const x = this.input[0]!;
    const runs = numbers.size;
    const hazard = 1 / meanRun;
    let mean = 0;
    let squares = 0;
    let total = 0;
    grown.fill(0);
    for (let r = 0; r <= runs; r++) {
      const weight = priorCandles + r;
      const shape = priorShape + r / 2;
      const rate = priorRate + squares / 2 + (priorCandles * r * mean * mean) / (2 * weight);
      const distance = x - (r * mean) / weight;
      const spread = (2 * rate * (weight + 1)) / weight;
      const density =
        (scales[r]! / Math.sqrt(spread / 2)) * Math.exp(-(shape + 0.5) * Math.log1p((distance * distance) / spread));
      const joint = probabilities[r]! * density;
      total += joint;
      const next = r < mostRun ? r + 1 : r;
      grown[next] = grown[next]! + joint * (1 - hazard);
      if (r === runs) break;
      const step = numbers.at(r) - mean;
      mean += step / (r + 1);
      squares += step * (numbers.at(r) - mean);
    }
    grown[0] = total * hazard;
    for (let r = 0; r <= mostRun; r++) probabilities[r] = grown[r]! / total;
  }

  /** Finds the likeliest run, `longest`, and how far the mean of its numbers is from 0 in scales of its posterior, `drift`. */
  describe(): void {
    const { probabilities, numbers } = this;
    const { priorCandles, priorShape, priorRate, mostRun } = this.rules;
    let best = 0;
    for (let r = 1; r <= mostRun; r++) if (probabilities[r]! > probabilities[best]!) best = r;
    const n = Math.min(best, numbers.size);
    let mean = 0;
    let squares = 0;
    for (let k = 0; k < n; k++) {
      const step = numbers.at(k) - mean;
      mean += step / (k + 1);
      squares += step * (numbers.at(k) - mean);
    }
    const weight = priorCandles + n;
    const rate = priorRate + squares / 2 + (priorCandles * n * mean * mean) / (2 * weight);
    this.longest = n;
    this.drift = (n * mean) / weight / Math.sqrt(rate / ((priorShape + n / 2) * weight));
  }
}

/** Enough steps for Stirling's series to be exact to the last digits. */
const STEPS = 400;

/** Γ(z + ½) / Γ(z) for z above 0: the series for large z (Abramowitz and Stegun 6.1.47), stepped down. */
export function gammaRatio(z: number): number {
  const large = z + STEPS;
  const inverse = 1 / large;
  let ratio =
    Math.sqrt(large) * (1 + inverse * (-1 / 8 + inverse * (1 / 128 + inverse * (5 / 1024 - (inverse * 21) / 32_768))));
  for (let k = STEPS - 1; k >= 0; k--) ratio *= (z + k) / (z + k + 0.5);
  return ratio;
}
