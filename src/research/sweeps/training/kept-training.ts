// The folder of a training that is kept in; its model and entry out, where every file is as it was written; and the same kept.

import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably, syncFolder } from '../../../adapters/durable-file.ts';
import { trialSchema } from '../../../adapters/ledger/trial.ts';
import { writeModelFolder } from '../../training/write-model-folder.ts';
import { entryMarkSchema } from '../evaluation/point-result.ts';

const FACTS_FILE = 'trained.json';
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const recordedSchema = z.strictObject({ trial: trialSchema, entry: entryMarkSchema });
const factsSchema = z.strictObject({ recorded: recordedSchema.nullable(), files: z.record(z.string(), sha256) });

/** The trial and its entry in the ledger of the home; null where there was nothing to record. */
export type RecordedTraining = Readonly<z.infer<typeof recordedSchema>> | null;
export interface KeptTraining {
  readonly recorded: RecordedTraining;
  /** sha256 by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** `model`: name of its folder within. Undefined where it is absent or any file of it is damaged: then it is trained again. */
export function keptTraining(folder: string, model: string): KeptTraining | undefined {
  try {
    const facts = factsSchema.safeParse(JSON.parse(readFileSync(join(folder, FACTS_FILE), 'utf8'))).data;
    if (facts === undefined || !Object.hasOwn(facts.files, 'model.json')) return undefined;
    const isSound = ([name, hash]: readonly [string, string]): boolean =>
      sha256Of(readFileSync(join(folder, model, name))) === hash;
    return Object.entries(facts.files).every(isSound) ? facts : undefined;
  } catch {
    return undefined;
  }
}

/** All of it appears at once, in the place of what lies there. Under the lock of the training: what an earlier owner of it left half-written goes. */
export async function keepTraining(
  folder: string,
  model: string,
  files: ReadonlyMap<string, Uint8Array>,
  recorded: RecordedTraining,
): Promise<void> {
  removeUnfinished(folder);
  const temporary = `${folder}.${randomUUID()}.tmp`;
  try {
    await writeModelFolder(join(temporary, model), files);
    const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256Of(bytes)]));
    rememberRecorded(temporary, { recorded, files: hashes });
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
    syncFolder(join(folder, '..'));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Where the model is as it was, and its entry another one. */
export function rememberRecorded(folder: string, kept: KeptTraining): void {
  replaceDurably(join(folder, FACTS_FILE), JSON.stringify(kept));
}

function removeUnfinished(folder: string): void {
  const parent = join(folder, '..');
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (path.startsWith(`${folder}.`) && name.endsWith('.tmp')) rmSync(path, { recursive: true, force: true });
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
