// What is to be searched, a strategy and its model in; the dimensions out, each of them checked where it begins and ends.

import { UserError } from '../../../adapters/user-error.ts';
import type { ModelManifest } from '../../../core/prediction/model-manifest.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import {
  isChoice,
  type ParameterSpec,
  type ParameterValue,
  specFault,
} from '../../../core/signal/strategy-parameters.ts';
import { withParameters, withThresholds } from '../../../runner/plan-choices.ts';
import { choicesOfPoint, MODEL_NAME, type Point, PRESET_NAME } from '../../../runner/point-choices.ts';
import type { ModelRecipe } from '../../recipes/model-recipe.ts';
import { recipeWith } from '../../recipes/recipe-with.ts';
import { checkFit, TRAINED_PRESETS } from '../training/check-fit.ts';
import { TRAINING_PREFIX } from '../training/split-point.ts';
import { type Over, overSpec } from './parse-over.ts';
import { type Dimension, dimensionOf, type Space, valueInUnit } from './space.ts';

export interface Searched {
  readonly strategy: Strategy;
  /** Of the strategy's own model, where it has one. */
  readonly manifest: ModelManifest | undefined;
  /** Where each point trains its model: in place of the manifest. */
  readonly recipe?: ModelRecipe | undefined;
  /** Values of what is not searched: with these a recipe has to fit. */
  readonly fixed?: Point | undefined;
}

/** Between the ends of a range, on no grid that a person would mean. */
const INSIDE = 0.381966;

/** UserErrors `sweep-space`, `parameter-unknown`, `parameter-invalid`, `threshold-unknown`, `threshold-below-floor`, and those of `checkFit`. */
export function searchSpace(wanted: ReadonlyMap<string, Over | undefined>, of: Searched): Space {
  return [...wanted].map(([name, over]) => {
    const spec = overSpec(over, of.strategy.parameters?.specs[name]);
    if (spec === undefined) throw noRange(name, of);
    const fault = specFault(spec as ParameterSpec);
    if (fault !== undefined) throw spaceError(name, `${name} must be searched over ${fault}`);
    const dimension = dimensionOf(name, spec as ParameterSpec);
    for (const value of [...endsOf(dimension), ...insideOf(dimension)]) checkValue(name, value, of);
    return dimension;
  });
}

/** The same of values that are not searched. */
export function checkSet(fixed: Point, of: Searched): void {
  for (const [name, value] of Object.entries(fixed)) checkValue(name, value, of);
}

/** Options of a training are often whole numbers: a range without a step has others. */
function insideOf(dimension: Dimension): readonly ParameterValue[] {
  if (dimension.kind === 'choice' || dimension.step !== null || !dimension.name.startsWith(TRAINING_PREFIX)) return [];
  return [valueInUnit(dimension, INSIDE)];
}

function endsOf(dimension: Dimension): readonly ParameterValue[] {
  if (dimension.kind === 'choice') return dimension.values;
  const { min, max, step } = dimension;
  // the last value of a grid is not always its end
  const last = step === null ? max : Number((min + Math.floor((max - min) / step + 1e-9) * step).toPrecision(12));
  return [min, last, ...(step === null ? [] : [Number(Math.min(max, min + step).toPrecision(12))])];
}

function checkValue(name: string, value: ParameterValue, of: Searched): void {
  const { strategy, recipe } = of;
  if (recipe !== undefined) {
    // alone first: a value that is refused is named, and not one beside it
    if (name.startsWith(TRAINING_PREFIX)) recipeWith(recipe, { [name.slice(TRAINING_PREFIX.length)]: value });
    checkFit(recipe, strategy, { ...of.fixed, [name]: value });
    if (name.startsWith(TRAINING_PREFIX)) return;
  }
  const manifest = recipe === undefined ? of.manifest : trainedBy(recipe);
  const { parameters, thresholdChanges, thresholds } = choicesOfPoint({ [name]: value });
  withParameters(strategy, parameters);
  if (name === MODEL_NAME) return;
  if (name === PRESET_NAME && manifest !== undefined && !(thresholds! in manifest.thresholds)) {
    const known = Object.keys(manifest.thresholds).join(', ');
    throw spaceError(name, `The model ${manifest.name} has no thresholds ${thresholds}; it has ${known}`);
  }
  withThresholds(strategy, manifest, thresholdChanges);
}

/** As far as thresholds are concerned. */
function trainedBy({ name }: ModelRecipe): ModelManifest {
  return { name, thresholds: TRAINED_PRESETS } as unknown as ModelManifest;
}

function noRange(name: string, { strategy }: Searched): UserError {
  const known = Object.entries(strategy.parameters?.specs ?? {}).map(([each, spec]) => `${each} (${spanOf(spec)})`);
  const has = known.length === 0 ? 'it has no parameters' : `its parameters are ${known.join(', ')}`;
  return spaceError(name, `Nothing says over which values ${name} of ${strategy.name} is searched; ${has}`);
}

function spanOf(spec: ParameterSpec): string {
  return isChoice(spec) ? spec.of.map(String).join(', ') : `${spec.min} to ${spec.max}`;
}

function spaceError(field: string, message: string): UserError {
  const fix = `Write --over ${field}=a..b:step or ${field}=a,b,c`;
  return new UserError({ code: 'sweep-space', message, field, fix });
}
