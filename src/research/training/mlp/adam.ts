// Parameters with their gradient in; the parameters moved by a step of Adam, in place, out.

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Kingma and Ba (2015), algorithm 1. */
export class Adam {
  readonly #rate: number;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #steps = 0;

  constructor(size: number, rate: number) {
    this.#rate = rate;
    this.#first = new Float64Array(size);
    this.#second = new Float64Array(size);
  }

  step(parameters: Float64Array, gradient: Float64Array): void {
    this.#steps += 1;
    const [first, second] = [this.#first, this.#second];
    const rate = (this.#rate * Math.sqrt(1 - BETA2 ** this.#steps)) / (1 - BETA1 ** this.#steps);
    const epsilon = EPSILON * Math.sqrt(1 - BETA2 ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i]!;
      const m = BETA1 * first[i]! + (1 - BETA1) * slope;
      const v = BETA2 * second[i]! + (1 - BETA2) * slope * slope;
      first[i] = m;
      second[i] = v;
      parameters[i] = parameters[i]! - (rate * m) / (Math.sqrt(v) + epsilon);
    }
  }
}
