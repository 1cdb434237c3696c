// Used in a worker thread: stops what the main thread is doing, be it waiting or busy, and tells whether it came to hear of it.
import { Session } from 'node:inspector';
import { LoadingSign } from './loading-sign.ts';

/** How long the main thread has to answer before it counts as busy. */
const answerLimitMs = 30;
/** Termination loses the turn it hits, and with it maybe the message: it is sent again this often at most. */
const maximumTries = 20;
/** A main thread that loads modules is left at it for about half a minute; this many times `answerLimitMs`. */
const maximumLoadWaits = 1000;

export interface Interrupter {
  /**
   * True when the main thread answered: whatever ran there has been told to stop. False when it did not within about
   * 20 tries of 30 ms, which native code that never returns causes; while it loads modules, it has half a minute. One
   * interrupt runs at a time; others share its answer.
   */
  interrupt(): Promise<boolean>;
  /** To be called when the main thread answered the message with this number. */
  seen(id: number): void;
}

/**
 * `post` sends `{ kind: 'interrupt', id }` to the main thread, which must answer at once and end the running cell itself.
 * The process must have been started with `--no-force-async-hooks-checks`, else ending a busy main thread kills it.
 * Everything the main thread had pending in its microtask queue is dropped when it was busy, and the message that it was
 * about to read may be. While it gives the sign of `loading`, it is not ended by force.
 */
export function createInterrupter(post: (id: number) => void, loading = new LoadingSign()): Interrupter {
  let lastId = 0;
  let firstIdOfRun = 0;
  let loadWaitsOfRun = 0;
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
    });

  const isSeenAfterPost = (): Promise<boolean> => {
    const isSeen = isSeenWithinLimit();
    lastId += 1;
    post(lastId);
    return isSeen;
  };

  const isSeenWhileLoading = async (): Promise<boolean> => {
    for (; loadWaitsOfRun < maximumLoadWaits && loading.isGiven; loadWaitsOfRun++) {
      if (await isSeenWithinLimit()) return true;
    }
    return false;
  };

  const run = async (): Promise<boolean> => {
    firstIdOfRun = lastId + 1;
    loadWaitsOfRun = 0;
    if (await isSeenAfterPost()) return true;
    loading.hasWaiting = true;
    if (await isSeenWhileLoading()) return true;
    const inspector = new Session();
    inspector.connectToMainThread();
    try {
      for (let tries = 1; tries < maximumTries; tries++) {
        inspector.post('Runtime.terminateExecution');
        if ((await isSeenAfterPost()) || (await isSeenWhileLoading())) return true;
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
        loading.hasWaiting = false;
      });
      return running;
    },
    seen(id) {
      // An answer to an earlier interrupt says nothing about this one.
      if (id >= firstIdOfRun) onSeen?.();
    },
  };
}
