// A real kernel that is interrupted amid imports, and amid messages that queue: all of it works on afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Ran, RunningKernel, textOf } from './running-kernel.ts';

const folder = mkdtempSync(join(tmpdir(), 'qt-interrupts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rest = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function interrupt(kernel: RunningKernel): Promise<void> {
  const asked = kernel.client.send('control', 'interrupt_request', {});
  expect((await kernel.client.reply(asked, 'control')).content.status).toBe('ok');
}

function shown({ published, reply }: Ran): string {
  const result = published.find(({ type }) => type === 'execute_result')?.content.data['text/plain'];
  return result ?? `${reply.content.status} ${reply.content.ename}: ${reply.content.evalue}`;
}

function isIdle({ client }: RunningKernel, id: string): boolean {
  return client.inboxes.iopub.all.some(
    ({ parentId, content }) => parentId === id && content.execution_state === 'idle',
  );
}

describe('an import of our package that is interrupted', () => {
  it.each([50, 400])(
    'after %i ms leaves a kernel in which it works',
    async (ms) => {
      const kernel = await RunningKernel.start();
      onTestFinished(() => kernel.close());
      expect(shown(await kernel.run('1'))).toBe('1');
      const cell = kernel.client.execute("import * as ours from 'quantumtrader/research'; 'not reached'");
      await rest(ms);
      const behind = kernel.client.execute("'not reached either'");
      await interrupt(kernel);
      expect((await kernel.client.reply(cell)).content.ename).toBe('Interrupted');
      expect((await kernel.client.reply(behind)).content.status).toBe('aborted');
      expect(shown(await kernel.run("import * as ours from 'quantumtrader/research'; typeof ours.slider"))).toBe(
        "'function'",
      );
    },
    60_000,
  );
});

describe('a kernel', () => {
  let kernel: RunningKernel;
  beforeAll(async () => {
    kernel = await RunningKernel.start();
    await kernel.run("const port = globalThis[Symbol.for('quantumtrader.comms')]");
  }, 60_000);
  afterAll(() => kernel.close());

  it.each([
    ['a loop', 'while (!existsSync(flag));'],
    ['a wait', 'if (!existsSync(flag)) await new Promise(() => {});'],
  ])(
    'imports a file again that was interrupted in %s of its own',
    async (name, code) => {
      const flag = join(folder, `${name}.flag`);
      const file = join(folder, `${name}.ts`);
      const head = `import { existsSync } from 'node:fs'; const flag = ${JSON.stringify(flag)};`;
      writeFileSync(file, `${head} ${code} export const there = 1;`);
      const url = JSON.stringify(pathToFileURL(file).href);
      for (const text of [`import { there } from ${url}; there`, `(await import(${url})).there`]) {
        const cell = kernel.client.execute(text);
        await rest(400);
        await interrupt(kernel);
        expect((await kernel.client.reply(cell)).content.ename).toBe('Interrupted');
        writeFileSync(flag, '');
        expect(shown(await kernel.run(text))).toBe('1');
        rmSync(flag);
        writeFileSync(file, `${head} ${code} export const there = 1; // edited`);
      }
    },
    30_000,
  );

  it.each(['for (;;);', 'await null; for (;;);'])(
    'ends all messages that stood behind %s, each of which would do the same, and does not poll on',
    async (code) => {
      const { published } = await kernel.run(
        `const dial = port.open({ target: 'dial', data: {}, owner: port.owner() });
       dial.onMessage = async ({ data }) => { if (data.n < 200) { ${code} } console.log('got', data.n) }`,
      );
      const id = published.find(({ type }) => type === 'comm_open')?.content.comm_id;
      const send = (n: number): string => kernel.client.send('shell', 'comm_msg', { comm_id: id, data: { n } });
      const sent = Array.from({ length: 200 }, (_, n) => send(n));
      await rest(200);
      await interrupt(kernel);
      await vi.waitFor(() => expect(sent.filter((each) => !isIdle(kernel, each))).toEqual([]), 5000);
      expect(textOf(await kernel.tell(id, { n: 200 }))).toBe('got 200\n');
      const left = await kernel.run("process.getActiveResourcesInfo().filter((each) => each === 'Immediate').length");
      expect(shown(left)).toBe('0');
    },
    30_000,
  );

  it.each([6, 7, 8, 9, 10])(
    'answers a cell whose leftovers keep the thread busy after %i promises',
    async (promises) => {
      const cell = kernel.client.execute(
        `void (async () => { for (let k = 0; k < ${promises}; k++) await null; for (;;); })(); 5`,
      );
      await rest(200);
      await interrupt(kernel);
      expect((await kernel.client.reply(cell)).type).toBe('execute_reply');
      expect(shown(await kernel.run('1'))).toBe('1');
    },
    10_000,
  );
});
