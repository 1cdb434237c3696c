// The four cases for which this repository has a kernel of its own, on that kernel as Jupyter starts it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { KernelClient } from './kernel-client.ts';

const root = resolve(import.meta.dirname, '../../..');
const LINES = 100_000;

let folder = '';
let kernel: KernelClient;

beforeAll(async () => {
  // files below the package are looked at for changes
  mkdirSync(join(root, 'cache'), { recursive: true });
  folder = mkdtempSync(join(root, 'cache', 'test-'));
  kernel = await KernelClient.start(kernelspecOf({ node: process.execPath, root }), folder);
}, 120_000);
afterAll(() => {
  kernel.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('what tslab fails, our kernel does:', { timeout: 60_000 }, () => {
  it('the stale-code case: an edit three imports deep is in the next cell', async () => {
    const write = (value: number) => writeFileSync(join(folder, 'deep.ts'), `export const deep: number = ${value};\n`);
    write(1);
    writeFileSync(join(folder, 'middle.ts'), "export { deep } from './deep.ts';\n");
    writeFileSync(
      join(folder, 'top.ts'),
      "import { deep } from './middle.ts';\nexport const top = (): number => deep;\n",
    );
    expect((await kernel.run("import { top } from './top.ts'\nconst later = () => top()\nlater()")).shown).toEqual([
      '1',
    ]);
    write(2000);
    expect((await kernel.run('later()')).shown).toEqual(['2000']);
  });

  it('the strict-import case: sources under our own tsconfig, by their names with .ts, JSON and import.meta', async () => {
    const { status, shown } = await kernel.run(`
      import { parseDay } from '../../src/core/market/civil-day.ts'
      import manifest from '../../package.json' with { type: 'json' }
      const own = await import('quantumtrader/research');
      [typeof parseDay, manifest.name, typeof own.Frame, typeof import.meta.dirname]`);
    expect([status, shown]).toEqual(['ok', ["[ 'function', 'quantumtrader', 'function', 'string' ]"]]);
  });

  it('the lost-output case: every one of 100,000 lines comes', async () => {
    const { text } = await kernel.run(`for (let i = 0; i < ${LINES}; i++) console.log(i)`);
    expect(text).toBe(Array.from({ length: LINES }, (_, i) => `${i}\n`).join(''));
  });

  it('the interrupt case: a loop after an await ends, and variables stay', async () => {
    await kernel.run('let kept = 1');
    const running = kernel.run('kept = 2; await null; for (;;);');
    await sleep(500);
    kernel.interrupt();
    expect((await running).status).toBe('error');
    expect((await kernel.run('kept')).shown).toEqual(['2']);
  });
});
