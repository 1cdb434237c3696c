// The thread of the alerts: messages of the engine's thread in, the post office behind them, what became of each out.

import { parentPort, workerData } from 'node:worker_threads';
import type { AlertWorkerData, FromAlertWorker, ToAlertWorker } from './alert-messages.ts';
import { AlertPost } from './alert-post.ts';

const port = parentPort!;
const tell = (message: FromAlertWorker): void => port.postMessage(message);
const post = new AlertPost(workerData as AlertWorkerData, {
  onOutcome: (outcome) => tell({ kind: 'outcome', outcome }),
  say: (text) => tell({ kind: 'said', text }),
});
port.on('message', (message: ToAlertWorker) => {
  switch (message.kind) {
    case 'alert':
      return post.take(message.alert);
    case 'beat':
      return post.beat(message.state);
    case 'session':
      return post.startSession();
    case 'close':
      void post.close(message.drainMs).then(() => tell({ kind: 'closed' }));
  }
});
tell({ kind: 'ready', targets: post.targets });
