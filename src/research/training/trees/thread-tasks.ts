// The shared memory as one thread sees it in; what it does at each command, by the command's number, out.

import { binTask } from './bin-task.ts';
import { type ObjectiveSpec, rowLoss } from './objectives.ts';
import { addTask, deriveTask, lossTask, partTask, placeTask, quantiseTask, walkTask } from './row-tasks.ts';
import { splitTask } from './split-task.ts';
import type { ThreadViews } from './thread-views.ts';

export const COMMANDS = {
  bin: 1,
  derive: 2,
  loss: 3,
  quantise: 4,
  part: 5,
  place: 6,
  split: 7,
  add: 8,
  walk: 9,
} as const;

export type Command = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Places in the control block. */
export const CONTROL = { epoch: 0, pending: 1, next: 2, command: 3, tasks: 4, failed: 5 } as const;

/** Of the last command: the thread ends. */
export const STOP = 0;

export function threadTasks(views: ThreadViews, objective: ObjectiveSpec): ReadonlyMap<number, (task: number) => void> {
  const loss = rowLoss(objective);
  return new Map([
    [COMMANDS.bin, binTask(views)],
    [COMMANDS.derive, deriveTask(views, loss)],
    [COMMANDS.loss, lossTask(views, loss)],
    [COMMANDS.quantise, quantiseTask(views)],
    [COMMANDS.part, partTask(views)],
    [COMMANDS.place, placeTask(views)],
    [COMMANDS.split, splitTask(views)],
    [COMMANDS.add, addTask(views)],
    [COMMANDS.walk, walkTask(views)],
  ]);
}

/** Takes tasks of the command until none is left: which thread takes which changes no result. */
export function takeTasks(control: Int32Array, run: (task: number) => void): void {
  const tasks = control[CONTROL.tasks]!;
  for (let task = Atomics.add(control, CONTROL.next, 1); task < tasks; task = Atomics.add(control, CONTROL.next, 1)) {
    run(task);
  }
}
