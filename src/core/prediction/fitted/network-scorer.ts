// A linear model or a small network in; its raw scores in double precision out.

import type { Layer, LinearFit, MlpFit } from './fitted-model.ts';
import type { Scorer } from './scorer.ts';

/** RangeError for layers that do not fit together or a scale of 0. A missing value is a RangeError too. */
export class NetworkScorer implements Scorer {
  readonly inputs: number;
  readonly outputs: number;
  readonly #names: readonly string[];
  readonly #means: Float64Array;
  readonly #scales: Float64Array;
  readonly #layers: readonly Layer[];
  /** What each layer reads; the last is what the last one gives. */
  readonly #units: readonly Float64Array[];

  constructor(model: LinearFit | MlpFit) {
    this.inputs = model.inputs.length;
    this.outputs = model.outputs;
    this.#names = model.inputs;
    this.#means = model.means;
    this.#scales = model.scales;
    const { kind } = model;
    this.#layers =
      kind === 'linear' ? [{ weights: model.weights, bias: model.bias, activation: 'none' }] : model.layers;
    this.#units = unitsOf(model, this.#layers);
  }

  scores(columns: readonly Float32Array[], from: number, to: number, out: Float64Array): void {
    const scaled = this.#units[0]!;
    for (let row = from; row < to; row++) {
      for (let j = 0; j < scaled.length; j++) {
        scaled[j] = (columns[j]![row]! - this.#means[j]!) / this.#scales[j]!;
        if (!Number.isFinite(scaled[j])) throw this.#missing(j, row);
      }
      this.#forward(out, (row - from) * this.outputs);
    }
  }

  scoreRow(row: Float32Array, out: Float64Array): void {
    const scaled = this.#units[0]!;
    for (let j = 0; j < scaled.length; j++) {
      scaled[j] = (row[j]! - this.#means[j]!) / this.#scales[j]!;
      if (!Number.isFinite(scaled[j])) throw this.#missing(j, undefined);
    }
    this.#forward(out, 0);
  }

  #forward(out: Float64Array, at: number): void {
    for (let depth = 0; depth < this.#layers.length; depth++) {
      const { weights, bias, activation } = this.#layers[depth]!;
      const before = this.#units[depth]!;
      const after = this.#units[depth + 1]!;
      const width = after.length;
      for (let k = 0; k < width; k++) after[k] = bias[k]!;
      for (let j = 0; j < before.length; j++) {
        const value = before[j]!;
        for (let k = 0; k < width; k++) after[k]! += value * weights[j * width + k]!;
      }
      if (activation === 'relu') for (let k = 0; k < width; k++) after[k] = Math.max(0, after[k]!);
      else if (activation === 'tanh') for (let k = 0; k < width; k++) after[k] = Math.tanh(after[k]!);
    }
    const last = this.#units[this.#layers.length]!;
    for (let k = 0; k < last.length; k++) out[at + k] = last[k]!;
  }

  #missing(column: number, row: number | undefined): RangeError {
    const place = row === undefined ? '' : `row ${row}: `;
    return new RangeError(`${place}${this.#names[column]} has no finite value, and this kind of model takes no other`);
  }
}

function unitsOf(model: LinearFit | MlpFit, layers: readonly Layer[]): readonly Float64Array[] {
  const units = [new Float64Array(model.inputs.length)];
  for (const [depth, { weights, bias }] of layers.entries()) {
    const before = units[depth]!.length;
    if (weights.length !== before * bias.length) {
      throw new RangeError(`layer ${depth} has ${weights.length} weights for ${before} × ${bias.length}`);
    }
    units.push(new Float64Array(bias.length));
  }
  if (units.at(-1)!.length !== model.outputs) {
    throw new RangeError(`the last layer gives ${units.at(-1)!.length} scores, not ${model.outputs}`);
  }
  const { means, scales } = model;
  const isWhole = means.length === model.inputs.length && scales.length === model.inputs.length;
  if (!isWhole || !means.every(Number.isFinite) || !scales.every((scale) => scale > 0 && Number.isFinite(scale))) {
    throw new RangeError('a mean or a scale is absent, not finite, or not above 0');
  }
  return units;
}
