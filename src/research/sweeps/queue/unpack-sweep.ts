// A parcel and a cache in; a home with the datasets of the sweep and the folders of its models, on this machine, out.

import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ObjectCache } from '../../../adapters/object-store/object-cache.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { packageRoot } from '../../../runner/package-root.ts';
import { strategySha256 } from '../../../runner/strategy-code.ts';
import { assertSameCode } from '../evaluation/code-version.ts';
import { sweepName } from '../evaluation/sweep-definition.ts';
import { inBatches } from './in-batches.ts';
import { assertParcel, type ParcelFile, type SweepParcel } from './sweep-parcel.ts';

export interface UnpackedSweep {
  readonly sweep: string;
  readonly home: string;
  /** By name in the definition. */
  readonly modelFolders: Readonly<Record<string, string>>;
}

/** UserErrors of the cache and its store, `parcel-refused`, and `worker-differs` where code or strategy are others than those of the sweep. */
export async function unpackSweep(parcel: SweepParcel, cache: ObjectCache, folder: string): Promise<UnpackedSweep> {
  assertParcel(parcel);
  const { definition, files, models } = parcel;
  assertSameCode(definition.code);
  assertSameStrategy(parcel);
  const sweep = sweepName(definition);
  const home = join(folder, sweep);
  await inBatches(files, (file) => place(file, cache, home));
  const modelFolders: Record<string, string> = {};
  for (const [at, name] of Object.keys(models).entries()) {
    // a model checks that its folder has its name
    const own = join(folder, `${sweep}-models`, String(at), name.split(/[\\/]/).at(-1)!);
    await inBatches(models[name]!, (file) => place(file, cache, own));
    modelFolders[name] = own;
  }
  return { sweep, home, modelFolders };
}

/** Whole or not at all, and always the bytes of the hash: what stood there before is not trusted. */
async function place({ path, sha256 }: ParcelFile, cache: ObjectCache, folder: string): Promise<void> {
  const from = await cache.fetch(sha256);
  const to = join(folder, path);
  mkdirSync(dirname(to), { recursive: true });
  const temporary = `${to}.${randomUUID()}.tmp`;
  try {
    linkSync(from, temporary);
  } catch {
    // another file system, or one without links
    copyFileSync(from, temporary);
  }
  renameSync(temporary, to);
  // a rename onto another link of the same file leaves both
  rmSync(temporary, { force: true });
}

function assertSameStrategy({ definition }: SweepParcel): void {
  const { name, file, sha256 } = definition.strategy;
  const path = join(packageRoot, file);
  if (existsSync(path) && strategySha256(path) === sha256) return;
  throw new UserError({
    code: 'worker-differs',
    message: `The strategy ${name} of the sweep is not the one of this machine: ${file} ${existsSync(path) ? 'differs' : 'is not there'}`,
    file: path,
    field: 'strategy',
    fix: 'Copy the file, and those that it imports, from the machine that sweeps; or check out the same commit',
  });
}
