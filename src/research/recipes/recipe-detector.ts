// The regime detector that a recipe names, and a strategy's own, in; the detector out, or which of its settings do not fit.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import { UserError } from '../../adapters/user-error.ts';
import { changePointRegime } from '../../core/regime/change-point-regime.ts';
import { cusumRegime } from '../../core/regime/cusum-regime.ts';
import { hmmRegime } from '../../core/regime/hmm-regime.ts';
import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import { ruleRegime } from '../../core/regime/rule-regime.ts';
import { hmmOfParameters } from './hmm-of-parameters.ts';
import type { ModelRecipe } from './model-recipe.ts';

type Named = NonNullable<ModelRecipe['regime']>;

/** One of one's own comes with its strategy. */
const makers: Readonly<Record<string, (parameters: Named['parameters']) => RegimeDetectorSpec>> = {
  rule: (parameters) => ruleRegime(parameters),
  cusum: (parameters) => cusumRegime(parameters),
  change: (parameters) => changePointRegime(parameters),
  hmm: (parameters) => hmmRegime(hmmOfParameters(parameters)),
};

/** UserError `recipe-invalid` for settings of no use, `recipe-regime` where nobody can make the detector or the strategy has another. */
export function recipeDetector(named: Named | undefined, own: RegimeDetectorSpec | undefined): RegimeDetectorSpec {
  if (named === undefined) {
    if (own !== undefined) return own;
    throw refusal(
      'The recipe names no regime detector',
      'Write "regime": {"id": "rule", "parameters": {}}, or name a strategy',
    );
  }
  const made = Object.hasOwn(makers, named.id) ? madeBy(makers[named.id]!, named) : undefined;
  const { parameters } = made ?? named;
  if (own !== undefined) {
    if (own.id === named.id && canonicalJson(own.parameters) === canonicalJson(parameters)) return own;
    throw refusal(
      `The recipe is of the regime detector ${named.id} ${canonicalJson(parameters)}, the strategy has ${own.id} ${canonicalJson(own.parameters)}`,
      'Leave regime out of the recipe, so that the model is trained under what the strategy uses',
    );
  }
  if (made !== undefined) return made;
  const known = Object.keys(makers).join(', ');
  throw refusal(
    `The regime detector ${named.id} cannot be made of its numbers`,
    `Name the strategy that has it; without one there are ${known}`,
  );
}

function madeBy(make: (parameters: Named['parameters']) => RegimeDetectorSpec, named: Named): RegimeDetectorSpec {
  try {
    return make(named.parameters);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const fix = `Correct the parameters of ${named.id}, or leave those out that are to have their defaults`;
    throw new UserError({ code: 'recipe-invalid', message: cause.message, field: 'regime.parameters', fix, cause });
  }
}

function refusal(message: string, fix: string): UserError {
  return new UserError({ code: 'recipe-regime', message, field: 'regime', fix });
}
