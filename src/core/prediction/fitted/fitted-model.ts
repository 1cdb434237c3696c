// What a trainer gives: a model as plain numbers, which is evaluated in double precision and written as an ONNX graph.

/** From raw scores to what a model says: one probability of two, of several that sum to 1, or the score itself. */
export type Link = 'sigmoid' | 'softmax' | 'identity';

interface FittedBase {
  /** Ids of the features, in the order of the columns. They are read as float32, what a live model is given. */
  readonly inputs: readonly string[];
  readonly link: Link;
  /** Raw scores of a row: 1 for `sigmoid` and a regression, the number of classes for `softmax`. */
  readonly outputs: number;
}

/**
 * A binary tree in columns. A node below 0 is a leaf: `~node` is its place in `values`. A tree without a split has no nodes and one
 * value.
 */
export interface Tree {
  /** The raw score that it adds to, from 0. */
  readonly output: number;
  /** Column of each node, by node; the root is node 0. */
  readonly feature: Int32Array;
  /** `x <= threshold` goes left. Each is a float32 value, so that no input lies between it and its float32. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value (NaN) goes left. */
  readonly missingLeft: Uint8Array;
  /** By leaf; shrinkage and, in a forest, the division by the number of trees are in it. */
  readonly values: Float64Array;
}

/** Boosted trees, or a forest. */
export interface TreeModel extends FittedBase {
  readonly kind: 'trees';
  /** Added to each raw score before the trees, by output. */
  readonly base: Float64Array;
  readonly trees: readonly Tree[];
}

/** `(x - mean) / scale` of each input, before anything else. */
interface Scaled extends FittedBase {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** Logistic, softmax or ridge. Refuses missing values. */
export interface LinearFit extends Scaled {
  readonly kind: 'linear';
  /** [inputs x outputs], row by row. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

export interface Layer {
  /** [rows of the layer before x units], row by row. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** After it; the last layer has `none`. */
  readonly activation: 'relu' | 'tanh' | 'none';
}

/** A small network. Refuses missing values. */
export interface MlpFit extends Scaled {
  readonly kind: 'mlp';
  readonly layers: readonly Layer[];
}

export type FittedModel = TreeModel | LinearFit | MlpFit;

/**
 * One class at a time, then divided by their sum where there are several. Platt (1999) on the logit of a probability:
 * `1 / (1 + exp(a * logit + b))`; isotonic: linear between the points, flat outside of them.
 */
export type Calibration =
  | { readonly kind: 'platt'; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly kind: 'isotonic'; readonly classes: readonly IsotonicMap[] };

export interface IsotonicMap {
  /** Ascending, without repetition. */
  readonly x: Float64Array;
  /** Ascending or equal, 0..1. */
  readonly y: Float64Array;
}

/** One member of what is averaged: a model and, where it was calibrated, how. */
export interface FittedMember {
  readonly model: FittedModel;
  readonly calibration?: Calibration | undefined;
  /** Above 0. */
  readonly weight: number;
}
