// The folder of a model, or a file, in; the recipe in it out.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelFolder } from '../../adapters/onnx/model-folders.ts';
import { readVerifiedFile } from '../../adapters/onnx/verified-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import { type ModelRecipe, parseRecipe } from './model-recipe.ts';

/**
 * The one that the model of the folder was trained by; undefined where the model names none, also where a recipe.json of another training lies there. UserErrors `model-file-changed` for a recipe that was
 * changed since, those of the manifest and of `parseRecipe`.
 */
export async function recipeOfModel(folder: string): Promise<ModelRecipe | undefined> {
  const { recipe } = (await readModelFolder(folder)).manifest;
  if (recipe === undefined) return undefined;
  const file = join(folder, recipe.file);
  return parseRecipe(new TextDecoder().decode(await readVerifiedFile(file, recipe.sha256)), file);
}

/** UserErrors `recipe-missing`, and those of `parseRecipe`. */
export async function readRecipe(file: string): Promise<ModelRecipe> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const fix = 'Name a recipe.json; docs/training.md shows one';
    throw new UserError({ code: 'recipe-missing', message: `${file} cannot be read: ${why}`, file, fix, cause });
  }
  return parseRecipe(text, file);
}
