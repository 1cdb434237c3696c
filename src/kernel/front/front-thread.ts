// Main thread's side of the front: starts its worker thread, passes messages both ways, and ends the process with it.
import { Worker } from 'node:worker_threads';
import type { FrontMessage, SessionMessage } from '../session/session-events.ts';
import type { ConnectionFacts } from './connection-file.ts';
import { frontLog } from './front-log.ts';
import type { KernelFacts } from './kernel-facts.ts';

/** What the front's thread starts with. */
export interface FrontThreadData {
  readonly connection: ConnectionFacts;
  readonly facts: KernelFacts;
  /**
   * URL of a module that exports `openLanguageFront(data): LanguageFront | Promise<LanguageFront>`; it is loaded in the
   * front's thread. Undefined: nothing is completed or explained.
   */
  readonly languageModule: string | undefined;
  /** Memory of the sign that the main thread gives while it loads modules. */
  readonly loading?: SharedArrayBuffer;
  /** Given to `openLanguageFront`; plain data. */
  readonly languageData: unknown;
}

export interface FrontThreadOptions extends FrontThreadData {
  /** Messages for the session, in order, from the first on. */
  onMessage(message: FrontMessage): void;
  /**
   * Must end the process with this code at once; it is 0 after a shutdown, 1 when the front failed (logged). A process
   * that still lives 300 ms after a shutdown is killed by the front.
   */
  onEnd(exitCode: number): void;
}

export interface FrontThread {
  send(message: SessionMessage): void;
}

/** The front's own word to this file: everything is delivered, the process may end. */
export interface FrontEnded {
  readonly kind: 'frontEnded';
}

export function startFrontThread(options: FrontThreadOptions): FrontThread {
  const { onMessage, onEnd, ...workerData } = options;
  const worker = new Worker(new URL('./front-worker.ts', import.meta.url), { workerData });
  let hasEnded = false;
  const end = (exitCode: number) => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd(exitCode);
  };
  worker.on('message', (message: FrontMessage | FrontEnded) => {
    if (message.kind === 'frontEnded') end(0);
    else onMessage(message);
  });
  worker.on('error', (error: Error) => {
    frontLog(`the front failed: ${error.stack ?? error.message}`);
    end(1);
  });
  worker.on('exit', () => end(1));
  return { send: (message) => worker.postMessage(message) };
}
