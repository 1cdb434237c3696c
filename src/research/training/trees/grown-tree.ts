// What growing a tree has found in; a tree of a fitted model and its statistics out.

import type { Tree } from '../../../core/prediction/fitted/fitted-model.ts';

/** How a split or a leaf came about; `cover` is the sum of the hessians of its rows, `rows` their number. */
export interface TreeStatistics {
  /** By node: what its split gained, `GL²/(HL + l2) + GR²/(HR + l2) - G²/(H + l2)`. */
  readonly gain: Float64Array;
  readonly cover: Float64Array;
  readonly rows: Float64Array;
  /** By leaf. */
  readonly leafCover: Float64Array;
  readonly leafRows: Float64Array;
}

/** The best split of a leaf; sums are of the left side, in units of the scales. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  /** Rows of this bin and those before it go left. */
  readonly lastBin: number;
  readonly missingLeft: boolean;
  readonly gradient: number;
  readonly hessian: number;
  readonly drawn: number;
}

export interface GrownNode {
  readonly feature: number;
  readonly lastBin: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  readonly cover: number;
  readonly rows: number;
  /** A node, or ~leaf. */
  left: number;
  right: number;
}

export interface GrownLeaf {
  readonly leaf: number;
  readonly depth: number;
  /** Which of the two lists holds its rows, from where, and how many. */
  readonly list: 0 | 1;
  readonly begin: number;
  readonly count: number;
  /** Sums of its rows, whole numbers in units of the scales; `drawn` counts a row as often as it was drawn. */
  readonly gradient: number;
  readonly hessian: number;
  readonly drawn: number;
  /** Raw score before shrinkage, and what it may be where features are monotone. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Node above it and the side, to be told when this leaf becomes a node. */
  readonly above: GrownNode | undefined;
  readonly isLeft: boolean;
  /** Place of its histogram, -1 for none. */
  slot: number;
  split: Split | undefined;
}

export interface GrownTree {
  readonly nodes: readonly GrownNode[];
  /** By their number. */
  readonly leaves: readonly GrownLeaf[];
}

/** `values` by leaf, with shrinkage; `edges` 256 by feature. */
export function treeOf(grown: GrownTree, output: number, values: Float64Array, edges: Float32Array): Tree {
  const { nodes } = grown;
  return {
    output,
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    threshold: Float64Array.from(nodes, ({ feature, lastBin }) => edges[256 * feature + lastBin]!),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => Number(missingLeft)),
    values,
  };
}

export function statisticsOf({ nodes, leaves }: GrownTree, hessianScale: number): TreeStatistics {
  return {
    gain: Float64Array.from(nodes, ({ gain }) => gain),
    cover: Float64Array.from(nodes, ({ cover }) => cover),
    rows: Float64Array.from(nodes, ({ rows }) => rows),
    leafCover: Float64Array.from(leaves, ({ hessian }) => hessian / hessianScale),
    leafRows: Float64Array.from(leaves, ({ drawn }) => drawn),
  };
}
