// The folder of a release in; its code, running, with the folder of its model, out. Nothing of src/ or strategies/ is read.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { rememberVerified } from '../../runner/verified-code.ts';
import { importBundle } from './import-bundle.ts';
import type { TrustedKey } from './keys.ts';
import { messageOf, releaseError } from './release-error.ts';
import {
  CODE_FILE,
  GATES_FILE,
  GOLDEN_FILE,
  MANIFEST_FILE,
  modelFolder,
  type ReleaseManifest,
} from './release-manifest.ts';
import { type Expected, type VerifiedRelease, verifyRelease } from './verify-release.ts';

/** What the native packages outside of the release must match. */
export interface RuntimeFacts {
  readonly nodeVersion: string;
  readonly lockfileSha256: string;
}

export interface LoadOptions extends Expected {
  readonly trustedKeys: readonly TrustedKey[];
  readonly runtime: RuntimeFacts;
  /** Names that the code must export. */
  readonly exports: readonly string[];
}

export interface LoadedRelease extends VerifiedRelease {
  /** What code/strategy.mjs exports. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** Folder with model.json; undefined for a strategy without a model. */
  readonly modelFolder: string | undefined;
  readonly goldenFile: string;
  readonly gatesFile: string;
}

/**
 * Verifies, compares the runtime, then imports the code. Throws the errors of `verifyRelease`, and UserErrors
 * `release-wrong-node`, `release-wrong-lockfile`, `release-code-failed`, `release-missing-export`.
 */
export async function loadRelease(dir: string, options: LoadOptions): Promise<LoadedRelease> {
  const release = verifyRelease(dir, options.trustedKeys, options);
  checkRuntime(release, options.runtime);
  const exports = await importCode(release);
  const absent = options.exports.find((name) => exports[name] === undefined);
  if (absent !== undefined) {
    const file = join(release.dir, CODE_FILE);
    throw releaseError('release-missing-export', `${file} does not export ${absent}`, {
      file,
      fix: 'Promote the strategy again',
    });
  }
  const sha256 = createHash('sha256').update(release.code).digest('hex');
  rememberVerified(exports, { release: release.id, sha256 });
  return { ...release, exports, ...partsOf(release.dir, release.manifest) };
}

function partsOf(
  dir: string,
  manifest: ReleaseManifest,
): Pick<LoadedRelease, 'modelFolder' | 'goldenFile' | 'gatesFile'> {
  return {
    modelFolder: manifest.model === null ? undefined : join(dir, modelFolder(manifest.model.name)),
    goldenFile: join(dir, GOLDEN_FILE),
    gatesFile: join(dir, GATES_FILE),
  };
}

/** Other versions of Node or of the native packages may compute other numbers than those that were validated. */
function checkRuntime(release: VerifiedRelease, runtime: RuntimeFacts): void {
  const { nodeVersion, lockfileSha256 } = release.manifest;
  const file = join(release.dir, MANIFEST_FILE);
  const fix = 'Check out the version of the program that the release was built with, or promote again with this one';
  if (nodeVersion !== runtime.nodeVersion) {
    const message = `The release was built for Node ${nodeVersion}; this is Node ${runtime.nodeVersion}`;
    throw releaseError('release-wrong-node', message, { file, field: 'nodeVersion', fix });
  }
  if (lockfileSha256 !== runtime.lockfileSha256) {
    const message = 'The release was built with other versions of the packages than package-lock.json names here';
    throw releaseError('release-wrong-lockfile', message, { file, field: 'lockfileSha256', fix });
  }
}

async function importCode({ id, dir, code }: VerifiedRelease): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importBundle(code, `release-${id}/${CODE_FILE}`);
  } catch (cause) {
    const file = join(dir, CODE_FILE);
    throw releaseError('release-code-failed', `${file} could not be loaded: ${messageOf(cause)}`, {
      file,
      fix: 'Promote the strategy again; the message above names what its code did',
      cause,
    });
  }
}
