import { expect, it } from 'vitest';
import { noLanguage, type RanCell } from '../../../src/kernel/front/language-front.ts';
import { tcpConnection } from './connection.ts';
import { openFront } from './open-front.ts';
import type { Message } from './protocol-client.ts';
import type { Script } from './scripted-session.ts';

const shape = (messages: readonly Message[]) =>
  messages.map(({ type, content }) => (type === 'status' ? content.execution_state : type));

/** Cells named `fail` fail, `wait` waits to be interrupted, `hold` runs until `release` is called. */
function namedCells(): { readonly script: Script; release(): void } {
  const hold = Promise.withResolvers<void>();
  return {
    release: hold.resolve,
    script: async (code, cell) => {
      if (code === 'fail') throw new RangeError('too far');
      if (code === 'hold') await hold.promise;
      if (code === 'hold and fail') {
        await hold.promise;
        throw new Error('held');
      }
      if (code === 'wait') await cell.interrupted;
    },
  };
}

it('tells a cell as the protocol wants: busy, input, output in order, result, reply, idle', async () => {
  const { client } = await openFront((_code, cell) => {
    cell.print('a');
    cell.print('b\n');
    cell.tell({ kind: 'stream', name: 'stderr', text: 'warning\n' });
    cell.print('c');
    cell.tell({ kind: 'display', data: { 'text/plain': 'one' }, metadata: {}, displayId: 'd1', isUpdate: false });
    cell.tell({ kind: 'display', data: { 'text/plain': 'two' }, metadata: {}, displayId: 'd1', isUpdate: true });
    cell.tell({ kind: 'clear', wait: true });
    cell.tell({ kind: 'result', executionCount: cell.count, data: { 'text/plain': '42' }, metadata: {} });
    cell.print('end');
  });
  const id = client.execute('x');
  const messages = await client.published(id);
  expect(messages.map(({ type, content }) => [type, content])).toEqual([
    ['status', { execution_state: 'busy' }],
    ['execute_input', { code: 'x', execution_count: 1 }],
    ['stream', { name: 'stdout', text: 'ab\n' }],
    ['stream', { name: 'stderr', text: 'warning\n' }],
    ['stream', { name: 'stdout', text: 'c' }],
    ['display_data', { data: { 'text/plain': 'one' }, metadata: {}, transient: { display_id: 'd1' } }],
    ['update_display_data', { data: { 'text/plain': 'two' }, metadata: {}, transient: { display_id: 'd1' } }],
    ['clear_output', { wait: true }],
    ['execute_result', { execution_count: 1, data: { 'text/plain': '42' }, metadata: {}, transient: {} }],
    ['stream', { name: 'stdout', text: 'end' }],
    ['status', { execution_state: 'idle' }],
  ]);
  const reply = await client.reply(id);
  expect(reply.type).toBe('execute_reply');
  expect(reply.content).toEqual({ status: 'ok', execution_count: 1, payload: [], user_expressions: {} });
});

it('tells an error in a message and in the reply', async () => {
  const { client } = await openFront(namedCells().script);
  const id = client.execute('fail');
  const messages = await client.published(id);
  expect(shape(messages)).toEqual(['busy', 'execute_input', 'error', 'idle']);
  const error = { ename: 'RangeError', evalue: 'too far', traceback: ['RangeError: too far'] };
  expect(messages[2]?.content).toEqual(error);
  expect((await client.reply(id)).content).toMatchObject({ status: 'error', execution_count: 1, ...error });
});

