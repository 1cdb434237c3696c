// A release as a user names it in; its verified code, ready to run, out.

import { readRuntimeFacts } from '../promotion/build-facts.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { loadRelease } from '../promotion/release/load-release.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import type { Stage } from '../promotion/release/stage.ts';
import type { EngineCode } from '../runner/engine-code.ts';
import { packageRoot } from '../runner/package-root.ts';

/** What code/strategy.mjs of every release exports, `strategy` among them. */
export const RELEASE_EXPORTS = ['strategy', 'Engine', 'specOfInput', 'warmupCandlesOf'] as const;

export interface ReleasedCode {
  readonly id: string;
  readonly dir: string;
  readonly code: EngineCode;
  readonly modelFolder: string | undefined;
  readonly thresholds: string | undefined;
}

/** Throws the UserErrors of resolving, verifying and loading; nothing of src/, strategies/ or models/ decides afterwards. */
export async function releasedCode(home: string, spec: string, stage: Stage): Promise<ReleasedCode> {
  const resolved = resolveRelease(home, spec);
  const release = await loadRelease(resolved.dir, {
    trustedKeys: readTrustedKeys(home),
    runtime: readRuntimeFacts(packageRoot),
    exports: RELEASE_EXPORTS,
    strategy: resolved.strategy,
    // what the caller runs it as decides, not the channel it was found through
    stage,
  });
  return {
    id: release.id,
    dir: release.dir,
    // the names were checked; their types are those of the sources that the bundle was made from
    code: release.exports as unknown as EngineCode,
    modelFolder: release.modelFolder,
    thresholds: release.manifest.model?.thresholdsPreset,
  };
}
