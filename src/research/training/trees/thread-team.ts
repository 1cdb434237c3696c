// The shape of a training in; its shared memory, and threads that do tasks over it together with this one, out.

import { Worker } from 'node:worker_threads';
import { UserError } from '../../../adapters/user-error.ts';
import type { ObjectiveSpec } from './objectives.ts';
import { sharedLayout, type TreeShape } from './shared-layout.ts';
import { CONTROL, type Command, STOP, takeTasks, threadTasks } from './thread-tasks.ts';
import { type ThreadViews, threadViews } from './thread-views.ts';
import type { TreeWorkerData } from './tree-worker.ts';
import { type SharedMemory, webAssembly } from './web-assembly.ts';

/** What 32 bits reach, in pages of 64 KiB. */
const MOST_PAGES = 65_536;
const LOOKS = 2000;
/** A task takes milliseconds; one of millions of rows on a machine that is busy, seconds. */
const SLICE_MS = 1000;
const SILENT_SLICES = 300;

export interface ThreadTeam {
  readonly views: ThreadViews;
  /**
   * Does `tasks` tasks of a command whose arguments stand in the views; all are done when it returns. Fewer than `worthThreads` (2) are
   * done by this thread alone: waking others costs more, on a busy machine much more.
   */
  readonly run: (command: Command, tasks: number, worthThreads?: number) => void;
  readonly close: () => Promise<void>;
}

/** @throws UserError `too-large` where the rows do not fit, or the machine has not the memory */
export function trainingMemory(shape: TreeShape): SharedMemory {
  const { pages } = sharedLayout(shape);
  if (pages > MOST_PAGES) throw tooLarge(shape, pages);
  try {
    return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw tooLarge(shape, pages, cause);
  }
}

/** `memory` is that of `trainingMemory` for the same shape. */
export async function threadTeam(
  memory: SharedMemory,
  shape: TreeShape,
  objective: ObjectiveSpec,
): Promise<ThreadTeam> {
  const views = threadViews(memory, shape, 0);
  const tasksOf = threadTasks(views, objective);
  const { control } = views;
  const workers = Array.from({ length: shape.threads - 1 }, (_, at) => {
    const workerData: TreeWorkerData = { memory, shape, objective, thread: at + 1 };
    return new Worker(new URL('./tree-worker.ts', import.meta.url), { workerData });
  });
  try {
    await Promise.all(workers.map(isReady));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  // where a training is cut off by force, threads that sleep must not keep the process
  for (const worker of workers) worker.unref();
  return {
    views,
    run: (command, tasks, worthThreads = 2) => {
      control[CONTROL.command] = command;
      control[CONTROL.tasks] = tasks;
      Atomics.store(control, CONTROL.next, 0);
      const isShared = workers.length > 0 && tasks >= worthThreads;
      if (isShared) {
        Atomics.store(control, CONTROL.pending, workers.length);
        Atomics.add(control, CONTROL.epoch, 1);
        Atomics.notify(control, CONTROL.epoch);
      }
      takeTasks(control, tasksOf.get(command)!);
      if (isShared) awaitOthers(control);
      if (control[CONTROL.failed] === 1) throw new Error('a thread of the training failed');
    },
    close: async () => {
      control[CONTROL.command] = STOP;
      Atomics.add(control, CONTROL.epoch, 1);
      Atomics.notify(control, CONTROL.epoch);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function isReady(worker: Worker): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.once('message', () => resolve());
  worker.once('error', reject);
  return promise;
}

/** A thread that was lost, to memory for example, never says so: this thread would wait for ever, and hear of no interrupt. */
function awaitOthers(control: Int32Array): void {
  for (let look = 0; look < LOOKS && Atomics.load(control, CONTROL.pending) > 0; ) look += 1;
  let silent = 0;
  for (let left = Atomics.load(control, CONTROL.pending); left > 0; left = Atomics.load(control, CONTROL.pending)) {
    // counted in slices: a machine that slept for an hour has lost one
    if (Atomics.wait(control, CONTROL.pending, left, SLICE_MS) !== 'timed-out') silent = 0;
    else if (++silent === SILENT_SLICES)
      throw new Error('a thread of the training does not answer; the machine may be out of memory');
  }
}

function tooLarge(shape: TreeShape, pages: number, cause?: unknown): UserError {
  const gigabytes = (pages / 16_384).toFixed(1);
  return new UserError({
    code: 'too-large',
    message: `${shape.rows} rows of ${shape.features} inputs need ${gigabytes} GiB of memory beside the rows themselves, more than ${cause === undefined ? 'the 4 that there can be' : 'this machine gives'}`,
    field: 'rows',
    fix: 'Train on fewer rows or inputs: every second session, or inputs that matter by importance',
    cause,
  });
}
