// One notebook, through jupyter nbconvert, on our kernel and on tslab: the same results.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findJupyter } from '../../../src/kernel/spec/jupyter-programs.ts';
import { KERNEL_NAME, kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { writeKernelspec } from '../../../src/kernel/spec/kernelspec-files.ts';
import { TSLAB_KERNEL_NAME, tslabKernelspecOf } from '../../../src/kernel/tslab/tslab-kernelspec.ts';
import { runProgram } from '../../../src/runner/doctor/pc/run-program.ts';

interface Output {
  readonly output_type: string;
  readonly text?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

const root = resolve(import.meta.dirname, '../../..');
const notebook = join(root, 'notebooks', '01-data.ipynb');
const system = { platform: process.platform, environment: process.env, homeFolder: homedir() };
const nbconvert = await findJupyter('nbconvert', system, runProgram);
const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-both-'));

beforeAll(() => {
  const place = { node: process.execPath, root };
  writeKernelspec(join(folder, 'share'), kernelspecOf(place));
  writeKernelspec(join(folder, 'share'), tslabKernelspecOf(place), TSLAB_KERNEL_NAME);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the kernels say themselves where a source changes while this runs. */
const OF_CHANGES = /^(?:reloaded |The old code of )/;

/** What each code cell put out: kinds of representation, plain text and printed text. Each kernel has an empty home of its own. */
async function outputsOn(kernel: string): Promise<readonly string[][]> {
  const { command, args } = nbconvert!;
  const { stderr } = await promisify(execFile)(
    command,
    [
      ...[...args, '--to', 'notebook', '--execute', `--ExecutePreprocessor.kernel_name=${kernel}`],
      ...['--output-dir', folder, '--output', `${kernel}.ipynb`, notebook],
    ],
    {
      env: { ...process.env, JUPYTER_PATH: join(folder, 'share'), QT_HOME: join(folder, `home-${kernel}`) },
      timeout: 150_000,
    },
  );
  expect(stderr).not.toContain('Timeout waiting for IOPub');
  expect(existsSync(join(folder, `${kernel}.ipynb`))).toBe(true);
  const { cells } = JSON.parse(readFileSync(join(folder, `${kernel}.ipynb`), 'utf8')) as {
    readonly cells: readonly { readonly cell_type: string; readonly outputs: readonly Output[] }[];
  };
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ outputs }) =>
      outputs
        .filter(({ text = [] }) => !OF_CHANGES.test(text.join('')))
        .map(({ text, data = {} }) =>
          text === undefined
            ? `${Object.keys(data).toSorted()}\n${[data['text/plain']].flat().join('')}`
            : text.join('').trimEnd(),
        ),
    );
}

const skipped = `one notebook on both kernels (nbconvert is not installed here; Debian: apt-get install jupyter-nbconvert python3-nbclient)`;

describe.skipIf(nbconvert === undefined)(nbconvert === undefined ? skipped : 'a notebook on both kernels', () => {
  it('gives the same tables, figures and words', async () => {
    const own = await outputsOn(KERNEL_NAME);
    expect(own.flat().join('\n')).toContain('application/vnd.plotly.v1+json');
    expect(own.filter((outputs) => outputs.length > 0).length).toBeGreaterThan(5);
    expect(await outputsOn(TSLAB_KERNEL_NAME)).toEqual(own);
  }, 300_000);
});
