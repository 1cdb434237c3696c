// Labelled rows and options in; gradient boosted trees, grown by histograms leaf by leaf, with how they came about, out.

import type { Tree, TreeModel } from '../../../core/prediction/fitted/fitted-model.ts';
import { Random } from '../../../simulation/random.ts';
import { checkRows } from '../check-rows.ts';
import type { LabelledRows, TrainedModel } from '../trainer.ts';
import { checkValidation } from './check-validation.ts';
import { derive, pairsOf, validationLoss } from './derivatives.ts';
import { drawWithout } from './draw-rows.ts';
import { statisticsOf, type TreeStatistics, treeOf } from './grown-tree.ts';
import { addScores, medianValues } from './leaf-scores.ts';
import { setUpTraining, type TrainingSetup } from './training-setup.ts';
import { type GrowthPlan, type PairScales, TreeGrower } from './tree-grower.ts';
import { type TreeOptions, type TreeSettings, treeSettings } from './tree-options.ts';
import { turnTaker } from './turn-taker.ts';

export interface TrainedTrees extends TrainedModel {
  readonly model: TreeModel;
  /** By tree. */
  readonly statistics: readonly TreeStatistics[];
}

interface Boosting {
  readonly setup: TrainingSetup;
  readonly settings: TreeSettings;
  readonly seed: number;
  readonly grower: TreeGrower;
  readonly goOn: GrowthPlan['goOn'];
  readonly trees: Tree[];
  readonly statistics: TreeStatistics[];
}

/**
 * Newton boosting (Friedman 2001; Chen and Guestrin 2016) with leaf-wise growth (Shi 2007; Ke et al. 2017). The sums of gradients are
 * whole numbers, so the result is the same, to the bit, for any number of threads; so it is for any scale of what is random: each round
 * draws from a stream of its own. The scores that training ended with are those of the model on the raw rows, to the bit.
 * @throws UserError `bad-option`, `training-rows`, `bad-objective`, `too-large`
 */
export async function trainTrees(rows: LabelledRows, options: TreeOptions): Promise<TrainedTrees> {
  const outputs = checkRows(rows, { task: options.task, classes: options.classes, missing: 'allowed' });
  const settings = treeSettings(options, rows.inputs.length);
  if (options.validation !== undefined) checkValidation(options.validation, rows, outputs, options.task);
  const setup = await setUpTraining(rows, outputs, options, settings);
  try {
    const grower = new TreeGrower(setup.team, settings);
    const goOn = turnTaker(options.signal);
    const boosting = { setup, settings, seed: options.seed, grower, goOn, trees: [], statistics: [] };
    const { trainingLoss, testedLoss, ended, kept } = await runRounds(boosting, options);
    const model: TreeModel = {
      ...{ kind: 'trees', inputs: rows.inputs, outputs, base: setup.base },
      link: options.task === 'binary' ? 'sigmoid' : options.task === 'multiclass' ? 'softmax' : 'identity',
      trees: boosting.trees.slice(0, kept * outputs),
    };
    return {
      ...{ model, ended, statistics: boosting.statistics.slice(0, kept * outputs) },
      trainingLoss: Float64Array.from(trainingLoss),
      validationLoss: Float64Array.from(testedLoss),
    };
  } finally {
    await setup.team.close();
  }
}

interface Rounds {
  readonly trainingLoss: number[];
  readonly testedLoss: number[];
  readonly ended: TrainedModel['ended'];
  /** Rounds of the model. */
  readonly kept: number;
}

async function runRounds(boosting: Boosting, options: TreeOptions): Promise<Rounds> {
  const { setup, settings } = boosting;
  const custom = typeof settings.objective === 'string' ? undefined : settings.objective;
  const trainingLoss: number[] = [];
  const testedLoss: number[] = [];
  let derivatives = derive(setup, custom);
  let kept = 0;
  let drawn = 0;
  for (let round = 0; round < settings.rounds; round++) {
    if (round % settings.baggingEvery === 0) drawn = drawOrder(boosting, round);
    if (!(await boosting.goOn()) || !(await growRound(boosting, round, drawn, derivatives.scales))) {
      return { trainingLoss, testedLoss, ended: 'interrupted', kept };
    }
    derivatives = derive(setup, custom);
    trainingLoss.push(derivatives.loss);
    if (options.validation !== undefined) testedLoss.push(validationLoss(setup, custom));
    const isBest = settings.earlyStopping === undefined || kept === 0 || testedLoss[round]! < testedLoss[kept - 1]!;
    if (isBest) kept = round + 1;
    const [loss, validation] = [derivatives.loss, testedLoss.at(-1)];
    options.onProgress?.({ done: round + 1, total: settings.rounds, loss, validationLoss: validation });
    if (settings.earlyStopping !== undefined && round + 1 - kept >= settings.earlyStopping) {
      return { trainingLoss, testedLoss, ended: 'early', kept };
    }
  }
  return { trainingLoss, testedLoss, ended: 'done', kept };
}

/** One tree for each output, all from the scores before the round. False where it was interrupted. */
async function growRound(
  { setup, settings, seed, grower, goOn, trees, statistics }: Boosting,
  round: number,
  drawn: number,
  scales: readonly PairScales[],
): Promise<boolean> {
  const { views } = setup.team;
  const { layout, edges, order, outputs } = views;
  for (let output = 0; output < outputs; output++) {
    chooseFeatures(views.used, settings.featureFraction, new Random(seed, `features/${round}/${output}`));
    new Uint32Array(edges.buffer, layout.rows[0], drawn).set(order.subarray(0, drawn));
    const grown = await grower.grow({
      ...{ pairs: pairsOf(views, output), scales: scales[output]!, count: drawn, goOn },
      ...{ chooseFeatures: () => {}, isChosenByNode: false },
    });
    if (grown === undefined) return false;
    const found =
      settings.objective === 'absolute'
        ? medianValues(views, grown)
        : Float64Array.from(grown.leaves, ({ value }) => value);
    const values = found.map((value) => value * settings.learningRate);
    trees.push(treeOf(grown, output, values, edges));
    statistics.push(statisticsOf(grown, scales[output]!.hessian));
    addScores(setup.team, grown, values, output, drawn);
  }
  return true;
}

/** Rows of the round first, then all others; gives the number of the first. */
function drawOrder({ setup, settings, seed }: Boosting, round: number): number {
  const { order, rows } = setup.team.views;
  const { active } = setup;
  const count = Math.max(1, Math.round(active.length * settings.baggingFraction));
  const places =
    count === active.length ? undefined : drawWithout(active.length, count, new Random(seed, `rows/${round}`));
  const isDrawn = new Uint8Array(rows);
  for (let i = 0; i < count; i++) {
    const row = active[places === undefined ? i : places[i]!]!;
    order[i] = row;
    isDrawn[row] = 1;
  }
  let end = count;
  for (let row = 0; row < rows; row++) {
    if (isDrawn[row] === 1) continue;
    order[end] = row;
    end += 1;
  }
  return count;
}

/** `used` of both nodes alike: a tree has its features. */
function chooseFeatures(used: Uint8Array, fraction: number, random: Random): void {
  const features = used.length / 2;
  used.fill(0);
  for (const feature of drawWithout(features, Math.max(1, Math.round(features * fraction)), random)) {
    used[feature] = 1;
    used[features + feature] = 1;
  }
}
