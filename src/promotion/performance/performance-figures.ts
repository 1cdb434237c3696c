// What a bundle took on days that it was validated on: its schema, and the machine that it was measured on.

import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';

const amount = z.number().min(0);

export const figuresSchema = z.strictObject({
  /** Days that were run, latest first, and the market events and decisions in them. */
  days: z.array(z.iso.date()).min(1),
  events: z.int().min(0),
  decisions: z.int().min(0),
  /** From the event that asks for a decision to its outcome, the model's answer included, microseconds; null without a decision. */
  decisionUs: z.strictObject({ p50: amount, p99: amount, max: amount }).nullable(),
  /** Over the time spent in the engine: reading the data is not in it. */
  eventsPerSecond: amount,
  /** Highest of the process that ran it, MB: heap, external and arrays; and all that was resident. One day of market data is among it. */
  memory: z.strictObject({ usedMb: amount, residentMb: amount }),
});

export type PerformanceFigures = Readonly<z.infer<typeof figuresSchema>>;

/** Figures of another machine say nothing of this one. */
export function machineHere(): string {
  const { platform, arch, version } = process;
  return `${cpus()[0]?.model ?? 'unknown'} x${availableParallelism()}, ${platform} ${arch}, Node ${version}`;
}
