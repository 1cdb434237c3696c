// What other machines are told of a sweep: its definition and the files that it needs by their hash, as JSON in Redis.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { CodeVersion } from '../evaluation/code-version.ts';
import { definitionSchema } from '../evaluation/sweep-definition.ts';

/** Of the checkout of a worker alone, where no parcel can put a file: whoever can write to the Redis must not choose what runs. */
const STRATEGY_FILE = /^strategies\/(?!.*\.\.)[A-Za-z0-9._-]+\.ts$/;
/** Below the home of the sweep: data, and nothing that could be run. */
const DATASET_FILE = /^datasets(\/(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]*)+\.(parquet|json)$/;
/** Directly in the folder of a model. */
const MODEL_FILE = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]*$/;
/** A model is put into a folder of this name. */
const MODEL_NAME = /(^|[\\/])(?!\.)[^\\/]+$/;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.strictObject({ path: z.string().regex(DATASET_FILE, 'expected a file of datasets/'), sha256 });
const modelFile = z.strictObject({ path: z.string().regex(MODEL_FILE, 'expected a file of the folder'), sha256 });

export const parcelSchema = z.strictObject({
  schemaVersion: z.literal(1),
  definition: definitionSchema.refine(
    ({ strategy }) => STRATEGY_FILE.test(strategy.file),
    'expected a strategy in strategies/, such as strategies/wdo-regime.ts',
  ),
  /** Below the home: datasets/... */
  files: z.array(file),
  /** By the name that points have. */
  models: z.record(z.string().regex(MODEL_NAME, 'expected the folder of a model'), z.array(modelFile)),
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

/** UserError `parcel-refused` where it asks for anything but a strategy of this checkout over data and models of its own. */
export function assertParcel(parcel: SweepParcel): void {
  const parsed = parcelSchema.safeParse(parcel);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  throw new UserError({
    code: 'parcel-refused',
    message: `A sweep asks for what no worker may do: ${issue?.path.join('.')}: ${issue?.message}`,
    field: issue?.path.join('.') ?? 'parcel',
    fix: 'Put the strategy into strategies/ on all machines; if it is there, somebody else writes to this queue: change its password',
  });
}

/** Undefined where the text is none: another version of the program may have written it. */
export function parseParcel(text: string): SweepParcel | undefined {
  try {
    return parcelSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
