// One thread of a sweep: its definition once, then one task after the other in; the outcome of each out.

import { workerData } from 'node:worker_threads';
import {
  type EvaluatorOptions,
  PointEvaluator,
  type PointOutcome,
  type PointTask,
} from '../evaluation/point-evaluator.ts';

/** What a thread is started with; piscina wraps it. */
export type PointWorkerData = Pick<EvaluatorOptions, 'definition' | 'sweep' | 'home' | 'share'> & {
  /** Folders of models by their name in the definition, where they do not lie in the package. */
  readonly modelFolders?: Readonly<Record<string, string>> | undefined;
};

let opened: Promise<PointEvaluator> | undefined;

function evaluator(): Promise<PointEvaluator> {
  const data = (Array.isArray(workerData) ? workerData.at(-1) : workerData) as PointWorkerData;
  const { modelFolders, ...options } = data;
  const modelFolder = modelFolders === undefined ? undefined : (name: string) => modelFolders[name] ?? name;
  opened ??= PointEvaluator.open({ ...options, modelFolder });
  return opened;
}

export default async function evaluate(task: PointTask): Promise<PointOutcome> {
  return (await evaluator()).evaluate(task);
}
