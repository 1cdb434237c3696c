// How each member of an ensemble per regime is trained: kind and options, inputs, regimes, calibration.

import { UserError } from '../../adapters/user-error.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { CalibrationKind } from '../calibration/fit-calibration.ts';
import type { KindOptions, ModelKind } from '../training/train.ts';

/** What the ensemble gives itself. */
type Given = 'task' | 'classes' | 'validation' | 'onProgress' | 'signal' | 'seed' | 'threads' | 'earlyStopping';

type RecipeOptions<K extends ModelKind> = Omit<KindOptions[K], Given>;

type RecipeOf<K extends ModelKind> = {
  readonly kind: K;
  readonly options?: RecipeOptions<K> | undefined;
};

export type RegimeRecipe = { readonly [K in ModelKind]: RecipeOf<K> }[ModelKind] & {
  /** Letters, digits, `-`; the files are `<name>-<regime>.onnx`. */
  readonly name: string;
  /** `direction`: P(down), P(flat), P(up). `magnitude`: expected absolute return. */
  readonly role: 'direction' | 'magnitude';
  /** Ids; all inputs where absent. */
  readonly inputs?: readonly string[] | undefined;
  /** Regimes whose rows it learns from, and in which it is asked; all where absent. */
  readonly regimes?: readonly TradedRegime[] | undefined;
  /** Of a direction; default `platt`. `none` where probabilities are taken as they are. */
  readonly calibration?: CalibrationKind | 'none' | undefined;
  /** `cost`, of a direction: rows also count by their distance from break-even, see `costWeights`. */
  readonly rowsCount?: 'equally' | 'cost' | undefined;
};

export function recipeRegimes({ regimes }: RegimeRecipe): readonly TradedRegime[] {
  return regimes ?? tradedRegimes;
}

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'bad-recipe', message, field, fix });
}

/** @throws UserError `bad-recipe`; every regime needs a direction and a magnitude, or nothing could be predicted in it. */
export function checkRecipes(recipes: readonly RegimeRecipe[], inputs: readonly string[]): void {
  const names = recipes.map(({ name }) => name);
  for (const { name, role, kind, inputs: own = [], calibration } of recipes) {
    if (!/^[A-Za-z0-9-]+$/.test(name)) throw bad(`"${name}" is no name`, 'name', 'Use letters, digits and -');
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw bad(`Two recipes are ${name}`, 'name', 'Name each once');
    const unknown = own.find((id) => !inputs.includes(id));
    if (unknown !== undefined)
      throw bad(`${name}: ${unknown} is none of the inputs`, 'inputs', `Choose of ${inputs.join(', ')}`);
    const isFit = role === 'direction' ? kind !== 'ridge' : kind !== 'logistic';
    if (!isFit) throw bad(`${name}: ${kind} cannot learn a ${role}`, 'kind', 'ridge learns numbers, logistic classes');
    if (role === 'magnitude' && calibration !== undefined && calibration !== 'none') {
      throw bad(`${name}: a magnitude has no probabilities to calibrate`, 'calibration', 'Leave it out');
    }
  }
  const counted = recipes.find(({ role, rowsCount }) => role === 'magnitude' && rowsCount === 'cost');
  if (counted !== undefined) {
    const fix = 'Leave it out: without the small moves every move would look large';
    throw bad(`${counted.name}: rows of a magnitude cannot count by cost`, 'rowsCount', fix);
  }
  for (const regime of tradedRegimes) {
    for (const role of ['direction', 'magnitude'] as const) {
      if (recipes.some((recipe) => recipe.role === role && recipeRegimes(recipe).includes(regime))) continue;
      throw bad(`No recipe tells the ${role} in ${regime}`, 'regimes', 'Add one, or give one more regimes');
    }
  }
}
