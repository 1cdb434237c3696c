// Comms of a real kernel over its sockets: opened by cells and by clients, in turn with cells, interrupted, and closed with their cells.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindsOf, RunningKernel, textOf } from './running-kernel.ts';

let kernel: RunningKernel;
beforeAll(async () => {
  kernel = await RunningKernel.start();
  await kernel.run("const port = globalThis[Symbol.for('quantumtrader.comms')]");
}, 60_000);
afterAll(() => kernel.close());

const OPEN = "port.open({ target: 'dial', data: { a: 1 }, metadata: { version: '1' }, owner: port.owner() })";

async function opened(more: string, content = {}): Promise<string> {
  const { published, reply } = await kernel.run(`const dial = ${OPEN}; ${more}`, content);
  expect(reply.content.status).toBe('ok');
  const message = published.find(({ type }) => type === 'comm_open');
  expect(message).toMatchObject({ content: { target_name: 'dial', data: { a: 1 } }, metadata: { version: '1' } });
  return message?.content.comm_id;
}

describe('a comm that a cell opens', () => {
  it('is told to clients, takes their messages with the output of what they cause, and sends', async () => {
    const id = await opened(`dial.onMessage = ({ data, buffers }) => {
      console.log('got', data.step, buffers[0]?.length); dial.send({ back: data.step }, { buffers: [new Uint8Array([7])] }) }`);
    expect(await kernel.openComms('dial')).toHaveProperty(id, { target_name: 'dial' });
    const published = await kernel.tell(id, { step: 5 }, [new Uint8Array([1, 2])]);
    expect(kindsOf(published)).toEqual(['stream', 'comm_msg']);
    expect(textOf(published)).toBe('got 5 2\n');
    const back = published.find(({ type }) => type === 'comm_msg');
    expect(back).toMatchObject({ content: { comm_id: id, data: { back: 5 } } });
    expect([...back!.buffers[0]!]).toEqual([7]);
  });

  it('is closed by either side, and then gets and sends nothing', async () => {
    const id = await opened("dial.onClose = () => console.log('closed'); dial.onMessage = () => console.log('heard')");
    const close = kernel.client.send('shell', 'comm_close', { comm_id: id, data: {} });
    expect(textOf(await kernel.client.published(close))).toBe('closed\n');
    expect(kindsOf(await kernel.tell(id, {}))).toEqual([]);
    const { published } = await kernel.run('dial.send({}); dial.close(); dial.isOpen');
    expect(kindsOf(published)).toEqual(['execute_input', 'execute_result']);
    expect(await kernel.openComms()).not.toHaveProperty(id);
  });

  it('is closed when its cell runs again, also as a front end names it', async () => {
    const first = await opened('0');
    const other = await opened('1');
    const [again] = [await opened('0')];
    expect(Object.keys(await kernel.openComms('dial'))).toEqual(expect.arrayContaining([other, again]));
    expect(await kernel.openComms()).not.toHaveProperty(first);
    const metadata = { metadata: { cellId: 'c7' } };
    const named = kernel.client.send('shell', 'execute_request', { code: `${OPEN}; 2` }, metadata);
    const id = (await kernel.client.published(named)).find(({ type }) => type === 'comm_open')?.content.comm_id;
    const edited = kernel.client.send('shell', 'execute_request', { code: '3' }, metadata);
    expect((await kernel.client.published(edited)).find(({ type }) => type === 'comm_close')?.content.comm_id).toBe(id);
  });
});

