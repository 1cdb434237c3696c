// One thread of a sweep: its definition once, then one task after the other in; the answer to each out.

import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { packageRoot } from '../../../runner/package-root.ts';
import type { EvaluatorOptions, PointEvaluator, PointTask } from '../evaluation/point-evaluator.ts';
import { type PointAnswer, pointAnswer } from './point-answer.ts';

/** What a thread is started with; piscina wraps it. */
export type PointWorkerData = Pick<EvaluatorOptions, 'definition' | 'sweep' | 'home' | 'share'> & {
  /** Folders of models by their name in the definition, where they do not lie in the package. */
  readonly modelFolders?: Readonly<Record<string, string>> | undefined;
};

// each thread compiles hundreds of modules anew; where this cannot be written nothing is kept, and nothing is lost
enableCompileCache(join(packageRoot, 'cache', 'compiled'));

let opened: Promise<PointEvaluator> | undefined;
let isFirst = true;

export default async function evaluate(task: PointTask): Promise<PointAnswer> {
  const answer = await pointAnswer(async () => {
    opened ??= open();
    return (await opened).evaluate(task);
  });
  // a thread is ended without a chance to write it later
  if (isFirst) flushCompileCache();
  isFirst = false;
  return answer;
}

async function open(): Promise<PointEvaluator> {
  const { PointEvaluator: Evaluator } = await import('../evaluation/point-evaluator.ts');
  const data = (Array.isArray(workerData) ? workerData.at(-1) : workerData) as PointWorkerData;
  const { modelFolders, ...options } = data;
  const modelFolder = modelFolders === undefined ? undefined : (name: string) => modelFolders[name] ?? name;
  return Evaluator.open({ ...options, modelFolder });
}
