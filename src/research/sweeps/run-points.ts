// A search, results that are known already and workers in; every evaluation of the search done once, recorded, and told, out.

import type { PointOutcome, PointTask } from './evaluation/point-evaluator.ts';
import type { PointResult } from './evaluation/point-result.ts';
import type { SweepDefinition } from './evaluation/sweep-definition.ts';
import type { Search } from './search/search.ts';
import type { Tried } from './search/tpe.ts';
import { meritOf } from './searched-points.ts';
import type { Workers } from './workers/workers.ts';

export interface PointsRun {
  readonly search: Search;
  readonly objective: SweepDefinition['objective'];
  readonly known: ReadonlyMap<number, PointResult>;
  readonly workers: Workers;
  /** Makes a result durable. It is called once for each, and nothing is built on a result before it. */
  readonly keep: (outcome: PointOutcome) => void;
  readonly onResult?: ((result: PointResult, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Ends with every evaluation known, or when the signal is set; what is under way then is waited for and kept, what only waits is withdrawn. */
export async function runPoints(run: PointsRun): Promise<void> {
  const { search, known, workers, signal } = run;
  const results = new Map(known);
  const merits = (index: number): Tried | undefined => {
    const result = results.get(index);
    return result && { point: result.point, merit: meritOf(result, run.objective) };
  };
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const stopped = new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  const start = (task: PointTask): void => {
    const done: Promise<void> = workers
      .run(task)
      .then((outcome) => {
        if (outcome === undefined) return;
        run.keep(outcome);
        results.set(task.index, outcome.result);
        run.onResult?.(outcome.result, results.size);
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };
  let next = 0;
  while (failures.length === 0 && signal?.aborted !== true) {
    while (results.has(next)) next += 1;
    const evaluation = next < search.size && underWay.size < workers.capacity ? search.at(next, merits) : undefined;
    if (evaluation !== undefined) {
      start({ index: next, point: evaluation.point, budgetDays: evaluation.days });
      next += 1;
    } else if (underWay.size === 0) break;
    else await Promise.race([...underWay, stopped]);
  }
  await workers.withdraw?.();
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
