// Trees in; one TreeEnsemble operator in double precision, which adds them in their order, out.

import { create } from '@bufbuild/protobuf';
import { TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import type { Tree, TreeModel } from '../../../core/prediction/fitted/fitted-model.ts';
import { doubleTensor, integerAttribute, ML_DOMAIN } from '../onnx-graph.ts';
import { type GraphParts, integersAttribute, tensorAttribute } from './graph-parts.ts';

/** The first one with TreeEnsemble, which has double thresholds and leaves. */
export const ML_OPSET = 5n;

/** How a node compares: `x <= split`, or `x < split`. */
type NodeMode = 'atMost' | 'below';
const MODE: Readonly<Record<NodeMode, number>> = { atMost: 0, below: 1 };

/** A tree and how its nodes compare. */
export interface ComparedTree {
  readonly tree: Pick<Tree, 'output' | 'feature' | 'threshold' | 'left' | 'right' | 'missingLeft' | 'values'>;
  readonly mode: NodeMode;
}

/** `features` is double [N, inputs of the model]. Gives double [N, outputs]. */
export function treeScores(parts: GraphParts, model: TreeModel, features: string): string {
  // the runtime starts at 0 and adds tree by tree; bases as its first trees make the sums those of training, bit for bit
  const bases = Array.from(model.base, (value, output) => constantTree(value, output));
  const trees = [...bases, ...model.trees].map((tree): ComparedTree => ({ tree, mode: 'atMost' }));
  return addTrees(parts, trees, model.outputs, features);
}

/** Gives double [N, outputs]: what all trees say to each output, in order, from 0. */
export function addTrees(parts: GraphParts, trees: readonly ComparedTree[], outputs: number, features: string): string {
  const columns = new EnsembleColumns(trees);
  return parts.addMl(ML_DOMAIN, 'TreeEnsemble', [features], columns.attributes(outputs));
}

/** A tree without a split. */
function constantTree(value: number, output: number): Tree {
  const none = new Int32Array();
  return {
    ...{ output, feature: none, threshold: new Float64Array(), left: none, right: none, missingLeft: new Uint8Array() },
    values: Float64Array.of(value),
  };
}

/** All nodes and leaves in the columns of the operator's attributes. */
class EnsembleColumns {
  readonly #roots: number[] = [];
  readonly #feature: number[] = [];
  readonly #split: number[] = [];
  readonly #mode: number[] = [];
  readonly #missing: number[] = [];
  readonly #true = { id: [] as number[], isLeaf: [] as number[] };
  readonly #false = { id: [] as number[], isLeaf: [] as number[] };
  readonly #leafTarget: number[] = [];
  readonly #leafWeight: number[] = [];

  constructor(trees: readonly ComparedTree[]) {
    for (const { tree, mode } of trees) this.#addTree(tree, MODE[mode]);
  }

  #addTree(tree: ComparedTree['tree'], mode: number): void {
    const node = this.#feature.length;
    const leaf = this.#leafWeight.length;
    this.#roots.push(node);
    // a tree has a node at least: one whose ways both end in the same leaf
    if (tree.feature.length === 0) this.#addNode([0, 0, mode, 0], leaf, leaf, true, true);
    for (const [i, feature] of tree.feature.entries()) {
      const [left, right] = [tree.left[i]!, tree.right[i]!];
      const place = (child: number): number => (child < 0 ? leaf + ~child : node + child);
      const facts = [feature, tree.threshold[i]!, mode, tree.missingLeft[i]!] as const;
      this.#addNode(facts, place(left), place(right), left < 0, right < 0);
    }
    for (const value of tree.values) {
      this.#leafTarget.push(tree.output);
      this.#leafWeight.push(value);
    }
  }

  #addNode(
    [feature, split, mode, missing]: readonly [number, number, number, number],
    left: number,
    right: number,
    leftIsLeaf: boolean,
    rightIsLeaf: boolean,
  ): void {
    this.#feature.push(feature);
    this.#split.push(split);
    this.#mode.push(mode);
    this.#missing.push(missing);
    this.#true.id.push(left);
    this.#true.isLeaf.push(Number(leftIsLeaf));
    this.#false.id.push(right);
    this.#false.isLeaf.push(Number(rightIsLeaf));
  }

  attributes(outputs: number) {
    const doubles = (name: string, values: readonly number[]) =>
      tensorAttribute(name, doubleTensor(name, [values.length], Float64Array.from(values)));
    const modes = create(TensorProtoSchema, {
      ...{ name: 'nodes_modes', dims: [BigInt(this.#mode.length)], dataType: TensorProto_DataType.UINT8 },
      rawData: Uint8Array.from(this.#mode),
    });
    return [
      integerAttribute('aggregate_function', SUM),
      integerAttribute('n_targets', outputs),
      integerAttribute('post_transform', NO_TRANSFORM),
      integersAttribute('tree_roots', this.#roots),
      integersAttribute('nodes_featureids', this.#feature),
      doubles('nodes_splits', this.#split),
      tensorAttribute('nodes_modes', modes),
      integersAttribute('nodes_missing_value_tracks_true', this.#missing),
      integersAttribute('nodes_truenodeids', this.#true.id),
      integersAttribute('nodes_trueleafs', this.#true.isLeaf),
      integersAttribute('nodes_falsenodeids', this.#false.id),
      integersAttribute('nodes_falseleafs', this.#false.isLeaf),
      integersAttribute('leaf_targetids', this.#leafTarget),
      doubles('leaf_weights', this.#leafWeight),
    ];
  }
}

const SUM = 1;
const NO_TRANSFORM = 0;
