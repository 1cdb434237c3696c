// How a model is trained, as plain JSON: with days and a store it gives the same model again. Checked, written and hashed here.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import { UserError } from '../../adapters/user-error.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { WARMUPS_ACROSS_ROLL } from '../../core/signal/warmup-across-roll.ts';
import { checkRecipes } from '../ensembles/regime-recipe.ts';
import { labelSchema, splitSchema, weightSchema } from './label-schema.ts';
import { memberSchema } from './member-schema.ts';

const points = z.number().min(0).lt(1e9);

const schema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  /** Of the model, in kebab-case. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a name in kebab-case'),
  /** Root, continuous name or contract; what the strategy trades where absent. */
  instrument: z.string().min(1).optional(),
  /** Interval such as `1m`; that of the strategy where absent. */
  candle: z
    .string()
    .refine((text) => parseCandleInterval(text) !== undefined, 'expected an interval such as 1m')
    .optional(),
  /** Kind of part that candles are made of; each day's finest where absent. */
  kind: z
    .string()
    .refine((text) => parsePartKind(text) !== undefined, 'expected a kind such as trades or candles-1m')
    .optional(),
  /** Ids of the inputs, in order; those that the strategy names where absent. Features of one's own are the strategy's. */
  features: z.array(z.string().min(1)).min(1).max(1024).optional(),
  /** Candles before each session that state starts from; as many as it takes until the start shows in no input where absent. */
  warmupCandles: z.int().positive().max(100_000).optional(),
  warmupAcrossRoll: z.enum(WARMUPS_ACROSS_ROLL).optional(),
  labels: labelSchema,
  weights: weightSchema.default({ kind: 'equal' }),
  splits: splitSchema,
  /** As a model's manifest has it; that of the strategy where absent. */
  regime: z.strictObject({ id: z.string().min(1), parameters: z.record(z.string(), z.number()) }).optional(),
  members: z.array(memberSchema).min(1).max(64),
  weighting: z.enum(['equal', 'stacked', 'loss']).default('stacked'),
  /** Of a round trip, slippage included. */
  costPoints: points,
  /** Smallest price step, for instruments that are not in the table. */
  tickPoints: z.number().positive().lt(1e9).optional(),
  /** Trades that every validation path needs for a threshold to be believed. */
  leastTrades: z.int().min(1).default(20),
  seed: z.int().min(0).default(1),
});

/** What a notebook writes; `checkedRecipe` makes the rest of it. */
export type RecipeWish = z.input<typeof schema>;

export type ModelRecipe = Readonly<z.output<typeof schema>>;

/** Fields of a recipe that a member could be taken for, where one has their name. */
const RESERVED: readonly string[] = Object.keys(schema.shape);

/**
 * With its defaults. `file` is used in messages only. Throws UserError `recipe-invalid` with the field, `bad-recipe` for members that
 * together make no ensemble.
 */
export function checkedRecipe(given: unknown, file?: string): ModelRecipe {
  const result = schema.safeParse(given);
  if (!result.success) throw invalidRecipe(result.error.issues[0]!, file);
  const recipe = result.data;
  const { members, features = members.flatMap(({ inputs = [] }) => inputs) } = recipe;
  checkRecipes(members, features);
  checkNames(members, file);
  return recipe;
}

/** The text of a recipe.json, or of one that a person wrote. Throws as `checkedRecipe`, also for what is no JSON. */
export function parseRecipe(text: string, file: string): ModelRecipe {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const fix = 'Correct the file; docs/training.md shows a recipe';
    throw new UserError({ code: 'recipe-invalid', message: `${file} is not JSON: ${why}`, file, fix, cause });
  }
  return checkedRecipe(json, file);
}

/** The one text of a recipe: equal recipes have equal texts, whatever the order in which their fields were written. */
export function recipeText(recipe: ModelRecipe): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(recipe)), undefined, 2)}\n`;
}

/** sha256 in hex of `recipeText`: of the file recipe.json as it is written. */
export function recipeSha256(recipe: ModelRecipe): string {
  return createHash('sha256').update(recipeText(recipe)).digest('hex');
}

/** A path such as `direction.leaves` must say one thing. */
function checkNames(members: ModelRecipe['members'], file: string | undefined): void {
  for (const { name, role } of members) {
    const isField = RESERVED.includes(name);
    const isOtherRole = (name === 'direction' || name === 'magnitude') && name !== role;
    const isOneOfMany = name === role && members.filter((other) => other.role === role).length > 1;
    if (!isField && !isOtherRole && !isOneOfMany) continue;
    throw new UserError({
      ...{ code: 'recipe-invalid', file, field: 'members' },
      message: `${file ?? 'The recipe'}: a member cannot be called ${name}: ${isField ? 'a field of the recipe is' : 'its role is, and others have it'}`,
      fix: 'Give the member another name',
    });
  }
}

/** `at` stands in for the place that the schema names, where the value came from elsewhere. */
export function invalidRecipe(issue: z.core.$ZodIssue, file: string | undefined, at?: string): UserError {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const field = at ?? path.map(String).join('.');
  return new UserError({
    ...{ code: 'recipe-invalid', file, field: field === '' ? undefined : field },
    message: `${file ?? 'The recipe'}: ${field === '' ? '' : `${field}: `}${issue.message}`,
    fix: 'docs/training.md#recipes says what stands in a recipe',
  });
}
