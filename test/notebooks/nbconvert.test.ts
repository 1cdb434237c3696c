// Notebooks through Jupyter's own nbconvert show what they show without Jupyter: an independent client, and another way to the same cells. All at night.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Output } from '../../src/kernel/notebook/notebook-file.ts';
import { findJupyter } from '../../src/kernel/spec/jupyter-programs.ts';
import { kernelspecOf } from '../../src/kernel/spec/kernelspec.ts';
import { writeKernelspec } from '../../src/kernel/spec/kernelspec-files.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { notebookNames, notebooksFolder, RanNotebook, ranNotebook } from './ran-notebooks.ts';

const RUNNING_MS = 540_000;
/** The book and the controls; what the others show comes the same ways. */
const names = process.env.QT_NIGHTLY === '1' ? notebookNames : ['02-candles-and-book', '04-regimes'];
const run = promisify(execFile);
const system = { platform: process.platform, environment: process.env, homeFolder: homedir() };
const nbconvert = await findJupyter('nbconvert', system, async (program, args) => {
  const found = await run(program, args, { timeout: 20_000 }).catch(() => undefined);
  return found && { code: 0, text: found.stdout };
});

const title = 'notebooks through jupyter nbconvert show what they show without Jupyter';
const skipped = `${title} (skipped: no nbconvert here; Debian: apt-get install jupyter-nbconvert python3-nbclient)`;
const folder = temporaryFolder('notebooks-nbconvert');

interface Executed {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly Output[] }[];
}

/** nbformat keeps long text as lines. */
function whole(output: Output): Output {
  return JSON.parse(JSON.stringify(output), (key, value: unknown) =>
    Array.isArray(value) && key !== 'traceback' && value.every((line) => typeof line === 'string')
      ? value.join('')
      : value,
  ) as Output;
}

it.skipIf(nbconvert === undefined)(nbconvert === undefined ? skipped : title, { timeout: RUNNING_MS }, async () => {
  const { command, args } = nbconvert!;
  writeKernelspec(folder, kernelspecOf({ node: process.execPath, root: resolve(import.meta.dirname, '../..') }));
  const files = names.map((name) => join(notebooksFolder, `${name}.ipynb`));
  const { stdout, stderr } = await run(
    command,
    [...args, '--to', 'notebook', '--execute', '--output-dir', folder, ...files],
    { cwd: folder, env: { ...process.env, JUPYTER_PATH: folder, QT_HOME: folder }, timeout: RUNNING_MS },
  );
  expect(`${stdout}${stderr}`).not.toContain('Timeout waiting for IOPub');
  for (const name of names) {
    const { cells } = JSON.parse(readFileSync(join(folder, `${name}.ipynb`), 'utf8')) as Executed;
    const outputs = cells.flatMap((cell) => cell.outputs ?? []).map(whole);
    expect(outputs.filter((output) => output.output_type === 'error')).toEqual([]);
    const alone = await ranNotebook(name, folder);
    expect(new RanNotebook(outputs).text).toBe(alone.text);
    expect(new RanNotebook(outputs).pictures).toEqual(alone.pictures);
  }
});
