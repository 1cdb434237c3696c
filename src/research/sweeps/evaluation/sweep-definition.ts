// Everything on which the results of a sweep depend, as plain JSON; the id that two sweeps share only if all of it is equal.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { METHODS } from '../search/search.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Names folders: nothing in it leads out of one. */
const strategyName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/);
const innerFile = z.string().regex(/^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/ -]*\.ts$/);
const value = z.union([z.number(), z.string(), z.boolean()]);

const dimension = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    name: z.string().min(1),
    min: z.number(),
    max: z.number(),
    step: z.number().positive().nullable(),
    scale: z.enum(['linear', 'log']),
  }),
  z.strictObject({ kind: z.literal('choice'), name: z.string().min(1), values: z.array(value).min(1) }),
]);

export const definitionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** `file` from the root of the package, with `/`. Other machines take only what lies in strategies/ (`parcelSchema`). */
  strategy: z.strictObject({ name: strategyName, file: innerFile, sha256 }),
  code: z.strictObject({ package: z.string(), node: z.string(), lockfile: sha256, source: sha256 }),
  /** Values that no dimension searches. */
  fixed: z.record(z.string(), value),
  space: z.array(dimension).min(1),
  search: z.strictObject({
    method: z.enum(METHODS),
    points: z.int().positive(),
    seed: z.int().nonnegative(),
    lag: z.int().positive(),
    eta: z.int().min(2),
    leastDays: z.int().positive(),
  }),
  objective: z.strictObject({ measure: z.string().min(1), best: z.enum(['highest', 'lowest']) }),
  instrument: z.string().min(1),
  kind: z.string().nullable(),
  /** Trading days with data, ascending. */
  days: z.array(z.iso.date()).min(1),
  /** sha256 over the hashes of the parts of those days, of all instruments that are read. */
  data: sha256,
  allowRefused: z.boolean(),
  /** By folder, from the root of the package where it lies inside: sha256 of its model.json. */
  models: z.record(z.string(), sha256),
  /** How points that have options of training get their model, from days before those of the sweep; null where none has any. */
  training: z.strictObject({ recipe: z.record(z.string(), z.json()), from: z.iso.date(), to: z.iso.date() }).nullable(),
  capitalBrl: z.number().positive(),
  costsFactor: z.number().positive(),
  feesBrl: z.number().nonnegative().nullable(),
  /** Of latencies and rejects: the same for each point. */
  seed: z.int().nonnegative(),
});

export type SweepDefinition = Readonly<z.infer<typeof definitionSchema>>;

/** sha256 in hex over the canonical JSON. */
export function sweepId(definition: SweepDefinition): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex');
}

/** Folder under runs/. */
export function sweepName(definition: SweepDefinition): string {
  return `sweep-${definition.strategy.name}-${sweepId(definition).slice(0, 12)}`;
}
