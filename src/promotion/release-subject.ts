// A release of the home in; what the gates of a harder stage look at, with what its own gates said of the sources, out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../adapters/journal/canonical-json.ts';
import { DECIDING_NAMES, type EngineCode } from '../runner/engine-code.ts';
import { packageRoot } from '../runner/package-root.ts';
import { readRuntimeFacts } from './build-facts.ts';
import { NOTEBOOKS, notebooksOf } from './notebook/find-notebook.ts';
import type { CheckedGate, Gate } from './release/gate.ts';
import { parseGates } from './release/gates-file.ts';
import { readTrustedKeys } from './release/keys.ts';
import { type LoadedRelease, loadRelease } from './release/load-release.ts';
import { releaseError } from './release/release-error.ts';
import { resolveRelease } from './release/resolve-release.ts';
import type { Subject } from './subject.ts';

export interface ReleaseSubject extends Subject {
  readonly loaded: LoadedRelease;
}

/** `spec` as in `resolveRelease`. Throws its errors, those of `loadRelease`, and `release-bad-manifest` where limits are not those of the code. */
export async function subjectOfRelease(home: string, strategy: string, spec: string): Promise<ReleaseSubject> {
  const loaded = await loadRelease(resolveRelease(home, spec).dir, {
    trustedKeys: readTrustedKeys(home),
    runtime: readRuntimeFacts(packageRoot),
    exports: ['strategy', ...DECIDING_NAMES],
    strategy,
  });
  // the names were checked; their types are those of the sources that the bundle was made from
  const code = loaded.exports as unknown as EngineCode;
  const { manifest, id, gatesFile } = loaded;
  const limits = code.limitsOf(code.strategy);
  if (canonicalJson(limits) !== canonicalJson(manifest.limits)) {
    const fix = 'Promote the strategy again';
    const message = `${loaded.dir}: limits: they are not those of the code`;
    throw releaseError('release-bad-manifest', message, { file: loaded.dir, field: 'limits', fix });
  }
  const gates = parseGates(readFileSync(gatesFile, 'utf8'), gatesFile);
  return {
    ...{ loaded, code, limits, strategyFile: null, release: id, git: manifest.git },
    strategy: code.strategy,
    modelFolder: loaded.modelFolder ?? '',
    notebookFiles: () => notebooksOf(join(loaded.dir, NOTEBOOKS)),
    bundle: async () => loaded.code,
    manifestSha256: manifest.model?.manifestSha256,
    async *sourceGates() {
      yield carried(gates, 'types');
      yield carried(gates, 'strategyTests');
    },
  };
}

/** As it was signed with the release: the sources that it was built from may have changed since. */
function carried(gates: readonly Gate[], id: string): CheckedGate {
  const fix = 'Promote the strategy from its sources instead: leave --release out';
  const gate = gates.find((each) => each.id === id);
  if (gate === undefined) {
    const reason = 'The release was built without this gate';
    return { id, passed: false, isMissing: true, value: null, limit: null, reason, fix };
  }
  const { passed, value, limit } = gate;
  const reason = `${gate.reason} (when the release was built)`;
  return { id, passed, value, limit, reason, fix: passed ? '' : fix, ...(passed ? {} : { isMissing: true }) };
}
