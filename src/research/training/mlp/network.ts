// Sizes of layers in; a network whose scores and slopes are computed batch by batch in arrays made once out.

import type { Layer } from '../../../core/prediction/fitted/fitted-model.ts';
import type { Random } from '../../../simulation/random.ts';

interface NetworkLayer {
  readonly from: number;
  readonly to: number;
  readonly activation: Layer['activation'];
  /** Row-major [from, to], then the intercepts: where they begin in the parameters. */
  readonly weights: number;
  readonly bias: number;
  /** [batch, to] after the activation, and the slope of the loss before it. */
  readonly out: Float64Array;
  readonly slope: Float64Array;
}

export class Network {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  /** 1 where a parameter is a weight, 0 where it is an intercept. */
  readonly isWeight: Uint8Array;
  readonly outputs: number;
  readonly #layers: readonly NetworkLayer[];

  /** Weights begin as He et al. (2015) have them for relu and Glorot and Bengio (2010) for tanh, intercepts at 0. */
  constructor(sizes: readonly number[], activation: 'relu' | 'tanh', batch: number, random: Random) {
    let at = 0;
    this.#layers = sizes.slice(1).map((to, i) => {
      const from = sizes[i]!;
      const layer: NetworkLayer = {
        ...{ from, to, weights: at, bias: at + from * to },
        activation: i === sizes.length - 2 ? 'none' : activation,
        out: new Float64Array(batch * to),
        slope: new Float64Array(batch * to),
      };
      at += (from + 1) * to;
      return layer;
    });
    this.outputs = sizes.at(-1)!;
    this.parameters = new Float64Array(at);
    this.gradient = new Float64Array(at);
    this.isWeight = new Uint8Array(at);
    for (const { from, to, weights, bias, activation: own } of this.#layers) {
      const deviation = own === 'relu' ? Math.sqrt(2 / from) : Math.sqrt(2 / (from + to));
      this.isWeight.fill(1, weights, bias);
      for (let i = weights; i < bias; i++) this.parameters[i] = deviation * random.normal();
    }
  }

  /** Raw scores [rows, outputs] of `z`, row-major [rows, inputs]; valid until the next call. */
  scores(z: Float64Array, rows: number): Float64Array {
    let input = z;
    for (const layer of this.#layers) {
      forward(layer, this.parameters, input, rows);
      input = layer.out;
    }
    return input;
  }

  /** After `scores` of the same rows: adds what the parameters have to do with the loss, given its slope by each score. */
  addGradient(z: Float64Array, rows: number, slope: Float64Array): void {
    const last = this.#layers.at(-1)!;
    last.slope.set(slope.subarray(0, rows * last.to));
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const layer = this.#layers[i]!;
      const before = this.#layers[i - 1];
      addSlopes(layer, this.gradient, before?.out ?? z, rows);
      if (before !== undefined) backward(layer, this.parameters, before, rows);
    }
  }

  /** Copies, as a fitted model has them. */
  layers(): Layer[] {
    return this.#layers.map(({ weights, bias, to, activation }) => ({
      weights: this.parameters.slice(weights, bias),
      bias: this.parameters.slice(bias, bias + to),
      activation,
    }));
  }
}

function forward(layer: NetworkLayer, parameters: Float64Array, input: Float64Array, rows: number): void {
  const { from, to, weights, bias, out, activation } = layer;
  for (let row = 0; row < rows; row++) {
    const at = row * to;
    for (let j = 0; j < to; j++) out[at + j] = parameters[bias + j]!;
    for (let k = 0; k < from; k++) {
      const x = input[row * from + k]!;
      if (x === 0) continue;
      const base = weights + k * to;
      for (let j = 0; j < to; j++) out[at + j] = out[at + j]! + x * parameters[base + j]!;
    }
  }
  if (activation === 'relu') for (let i = 0; i < rows * to; i++) out[i] = Math.max(0, out[i]!);
  else if (activation === 'tanh') for (let i = 0; i < rows * to; i++) out[i] = Math.tanh(out[i]!);
}

function addSlopes(
  { from, to, weights, bias, slope }: NetworkLayer,
  gradient: Float64Array,
  input: Float64Array,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const at = row * to;
    for (let j = 0; j < to; j++) gradient[bias + j] = gradient[bias + j]! + slope[at + j]!;
    for (let k = 0; k < from; k++) {
      const x = input[row * from + k]!;
      if (x === 0) continue;
      const base = weights + k * to;
      for (let j = 0; j < to; j++) gradient[base + j] = gradient[base + j]! + x * slope[at + j]!;
    }
  }
}

/** The slope before the activation of the layer before. */
function backward(
  { from, to, weights, slope }: NetworkLayer,
  parameters: Float64Array,
  before: NetworkLayer,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const at = row * to;
    for (let k = 0; k < from; k++) {
      const base = weights + k * to;
      let sum = 0;
      for (let j = 0; j < to; j++) sum += slope[at + j]! * parameters[base + j]!;
      const given = before.out[row * from + k]!;
      if (before.activation === 'tanh') sum *= 1 - given * given;
      else if (given <= 0) sum = 0;
      before.slope[row * from + k] = sum;
    }
  }
}
