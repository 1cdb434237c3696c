// The options of a sweep as JSON in; it run in this process, and how long it took, by the clock and of the processor, printed as JSON.

import { type SweepOptions, sweep } from '../src/research/sweeps/sweep.ts';

export interface SweepTaken {
  readonly folder: string;
  readonly points: number;
  readonly seconds: number;
  /** Of all threads together. */
  readonly processorSeconds: number;
}

const startMs = performance.now();
const before = process.cpuUsage();
const { folder, results } = await sweep(JSON.parse(process.argv[2]!) as SweepOptions);
const { user, system } = process.cpuUsage(before);
const taken: SweepTaken = {
  folder,
  points: results.length,
  seconds: (performance.now() - startMs) / 1000,
  processorSeconds: (user + system) / 1e6,
};
process.stdout.write(`${JSON.stringify(taken)}\n`);
