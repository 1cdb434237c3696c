// Main thread's side of a time limit: a deadline in, an interrupt out when it passes, even from a busy main thread.
import { Worker } from 'node:worker_threads';
import { LoadingSign } from './loading-sign.ts';

/** What the time-limit thread is told. */
export type TimeLimitOrder =
  | { readonly kind: 'arm'; readonly limitMs: number }
  | { readonly kind: 'disarm' }
  | { readonly kind: 'seen'; readonly id: number };

/** What the time-limit thread tells. */
export interface TimeLimitNews {
  readonly kind: 'interrupt';
  readonly id: number;
}

export interface TimeLimit {
  /** The interrupt comes this many milliseconds from now unless disarmed or armed anew before. */
  arm(limitMs: number): void;
  disarm(): void;
  close(): Promise<void>;
}

/**
 * `onInterrupt` runs on the main thread and must end what runs there at once (fail the cell); it may be called again
 * for one deadline. While the sign of `loading` is given, it waits. Needs `--no-force-async-hooks-checks`, as every interrupt does.
 */
export function startTimeLimit(onInterrupt: () => void, loading = new LoadingSign()): TimeLimit {
  const worker = new Worker(new URL('./time-limit-worker.ts', import.meta.url), {
    ...{ stdin: false, workerData: loading.memory },
  });
  const order = (message: TimeLimitOrder) => worker.postMessage(message);
  worker.on('message', (news: TimeLimitNews) => {
    order({ kind: 'seen', id: news.id });
    onInterrupt();
  });
  worker.unref();
  return {
    arm: (limitMs) => order({ kind: 'arm', limitMs }),
    disarm: () => order({ kind: 'disarm' }),
    close: async () => {
      await worker.terminate();
    },
  };
}
