// The same cells in our kernel and in tslab through its launcher, each a process with its sockets, in; the times of both out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Kernelspec, kernelspecOf } from '../src/kernel/spec/kernelspec.ts';
import { hasTslab, tslabKernelspecOf } from '../src/kernel/tslab/tslab-kernelspec.ts';
import { KernelClient } from '../test/kernel/tslab/kernel-client.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const MS_PER_S = 1000;
const CELLS = 100;
const LINES = 100_000;
const ADDITIONS = 5e7;

interface Times {
  readonly firstMs: number;
  readonly trivialMs: number;
  readonly editedMs: number;
  readonly loopMs: number;
  readonly linesMs: number;
}

interface Sizes {
  readonly runs: number;
  readonly cells: number;
  readonly additions: number;
  readonly lines: number;
}

export async function kernelTslab({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const place = { node: process.execPath, root: resolve(import.meta.dirname, '..') };
  if (!hasTslab(place.root)) throw new Error('tslab is not installed: npm ci');
  const part = quick ? 100 : 1;
  const sizes = { runs, cells: CELLS / part, additions: ADDITIONS / part, lines: LINES / part };
  // what cells import is seen anew where it lies below the package
  mkdirSync(join(place.root, 'cache'), { recursive: true });
  const folder = mkdtempSync(join(place.root, 'cache', 'bench-tslab-'));
  try {
    const own = await timesOf(kernelspecOf(place), folder, sizes);
    const tslab = await timesOf(tslabKernelspecOf(place), folder, sizes);
    const row = (name: string, key: keyof Times, note: string): Figure =>
      figure(`kernel-tslab.${name}`, own[key], 'ms', { peer: { name: 'tslab', value: tslab[key] }, note });
    return [
      row('first', 'firstMs', 'no process to the first result, over the sockets'),
      row('trivial', 'trivialMs', `median of ${sizes.cells} cells`),
      row('edited', 'editedMs', 'the new result after an edit three imports deep; tslab has to be started anew'),
      row('loop', 'loopMs', `${sizes.additions} additions at the top level`),
      row('lines', 'linesMs', `${sizes.lines} printed lines, complete on both`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timesOf(spec: Kernelspec, folder: string, sizes: Sizes): Promise<Times> {
  // what a first start makes and keeps is not counted
  (await KernelClient.start(spec, folder)).close();
  const times: number[] = [];
  for (let run = 0; run < sizes.runs; run++) times.push(await firstMs(spec, folder, '1 + 1', '2'));
  const kernel = await KernelClient.start(spec, folder);
  try {
    const each: number[] = [];
    for (let cell = 0; cell < sizes.cells; cell++) each.push(await msOf(() => expectShown(kernel, '1 + 1', '2')));
    const loop = `let sum = 0; for (let k = 0; k < ${sizes.additions}; k++) sum += k; sum`;
    const total = String((sizes.additions * (sizes.additions - 1)) / 2);
    return {
      firstMs: Math.min(...times),
      trivialMs: each.toSorted((a, b) => a - b)[each.length >> 1]!,
      editedMs: await editedMs(spec, kernel, folder),
      loopMs:
        MS_PER_S * (await leastOf(Math.min(sizes.runs, 2), () => secondsOf(() => expectShown(kernel, loop, total)))),
      linesMs: await msOf(() => printLines(kernel, sizes.lines)),
    };
  } finally {
    kernel.close();
  }
}

/** A kernel that gives the old code is started anew, as its user has to. */
async function editedMs(spec: Kernelspec, kernel: KernelClient, folder: string): Promise<number> {
  const write = (value: number): void => {
    writeFileSync(join(folder, 'deep.ts'), `export const deep: number = ${value};\n`);
  };
  write(1);
  writeFileSync(
    join(folder, 'middle.ts'),
    "import { deep } from './deep.ts';\nexport const middle = (): number => deep;\n",
  );
  writeFileSync(
    join(folder, 'top.ts'),
    "import { middle } from './middle.ts';\nexport const top = (): number => middle();\n",
  );
  const cell = "import { top } from './top.ts'; top()";
  await expectShown(kernel, cell, '1');
  write(2000);
  const startedMs = performance.now();
  const { shown } = await kernel.run(cell);
  if (shown[0] === '2000') return performance.now() - startedMs;
  return firstMs(spec, folder, cell, '2000');
}

async function firstMs(spec: Kernelspec, folder: string, code: string, wanted: string): Promise<number> {
  const startedMs = performance.now();
  const kernel = await KernelClient.start(spec, folder);
  try {
    await expectShown(kernel, code, wanted);
    return performance.now() - startedMs;
  } finally {
    kernel.close();
  }
}

async function expectShown(kernel: KernelClient, code: string, wanted: string): Promise<void> {
  const { shown, text } = await kernel.run(code);
  if (shown[0] !== wanted) throw new Error(`${code} gave ${shown[0]}, not ${wanted}. ${text}`);
}

async function printLines(kernel: KernelClient, lines: number): Promise<void> {
  const { text } = await kernel.run(`for (let k = 0; k < ${lines}; k++) console.log(k)`);
  const got = text.split('\n').length - 1;
  if (got !== lines) throw new Error(`${got} of ${lines} lines came`);
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  return MS_PER_S * (await secondsOf(work));
}
