// One thread of a training: shared memory in; its share of every command's tasks, done there, out.

import { parentPort, workerData } from 'node:worker_threads';
import type { ObjectiveSpec } from './objectives.ts';
import type { TreeShape } from './shared-layout.ts';
import { CONTROL, STOP, takeTasks, threadTasks } from './thread-tasks.ts';
import { threadViews } from './thread-views.ts';
import type { SharedMemory } from './web-assembly.ts';

export interface TreeWorkerData {
  readonly memory: SharedMemory;
  readonly shape: TreeShape;
  readonly objective: ObjectiveSpec;
  readonly thread: number;
}

/** Looks for the next command so many times before it sleeps: commands follow each other within microseconds. */
const LOOKS = 2000;

const { memory, shape, objective, thread } = workerData as TreeWorkerData;
const views = threadViews(memory, shape, thread);
const tasks = threadTasks(views, objective);
const { control } = views;
parentPort!.postMessage('ready');

for (let seen = 0; ; ) {
  for (let look = 0; look < LOOKS && Atomics.load(control, CONTROL.epoch) === seen; ) look += 1;
  Atomics.wait(control, CONTROL.epoch, seen);
  seen = Atomics.load(control, CONTROL.epoch);
  const command = control[CONTROL.command]!;
  if (command === STOP) break;
  try {
    takeTasks(control, tasks.get(command)!);
  } catch (error) {
    // the others must not wait for ever: the thread that leads them throws
    console.error(error);
    control[CONTROL.failed] = 1;
  }
  if (Atomics.sub(control, CONTROL.pending, 1) === 1) Atomics.notify(control, CONTROL.pending);
}
