// A real kernel over its sockets: what comms, timers and errors of cells do to it, and what it hides from cells.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { SECRET_VARIABLES } from '../../src/adapters/secrets/secret-names.ts';
import { RunningKernel, textOf } from './running-kernel.ts';

const SECRETS = [...Object.values(SECRET_VARIABLES), 'JUPYTER_TOKEN'];
const PAUSE_MS = 200;

let kernel: RunningKernel;
beforeAll(async () => {
  for (const name of SECRETS) vi.stubEnv(name, 'hunter2');
  vi.stubEnv('QT_HOME', 'home');
  kernel = await RunningKernel.start();
  vi.unstubAllEnvs();
  await kernel.run("const port = globalThis[Symbol.for('quantumtrader.comms')]");
}, 60_000);
afterEach(async () => {
  expect(await shown('1 + 1')).toBe('2');
});
afterAll(() => kernel.close());

async function shown(code: string): Promise<string | undefined> {
  const { published } = await kernel.run(code);
  return published.find(({ type }) => type === 'execute_result')?.content.data['text/plain'];
}

function errorsSince(at: number): readonly string[] {
  const later = kernel.client.inboxes.iopub.all.slice(at);
  return later.filter(({ type }) => type === 'error').map(({ content }) => `${content.ename}: ${content.evalue}`);
}

it('hides secrets from cells, and from what they start', async () => {
  const names = JSON.stringify([...SECRETS, 'QT_HOME', 'PATH']);
  expect(await shown(`${names}.filter((name) => name in process.env).join()`)).toBe("'QT_HOME,PATH'");
  expect(
    await shown("import { execSync } from 'node:child_process'\nexecSync('env').toString().includes('hunter2')"),
  ).toBe('false');
});

it('is not ended by process.exit in a handler of a comm or in a timer', async () => {
  const { published } = await kernel.run(
    "port.open({ target: 't', data: {}, owner: port.owner() }).onMessage = () => process.exit(3)",
  );
  const id = published.find(({ type }) => type === 'comm_open')?.content.comm_id;
  const told = await kernel.tell(id, {});
  expect(told.find(({ type }) => type === 'error')?.content.ename).toBe('ExitError');
  const at = kernel.client.inboxes.iopub.all.length;
  await kernel.run('setTimeout(() => process.exit(4), 10); 0');
  await sleep(PAUSE_MS);
  await kernel.run('0');
  expect(errorsSince(at)).toEqual([expect.stringContaining('ExitError: process.exit(4)')]);
});

it('tells what a comm throws when its cell runs again, closes the others, and runs the cell', async () => {
  const code = `for (const name of ['one', 'two'])
    port.open({ target: 'bad', data: {}, owner: port.owner() }).onClose = () => { throw new RangeError(name) }
  console.log('ran')`;
  await kernel.run(code);
  const before = Object.keys(await kernel.openComms('bad'));
  const { reply, published } = await kernel.run(code);
  expect(reply.content.status).toBe('ok');
  const errors = published.filter(({ type }) => type === 'error').map(({ content }) => content.evalue);
  expect([errors, textOf(published)]).toEqual([['one', 'two'], 'ran\n']);
  const after = Object.keys(await kernel.openComms('bad'));
  expect([before.length, after.length, after.filter((id) => before.includes(id))]).toEqual([2, 2, []]);
});

it.each(['throw', 'void Promise.reject'])('tells an error that cannot be looked at, and goes on: %s', async (how) => {
  const at = kernel.client.inboxes.iopub.all.length;
  await kernel.run(`${how}(Object.assign(new RangeError('x'), { cause: {
      [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('not to be seen') } } }))`);
  await sleep(PAUSE_MS);
  await kernel.run('0');
  expect(errorsSince(at)).toEqual(['RangeError: x']);
});

it('takes many messages that follow closely', async () => {
  const { published } = await kernel.run(
    "let got = 0; port.open({ target: 'many', data: {}, owner: port.owner() }).onMessage = () => { got += 1 }",
  );
  const id = published.find(({ type }) => type === 'comm_open')?.content.comm_id;
  for (let k = 0; k < 3000; k++) kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { k } });
  expect(await shown('got')).toBe('3000');
});
