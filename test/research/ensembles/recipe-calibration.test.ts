// The calibration of a recipe by evidence of other splits, where that has all classes, and where it lacks one.
import { expect, it } from 'vitest';
import { recipeCalibration, type TrainedRecipe } from '../../../src/research/ensembles/trained-recipe.ts';
import type { TestedFold } from '../../../src/research/importance/permutation-importance.ts';

/** Two rows in fold 0 (down, up), three in fold 1 (down, flat, up). */
const LABELS = Float64Array.of(0, 2, 0, 1, 2);

function trained(calibration: 'platt' | 'none'): TrainedRecipe {
  const fold = (test: readonly number[]) => ({
    test: Uint32Array.from(test),
    outputs: Float64Array.from(test.flatMap((row) => [0.3 + row / 50, 0.3, 0.4 - row / 50])),
    model: { outputs: 3 } as unknown as TestedFold['member']['model'],
  });
  return {
    recipe: { name: 'a', role: 'direction', kind: 'logistic', calibration },
    folds: [fold([0, 1]), fold([2, 3, 4])],
    rows: { rows: 5, inputs: [], columns: [], label: LABELS },
  } as unknown as TrainedRecipe;
}

const evidence = (...folds: readonly number[]) => ({ folds, besides: new Uint8Array(5) });

it('is fitted on what others have tested', () => {
  expect(recipeCalibration(trained('platt'), evidence(1))).toMatchObject({ kind: 'platt' });
  expect(recipeCalibration(trained('platt'), evidence(0, 1))).toMatchObject({ kind: 'platt' });
});

it('is none where no row of the evidence has some class: the rows are judged as the model said them', () => {
  expect(recipeCalibration(trained('platt'), evidence(0))).toBeUndefined();
  expect(recipeCalibration(trained('platt'), evidence())).toBeUndefined();
  expect(recipeCalibration(trained('none'), evidence(1))).toBeUndefined();
});
