import { cpus, hostname, totalmem } from 'node:os';
import { expect, it, vi } from 'vitest';
import type { LanguageFront } from '../../../src/kernel/front/language-front.ts';
import { ipcConnection, tcpConnection } from './connection.ts';
import { openFront } from './open-front.ts';

const nothing = () => {};

it('names the protocol 5.4 and its language, between busy and idle', async () => {
  const { client } = await openFront(nothing, { connection: await tcpConnection() });
  const id = client.send('shell', 'kernel_info_request', {});
  const reply = await client.reply(id);
  expect(reply.type).toBe('kernel_info_reply');
  expect(reply.content).toMatchObject({
    status: 'ok',
    protocol_version: '5.4',
    implementation: 'test-kernel',
    language_info: { name: 'typescript', file_extension: '.ts' },
    debugger: false,
  });
  expect((await client.published(id)).map(({ content }) => content.execution_state)).toEqual(['busy', 'idle']);
});

it('answers on control while a cell runs', async () => {
  const { client } = await openFront((_code, cell) => cell.interrupted);
  client.execute('wait');
  const reply = await client.reply(client.send('control', 'kernel_info_request', {}), 'control');
  expect(reply.content.status).toBe('ok');
});

it('echoes heartbeats and works without a key', async () => {
  const { client } = await openFront(nothing, { connection: ipcConnection('') });
  expect(await client.beat('ping')).toBe('ping');
  expect((await client.reply(client.execute('x'))).content.status).toBe('ok');
});

/** Completes what stands before the cursor with `!`, explains it, and takes an open bracket for unfinished code. */
const language: LanguageFront = {
  complete: async (code, cursor) => ({
    start: code.lastIndexOf(' ', cursor - 1) + 1,
    end: cursor,
    items: [
      { text: `${code.slice(code.lastIndexOf(' ', cursor - 1) + 1, cursor)}!`, kind: 'function', signature: '()' },
    ],
  }),
  inspect: async (code, cursor, detail) =>
    code === '' ? undefined : { 'text/plain': `${code.slice(0, cursor)}|${detail}` },
  isComplete: async (code) => {
    if (code === 'broken') throw new Error('no service');
    return code.endsWith('{') ? { kind: 'incomplete', indent: '  ' } : { kind: 'complete' };
  },
  warnings: async () => '',
  cellRan: nothing,
};

it('counts cursor positions in code points, beyond the basic plane too', async () => {
  const { client } = await openFront(nothing, { language });
  const code = "'𝄞𝄞' + año + later";
  const asked = { code, cursor_pos: 10 };
  const reply = await client.reply(client.send('shell', 'complete_request', asked));
  expect(reply.content).toEqual({
    status: 'ok',
    matches: ['año!'],
    cursor_start: 7,
    cursor_end: 10,
    metadata: {
      _jupyter_types_experimental: [{ start: 7, end: 10, text: 'año!', type: 'function', signature: '()' }],
    },
  });
  const inspected = await client.reply(client.send('shell', 'inspect_request', { ...asked, detail_level: 1 }));
  expect(inspected.content).toMatchObject({ status: 'ok', found: true, data: { 'text/plain': "'𝄞𝄞' + año|1" } });
});

it('tells what the language does not know or fails to tell', async () => {
  const { client } = await openFront(nothing, { language });
  const content = async (type: string, request: unknown) =>
    (await client.reply(client.send('shell', type, request))).content;
  expect(await content('inspect_request', { code: '', cursor_pos: 0 })).toEqual({
    status: 'ok',
    found: false,
    data: {},
    metadata: {},
  });
  expect(await content('is_complete_request', { code: 'if (x) {' })).toEqual({ status: 'incomplete', indent: '  ' });
  expect(await content('is_complete_request', { code: 'x' })).toEqual({ status: 'complete' });
  expect(await content('is_complete_request', { code: 'broken' })).toEqual({ status: 'unknown' });
  expect(await content('complete_request', { cursor_pos: 1 })).toMatchObject({ status: 'error', ename: 'BadRequest' });
});

it('completes while a cell runs', async () => {
  const { client } = await openFront((_code, cell) => cell.interrupted, { language });
  client.execute('wait');
  const reply = await client.reply(client.send('shell', 'complete_request', { code: 'ab', cursor_pos: 2 }));
  expect(reply.content.matches).toEqual(['ab!']);
});

it('remembers cells and results: tail, range and search', async () => {
  const { client } = await openFront((_code, { tell, count }) =>
    tell({ kind: 'result', executionCount: count, data: { 'text/plain': `r${count}` }, metadata: {} }),
  );
  for (const code of ['let a', 'let b', 'c', 'let a']) await client.reply(client.execute(code));
  await client.reply(client.execute('hidden', { store_history: false }));
  const history = async (request: Record<string, unknown>) =>
    (await client.reply(client.send('shell', 'history_request', { raw: true, output: false, ...request }))).content
      .history;
  expect(await history({ hist_access_type: 'tail', n: 2 })).toEqual([
    [1, 3, 'c'],
    [1, 4, 'let a'],
  ]);
  expect(await history({ hist_access_type: 'range', session: 0, start: 2, stop: 4, output: true })).toEqual([
    [1, 2, ['let b', 'r2']],
    [1, 3, ['c', 'r3']],
  ]);
  expect(await history({ hist_access_type: 'range', session: -1, start: 1, stop: 4 })).toEqual([]);
  expect(await history({ hist_access_type: 'search', pattern: 'let ?', unique: true, n: 10 })).toEqual([
    [1, 2, 'let b'],
    [1, 4, 'let a'],
  ]);
  expect(await history({ hist_access_type: 'search', pattern: '*(*' })).toEqual([]);
});

