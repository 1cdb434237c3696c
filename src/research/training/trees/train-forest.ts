// Labelled rows and options in; a random forest, grown by the same histograms as boosted trees, out.

import type { Tree } from '../../../core/prediction/fitted/fitted-model.ts';
import { Random } from '../../../simulation/random.ts';
import { checkRows } from '../check-rows.ts';
import type { LabelledRows } from '../trainer.ts';
import { checkValidation } from './check-validation.ts';
import { derive, pairsOf } from './derivatives.ts';
import { drawWith, drawWithout } from './draw-rows.ts';
import { statisticsOf, type TreeStatistics, treeOf } from './grown-tree.ts';
import type { TrainedTrees } from './train-trees.ts';
import { setUpTraining, type TrainingSetup } from './training-setup.ts';
import { type PairScales, TreeGrower } from './tree-grower.ts';
import { type ForestOptions, forestSettings, type TreeSettings } from './tree-options.ts';
import { turnTaker } from './turn-taker.ts';

interface Growing {
  readonly setup: TrainingSetup;
  readonly settings: TreeSettings;
  readonly seed: number;
  readonly grower: TreeGrower;
  readonly goOn: () => Promise<boolean> | true;
  readonly scales: readonly PairScales[];
}

/**
 * Random forest (Breiman 2001): each tree on rows drawn with replacement, each split out of features drawn for it. Leaves are one Newton
 * step from the score without trees, and the forest's score is the mean of the trees' (of a class: linear in the mean of the shares of
 * the class in the leaves, so that rows stand in the order of the classical forest; calibrate for probabilities). No losses by round.
 * Interrupted, it is a forest of the trees so far. @throws UserError as `trainTrees`
 */
export async function trainForest(rows: LabelledRows, options: ForestOptions): Promise<TrainedTrees> {
  const outputs = checkRows(rows, { task: options.task, classes: options.classes, missing: 'allowed' });
  const settings = forestSettings(options, rows.inputs.length);
  if (options.validation !== undefined) checkValidation(options.validation, rows, outputs, options.task);
  // validation rows stop nothing here, so they need no place beside the others
  const setup = await setUpTraining(rows, outputs, { ...options, validation: undefined }, settings);
  try {
    const { scales } = derive(setup, undefined);
    const goOn = turnTaker(options.signal);
    const growing = { setup, settings, seed: options.seed, grower: new TreeGrower(setup.team, settings), goOn, scales };
    const trees: Tree[] = [];
    const statistics: TreeStatistics[] = [];
    let done = 0;
    while (done < settings.rounds && (await goOn()) && (await growOne(growing, done, trees, statistics))) {
      done += 1;
      options.onProgress?.({ done, total: settings.rounds });
    }
    const link = options.task === 'binary' ? 'sigmoid' : options.task === 'multiclass' ? 'softmax' : 'identity';
    const shared = trees
      .slice(0, done * outputs)
      .map((tree) => ({ ...tree, values: tree.values.map((x) => x / done) }));
    return {
      model: { kind: 'trees', inputs: rows.inputs, outputs, base: setup.base, link, trees: shared },
      ended: done < settings.rounds ? 'interrupted' : 'done',
      statistics: statistics.slice(0, done * outputs),
      ...{ trainingLoss: new Float64Array(0), validationLoss: new Float64Array(0) },
    };
  } finally {
    await setup.team.close();
  }
}

/** A tree for each output on the same rows. False where it was interrupted. */
async function growOne(
  { setup, settings, seed, grower, goOn, scales }: Growing,
  at: number,
  trees: Tree[],
  statistics: TreeStatistics[],
): Promise<boolean> {
  const { views } = setup.team;
  const { layout, edges, order, outputs, used } = views;
  const drawn = drawWith(setup.active.length, new Random(seed, `rows/${at}`));
  for (let i = 0; i < drawn.length; i++) order[i] = setup.active[drawn[i]!]!;
  for (let output = 0; output < outputs; output++) {
    const random = new Random(seed, `features/${at}/${output}`);
    new Uint32Array(edges.buffer, layout.rows[0], drawn.length).set(order.subarray(0, drawn.length));
    const grown = await grower.grow({
      ...{ pairs: pairsOf(views, output), scales: scales[output]!, count: drawn.length, goOn },
      chooseFeatures: () => chooseForNodes(used, settings.featureFraction, random),
      isChosenByNode: settings.featureFraction < 1,
    });
    if (grown === undefined) return false;
    trees.push(
      treeOf(
        grown,
        output,
        Float64Array.from(grown.leaves, ({ value }) => value),
        edges,
      ),
    );
    statistics.push(statisticsOf(grown, scales[output]!.hessian));
  }
  return true;
}

/** Each of the two nodes has features of its own. */
function chooseForNodes(used: Uint8Array, fraction: number, random: Random): void {
  const features = used.length / 2;
  used.fill(0);
  for (const offset of [0, features]) {
    for (const feature of drawWithout(features, Math.max(1, Math.round(features * fraction)), random)) {
      used[offset + feature] = 1;
    }
  }
}
