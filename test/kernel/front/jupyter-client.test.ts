import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { type LanguageFront, noLanguage } from '../../../src/kernel/front/language-front.ts';
import { connectionFileText, tcpConnection } from './connection.ts';
import { openFront } from './open-front.ts';
import type { Script } from './scripted-session.ts';

const check = fileURLToPath(new URL('./jupyter-client-check.py', import.meta.url));

/** The system's own Python is asked too: another one may come first in the path. */
const python = ['python3', '/usr/bin/python3', 'py'].find(
  (command) => spawnSync(command, ['-c', 'import jupyter_client'], { timeout: 10_000 }).status === 0,
);

const script: Script = async (code, { tell, print, ask, count, interrupted }) => {
  if (code === 'fail') throw new RangeError('too far');
  if (code === 'wait') await interrupted;
  if (code === 'ask') print((await ask('Name? ')) ?? '');
  if (code !== 'everything') return;
  const [data, metadata] = [{ 'text/plain': '1', 'text/html': '<b>1</b>' }, {}];
  print('printed\n');
  tell({ kind: 'display', data, metadata, displayId: undefined, isUpdate: false });
  tell({ kind: 'display', data, metadata, displayId: 'd', isUpdate: true });
  tell({ kind: 'clear', wait: false });
  const comm = { kind: 'comm', metadata, buffers: [new Uint8Array([1])] } as const;
  tell({ ...comm, type: 'comm_open', content: { comm_id: 'c', target_name: 't', data: {} } });
  tell({ ...comm, type: 'comm_msg', content: { comm_id: 'c', data: {} } });
  tell({ kind: 'result', executionCount: count, data, metadata });
};

const language: LanguageFront = {
  ...noLanguage,
  complete: async () => ({ start: 0, end: 2, items: [{ text: 'value', kind: 'variable', signature: undefined }] }),
  inspect: async () => ({ 'text/plain': 'let value: number', 'text/markdown': '`let value: number`' }),
  isComplete: async () => ({ kind: 'complete' }),
};

const title = 'passes jupyter_client and the field lists of the protocol, message by message';
const skipped = `${title} (skipped: no Python here has jupyter_client; Debian: apt-get install python3-jupyter-client)`;

it.skipIf(python === undefined)(python === undefined ? skipped : title, async () => {
  const connection = await tcpConnection();
  const file = join(mkdtempSync(join(tmpdir(), 'kernel-')), 'connection.json');
  writeFileSync(file, connectionFileText(connection));
  const { ended } = await openFront(script, { connection, language });
  const { stdout } = await promisify(execFile)(python ?? '', [check, file], { timeout: 25_000 });
  const required = [
    'clear_output',
    'comm_info_reply',
    'comm_msg',
    'comm_open',
    'complete_reply',
    'display_data',
    'error',
    'execute_input',
    'execute_reply',
    'execute_result',
    'history_reply',
    'input_request',
    'inspect_reply',
    'interrupt_reply',
    'is_complete_reply',
    'kernel_info_reply',
    'shutdown_reply',
    'status',
    'stream',
    'update_display_data',
  ];
  expect(JSON.parse(stdout).checked).toEqual(expect.arrayContaining(required));
  expect(await ended).toBe('stopped');
});
