// What a member of a recipe may be, as schemas: role, inputs and regimes, and of each kind of model the options that plain JSON can hold.

import { z } from 'zod';
import type { ModelKind } from '../training/train.ts';

const MAX_ROUNDS = 100_000;
const MAX_LEAVES = 4096;

const whole = (low: number, high: number) => z.int().min(low).max(high).optional();
const share = z.number().gt(0).max(1).optional();
const zeroOrMore = z.number().min(0).lt(1e30).optional();
/** By class: down, flat, up. */
const classWeights = z.union([z.literal('balanced'), z.array(z.number().positive()).length(3)]).optional();
const monotone = z.array(z.union([z.literal(-1), z.literal(0), z.literal(1)])).optional();

/** Of `trees`, `forest` and `xgboost`. */
const growth = {
  ...{ leaves: whole(2, MAX_LEAVES), maxDepth: whole(0, MAX_LEAVES), minChildWeight: zeroOrMore },
  ...{ l1: zeroOrMore, l2: zeroOrMore, minGain: zeroOrMore, featureFraction: share, monotone, classWeights },
} as const;

/** Each as `train` takes it. Objectives of one's own are code, and the path of a library is of one machine: neither stands in a recipe. */
export const optionSchemas = {
  trees: z.strictObject({
    ...growth,
    ...{ rounds: whole(1, MAX_ROUNDS), learningRate: share, minRowsPerLeaf: whole(1, 2 ** 31), bins: whole(2, 255) },
    ...{ baggingFraction: share, baggingEvery: whole(1, MAX_ROUNDS), base: z.number().optional() },
    objective: z.enum(['squared', 'absolute', 'huber']).optional(),
    huberDelta: z.number().positive().lt(1e30).optional(),
  }),
  forest: z.strictObject({
    ...growth,
    ...{ trees: whole(1, MAX_ROUNDS), minRowsPerLeaf: whole(1, 2 ** 31), bins: whole(2, 255) },
  }),
  xgboost: z.strictObject({
    ...growth,
    ...{ rounds: whole(1, MAX_ROUNDS), learningRate: share, bins: whole(2, 65_535), baggingFraction: share },
  }),
  logistic: z.strictObject({ l1: zeroOrMore, l2: zeroOrMore, classWeights }),
  ridge: z.strictObject({ l2: zeroOrMore }),
  mlp: z.strictObject({
    hidden: z.array(z.int().min(1).max(1024)).min(1).max(3).optional(),
    activation: z.enum(['relu', 'tanh']).optional(),
    ...{ learningRate: share, batch: whole(1, 1_000_000), passes: whole(1, 1_000_000), l2: zeroOrMore, classWeights },
  }),
} as const satisfies Record<ModelKind, z.ZodObject>;

const common = {
  name: z.string().regex(/^[A-Za-z0-9-]+$/, 'use letters, digits and -'),
  role: z.enum(['direction', 'magnitude']),
  inputs: z.array(z.string().min(1)).min(1).optional(),
  regimes: z
    .array(z.enum(['trend_up', 'trend_down', 'range']))
    .min(1)
    .optional(),
  calibration: z.enum(['platt', 'isotonic', 'none']).optional(),
  rowsCount: z.enum(['equally', 'cost']).optional(),
} as const;

const memberOf = <K extends ModelKind, S extends z.ZodObject>(kind: K, options: S) =>
  z.strictObject({ ...common, kind: z.literal(kind), options: options.optional() });

export const memberSchema = z.discriminatedUnion(
  'kind',
  [
    memberOf('trees', optionSchemas.trees),
    memberOf('forest', optionSchemas.forest),
    memberOf('xgboost', optionSchemas.xgboost),
    memberOf('logistic', optionSchemas.logistic),
    memberOf('ridge', optionSchemas.ridge),
    memberOf('mlp', optionSchemas.mlp),
  ],
  { error: `expected one of the kinds ${Object.keys(optionSchemas).join(', ')}` },
);