describe('a target that a cell offers', () => {
  it('is told when a client opens a comm, and no other one is open long', async () => {
    await kernel.run("port.target('gauge', (comm, { data }) => { comm.send({ hello: data.who }) })");
    const open = (target: string) =>
      kernel.client.send('shell', 'comm_open', { comm_id: `by-${target}`, target_name: target, data: { who: 'me' } });
    const known = await kernel.client.published(open('gauge'));
    expect(known.find(({ type }) => type === 'comm_msg')?.content).toEqual({
      comm_id: 'by-gauge',
      data: { hello: 'me' },
    });
    const unknown = await kernel.client.published(open('nobody'));
    expect(kindsOf(unknown)).toEqual(['comm_close']);
    expect(await kernel.openComms('gauge')).toEqual({ 'by-gauge': { target_name: 'gauge' } });
    const { published } = await kernel.run('port.asked');
    const asked = published.find(({ type }) => type === 'execute_result')?.content.data['text/plain'];
    expect(asked).toMatch(/'nobody', 'gauge' \]$/);
  });
});

describe('messages and cells', () => {
  it('take turns: a message waits for the cell that runs, and goes before those that wait', async () => {
    const id = await opened("dial.onMessage = ({ data }) => console.log('message', data.n)");
    const cells = [1, 2].map((n) =>
      kernel.client.execute(`await new Promise((done) => setTimeout(done, 100)); console.log('cell ${n}')`),
    );
    await new Promise((done) => setTimeout(done, 50));
    const message = kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { n: 3 } });
    await kernel.client.reply(cells[1]!);
    await kernel.run('0');
    const all = kernel.client.inboxes.iopub.all;
    const ours = all.filter(({ parentId }) => [...cells, message].includes(String(parentId)));
    const told = ours.filter(({ type }) => type === 'stream').map(({ content }) => content.text);
    expect(told).toEqual(['cell 1\n', 'message 3\n', 'cell 2\n']);
    const busyAt = ours.findIndex(({ parentId }) => parentId === message);
    expect(ours.slice(0, busyAt).some(({ content }) => content.text === 'cell 1\n')).toBe(true);
  });

  it('are not handled while a cell waits for those before them', async () => {
    const id = await opened(`dial.onMessage = async ({ data }) => {
      await new Promise((done) => setTimeout(done, 80)); console.log('message', data.n) }`);
    const sent = [1, 2].map((n) => kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { n } }));
    await new Promise((done) => setTimeout(done, 30));
    const cell = kernel.client.execute("console.log('cell')");
    await new Promise((done) => setTimeout(done, 20));
    const late = kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { n: 3 } });
    const last = await kernel.client.published(late);
    expect(textOf(last)).toBe('message 3\n');
    const ours = kernel.client.inboxes.iopub.all.filter(({ parentId }) =>
      [...sent, cell, late].includes(String(parentId)),
    );
    const told = ours.filter(({ type }) => type === 'stream').map(({ content }) => content.text);
    expect(told).toEqual(['message 1\n', 'message 2\n', 'cell\n', 'message 3\n']);
  });

  it.each(['for (;;);', 'await new Promise(() => {})', 'await null; for (;;);'])(
    'are interrupted in %s, and the next ones are handled',
    async (code) => {
      const id = await opened(
        `dial.onMessage = async ({ data }) => { if (data.n === 1) { ${code} } console.log(data.n) }`,
      );
      const stuck = kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { n: 1 } });
      await new Promise((done) => setTimeout(done, 200));
      const asked = kernel.client.send('control', 'interrupt_request', {});
      expect((await kernel.client.reply(asked, 'control')).content.status).toBe('ok');
      const published = await kernel.client.published(stuck);
      expect(published.find(({ type }) => type === 'error')?.content.ename).toBe('Interrupted');
      expect(textOf(await kernel.tell(id, { n: 2 }))).toBe('2\n');
      expect((await kernel.run('1')).reply.content.status).toBe('ok');
    },
  );

  it('tell an error of a handler below its cell, and go on', async () => {
    const id = await opened("dial.onMessage = () => { throw new RangeError('too far') }");
    const error = (await kernel.tell(id, {})).find(({ type }) => type === 'error');
    expect(error?.content).toMatchObject({ ename: 'RangeError', evalue: 'too far' });
    expect(error?.content.traceback.join('\n')).toMatch(/cell \d+, line 1/);
  });
});