it('passes comm messages with buffers both ways and tells which comms are open', async () => {
  const { client, session } = await openFront((_code, { tell }) =>
    tell({
      kind: 'comm',
      type: 'comm_open',
      content: { comm_id: 'c2', target_name: 'jupyter.widget', data: {} },
      metadata: { version: '2.1.0' },
      buffers: [new Uint8Array([1, 2, 3])],
    }),
  );
  const id = client.execute('open');
  const opened = (await client.published(id)).find(({ type }) => type === 'comm_open');
  expect(opened).toMatchObject({ content: { comm_id: 'c2' }, metadata: { version: '2.1.0' } });
  expect([...opened!.buffers[0]!]).toEqual([1, 2, 3]);
  const content = { comm_id: 'c2', data: { method: 'update' } };
  const sent = client.send('shell', 'comm_msg', content, { buffers: [new Uint8Array([9, 8])] });
  expect((await client.published(sent)).map((message) => message.content.execution_state)).toEqual(['busy', 'idle']);
  expect(session.received.at(-1)).toMatchObject({ kind: 'comm', type: 'comm_msg', content });
  const passed = session.received.at(-1);
  expect(passed?.kind === 'comm' && [...passed.buffers[0]!]).toEqual([9, 8]);
  const info = await client.reply(client.send('shell', 'comm_info_request', { target_name: 'slider' }));
  expect(info.content).toEqual({ status: 'ok', comms: { c1: { target_name: 'slider' } } });
});

it('tells what it uses', async () => {
  const { client } = await openFront(nothing);
  const { type, content } = await client.reply(client.send('control', 'usage_request', {}), 'control');
  expect(type).toBe('usage_reply');
  expect(content).toMatchObject({ status: 'ok', hostname: hostname(), pid: process.pid, cpu_count: cpus().length });
  expect(content.kernel_memory).toBeGreaterThan(1e7);
  expect(content.kernel_cpu).toBeGreaterThanOrEqual(0);
  expect(content.host_virtual_memory.total).toBe(totalmem());
});

it('answers debug and unknown requests with an error', async () => {
  const { client } = await openFront(nothing);
  const debug = client.send('control', 'debug_request', { type: 'request', seq: 7, command: 'initialize' });
  expect(await client.reply(debug, 'control')).toMatchObject({
    type: 'debug_reply',
    content: { status: 'error', success: false, request_seq: 7, command: 'initialize' },
  });
  const subshell = client.send('control', 'create_subshell_request', {});
  expect(await client.reply(subshell, 'control')).toMatchObject({
    type: 'create_subshell_reply',
    content: { status: 'error', ename: 'NotSupported' },
  });
});

it('ends after a shutdown request: waiting cells aborted, replies on control and iopub', async () => {
  const { client, ended } = await openFront((_code, cell) => cell.interrupted);
  const [running, waiting] = [client.execute('wait'), client.execute('next')];
  while ((await client.inboxes.iopub.next()).type !== 'execute_input');
  await client.reply(client.send('shell', 'kernel_info_request', {}));
  const id = client.send('control', 'shutdown_request', { restart: true });
  const published = await client.published(id);
  expect(published.map(({ type }) => type)).toEqual(['status', 'shutdown_reply', 'status']);
  expect((await client.reply(id, 'control')).content).toEqual({ status: 'ok', restart: true });
  expect(await ended).toBe('stopped');
  const replies = client.inboxes.shell.all.filter(({ parentId }) => parentId === running || parentId === waiting);
  expect(replies.map(({ content }) => content.status).sort()).toEqual(['aborted', 'error']);
});

it('ends what the session has lost when an interrupt ended it by force, and goes on', async () => {
  const { client, session } = await openFront(nothing);
  session.isForgetful = true;
  const comm = client.send('shell', 'comm_msg', { comm_id: 'c1', data: {} });
  await vi.waitFor(() => expect(session.received.map(({ kind }) => kind)).toContain('comm'));
  const asked = client.send('shell', 'comm_info_request', {});
  await vi.waitFor(() => expect(session.received.map(({ kind }) => kind)).toContain('commInfo'));
  expect((await client.reply(client.send('control', 'interrupt_request', {}), 'control')).content.status).toBe('ok');
  expect((await client.published(comm)).map(({ content }) => content.execution_state)).toEqual(['busy', 'idle']);
  expect((await client.reply(asked)).content.comms).toHaveProperty('c1');

  session.isForgetful = true;
  const [cell, behind] = [client.execute('lost'), client.execute('behind')];
  await vi.waitFor(() => expect(session.received.map(({ kind }) => kind)).toContain('execute'));
  client.send('control', 'interrupt_request', {});
  expect((await client.reply(cell)).content.status).toBe('aborted');
  expect((await client.reply(behind)).content.status).toBe('aborted');
  expect((await client.reply(client.execute('next'))).content.status).toBe('ok');
});
