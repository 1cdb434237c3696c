// A release as a user names it in; its verified code, ready to run, out.

import { join } from 'node:path';
import { canonicalJson } from '../adapters/journal/canonical-json.ts';
import { readRuntimeFacts } from '../promotion/build-facts.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { type LoadedRelease, loadRelease } from '../promotion/release/load-release.ts';
import { releaseError } from '../promotion/release/release-error.ts';
import { MANIFEST_FILE } from '../promotion/release/release-manifest.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import { signaturesNeeded } from '../promotion/release/signatures-needed.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { DECIDING_NAMES, type EngineCode } from '../runner/engine-code.ts';
import { packageRoot } from '../runner/package-root.ts';

export interface ReleasedCode {
  readonly id: string;
  readonly dir: string;
  readonly code: EngineCode;
  readonly modelFolder: string | undefined;
  readonly thresholds: string | undefined;
  /** sha256 that the model's manifest must have. */
  readonly manifestSha256: string | undefined;
}

/** Throws the UserErrors of resolving, verifying and loading; nothing of src/, strategies/ or models/ decides afterwards. */
export async function releasedCode(home: string, spec: string, stage: Stage): Promise<ReleasedCode> {
  const resolved = resolveRelease(home, spec);
  const release = await loadRelease(resolved.dir, {
    trustedKeys: readTrustedKeys(home),
    runtime: readRuntimeFacts(packageRoot),
    exports: ['strategy', ...DECIDING_NAMES],
    strategy: resolved.strategy,
    // what the caller runs it as decides, not the channel it was found through
    stage,
    signatures: signaturesNeeded(home, stage),
  });
  // the names were checked; their types are those of the sources that the bundle was made from
  const code = release.exports as unknown as EngineCode;
  checkLimits(release, code);
  return {
    id: release.id,
    dir: release.dir,
    code,
    modelFolder: release.modelFolder,
    thresholds: release.manifest.model?.thresholdsPreset,
    manifestSha256: release.manifest.model?.manifestSha256,
  };
}

/** The limits that a person reads in the manifest are those that the code keeps to. */
function checkLimits({ dir, manifest }: LoadedRelease, { limitsOf, strategy }: EngineCode): void {
  if (canonicalJson(limitsOf(strategy)) === canonicalJson(manifest.limits)) return;
  const file = join(dir, MANIFEST_FILE);
  throw releaseError('release-bad-manifest', `${file}: limits: they are not those of the code`, {
    file,
    field: 'limits',
    fix: 'Promote the strategy again',
  });
}
