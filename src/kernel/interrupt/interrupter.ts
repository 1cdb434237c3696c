// Used in a worker thread: stops what the main thread is doing, be it waiting or busy, and tells whether it came to hear of it.
import { Session } from 'node:inspector';

/** How long the main thread has to answer before it counts as busy. */
const answerLimitMs = 30;
/** Termination loses the turn it hits, and with it maybe the message: it is sent again this often at most. */
const maximumTries = 20;

export interface Interrupter {
  /**
   * True when the main thread answered: whatever ran there has been told to stop. False when it did not within about
   * 20 tries of 30 ms, which native code that never returns causes. One interrupt runs at a time; others share its answer.
   */
  interrupt(): Promise<boolean>;
  /** To be called when the main thread answered the message with this number. */
  seen(id: number): void;
}

/**
 * `post` sends `{ kind: 'interrupt', id }` to the main thread, which must answer at once and end the running cell itself.
 * The process must have been started with `--no-force-async-hooks-checks`, else ending a busy main thread kills it.
 * Everything the main thread had pending in its microtask queue is dropped when it was busy.
 */
export function createInterrupter(post: (id: number) => void): Interrupter {
  let lastId = 0;
  let firstIdOfRun = 0;
  let onSeen: (() => void) | undefined;
  let running: Promise<boolean> | undefined;

  const isSeenWithinLimit = (): Promise<boolean> =>
    new Promise((resolve) => {
      const finish = (isSeen: boolean) => {
        clearTimeout(timer);
        onSeen = undefined;
        resolve(isSeen);
      };
      const timer = setTimeout(finish, answerLimitMs, false);
      onSeen = () => finish(true);
      lastId += 1;
      post(lastId);
    });

  const run = async (): Promise<boolean> => {
    firstIdOfRun = lastId + 1;
    if (await isSeenWithinLimit()) return true;
    const inspector = new Session();
    inspector.connectToMainThread();
    try {
      for (let tries = 1; tries < maximumTries; tries++) {
        inspector.post('Runtime.terminateExecution');
        if (await isSeenWithinLimit()) return true;
      }
      return false;
    } finally {
      inspector.disconnect();
    }
  };

  return {
    interrupt() {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
    seen(id) {
      // An answer to an earlier interrupt says nothing about this one.
      if (id >= firstIdOfRun) onSeen?.();
    },
  };
}
