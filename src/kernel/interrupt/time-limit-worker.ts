// The thread behind a time limit: orders to arm and disarm in, interrupts of the main thread out.
import { parentPort } from 'node:worker_threads';
import { createInterrupter } from './interrupter.ts';
import type { TimeLimitNews, TimeLimitOrder } from './time-limit.ts';

const port = parentPort;
if (port === null) throw new Error('time-limit-worker.ts runs as a worker thread only');

const interrupter = createInterrupter((id) => port.postMessage({ kind: 'interrupt', id } satisfies TimeLimitNews));
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
