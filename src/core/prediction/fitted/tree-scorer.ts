// A model of trees in; its raw scores in double precision, added tree by tree to the base as training adds them, out.

import type { TreeModel } from './fitted-model.ts';
import type { Scorer } from './scorer.ts';
import { type TreeTable, treeTable } from './tree-table.ts';

/** Rows at a time: their values and a tree stay in the cache nearest to the processor. */
const BLOCK = 128;

/** RangeError for trees that are none. */
export class TreeScorer implements Scorer {
  readonly inputs: number;
  readonly outputs: number;
  readonly #base: Float64Array;
  readonly #table: TreeTable;
  /** By used column, then row of the block. */
  readonly #block: Float32Array;
  readonly #row: Float32Array;
  readonly #offsets: Int32Array;

  constructor(model: TreeModel) {
    this.inputs = model.inputs.length;
    this.outputs = model.outputs;
    this.#base = model.base;
    this.#table = treeTable(model);
    this.#block = new Float32Array(this.#table.used.length * BLOCK);
    this.#row = new Float32Array(this.#table.used.length);
    this.#offsets = this.#table.feature.map((slot) => slot * BLOCK);
  }

  scores(columns: readonly Float32Array[], from: number, to: number, out: Float64Array): void {
    for (let start = from; start < to; start += BLOCK) {
      const count = Math.min(BLOCK, to - start);
      this.#gather(columns, start, count);
      this.#addTrees(count, (start - from) * this.outputs, out);
    }
  }

  scoreRow(row: Float32Array, out: Float64Array): void {
    const { used } = this.#table;
    for (let slot = 0; slot < used.length; slot++) this.#row[slot] = row[used[slot]!]!;
    const { roots, outputs, feature, threshold, next, values } = this.#table;
    for (let k = 0; k < this.outputs; k++) out[k] = this.#base[k]!;
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      while (node >= 0) {
        const x = this.#row[feature[node]!]!;
        node = next[3 * node + (x <= threshold[node]! ? 0 : Number.isNaN(x) ? 2 : 1)]!;
      }
      out[outputs[tree]!]! += values[~node]!;
    }
  }

  #gather(columns: readonly Float32Array[], start: number, count: number): void {
    const block = this.#block;
    const { used } = this.#table;
    for (let slot = 0; slot < used.length; slot++) {
      const column = columns[used[slot]!]!;
      const offset = slot * BLOCK;
      for (let i = 0; i < count; i++) block[offset + i] = column[start + i]!;
    }
  }

  #addTrees(count: number, at: number, out: Float64Array): void {
    const { roots, outputs, threshold, next, values } = this.#table;
    const block = this.#block;
    const offsets = this.#offsets;
    const width = this.outputs;
    for (let i = 0; i < count; i++) for (let k = 0; k < width; k++) out[at + i * width + k] = this.#base[k]!;
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree]!;
      const place = at + outputs[tree]!;
      for (let i = 0; i < count; i++) {
        let node = root;
        while (node >= 0) {
          const x = block[offsets[node]! + i]!;
          node = next[3 * node + (x <= threshold[node]! ? 0 : Number.isNaN(x) ? 2 : 1)]!;
        }
        out[place + i * width]! += values[~node]!;
      }
    }
  }
}
