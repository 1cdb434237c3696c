// The thread behind a time limit: orders to arm and disarm in, interrupts of the main thread out.
import { parentPort, workerData } from 'node:worker_threads';
import { createInterrupter } from './interrupter.ts';
import { LoadingSign } from './loading-sign.ts';
import type { TimeLimitNews, TimeLimitOrder } from './time-limit.ts';

const port = parentPort;
if (port === null) throw new Error('time-limit-worker.ts runs as a worker thread only');

const loading = new LoadingSign(workerData as SharedArrayBuffer);
const post = (id: number): void => port.postMessage({ kind: 'interrupt', id } satisfies TimeLimitNews);
const interrupter = createInterrupter(post, loading);
let timer: NodeJS.Timeout | undefined;

port.on('message', (order: TimeLimitOrder) => {
  switch (order.kind) {
    case 'arm':
      clearTimeout(timer);
      timer = setTimeout(() => void interrupter.interrupt(), order.limitMs);
      return;
    case 'disarm':
      clearTimeout(timer);
      return;
    case 'seen':
      interrupter.seen(order.id);
  }
});
