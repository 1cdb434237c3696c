// The inputs of a model and a strategy, or none, in; what this program computes under each id, and whose features they are, out.

import { UserError } from '../adapters/user-error.ts';
import { featureById } from '../core/catalogue/catalogue.ts';
import { specOfInput } from '../core/engine/strategy-setup.ts';
import type { FeatureSpec } from '../core/features/feature.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import { loadStrategy, strategyNames } from '../runner/load-strategy.ts';

export interface ModelFeatures {
  /** Name of the strategy that says what the inputs are; undefined where the catalogue knows them all. */
  readonly strategy: string | undefined;
  /** Undefined for no input of the model. */
  features(id: string): FeatureSpec | undefined;
}

export interface AskedInputs {
  /** Of the model. */
  readonly name: string;
  readonly inputs: readonly string[];
  /** That names the inputs, for messages. */
  readonly file: string;
}

/**
 * A strategy that is named decides. Else the catalogue does, and where it does not know an input, the first strategy that trades the
 * model and knows them all. Throws UserError `model-features`, and those of `loadStrategy` for the strategy that is named.
 */
export async function modelFeatures(
  model: AskedInputs,
  strategyName: string | undefined,
  root?: string,
): Promise<ModelFeatures> {
  if (strategyName !== undefined) {
    const { strategy } = await loadStrategy(strategyName, root);
    const unknown = unknownInput(model, strategy);
    if (unknown === undefined) return ofStrategy(strategy);
    throw unknownTo(
      model,
      unknown,
      `the strategy ${strategy.name}`,
      'Name the strategy that the model was trained for',
    );
  }
  const uncatalogued = model.inputs.find((id) => featureById(id) === undefined);
  if (uncatalogued === undefined) return { strategy: undefined, features: featureById };
  const { users, broken } = await strategiesOf(model.name, root);
  const knowing = users.find((strategy) => unknownInput(model, strategy) === undefined);
  if (knowing !== undefined) return ofStrategy(knowing);
  const [first] = users;
  const unread = broken.length === 0 ? '' : `; ${broken.join(', ')} cannot be loaded`;
  if (first === undefined) {
    const fix = `Name the strategy whose own feature it is: --strategy NAME or FILE (none in strategies/ trades ${model.name}${unread}); or use the release that the model was trained with`;
    throw unknownTo(model, uncatalogued, 'the catalogue', fix);
  }
  const fix = `Add the feature to the strategy, name another with --strategy, or train the model again${unread}`;
  throw unknownTo(model, unknownInput(model, first)!, `the strategy ${first.name}, which trades ${model.name}`, fix);
}

function ofStrategy(strategy: Strategy): ModelFeatures {
  return { strategy: strategy.name, features: (id) => specOfInput(id, strategy) };
}

function unknownInput({ inputs }: AskedInputs, strategy: Strategy): string | undefined {
  return inputs.find((id) => specOfInput(id, strategy) === undefined);
}

/** One that cannot be loaded is no reason not to ask the others. */
async function strategiesOf(model: string, root: string | undefined) {
  const users: Strategy[] = [];
  const broken: string[] = [];
  for (const name of strategyNames(root)) {
    try {
      const { strategy } = await loadStrategy(name, root);
      if (strategy.model === model) users.push(strategy);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken.push(name);
    }
  }
  return { users, broken };
}

function unknownTo({ inputs, file }: AskedInputs, id: string, whom: string, fix: string): UserError {
  const message = `${file}: input ${id} is no feature of ${whom}`;
  return new UserError({ code: 'model-features', message, file, field: `inputs.${inputs.indexOf(id)}`, fix });
}
