import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { findJupyter } from '../../../src/kernel/spec/jupyter-programs.ts';
import { KERNEL_NAME, kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { writeKernelspec } from '../../../src/kernel/spec/kernelspec-files.ts';
import type { RunProgram } from '../../../src/kernel/spec/run-program.ts';

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly ename?: string;
  readonly evalue?: string;
}

const run: RunProgram = async (program, args) => {
  try {
    const { stdout } = await promisify(execFile)(program, args, { timeout: 20_000 });
    return { code: 0, text: stdout };
  } catch {
    return undefined;
  }
};
const system = { platform: process.platform, environment: process.env, homeFolder: homedir() };
const nbconvert = await findJupyter('nbconvert', system, run);

const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-nbconvert-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES = 2000;
const cells = [
  'let total: number = 1;\nconst twice = (x: number): number => x * 2;',
  'total += twice(20);\ntotal',
  "import { ema } from 'quantumtrader';\ntypeof ema",
  `for (let i = 0; i < ${LINES}; i++) console.log(\`line \${i}\`);`,
  "const { setTimeout: sleep } = await import('node:timers/promises');\nawait sleep(10, 'awaited')",
  "throw new RangeError('too far')",
  'total + 1',
  "const wrong: number = 'text';",
];

function notebook(): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: KERNEL_NAME, display_name: 'QuantumTrader', language: 'typescript' } },
    cells: cells.map((source, i) => ({
      ...{ id: `cell-${i}`, cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null },
    })),
  });
}

const textOf = (text: string | readonly string[] = ''): string => (typeof text === 'string' ? text : text.join(''));
const shown = ({ data = {} }: Output): string => textOf(data['text/plain']);

const title = 'a notebook runs through jupyter nbconvert with every output, an error included, complete';
const skipped = `${title} (skipped: no nbconvert here; Debian: apt-get install jupyter-nbconvert python3-nbclient)`;

it.skipIf(nbconvert === undefined)(
  nbconvert === undefined ? skipped : title,
  async () => {
    const { command, args } = nbconvert!;
    const root = resolve(import.meta.dirname, '../../..');
    writeKernelspec(join(folder, 'share'), kernelspecOf({ node: process.execPath, root }));
    writeFileSync(join(folder, 'in.ipynb'), notebook());
    const { stdout, stderr } = await promisify(execFile)(
      command,
      [...args, '--to', 'notebook', '--execute', '--allow-errors', '--output', 'out.ipynb', join(folder, 'in.ipynb')],
      { cwd: folder, env: { ...process.env, JUPYTER_PATH: join(folder, 'share') }, timeout: 80_000 },
    );
    // it ends well where it has lost output, and says so in its log only
    expect(`${stdout}${stderr}`).not.toContain('Timeout waiting for IOPub');
    expect(existsSync(join(folder, 'out.ipynb'))).toBe(true);
    const executed = JSON.parse(readFileSync(join(folder, 'out.ipynb'), 'utf8')) as {
      readonly cells: readonly { readonly outputs: readonly Output[]; readonly execution_count: number }[];
    };
    const outputs = executed.cells.map((cell) => cell.outputs);
    expect(executed.cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(outputs[0]).toEqual([]);
    expect(outputs[1]!.map(shown)).toEqual(['41']);
    expect(outputs[2]!.map(shown)).toEqual(["'function'"]);
    expect(outputs[3]!.every((output) => output.output_type === 'stream' && output.name === 'stdout')).toBe(true);
    expect(outputs[3]!.map((output) => textOf(output.text)).join('')).toBe(
      Array.from({ length: LINES }, (_, i) => `line ${i}\n`).join(''),
    );
    expect(outputs[4]!.map(shown)).toEqual(["'awaited'"]);
    expect(outputs[5]).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'too far' }]);
    expect(outputs[6]!.map(shown)).toEqual(['42']);
    expect(outputs[7]).toMatchObject([{ output_type: 'stream', name: 'stderr' }]);
    expect(textOf(outputs[7]![0]!.text)).toMatch(/^Type warning, line 1, column 7: .* \(TS2322\)\n$/);
  },
  90_000,
);
