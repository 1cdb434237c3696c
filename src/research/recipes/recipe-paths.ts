// A recipe in; the paths of all that a search may change of its training, and where each stands in the recipe, out.

import { labelSchemas, splitSchemas, weightSchema } from './label-schema.ts';
import { optionSchemas } from './member-schema.ts';
import type { ModelRecipe } from './model-recipe.ts';

/** A place in the plain JSON of a recipe. */
export type RecipePlace = readonly (string | number)[];

const PLAIN = ['weighting', 'costPoints', 'leastTrades', 'seed', 'warmupCandles'] as const;
const EMBARGOES = ['sessions', 'candles', 'shareOfSessions'] as const;
const ROLES = ['direction', 'magnitude'] as const;
/** Lists: a single value of a search does not make one. A single number of `hidden` is one layer. */
const NOT_PLAIN: readonly string[] = ['monotone'];

/**
 * `labels.candles`, `splits.groups`, `weighting`, `trees.leaves` for the member of that name, `direction.leaves` for all members of the role that
 * know the option. Not what a strategy and its model share (candle, instrument, features, regime): another one would be another strategy.
 */
export function recipePaths(recipe: ModelRecipe): ReadonlyMap<string, readonly RecipePlace[]> {
  const paths = new Map<string, readonly RecipePlace[]>();
  for (const field of PLAIN) paths.set(field, [[field]]);
  for (const place of partPlaces(recipe)) paths.set(place.join('.'), [place]);
  for (const role of ROLES) {
    for (const [at, member] of recipe.members.entries()) {
      if (member.role !== role) continue;
      for (const option of Object.keys(optionSchemas[member.kind].shape)) {
        if (NOT_PLAIN.includes(option)) continue;
        const place: RecipePlace = ['members', at, 'options', option];
        // a member that is called as its role is the only one of it
        paths.set(`${role}.${option}`, [
          ...(member.name === role ? [] : (paths.get(`${role}.${option}`) ?? [])),
          place,
        ]);
        paths.set(`${member.name}.${option}`, [place]);
      }
      const own = role === 'direction' ? ['calibration', 'rowsCount'] : [];
      for (const field of own) paths.set(`${member.name}.${field}`, [['members', at, field]]);
    }
  }
  return paths;
}

function* partPlaces({ labels, splits }: ModelRecipe): Generator<RecipePlace> {
  for (const field of Object.keys(labelSchemas[labels.kind].shape)) {
    if (field === 'kind') continue;
    const value = (labels as Readonly<Record<string, unknown>>)[field];
    if (typeof value !== 'object') yield ['labels', field];
    else
      for (const [inner, each] of Object.entries(value!)) if (typeof each === 'number') yield ['labels', field, inner];
  }
  for (const field of Object.keys(splitSchemas[splits.kind].shape)) {
    if (field !== 'kind' && field !== 'embargo') yield ['splits', field];
  }
  const kinds = splits.embargo === undefined ? EMBARGOES : Object.keys(splits.embargo);
  for (const kind of kinds) yield ['splits', 'embargo', kind];
  for (const field of Object.keys(weightSchema.shape)) yield ['weights', field];
}
