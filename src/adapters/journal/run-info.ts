// Takes what a run.json may hold; gives its schema, version 1: everything that is needed to tell a run and to repeat it.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { gateSchema } from './journalled-gate.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const utc = z.iso.datetime({ error: 'expected a UTC time such as 2025-08-05T12:00:00.000Z' });
const jsonObject = z.record(z.string(), z.json());

/** Modes of a run. A mode is a label for people and a choice of what is plugged in; no code below the runner asks for it. */
export const runModes = ['backtest', 'replay', 'paper', 'shadow', 'demo', 'live', 'capture'] as const;
export type RunMode = (typeof runModes)[number];

/** kebab-case, at most 40 characters, as defineStrategy wants it. */
export const strategyNamePattern = /^[a-z][a-z0-9-]{0,39}$/;

const settings = z
  .strictObject({
    strategy: jsonObject,
    simulation: jsonObject.nullable(),
    /** Over both, as settingsSha256 makes it. */
    sha256,
  })
  .refine((value) => value.sha256 === settingsSha256(value.strategy, value.simulation), {
    path: ['sha256'],
    error: 'does not fit the settings beside it',
  });

export const runInfoSchema = z.strictObject({
  schemaVersion: z.literal(1),
  pid: z.int().positive(),
  mode: z.enum(runModes),
  strategy: z.string().regex(strategyNamePattern, 'expected a name in kebab-case, at most 40 characters'),
  /** Id of the signed release, null where the strategy was run from source. */
  release: sha256.nullable(),
  /** By what they are for, e.g. `simulation`. */
  seeds: z.record(z.string(), z.int()),
  settings,
  /** Of the session's opening, BRL. */
  capitalBrl: z.number().positive(),
  /** `refused`: the quality gate refused the part, and whoever ran this said that it may be used all the same. */
  datasets: z.array(z.strictObject({ path: z.string().min(1), sha256, refused: z.literal(true).optional() })),
  model: z
    .strictObject({
      name: z.string().min(1),
      path: z.string().min(1),
      manifestSha256: sha256,
      thresholds: z.string().min(1),
    })
    .nullable(),
  provenance: z.enum(['exchange', 'simulated', 'synthetic']),
  startedAtUtc: utc,
  /** Null while it runs, and for ever after a crash. */
  finishedAtUtc: utc.nullable(),
  /** Of decisions, commands and fills; null until finished. */
  digest: sha256.nullable(),
  /** Of the records of the event log, in order; absent until finished, and in runs of versions that did not make it. */
  eventsSha256: sha256.optional(),
  counts: z.record(z.string(), z.int().nonnegative()),
  /** Its entry in the ledger of trials; absent where it is no trial, until finished, and in runs of versions that kept none. */
  trial: z.strictObject({ seq: z.int().positive(), sha256 }).optional(),
  /** Conditions of trading as they stood when it ended; absent where it had none, and while it runs. */
  gates: z.array(gateSchema).optional(),
  /** What the composer of the run needs to compose it again; opaque here. */
  composition: jsonObject,
});

export type RunInfo = z.infer<typeof runInfoSchema>;
export type RunSettings = RunInfo['settings'];

type JsonObject = z.infer<typeof jsonObject>;

/** sha256 in hex over the canonical JSON of both settings. */
function settingsSha256(strategy: JsonObject, simulation: JsonObject | null): string {
  return createHash('sha256').update(canonicalJson({ strategy, simulation })).digest('hex');
}

/** The settings of a run with the hash that shows a later edit. */
export function runSettings(strategy: JsonObject, simulation: JsonObject | null): RunSettings {
  return { strategy, simulation, sha256: settingsSha256(strategy, simulation) };
}
