// A kernel process for tests: the front in its thread, and a main thread whose cells are known by name.
import { spawnSync } from 'node:child_process';
import { readConnectionFile } from '../../../src/kernel/front/connection-file.ts';
import { startFrontThread } from '../../../src/kernel/front/front-thread.ts';
import type { ExecuteReply, FrontMessage } from '../../../src/kernel/session/session-events.ts';

let count = 0;
let interruptCell = () => {};

const cells: Readonly<Record<string, () => unknown>> = {
  'busy loop': () => {
    for (;;);
  },
  'native call': () => spawnSync(process.execPath, ['-e', 'setTimeout(() => {}, 3000)']),
  'endless wait': () => new Promise(() => {}),
};

async function run(code: string): Promise<void> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    interruptCell = () => reject(new Error('Interrupted'));
  });
  await Promise.race([Promise.resolve().then(() => cells[code]?.()), interrupted]);
}

let token = '';

function finish(reply: ExecuteReply): void {
  if (token !== '') front.send({ kind: 'executed', token, reply });
  token = '';
}

function onMessage(message: FrontMessage): void {
  switch (message.kind) {
    case 'execute':
      token = message.request.token;
      count += 1;
      front.send({ kind: 'started', token, executionCount: count });
      run(message.request.code).then(
        () => finish({ kind: 'ok', executionCount: count }),
        () => {},
      );
      return;
    case 'interrupt':
      front.send({ kind: 'interruptSeen', id: message.id });
      interruptCell();
      // Told from here, since an ended turn takes the promises of the cell along.
      finish({ kind: 'error', executionCount: count, error: { name: 'Interrupted', message: '', traceback: [] } });
      return;
    case 'shutdown':
      if (process.env.DEAF !== '1') front.send({ kind: 'stopped' });
  }
}

const front = startFrontThread({
  connection: readConnectionFile(process.argv[2] ?? ''),
  facts: { implementation: 'test', implementationVersion: '1', languageVersion: '6', banner: '', helpLinks: [] },
  languageModule: process.env.LANGUAGE_MODULE,
  languageData: { mark: '?' },
  onMessage,
  onEnd: (exitCode) => process.exit(exitCode),
});
front.send({ kind: 'ready' });
