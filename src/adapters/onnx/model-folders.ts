// A folder of models in; each model with its manifest and size, or with what is wrong with it, out.

import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import { UserError } from '../user-error.ts';
import { parseModelManifest } from './model-manifest-schema.ts';
import { readModelFile, sha256Of } from './verified-file.ts';

export interface ModelFolder {
  readonly folder: string;
  readonly manifest: ModelManifest;
  /** Of model.json. */
  readonly manifestSha256: string;
  /** Of all its files. */
  readonly bytes: number;
}

/** Throws UserError `model-file-missing`, `model-file-invalid`, `model-thresholds-low`. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const path = join(folder, 'model.json');
  const text = await readModelFile(path);
  const manifest = parseModelManifest(new TextDecoder().decode(text), path);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { folder, manifest, manifestSha256: sha256Of(text), bytes };
}

export interface ListedModel {
  readonly folder: string;
  readonly model: ModelFolder | undefined;
  /** Why it cannot be read; undefined when it can. */
  readonly fault: string | undefined;
}

/** Folders with a model.json, by name. Throws UserError `folder-missing`. */
export async function listModels(root: string): Promise<readonly ListedModel[]> {
  const found = foldersOf(root);
  const listed: ListedModel[] = [];
  for (const folder of found) {
    try {
      listed.push({ folder, model: await readModelFolder(folder), fault: undefined });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      listed.push({ folder, model: undefined, fault: error.message });
    }
  }
  return listed;
}

function foldersOf(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(root, name))
      .filter((folder) => statSync(join(folder, 'model.json'), { throwIfNoEntry: false }) !== undefined)
      .sort();
  } catch (cause) {
    throw new UserError({
      code: 'folder-missing',
      message: `${root} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      file: root,
      fix: 'Name a folder that holds models',
      cause,
    });
  }
}

/** The text of a file beside the model, such as training.json; undefined where there is none. */
export async function readBeside(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
