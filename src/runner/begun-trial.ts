// A run that is about to begin in; whether somebody can see something of it before it ends, and the trial that is recorded then, out.

import type { PartKind } from '../adapters/datasets/schema.ts';
import type { Trial } from '../adapters/ledger/trial.ts';
import type { SimulatedRunOptions } from './simulated-run.ts';
import { type EndedRun, trialOfRun } from './trial-of-run.ts';

export interface BegunRun extends Omit<EndedRun, 'digest' | 'isWhole' | 'feeds'> {
  readonly feeds: EndedRun['feeds'] & { readonly kind: PartKind };
}

/**
 * By its journal, an observer, what stands between exchange and engine, or a strategy that is no file and may tell others what it is asked. A
 * point of a sweep gives nothing until it has ended.
 */
export function isSeenBeforeItsEnd(options: SimulatedRunOptions, folder: string | undefined): boolean {
  const { observer, wrap, strategyFile } = options;
  return folder !== undefined || observer !== undefined || wrap !== undefined || strategyFile === null;
}

/** Its days are those that were asked for. Two beginnings of code that cannot be named, such as a function, are never the same. */
export function begunTrial(run: BegunRun): Trial {
  const { feeds } = run;
  const trial = trialOfRun({ ...run, digest: '', isWhole: false });
  return {
    ...trial,
    outcome: 'began',
    conditions: { ...trial.conditions, parts: feeds.kind },
    result: { digest: null, trades: null, measures: {}, daily: null },
  };
}
