// What a recipe's labels, weights and splits may be, as schemas: the options of `labels` and `splits` that plain JSON can hold.

import { z } from 'zod';

const MAX_CANDLES = 10_000;

const candles = z.int().min(1).max(MAX_CANDLES);
const spanText = z.string().regex(/^(0|[1-9]\d{0,4})[smh]$/, 'write a span such as 15m, or 0m');
const atFlatten = z.enum(['exit', 'drop']);

/** `of` is the id of a feature: in a recipe a volatility is one that can be computed again. */
const distance = z.union(
  [
    z.strictObject({ points: z.number().positive() }),
    z.strictObject({ ticks: z.number().positive() }),
    z.strictObject({
      ...{ times: z.number().positive(), of: z.string().min(1), unit: z.enum(['points', 'fraction']).optional() },
    }),
  ],
  { error: 'expected { "points": 5 }, { "ticks": 10 } or { "times": 2, "of": "atr_14" }, with numbers above 0' },
);

/** All of moves of the price, none of a trade: those are for meta models. */
export const labelSchemas = {
  forwardReturn: z.strictObject({
    kind: z.literal('forwardReturn'),
    candles,
    /** A move of no more than so many points, either way, is flat. */
    neutralPoints: z.number().min(0).lt(1e9),
    ...{ flattenBeforeClose: spanText.optional(), atFlatten: atFlatten.optional() },
  }),
  tripleBarrier: z.strictObject({
    kind: z.literal('tripleBarrier'),
    ...{ up: distance, down: distance, candles },
    ...{ flattenBeforeClose: spanText.optional(), atFlatten: atFlatten.optional() },
  }),
  trendScanning: z
    .strictObject({
      kind: z.literal('trendScanning'),
      ...{ min: z.int().min(3).max(MAX_CANDLES), max: z.int().min(3).max(MAX_CANDLES) },
      /** A trend with a smaller absolute t-value is flat. */
      leastTValue: z.number().min(0),
      flattenBeforeClose: spanText.optional(),
    })
    .refine(({ min, max }) => min <= max, { path: ['max'], error: 'is below min' }),
} as const;

const { forwardReturn, tripleBarrier, trendScanning } = labelSchemas;

export const labelSchema = z.discriminatedUnion('kind', [forwardReturn, tripleBarrier, trendScanning], {
  error: `expected one of the kinds ${Object.keys(labelSchemas).join(', ')}`,
});

export type LabelRecipe = z.output<typeof labelSchema>;

export const weightSchema = z.strictObject({
  kind: z.enum(['equal', 'averageUniqueness', 'returnAttribution']).default('equal'),
  /** Of `timeDecay`: what is left for the oldest label. */
  oldest: z.number().gt(-1).max(1).optional(),
});

export type WeightRecipe = z.output<typeof weightSchema>;

const embargo = z.union(
  [
    z.strictObject({ sessions: z.int().min(0) }),
    z.strictObject({ candles: z.int().min(0) }),
    z.strictObject({ shareOfSessions: z.number().min(0).lt(1) }),
  ],
  { error: 'expected { "sessions": 1 }, { "candles": 30 } or { "shareOfSessions": 0.01 }' },
);
const divided = { embargo: embargo.optional(), by: z.enum(['sessions', 'contracts']).optional() } as const;

export const splitSchemas = {
  walkForward: z.strictObject({
    kind: z.literal('walkForward'),
    ...{ train: z.int().min(1), test: z.int().min(1), step: z.int().min(1).optional() },
    window: z.enum(['rolling', 'anchored']).optional(),
    ...divided,
  }),
  purgedKFold: z.strictObject({ kind: z.literal('purgedKFold'), folds: z.int().min(2), ...divided }),
  combinatorialPurged: z.strictObject({
    kind: z.literal('combinatorialPurged'),
    ...{ groups: z.int().min(2), testGroups: z.int().min(1) },
    ...divided,
  }),
} as const;

const { walkForward, purgedKFold, combinatorialPurged } = splitSchemas;

export const splitSchema = z.discriminatedUnion('kind', [walkForward, purgedKFold, combinatorialPurged], {
  error: `expected one of the kinds ${Object.keys(splitSchemas).join(', ')}`,
});

export type SplitRecipe = z.output<typeof splitSchema>;
