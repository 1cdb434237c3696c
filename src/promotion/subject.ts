// A strategy of the sources, or a release, in; what the gates look at, in the same form, out.

import { join } from 'node:path';
import type { NotebookRecord } from '../core/prediction/model-manifest.ts';
import type { RiskLimits } from '../core/risk/risk-limits.ts';
import { limitsOf } from '../core/risk/risk-limits.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import { codeFromSource, DECIDING_MODULE, DECIDING_NAMES, type EngineCode } from '../runner/engine-code.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { type BuildFacts, type Uncommitted, uncommittedIn } from './build-facts.ts';
import { bundleStrategy } from './bundle.ts';
import { strategyTestsGate } from './gates/strategy-tests-gate.ts';
import { typesGate } from './gates/types-gate.ts';
import { notebookFilesIn } from './notebook/find-notebook.ts';
import type { CheckedGate } from './release/gate.ts';

export interface Subject {
  readonly strategy: Strategy;
  /** What runs the validation. */
  readonly code: EngineCode;
  /** Null for a release. */
  readonly strategyFile: string | null;
  /** Id; null for a strategy of the sources. */
  readonly release: string | null;
  /** There may be nothing in it. */
  readonly modelFolder: string;
  /** sha256 that its model.json must have; undefined where none was signed. */
  readonly manifestSha256: string | undefined;
  readonly git: BuildFacts['git'];
  /** Of the sources as they are; a release has none. */
  readonly uncommitted?: () => Uncommitted | undefined;
  readonly limits: RiskLimits;
  /** Where the notebook may be that a model says it was made by: absolute, files that are there. */
  notebookFiles(record: NotebookRecord): readonly string[];
  /** Bytes of code/strategy.mjs. */
  bundle(): Promise<Uint8Array>;
  /** `types` and `strategyTests`: of the sources as they are, or as they were when the release was built. */
  sourceGates(): AsyncIterable<CheckedGate>;
}

export interface SourceRequest {
  readonly home: string;
  readonly packageRoot: string;
  readonly strategy: string;
  /** In place of models/<name>. */
  readonly modelFolder?: string | undefined;
  readonly git: BuildFacts['git'];
}

/** Throws the UserErrors of `loadStrategy`. */
export async function subjectOfSource(request: SourceRequest): Promise<Subject & { readonly strategyFile: string }> {
  const { packageRoot, home, git } = request;
  const { strategy, file } = await loadStrategy(request.strategy, packageRoot);
  let bundled: Promise<Uint8Array> | undefined;
  return {
    ...{ strategy, strategyFile: file, release: null, git, manifestSha256: undefined },
    code: codeFromSource(strategy),
    modelFolder: request.modelFolder ?? join(packageRoot, 'models', strategy.model ?? ''),
    limits: limitsOf(strategy),
    uncommitted: () => uncommittedIn(packageRoot),
    notebookFiles: (record) => notebookFilesIn([home, packageRoot], record),
    bundle: () => (bundled ??= bundleOf(packageRoot, file)),
    async *sourceGates() {
      yield await typesGate(packageRoot, file);
      yield await strategyTestsGate(packageRoot, strategy.name);
    },
  };
}

function bundleOf(packageRoot: string, strategyFile: string): Promise<Uint8Array> {
  const exports = DECIDING_NAMES.map((name) => ({ name, as: name, from: DECIDING_MODULE }));
  return bundleStrategy({ packageRoot, strategies: join(packageRoot, 'strategies'), strategyFile, exports });
}
