import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { ConnectionFacts } from '../../../src/kernel/front/connection-file.ts';
import { connectionFileText, tcpConnection } from './connection.ts';
import { ProtocolClient } from './protocol-client.ts';

const script = fileURLToPath(new URL('./kernel-process.ts', import.meta.url));

interface Kernel {
  readonly client: ProtocolClient;
  readonly child: ChildProcess;
  /** All that it wrote to standard error. */
  errors(): string;
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

async function startKernel(environment: Record<string, string> = {}, given?: ConnectionFacts): Promise<Kernel> {
  const facts = given ?? (await tcpConnection());
  const file = join(mkdtempSync(join(tmpdir(), 'kernel-')), 'connection.json');
  writeFileSync(file, connectionFileText(facts));
  const child = spawn(process.execPath, ['--no-force-async-hooks-checks', script, file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const client = new ProtocolClient(facts);
  onTestFinished(() => {
    client.close();
    child.kill('SIGKILL');
  });
  return { client, child, exit, errors: () => errors };
}

/** Starts a cell and returns when it runs. */
async function startCell({ client }: Kernel, code: string): Promise<string> {
  await client.welcomed();
  const id = client.execute(code);
  while ((await client.inboxes.iopub.next()).type !== 'execute_input');
  return id;
}

async function shutDown({ client }: Kernel): Promise<unknown> {
  const id = client.send('control', 'shutdown_request', { restart: false });
  const reply = await client.reply(id, 'control');
  while (!client.inboxes.iopub.all.some(({ type }) => type === 'shutdown_reply')) await client.inboxes.iopub.next();
  return reply.content;
}

it('answers and beats while the main thread is in a busy loop, and interrupts it', async () => {
  const kernel = await startKernel();
  const { client } = kernel;
  const id = await startCell(kernel, 'busy loop');
  expect(await client.beat('alive')).toBe('alive');
  expect((await client.reply(client.send('shell', 'kernel_info_request', {}))).content.status).toBe('ok');
  const interrupt = client.send('control', 'interrupt_request', {});
  expect((await client.reply(id)).content).toMatchObject({ status: 'error', ename: 'Interrupted' });
  expect((await client.reply(interrupt, 'control')).content).toEqual({ status: 'ok' });
  expect((await client.reply(client.execute('nothing'))).content).toMatchObject({ status: 'ok', execution_count: 2 });
  await shutDown(kernel);
  expect(await kernel.exit).toEqual({ code: 0, signal: null });
});

it('ends with code 0 after a shutdown request while a cell waits', async () => {
  const kernel = await startKernel();
  await startCell(kernel, 'endless wait');
  expect(await shutDown(kernel)).toEqual({ status: 'ok', restart: false });
  expect(await kernel.exit).toEqual({ code: 0, signal: null });
});

it.each([
  ['a native call that takes long', 'native call', {}],
  ['a session that does not stop', 'endless wait', { DEAF: '1' }],
])('kills the process after a shutdown request that is not heard: %s', async (_name, code, environment) => {
  const kernel = await startKernel(environment);
  await startCell(kernel, code);
  expect(await shutDown(kernel)).toEqual({ status: 'ok', restart: false });
  expect(await kernel.exit).toEqual({ code: null, signal: 'SIGKILL' });
});

it('refuses forged, repeated and broken messages with one line each that shows nothing of them, and lives on', async () => {
  const kernel = await startKernel();
  const { client } = kernel;
  await client.welcomed();
  const header = JSON.stringify({ msg_id: 'm', msg_type: 'execute_request', session: 's' });
  const parts = [header, '{}', '{}', '{"code":"my secret"}'];
  client.sendParts('shell', '0'.repeat(64), parts);
  client.sendParts('shell', client.sign(parts), parts);
  client.sendParts('shell', client.sign(parts), parts);
  const broken = [header, '{}', '{}', '{"code":"my secret"'];
  client.sendParts('control', client.sign(broken), broken);
  expect((await client.reply('m')).content.status).toBe('ok');
  const last = client.send('shell', 'kernel_info_request', {});
  expect((await client.reply(last)).content.status).toBe('ok');
  expect((await client.reply(client.send('control', 'kernel_info_request', {}), 'control')).content.status).toBe('ok');
  await shutDown(kernel);
  await kernel.exit;
  expect(kernel.errors().trim().split('\n').sort()).toEqual([
    'kernel: refused a message on control: a part of it is no JSON object',
    'kernel: refused a message on shell: it was sent before (same signature)',
    'kernel: refused a message on shell: its signature does not match',
  ]);
});

it('loads the language in its own thread', async () => {
  const kernel = await startKernel({ LANGUAGE_MODULE: new URL('./question-language.ts', import.meta.url).href });
  await startCell(kernel, 'busy loop');
  const reply = await kernel.client.reply(
    kernel.client.send('shell', 'complete_request', { code: 'ab', cursor_pos: 2 }),
  );
  expect(reply.content.matches).toEqual(['ab?']);
});

it('says which address is taken and ends with code 1', async () => {
  const facts = await tcpConnection();
  const first = await startKernel({}, facts);
  await first.client.welcomed();
  const second = await startKernel({}, facts);
  expect(await second.exit).toEqual({ code: 1, signal: null });
  expect(second.errors()).toContain(
    `cannot be bound to tcp://127.0.0.1:${facts.heartbeatPort}: Address already in use`,
  );
});

// On Windows the variable holds a handle and the parent is watched, which here is the test.
it.skipIf(process.platform === 'win32')('ends, busy or not, when the server that started it is gone', async () => {
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const kernel = await startKernel({ JPY_PARENT_PID: String(server.pid) });
  await startCell(kernel, 'busy loop');
  server.kill('SIGKILL');
  expect(await kernel.exit).toEqual({ code: 0, signal: null });
});
