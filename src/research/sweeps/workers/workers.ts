// What evaluates points: threads of this machine, or machines behind a queue; tasks in, outcomes out, in any order.

import type { PointOutcome, PointTask } from '../evaluation/point-evaluator.ts';

export interface Workers {
  /** Tasks that may wait or be under way at once: enough that no worker is idle. */
  readonly capacity: number;
  /** Whether each trial stands in the ledger of the sweep's home before its outcome is told; else whoever takes the outcome records it. */
  readonly recordsTrials: boolean;
  /** Undefined for a task that was withdrawn before anybody began it. */
  run(task: PointTask): Promise<PointOutcome | undefined>;
  /** Takes back what nobody has begun; absent where that is soon done anyway. */
  withdraw?(): Promise<void>;
  /** Ends what is under way; its outcomes are lost. */
  close(): Promise<void>;
}
