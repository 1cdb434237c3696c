// The front's thread: binds the sockets of its connection, loads the language, and answers until it ends the process.
import { parentPort, workerData } from 'node:worker_threads';
import { LoadingSign } from '../interrupt/loading-sign.ts';
import type { FrontMessage, SessionMessage } from '../session/session-events.ts';
import { frontLog } from './front-log.ts';
import { bindSockets } from './front-sockets.ts';
import type { FrontEnded, FrontThreadData } from './front-thread.ts';
import { type FrontEnd, KernelFront } from './kernel-front.ts';
import { type LanguageFront, noLanguage } from './language-front.ts';
import { watchParent } from './parent-watch.ts';
import type { SessionPort } from './session-port.ts';

/** How long the main thread has to end the process before it is killed. */
const endLimitMs = 300;

const thread = parentPort;
if (thread === null) throw new Error('front-worker.ts runs as a worker thread only');
const data = workerData as FrontThreadData;

const port: SessionPort = {
  send: (message: FrontMessage) => thread.postMessage(message),
  onMessage: (listener) => void thread.on('message', (message: SessionMessage) => listener(message)),
};

const sockets = await bindSockets(data.connection);
const front = new KernelFront({
  sockets,
  key: data.connection.key,
  port,
  language: lazyLanguage(data),
  facts: data.facts,
  loading: new LoadingSign(data.loading),
  onEnd: endProcess,
});
front.start();
watchParent(() => front.end());

/** From here only the main thread can end the process with an exit code; a busy one is killed. */
function endProcess(end: FrontEnd): void {
  const kill = () => process.kill(process.pid, 'SIGKILL');
  if (end === 'unresponsive') {
    kill();
    return;
  }
  thread?.postMessage({ kind: 'frontEnded' } satisfies FrontEnded);
  setTimeout(kill, endLimitMs);
}

/** The language is loaded after the sockets are bound, so that a client need not wait for it. */
function lazyLanguage({ languageModule, languageData }: FrontThreadData): LanguageFront {
  if (languageModule === undefined) return noLanguage;
  const opening: Promise<LanguageFront> = import(languageModule).then((module) =>
    module.openLanguageFront(languageData),
  );
  opening.catch((error: unknown) => {
    frontLog(`the language service did not start: ${error instanceof Error ? error.message : String(error)}`);
  });
  return {
    complete: async (code, cursor) => (await opening).complete(code, cursor),
    inspect: async (code, cursor, detail) => (await opening).inspect(code, cursor, detail),
    isComplete: async (code) => (await opening).isComplete(code),
    warnings: async (code) => (await opening).warnings(code),
    cellRan: (cell) => {
      opening.then((language) => language.cellRan(cell)).catch(() => {});
    },
  };
}
