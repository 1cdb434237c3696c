// A home and a strategy in; the runs in which it met a market that nobody had seen, and the model of the newest of them, out.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunMode } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';

export interface DriftRuns {
  /** Folders, oldest first. */
  readonly runs: readonly string[];
  /** Runs of other models of the strategy, which are left out. */
  readonly ofOtherModels: number;
}

const MODES: ReadonlySet<RunMode> = new Set<RunMode>(['live', 'shadow', 'paper']);

/** UserErrors: `drift-no-runs`, and those of a run.json that cannot be read. */
export function driftRuns(home: string, strategy: string): DriftRuns {
  const root = join(home, RUNS_FOLDER);
  const found = (existsSync(root) ? readdirSync(root) : [])
    .map((name) => join(root, name))
    .filter((folder) => existsSync(join(folder, RUN_FILE)))
    .map((folder) => ({ folder, info: readRunInfo(folder) }))
    .filter(({ info }) => info.strategy === strategy && MODES.has(info.mode) && info.model !== null)
    .sort((a, b) => (a.info.startedAtUtc < b.info.startedAtUtc ? -1 : 1));
  const newest = found.at(-1)?.info.model?.manifestSha256;
  const runs = found.filter(({ info }) => info.model?.manifestSha256 === newest).map(({ folder }) => folder);
  if (runs.length > 0) return { runs, ofOtherModels: found.length - runs.length };
  throw new UserError({
    code: 'drift-no-runs',
    message: `${root} has no live, shadow or paper run of ${strategy} with a model`,
    file: root,
    field: 'strategy',
    fix: 'Name runs by their folders, or run the strategy first: qt paper, qt shadow, qt live.',
  });
}
