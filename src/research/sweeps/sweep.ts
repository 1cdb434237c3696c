// A strategy, what is to be searched and days in; every point evaluated over them, kept in a folder under runs/, and the result out.

import { join, resolve } from 'node:path';
import { openStore } from '../../adapters/datasets/store.ts';
import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import { UserError } from '../../adapters/user-error.ts';
import { loadStrategy } from '../../runner/load-strategy.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { defineSweep, type SweepWish } from './define-sweep.ts';
import { assertSameData } from './evaluation/assert-same-data.ts';
import type { PointOutcome } from './evaluation/point-evaluator.ts';
import type { PointResult } from './evaluation/point-result.ts';
import { type SweepDefinition, sweepName } from './evaluation/sweep-definition.ts';
import { SweepFolder } from './record/sweep-folder.ts';
import { lockSweep } from './record/sweep-lock.ts';
import { runPoints } from './run-points.ts';
import { searchOf } from './search/search.ts';
import { SweepResult } from './sweep-result.ts';
import { LocalWorkers } from './workers/local-workers.ts';
import type { Workers } from './workers/workers.ts';

export interface SweepOptions extends SweepWish {
  /** Default: QT_HOME, else the folder of this package. */
  readonly home?: string | undefined;
  /** Threads of this machine; default 1. The result is the same for any number. */
  readonly workers?: number | undefined;
  /** Goes on with a sweep of the same definition that was stopped or killed; without it such a one is an error. */
  readonly resume?: boolean | undefined;
  /** Uses also days that the quality gate refused. */
  readonly allowRefused?: boolean | undefined;
  /** Ends it early: what is under way is waited for and kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onResult?: ((result: PointResult, done: number, total: number) => void) | undefined;
}

/** What else may evaluate points: machines behind a queue. */
export type OpenWorkers = (definition: SweepDefinition, home: string) => Promise<Workers> | Workers;

const MOST_WORKERS = 64;

/** UserErrors of `defineSweep`, of the search, and `sweep-exists`, `sweep-busy`, `sweep-not-writable`. */
export async function sweep(options: SweepOptions, openWorkers: OpenWorkers = threads(options)): Promise<SweepResult> {
  const home = resolve(options.home ?? process.env.QT_HOME ?? packageRoot);
  const store = openStore(home, { acceptRefused: options.allowRefused });
  const definition = await defineSweep(store, options);
  const { space, search: settings, days, objective } = definition;
  const search = searchOf(space, settings, days.length);
  const folder = SweepFolder.open(home, definition);
  const unlock = lockSweep(folder.path);
  try {
    const isThere = folder.results.size > 0;
    if (isThere && options.resume !== true && folder.results.size < search.size) throw exists(folder, search.size);
    if (folder.results.size < search.size) {
      const workers = await openWorkers(definition, home);
      const record = recorderOf(home);
      try {
        await runPoints({
          ...{ search, objective, known: folder.results, workers, signal: options.signal },
          keep: (outcome) => folder.add(outcome.result, workers.recordsTrials ? outcome.entry : record(outcome)),
          onResult: (result, done) => options.onResult?.(result, done, search.size),
        });
      } finally {
        await workers.close();
      }
      const { strategy } = await loadStrategy(join(packageRoot, definition.strategy.file));
      assertSameData(definition, strategy, home);
    }
    // half a sweep must not look like a whole one
    const isFinished = folder.results.size === search.size;
    return new SweepResult(definition, folder.path, isFinished ? folder.finish() : folder.ordered(), isFinished);
  } finally {
    unlock();
    folder.close();
  }
}

/** For what another machine computed: the folder that its trial names, and the ledger of its entry, are not here. A training before its first point. */
function recorderOf(home: string): (outcome: PointOutcome) => EntryMark | null {
  const trainings = new Set<string>();
  return ({ trial, training }) => {
    const text = JSON.stringify(training);
    if (training !== null && !trainings.has(text)) recordTrial(home, { ...training, run: null });
    trainings.add(text);
    return trial === null ? null : recordTrial(home, { ...trial, run: null });
  };
}

function threads({ workers = 1 }: SweepOptions): OpenWorkers {
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    throw new UserError({
      code: 'bad-option',
      message: `${workers} is no number of workers`,
      field: 'workers',
      fix: `Write 1 to ${MOST_WORKERS}; more than the machine has cores gain nothing`,
    });
  }
  return (definition, home) => new LocalWorkers(workers, { definition, home, sweep: sweepName(definition) });
}

function exists({ path, results }: SweepFolder, size: number): UserError {
  return new UserError({
    code: 'sweep-exists',
    message: `This sweep was begun before: ${results.size} of its ${size} evaluations stand in ${path}`,
    file: path,
    fix: 'Go on with it by --resume (in a notebook resume: true), or give another --seed',
  });
}
