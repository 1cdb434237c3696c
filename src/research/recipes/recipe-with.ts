// A recipe and values by path in; the recipe with these values, checked as if it had been written so, out.

import { UserError } from '../../adapters/user-error.ts';
import { nearestIds } from '../../core/features/nearest-ids.ts';
import { checkedRecipe, type ModelRecipe } from './model-recipe.ts';
import { type RecipePlace, recipePaths } from './recipe-paths.ts';

export type RecipeValue = number | string | boolean;

/**
 * The recipe itself stays as it is; an empty list of values gives an equal one. Throws UserError `recipe-path` that names the possible paths, and those of
 * `checkedRecipe` with the path as its field where a value is out of its range.
 */
export function recipeWith(recipe: ModelRecipe, values: Readonly<Record<string, RecipeValue>>): ModelRecipe {
  const paths = recipePaths(recipe);
  const changed = structuredClone(recipe) as object;
  const changes: { readonly path: string; readonly places: readonly RecipePlace[] }[] = [];
  for (const [path, value] of Object.entries(values)) {
    const places = paths.get(path);
    if (places === undefined) throw unknownPath(path, [...paths.keys()]);
    for (const place of places) setAt(changed, place, place.at(-1) === 'hidden' ? [value] : value);
    changes.push({ path, places });
  }
  try {
    return checkedRecipe(changed);
  } catch (error) {
    if (!(error instanceof UserError) || error.field === undefined) throw error;
    const found = changes.find(({ places }) => places.some((place) => isAbout(error.field!, place.join('.'))));
    if (found === undefined) throw error;
    const { path } = found;
    const message = `${path} = ${String(values[path])}: ${error.message}`;
    throw new UserError({ code: error.code, message, field: path, fix: error.fix, cause: error });
  }
}

/** The place itself, what holds it, or what is in it. */
function isAbout(field: string, place: string): boolean {
  return field === place || place.startsWith(`${field}.`) || field.startsWith(`${place}.`);
}

function setAt(target: object, place: RecipePlace, value: unknown): void {
  let inside = target as Record<string | number, unknown>;
  for (const key of place.slice(0, -1)) {
    inside[key] ??= {};
    inside = inside[key] as Record<string | number, unknown>;
  }
  inside[place.at(-1)!] = value;
}

function unknownPath(path: string, known: readonly string[]): UserError {
  const near = nearestIds(path, known);
  return new UserError({
    code: 'recipe-path',
    message: `The recipe has nothing at ${path} that training could be told`,
    field: path,
    fix: `${near.length === 0 ? '' : `Nearest: ${near.join(', ')}. `}There are ${known.join(', ')}`,
  });
}
