// What other machines are told of a sweep: its definition and the files that it needs by their hash, as JSON in Redis.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import type { CodeVersion } from '../evaluation/code-version.ts';
import { definitionSchema } from '../evaluation/sweep-definition.ts';

/** Below the home of the sweep or the folder of a model: nothing leads out of it. */
const innerPath = z
  .string()
  .regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._][A-Za-z0-9._/-]*$/, 'expected a path inside of the folder');
const file = z.strictObject({ path: innerPath, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export const parcelSchema = z.strictObject({
  schemaVersion: z.literal(1),
  definition: definitionSchema,
  /** Below the home: datasets/... */
  files: z.array(file),
  /** By the name that points have. */
  models: z.record(z.string(), z.array(file)),
});

export type SweepParcel = Readonly<z.infer<typeof parcelSchema>>;
export type ParcelFile = SweepParcel['files'][number];

/** A hash in Redis: parcels by the name of their sweep. */
export const SWEEPS_KEY = 'qt:sweeps';

/** Present as long as somebody waits for the sweep. */
export function aliveKey(sweep: string): string {
  return `qt:sweep:${sweep}:alive`;
}

/** Machines whose code differs, with what differs. */
export function refusedKey(sweep: string): string {
  return `qt:sweep:${sweep}:refused`;
}

/** Points of a sweep never reach a worker with other code: it listens to another queue. */
export function queueName(code: CodeVersion): string {
  return `qt-points-${createHash('sha256').update(canonicalJson(code)).digest('hex').slice(0, 16)}`;
}

/** A point's place in a queue: asking for it twice is asking once. BullMQ allows no colon and no plain number. */
export function jobId(sweep: string, index: number): string {
  return `${sweep}-${index}`;
}

/** Undefined where the text is none: another version of the program may have written it. */
export function parseParcel(text: string): SweepParcel | undefined {
  try {
    return parcelSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