it('delivers 100,000 printed lines completely, in few messages', async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`);
  const { client } = await openFront(
    (_code, cell) => {
      for (const line of lines) cell.print(line);
    },
    { connection: await tcpConnection() },
  );
  const texts = (await client.published(client.execute('print')))
    .filter(({ type }) => type === 'stream')
    .map(({ content }) => content.text);
  expect(texts.join('') === lines.join('')).toBe(true);
  expect(texts.length).toBeLessThan(50);
});

it('sends what was printed while the cell runs on', async () => {
  const cells = namedCells();
  const { client } = await openFront(async (code, cell) => {
    cell.print('early');
    await cells.script(code, cell);
  });
  client.execute('hold');
  let message = await client.inboxes.iopub.next();
  while (message.type !== 'stream') message = await client.inboxes.iopub.next();
  expect(message.content.text).toBe('early');
  cells.release();
});

it('aborts the cells that wait when one fails, and runs those that come later', async () => {
  const cells = namedCells();
  const { client, session } = await openFront(cells.script);
  const ids = ['hold and fail', 'b', 'c'].map((code) => client.execute(code));
  // Once the kernel answered this, the cells before it are in its queue.
  await client.reply(client.send('shell', 'kernel_info_request', {}));
  cells.release();
  const replies = await Promise.all([
    await client.reply(ids[0]!),
    await client.reply(ids[1]!),
    await client.reply(ids[2]!),
  ]);
  expect(replies.map(({ content }) => content.status)).toEqual(['error', 'aborted', 'aborted']);
  expect(shape(await client.published(ids[2]!))).toEqual(['busy', 'idle']);
  const after = await client.reply(client.execute('d'));
  expect(after.content).toMatchObject({ status: 'ok', execution_count: 2 });
  const codes = session.received.flatMap((message) => (message.kind === 'execute' ? [message.request.code] : []));
  expect(codes).toEqual(['hold and fail', 'd']);
});

it('aborts also what was sent in one burst with a cell that fails at once', async () => {
  const { client } = await openFront(namedCells().script);
  const ids = ['fail', 'b', 'c', 'd'].map((code) => client.execute(code));
  const statuses: string[] = [];
  for (const id of ids) statuses.push((await client.reply(id)).content.status);
  expect(statuses).toEqual(['error', 'aborted', 'aborted', 'aborted']);
});

it('goes on after an error when the request says so', async () => {
  const { client } = await openFront(namedCells().script);
  const ids = ['fail', 'b'].map((code) => client.execute(code, { stop_on_error: false }));
  const statuses: string[] = [];
  for (const id of ids) statuses.push((await client.reply(id)).content.status);
  expect(statuses).toEqual(['error', 'ok']);
});

it('shows late output under the cell that caused it, also while another runs', async () => {
  const cells = namedCells();
  let later = () => {};
  const { client } = await openFront(async (code, cell) => {
    if (code === 'first') later = () => cell.print('late');
    await cells.script(code, cell);
  });
  const first = client.execute('first');
  await client.reply(first);
  const second = client.execute('hold');
  while ((await client.inboxes.iopub.next()).parentId !== second);
  later();
  cells.release();
  await client.reply(second);
  await client.published(second);
  const late = client.inboxes.iopub.all.find(({ content }) => content.text === 'late');
  expect(late?.parentId).toBe(first);
});

it('publishes only busy and idle for a silent cell and does not count it', async () => {
  const { client } = await openFront(namedCells().script);
  const silent = client.execute('x', { silent: true });
  expect(shape(await client.published(silent))).toEqual(['busy', 'idle']);
  expect((await client.reply(client.execute('y'))).content.execution_count).toBe(1);
});

it('counts as the session does, which need not count every cell', async () => {
  const { client } = await openFront(namedCells().script);
  const counts: unknown[] = [];
  for (const code of ['x', '', 'y']) {
    const id = client.execute(code);
    const input = (await client.published(id)).find(({ type }) => type === 'execute_input');
    counts.push([input?.content.execution_count, (await client.reply(id)).content.execution_count]);
  }
  expect(counts).toEqual([
    [1, 1],
    [1, 1],
    [2, 2],
  ]);
});

it('tells the language of cells that ran, but not of silent ones', async () => {
  const ran: RanCell[] = [];
  const language = { ...noLanguage, cellRan: (cell: RanCell) => void ran.push(cell) };
  const { client } = await openFront(namedCells().script, { language });
  for (const code of ['x', 'fail', 'y']) await client.reply(client.execute(code, { silent: code === 'x' }));
  expect(ran).toEqual([
    { code: 'fail', executionCount: 1, outcome: 'error' },
    { code: 'y', executionCount: 2, outcome: 'ok' },
  ]);
});

it('answers user expressions one by one as not supported', async () => {
  const { client } = await openFront(namedCells().script);
  const reply = await client.reply(client.execute('x', { user_expressions: { a: '1 + 1' } }));
  expect(reply.content.user_expressions.a).toMatchObject({ status: 'error', ename: 'NotSupported' });
});

it('interrupts through the control socket and aborts what waits', async () => {
  const { client } = await openFront(namedCells().script);
  const [waits, next] = [client.execute('wait'), client.execute('next')];
  while ((await client.inboxes.iopub.next()).type !== 'execute_input');
  const interrupt = await client.reply(client.send('control', 'interrupt_request', {}), 'control');
  expect([interrupt.type, interrupt.content]).toEqual(['interrupt_reply', { status: 'ok' }]);
  expect((await client.reply(waits)).content).toMatchObject({ status: 'error', evalue: 'Interrupted' });
  expect((await client.reply(next)).content.status).toBe('aborted');
});

it('asks the client that ran the cell for input and gives the cell what was typed', async () => {
  const { client } = await openFront(async (_code, cell) => {
    cell.print(`${await cell.ask('Name? ')}, ${await cell.ask('Word? ', true)}`);
  });
  const id = client.execute('ask');
  for (const [prompt, password, value] of [
    ['Name? ', false, 'Ana'],
    ['Word? ', true, 'açaí'],
  ]) {
    const question = await client.inboxes.stdin.next();
    expect([question.type, question.parentId, question.content]).toEqual(['input_request', id, { prompt, password }]);
    client.send('stdin', 'input_reply', { value }, { parent: question.header });
  }
  const streams = (await client.published(id)).filter(({ type }) => type === 'stream');
  expect(streams.map(({ content }) => content.text)).toEqual(['Ana, açaí']);
});

it('says under the cell that an output could not be sent, and goes on', async () => {
  const { client } = await openFront((_code, { tell }) => {
    const data: Record<string, unknown> = {};
    data['application/json'] = data;
    tell({ kind: 'display', data, metadata: {}, displayId: undefined, isUpdate: false });
  });
  const id = client.execute('x');
  const stream = (await client.published(id)).find(({ type }) => type === 'stream');
  expect(stream?.content.name).toBe('stderr');
  expect(stream?.content.text).toContain("An output of kind 'display' could not be sent: Converting circular");
  expect((await client.reply(id)).content.status).toBe('ok');
});

it('refuses a request without code with an error reply', async () => {
  const { client } = await openFront(namedCells().script);
  const reply = await client.reply(client.send('shell', 'execute_request', { silent: false }));
  expect(reply.content).toMatchObject({ status: 'error', ename: 'BadRequest' });
  expect(reply.content.evalue).toContain('code');
});
