// What came of one point of a sweep, as plain JSON: measures, the result of each day, the digest of the run, or why there is none; and its trial.

import { z } from 'zod';

const value = z.union([z.number(), z.string(), z.boolean()]);

export const pointResultSchema = z.strictObject({
  /** Number of the evaluation within the sweep, from 0. */
  index: z.int().nonnegative(),
  point: z.record(z.string(), value),
  /** Trading days that it was given, from the first of the sweep. */
  budgetDays: z.int().positive(),
  /** By name; one that is not defined is absent, such as the Sharpe ratio of days that are all equal. */
  measures: z.record(z.string(), z.number()),
  /** Net result of each of its days, integer E4, costs included. */
  dayNetE4: z.array(z.int()),
  /** Of the run; null where it failed. */
  digest: z.string().nullable(),
  /** Why the point has no result: the strategy threw, a value was refused. */
  failed: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

export type PointResult = Readonly<z.infer<typeof pointResultSchema>>;

/** Entry of the ledger of trials in which a point was recorded. */
export const entryMarkSchema = z.strictObject({ seq: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
