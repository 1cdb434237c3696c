// Jupyter's connection file in; a kernel for the folder that it was started in, until Jupyter shuts it down.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConnectionFileError, readConnectionFile } from './front/connection-file.ts';
import { type FrontThread, startFrontThread } from './front/front-thread.ts';
import { LoadingSign } from './interrupt/loading-sign.ts';
import type { LanguageData } from './language/open-language-front.ts';
import { liveGuard } from './live-guard.ts';
import { forgetSecrets } from './secret-variables.ts';
import { Session } from './session/session.ts';
import type { ExecuteReply, FrontMessage } from './session/session-events.ts';
import { sessionFile } from './session/session-file.ts';
import { warnsOfTypes } from './warns-of-types.ts';

forgetSecrets();
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const folder = process.cwd();
/** The real one: a session puts another in its place. */
const exit = process.exit.bind(process);

class Kernel {
  private readonly front: FrontThread;
  private readonly session: Session;
  private readonly questions = new Map<number, (text: string | undefined) => void>();
  private readonly loading = new LoadingSign();
  private asked = 0;

  constructor(connectionFile: string) {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    this.front = startFrontThread({
      connection: readConnectionFile(connectionFile),
      facts: {
        ...{ implementation: 'quantumtrader', implementationVersion: version, languageVersion: process.versions.node },
        banner: `QuantumTrader ${version}, TypeScript on Node ${process.versions.node}`,
        helpLinks: [],
      },
      languageModule: new URL('./language/open-language-front.ts', import.meta.url).href,
      languageData: { folder, warnsOfTypes: warnsOfTypes(process.env) } satisfies LanguageData,
      loading: this.loading.memory,
      onMessage: (message) => this.take(message),
      onEnd: exit,
    });
    this.session = new Session({
      ...{ root, folder, refusal: liveGuard(root), hasComms: true, loading: this.loading },
      notebook: { file: () => sessionFile(folder, process.env) },
      emit: (event) => this.front.send({ kind: 'event', event }),
      ask: ({ token, prompt, isPassword }) =>
        new Promise((resolve, reject) => {
          const id = ++this.asked;
          this.questions.set(id, (text) => (text === undefined ? reject(new Error('Nobody answered')) : resolve(text)));
          this.front.send({ kind: 'stdinRequest', id, token, prompt, isPassword });
        }),
    });
    this.session.open();
    this.front.send({ kind: 'ready' });
  }

  private take(message: FrontMessage): void {
    const { front, session } = this;
    switch (message.kind) {
      case 'execute': {
        const { request } = message;
        const { token } = request;
        const running = session.execute(request);
        front.send({ kind: 'started', token, executionCount: session.executionCount });
        running
          .then((reply) => front.send({ kind: 'executed', token, reply }))
          // the front waits for a reply: without one it would run no other cell
          .catch((error: unknown) => front.send({ kind: 'executed', token, reply: failedReply(session, error) }));
        return;
      }
      case 'interrupt':
        front.send({ kind: 'interruptSeen', id: message.id });
        return session.interrupt();
      case 'stdinReply':
        this.questions.get(message.id)?.(message.text);
        this.questions.delete(message.id);
        return;
      case 'comm':
        void session.takeComm(message).then(() => front.send({ kind: 'commHandled', token: message.token }));
        return;
      case 'commInfo':
        return front.send({ kind: 'comms', id: message.id, comms: session.commsOf(message.targetName) });
      case 'sync':
        return front.send({ kind: 'lost', tokens: session.lost(message.tokens) });
      case 'shutdown':
        return front.send({ kind: 'stopped' });
    }
  }
}

function failedReply({ executionCount }: Session, cause: unknown): ExecuteReply {
  const message = `The session itself failed: ${cause instanceof Error ? cause.message : typeof cause}`;
  return { kind: 'error', executionCount, error: { name: 'SessionError', message, traceback: [message] } };
}

try {
  new Kernel(process.argv[2] ?? '');
} catch (error) {
  if (!(error instanceof ConnectionFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  exit(1);
}
