// A model as XGBoost writes it in JSON, and the ids of its inputs, in; the same model in plain numbers, with gains and covers, out.

import { z } from 'zod';
import { UserError } from '../../../adapters/user-error.ts';
import type { Link, Tree, TreeModel } from '../../../core/prediction/fitted/fitted-model.ts';
import { previousFloat32 } from './previous-float32.ts';

const numbers = z.array(z.number());
const treeSchema = z.object({
  left_children: numbers,
  right_children: numbers,
  split_indices: numbers,
  split_conditions: numbers,
  default_left: z.array(z.union([z.number(), z.boolean()])),
  loss_changes: numbers,
  sum_hessian: numbers,
  split_type: numbers.optional(),
});
const modelSchema = z.object({
  learner: z.object({
    learner_model_param: z.object({ base_score: z.string(), num_class: z.string(), num_feature: z.string() }),
    objective: z.object({ name: z.string() }),
    gradient_booster: z.object({
      name: z.string(),
      model: z.object({ trees: z.array(treeSchema), tree_info: numbers }).optional(),
    }),
  }),
});
type XgboostTree = z.infer<typeof treeSchema>;

/** What the trainer knew of each node, which a `Tree` does not need to predict: by node of the tree, and by leaf. */
export interface NodeFacts {
  readonly gain: Float64Array;
  /** Sum of the hessians of the training rows. */
  readonly cover: Float64Array;
  readonly leafCover: Float64Array;
}

export interface XgboostModel {
  readonly model: TreeModel;
  /** By tree. */
  readonly statistics: readonly NodeFacts[];
}

const LINKS: Readonly<Record<string, Link>> = {
  'binary:logistic': 'sigmoid',
  'multi:softprob': 'softmax',
  'multi:softmax': 'softmax',
  'reg:squarederror': 'identity',
  'reg:absoluteerror': 'identity',
  'reg:pseudohubererror': 'identity',
};

function refused(message: string, fix: string, cause?: unknown): UserError {
  return new UserError({ code: 'xgboost-model', message, fix, cause });
}

/**
 * XGBoost goes left where `x < t`; on float32 inputs that is `x <= previousFloat32(t)`. `rounds`: only the first of them; all where
 * absent. @throws UserError `xgboost-model` for text that is no such model, dart, gblinear, categorical splits, other objectives, and a
 * number of features that is not that of `inputs`.
 */
export function fromXgboostJson(text: string, inputs: readonly string[], rounds?: number): XgboostModel {
  const { learner } = parsed(text);
  const { name: booster, model } = learner.gradient_booster;
  if (booster !== 'gbtree' || model === undefined) {
    const why = booster === 'dart' ? 'its trees have weights of their own' : 'it has no trees';
    throw refused(`The booster ${booster} cannot be taken over: ${why}`, "Train with booster 'gbtree'");
  }
  const { objective } = learner;
  const link = LINKS[objective.name];
  if (link === undefined) {
    throw refused(`The objective ${objective.name} is not known here`, `Train with ${Object.keys(LINKS).join(', ')}`);
  }
  const features = Number(learner.learner_model_param.num_feature);
  if (features !== inputs.length) {
    throw refused(
      `The model has ${features} features, not ${inputs.length}`,
      'Name its inputs in the order of its columns',
    );
  }
  const outputs = Math.max(1, Number(learner.learner_model_param.num_class));
  const used = rounds === undefined ? model.trees.length : treesOfRounds(model.tree_info, outputs, rounds);
  const converted = model.trees
    .slice(0, used)
    .map((tree, at) => convertedTree(tree, model.tree_info[at]!, inputs.length));
  return {
    model: {
      kind: 'trees',
      inputs,
      link,
      outputs,
      base: baseOf(learner.learner_model_param.base_score, link, outputs),
      trees: converted.map(({ tree }) => tree),
    },
    statistics: converted.map(({ facts }) => facts),
  };
}

function parsed(text: string): z.infer<typeof modelSchema> {
  const fix = "Save it with Booster.save_model('model.json') of XGBoost 1.6 or later";
  try {
    return modelSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw refused('The text is no model of XGBoost in JSON', fix, cause);
  }
}

/** One tree for each output in a round; of several parallel trees the text does not tell, so they are not trained here. */
function treesOfRounds(info: readonly number[], outputs: number, rounds: number): number {
  return Math.min(info.length, rounds * outputs);
}

/** In the text it is what the link makes of it, as one number or a list of one for each output. */
function baseOf(text: string, link: Link, outputs: number): Float64Array {
  const given = text
    .replace(/[[\]\s]/g, '')
    .split(',')
    .map((part) => Math.fround(Number(part)));
  const values = given.length === outputs ? given : new Array<number>(outputs).fill(given[0]!);
  if (values.some((value) => !Number.isFinite(value))) {
    throw refused(`The base score is ${text}`, 'Save the model again with XGBoost 1.6 or later');
  }
  if (link !== 'sigmoid') return Float64Array.from(values);
  return Float64Array.from(values, (p) => -Math.fround(Math.log(Math.fround(Math.fround(1 / p) - 1))));
}

/** Nodes that pruning has cut off are not reached from the root and left out. */
function convertedTree(
  source: XgboostTree,
  output: number,
  features: number,
): { readonly tree: Tree; readonly facts: NodeFacts } {
  const splits: number[] = [];
  const leaves: number[] = [];
  const place = new Map<number, number>();
  const waiting = [0];
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    checkNode(source, node, features, place);
    if (source.left_children[node] === -1) {
      place.set(node, ~leaves.length);
      leaves.push(node);
    } else {
      place.set(node, splits.length);
      splits.push(node);
      waiting.push(source.right_children[node]!, source.left_children[node]!);
    }
  }
  const column = (of: (node: number) => number) => Float64Array.from(splits, of);
  const tree: Tree = {
    output,
    feature: Int32Array.from(splits, (node) => source.split_indices[node]!),
    threshold: column((node) => previousFloat32(Math.fround(source.split_conditions[node]!))),
    left: Int32Array.from(splits, (node) => place.get(source.left_children[node]!)!),
    right: Int32Array.from(splits, (node) => place.get(source.right_children[node]!)!),
    missingLeft: Uint8Array.from(splits, (node) => Number(source.default_left[node]!)),
    values: Float64Array.from(leaves, (node) => Math.fround(source.split_conditions[node]!)),
  };
  const facts = {
    gain: column((node) => source.loss_changes[node]!),
    cover: column((node) => source.sum_hessian[node]!),
    leafCover: Float64Array.from(leaves, (node) => source.sum_hessian[node]!),
  };
  return { tree, facts };
}

function checkNode(source: XgboostTree, node: number, features: number, seen: ReadonlyMap<number, number>): void {
  const exists = node >= 0 && node < source.left_children.length && !seen.has(node);
  const feature = source.split_indices[node] ?? -1;
  if (exists && source.split_type?.[node] === 1) {
    throw refused('The model has categorical splits', 'Train with numbers only: enable_categorical=False');
  }
  if (exists && feature >= 0 && feature < features && source.split_conditions[node] !== undefined) return;
  throw refused(`A tree has a node ${node} that is none`, 'Save the model again: its text is damaged');
}
