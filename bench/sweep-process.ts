// The options of a sweep in; how long it took in this process, by the clock and of the processor, out: from a module, or printed as JSON.

import { type SweepOptions, sweep } from '../src/research/sweeps/sweep.ts';

export interface SweepTaken {
  readonly folder: string;
  readonly points: number;
  readonly seconds: number;
  /** Of all threads together. */
  readonly processorSeconds: number;
}

export async function sweepTaken(options: SweepOptions): Promise<SweepTaken> {
  const startMs = performance.now();
  const before = process.cpuUsage();
  const { folder, results } = await sweep(options);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startMs) / 1000;
  return { folder, points: results.length, seconds, processorSeconds: (user + system) / 1e6 };
}

if (import.meta.main) {
  const taken = await sweepTaken(JSON.parse(process.argv[2]!) as SweepOptions);
  process.stdout.write(`${JSON.stringify(taken)}\n`);
}
