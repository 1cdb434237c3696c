// The kernel as Jupyter starts it: a process of its own, driven over its sockets, with real cells.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KERNEL_FLAGS } from '../../src/kernel/kernel-flags.ts';
import { connectionFileText, tcpConnection } from './front/connection.ts';
import { type Message, ProtocolClient } from './front/protocol-client.ts';

const main = fileURLToPath(new URL('../../src/kernel/kernel-main.ts', import.meta.url));
const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));
const LINES = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'qt-kernel-'));
let child: ChildProcess;
let client: ProtocolClient;

beforeAll(async () => {
  const facts = await tcpConnection();
  const file = join(folder, 'connection.json');
  writeFileSync(file, connectionFileText(facts));
  child = spawn(process.execPath, [...KERNEL_FLAGS, main, file], {
    cwd: notebooks,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  client = new ProtocolClient(facts);
  await client.welcomed();
}, 60_000);
afterAll(() => {
  client.close();
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly reply: Message;
  readonly published: readonly Message[];
}

async function run(code: string): Promise<Ran> {
  const id = client.execute(code);
  return { published: await client.published(id), reply: await client.reply(id) };
}

function shown({ published }: Ran): string | undefined {
  return published.find(({ type }) => type === 'execute_result')?.content.data['text/plain'];
}

describe('the kernel', () => {
  it('runs cells on our own package, one after the other', async () => {
    await run("import { ema } from 'quantumtrader'\nlet kept: number = 1");
    expect(shown(await run('kept += 1; [kept, typeof ema]'))).toMatch(/^\[ 2, '(function|object)' \]$/);
  }, 60_000);

  it.each([
    'for (;;);',
    'await null; for (;;);',
    'await new Promise((done) => setTimeout(done, 50)); for (;;);',
    'await new Promise(() => {})',
    'for (;;) await new Promise((done) => setTimeout(done, 5))',
    'await Promise.resolve().then(() => { for (;;); })',
    "while (true) try { JSON.parse('{') } catch {}",
  ])('is interrupted in %s, leaves variables alone, and goes on', async (code) => {
    const id = client.execute(`kept = 5; ${code}`);
    await new Promise((done) => setTimeout(done, 300));
    const asked = client.send('control', 'interrupt_request', {});
    expect((await client.reply(asked, 'control')).content.status).toBe('ok');
    const published = await client.published(id);
    expect(published.find(({ type }) => type === 'error')?.content.ename).toBe('Interrupted');
    expect((await client.reply(id)).content.status).toBe('error');
    expect(shown(await run('kept'))).toBe('5');
    // what was cut off left no trace in what comes after it
    expect(shown(await run('await new Promise((done) => setTimeout(done, 10)); await Promise.all([1, 2])'))).toBe(
      '[ 1, 2 ]',
    );
  });

  it('tells every line of a long output, in few messages', async () => {
    const { published } = await run(`for (let k = 0; k < ${LINES}; k++) console.log(k)`);
    const parts = published.filter(({ type }) => type === 'stream').map(({ content }) => String(content.text));
    expect(parts.join('')).toBe(Array.from({ length: LINES }, (_, k) => `${k}\n`).join(''));
    expect(parts.length).toBeLessThan(200);
  });

  it('refuses what reaches the broker', async () => {
    const { reply } = await run("await import('../src/runner/host/host.ts')");
    expect(reply.content).toMatchObject({ status: 'error', ename: 'RefusedImportError' });
    expect(reply.content.evalue).toMatch(/^src\/runner\/host\/host\.ts cannot be imported into a notebook/);
  });

  it('knows types of earlier cells', async () => {
    await run('const book = { bestBid: 1, bestAsk: 2 }');
    const code = 'book.best';
    let matches: unknown[] = [];
    // none as long as the compiler reads the package
    while (matches.length === 0) {
      const complete = client.send('shell', 'complete_request', { code, cursor_pos: code.length });
      matches = (await client.reply(complete)).content.matches;
    }
    expect(matches).toEqual(['bestAsk', 'bestBid']);
  }, 60_000);

  it('tells type errors below the cell, and runs it', async () => {
    const id = client.execute("let price: number = 5;\nprice = 'none';\nprice", { allow_stdin: false });
    const published = await client.published(id);
    expect(published.filter(({ type }) => type === 'stream').map(({ content }) => content)).toEqual([
      {
        name: 'stderr',
        text: "Type warning, line 2, column 1: Type 'string' is not assignable to type 'number'. (TS2322)\n",
      },
    ]);
    expect(published.find(({ type }) => type === 'execute_result')?.content.data['text/plain']).toBe("'none'");
  }, 60_000);

  it('asks for input, and goes on with the answer', async () => {
    const id = client.execute("const name = await input('Name? '); name.toUpperCase()", { allow_stdin: true });
    const asked = await client.inboxes.stdin.next();
    expect(asked.content).toEqual({ prompt: 'Name? ', password: false });
    client.send('stdin', 'input_reply', { status: 'ok', value: 'wdo' }, { parent: asked.header });
    const published = await client.published(id);
    expect(published.find(({ type }) => type === 'execute_result')?.content.data['text/plain']).toBe("'WDO'");
    const alone = client.execute('await input()', { allow_stdin: false });
    expect((await client.reply(alone)).content.evalue).toBe('Nobody can be asked for input here');
  });

  it('closes a channel that nobody listens to', async () => {
    const id = client.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'jupyter.widget', data: {} });
    const published = await client.published(id);
    expect(published.find(({ type }) => type === 'comm_close')?.content.comm_id).toBe('c1');
  });

  it('ends when it is told to, and leaves no process', async () => {
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    const id = client.send('control', 'shutdown_request', { restart: false });
    await client.reply(id, 'control');
    expect(await ended).toBe(0);
  });
});
