// The kernel on tslab as Jupyter starts it: a process of its own, driven over its sockets, for a folder outside of the package.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tslabKernelspecOf } from '../../../src/kernel/tslab/tslab-kernelspec.ts';
import { KernelClient, type RanCell } from './kernel-client.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-tslab-'));
const sources = relative(folder, join(root, 'src')).split(sep).join('/');
/** tslab throws away for 200 ms what comes after an error. */
const PAUSE_MS = 400;
const LINES = 20_000;

let kernel: KernelClient;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'near.ts'),
    'export interface Near { readonly a: number }\nexport const near: Near = { a: 1 };\n',
  );
  for (const name of ['QT_PROFIT_PASSWORD', 'JUPYTER_TOKEN']) vi.stubEnv(name, 'hunter2');
  kernel = await KernelClient.start(tslabKernelspecOf({ node: process.execPath, root }), folder);
  vi.unstubAllEnvs();
}, 120_000);
afterAll(() => {
  kernel.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(code: string): Promise<RanCell> {
  const ran = await kernel.run(code);
  if (ran.status !== 'ok') await sleep(PAUSE_MS);
  return ran;
}

describe('the kernel on tslab', { timeout: 60_000 }, () => {
  it('keeps variables, also in objects that name them in short', async () => {
    expect((await run('let kept: number = 1')).status).toBe('ok');
    expect((await run('kept += 1; ({ kept })')).shown).toEqual(['{ kept: 2 }']);
  });

  it('imports our package, strict sources and files of the notebook, with their types', async () => {
    expect(
      (await run("import { ema, type Candle } from 'quantumtrader'\nconst none: Candle[] = []\ntypeof ema")).shown,
    ).toEqual(["'function'"]);
    const strict = `import { parseDay } from '${sources}/core/market/civil-day.ts'\ntypeof parseDay`;
    expect((await run(strict)).shown).toEqual(["'function'"]);
    expect((await run("import { type Near, near } from './near.ts'\nconst also: Near = near\nalso")).shown).toEqual([
      '{ a: 1 }',
    ]);
    expect((await run('const wrong: Candle = 1')).text).toContain("Type 'number' is not assignable to type 'Candle'");
    expect((await run("import { nothing } from 'quantumtrader'")).text).toContain("has no exported member 'nothing'");
  });

  it('knows the language as our sources do', async () => {
    expect((await run('Object.keys(Object.groupBy([3, 1].toSorted(), String))')).shown).toEqual(["[ '1', '3' ]"]);
  });

  it.each([
    `import { openProfitLibrary } from '${sources}/adapters/profit-dll/profit-library.ts'`,
    `await import('${sources}/adapters/secrets/secret-source.ts')`,
    `require('${sources}/runner/host/host.ts')`,
    `require('node:module').createRequire('${root.split(sep).join('/')}/')('@napi-rs/keyring')`,
  ])('refuses what reaches the broker: %s', async (code) => {
    const name = /'([^']+)'\)?$/.exec(code)![1]!;
    const used = code.startsWith('import') ? `import * as refused from '${name}'\nrefused` : code;
    const { status, text } = await run(used);
    expect([status, text]).toEqual(['error', expect.stringContaining('cannot be imported into a notebook')]);
  });

  it('loses no line', async () => {
    const { text } = await run(`for (let i = 0; i < ${LINES}; i++) console.log(i)`);
    expect(text).toBe(Array.from({ length: LINES }, (_, i) => `${i}\n`).join(''));
  });

  it('shows figures and tables as our own kernel does, also those that come late', async () => {
    const at = "[Symbol.for('Jupyter.display')]";
    const { published } = await run(
      `display({ ${at}: () => ({ 'text/html': '<b>1</b>' }) })\n;({ ${at}: async () => ({ 'image/svg+xml': '<svg/>' }) })`,
    );
    const bundles = published.filter(({ type }) => type === 'display_data').map(({ content }) => content.data);
    expect(bundles).toMatchObject([{ 'text/html': '<b>1</b>' }, { 'image/svg+xml': '<svg/>' }]);
  });

  it('tells errors, and goes on', async () => {
    expect(await run("throw new RangeError('too far')")).toMatchObject({
      status: 'error',
      text: expect.stringContaining('RangeError: too far'),
    });
    expect((await run('process.exit(3)')).text).toContain('would end the session');
    expect((await run('clearOutput()')).text).toContain('cannot clear');
    expect((await run("await input('?')")).text).toContain('cannot ask');
    expect((await run('1 + 1')).shown).toEqual(['2']);
  });

  it('is not ended by a timer of a cell, and hides secrets', async () => {
    await run('setTimeout(() => process.exit(4), 10); 0');
    await sleep(PAUSE_MS);
    expect(
      (await run('[process.env.QT_PROFIT_PASSWORD, process.env.JUPYTER_TOKEN, typeof process.env.PATH]')).shown,
    ).toEqual(["[ undefined, undefined, 'string' ]"]);
  });

  it('says that the old code of a changed file runs on', async () => {
    writeFileSync(join(folder, 'near.ts'), 'export const near = { a: 2000 };\n');
    const { shown, text } = await run("import { near as again } from './near.ts'\nagain.a");
    expect(shown).toEqual(['1']);
    expect(text).toContain('near.ts runs on, which has changed: restart the kernel');
    expect((await run('1')).text).toBe('');
  });

  it
    .skipIf(process.platform === 'win32')
    .each([
      'for (;;);',
      'await new Promise(() => {})',
      "display({ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) }); 0",
    ])('is interrupted: %s', async (code) => {
    const running = kernel.run(code);
    await sleep(2 * PAUSE_MS);
    kernel.interrupt();
    expect((await running).status).toBe('error');
    await sleep(PAUSE_MS);
    expect((await run('kept')).shown).toEqual(['2']);
  });

  it('ends when it is told to, whatever a cell left running', async () => {
    await run('setInterval(() => {}, 1000); 0');
    kernel.shutdown();
    expect(await kernel.ended).toBe(0);
  });
});
