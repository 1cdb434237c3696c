// Kernels as Jupyter starts them in, with their sockets; how long the first result takes, and a trivial cell while its types are checked, out.
import { RunningKernel } from '../test/kernel/running-kernel.ts';
import type { BenchOptions } from './bench.ts';
import { secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const MS_PER_S = 1000;
const STARTS = 5;
const CELLS = 200;

export async function kernelFront({ quick }: BenchOptions): Promise<readonly Figure[]> {
  const firsts: number[] = [];
  for (let start = 0; start < (quick ? 1 : STARTS); start++) firsts.push(await firstResultMs());
  const trivial = await trivialMs(quick ? 5 : CELLS);
  return [
    figure('kernel-front.first', at(firsts, 0.5), 'ms', {
      goal: { kind: 'most', value: 2500 },
      note: `from no process to the first result at a client; the slowest of ${firsts.length}: ${at(firsts, 1).toFixed(0)} ms`,
    }),
    figure('kernel-front.trivial', at(trivial, 0.5), 'ms', {
      goal: { kind: 'most', value: 20 },
      note: `from the request to the result, types checked meanwhile, half of ${trivial.length} cells; 9 of 10 less than ${at(trivial, 0.9).toFixed(0)} ms`,
    }),
  ];
}

async function firstResultMs(): Promise<number> {
  const startedMs = performance.now();
  const kernel = await RunningKernel.start();
  try {
    await resultOf(kernel, '1 + 1');
    return performance.now() - startedMs;
  } finally {
    kernel.close();
  }
}

async function trivialMs(cells: number): Promise<readonly number[]> {
  const kernel = await RunningKernel.start();
  try {
    // its end waits for the compiler, which is warm after it
    await kernel.run("import { ema } from 'quantumtrader'\nlet kept = 1", { allow_stdin: false });
    const times: number[] = [];
    for (let cell = 0; cell < cells; cell++) {
      times.push(MS_PER_S * (await secondsOf(() => resultOf(kernel, `kept + ${cell}`))));
    }
    return times;
  } finally {
    kernel.close();
  }
}

async function resultOf({ client }: RunningKernel, code: string): Promise<void> {
  const id = client.execute(code);
  for (;;) {
    const { type, parentId } = await client.inboxes.iopub.next();
    if (type === 'execute_result' && parentId === id) return;
  }
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))]!;
}
