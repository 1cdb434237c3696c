// The conditions of trading of a run and who armed it, as its journal and its run.json keep them.

import { z } from 'zod';

export const gateSchema = z.strictObject({
  id: z.string().min(1),
  state: z.enum(['open', 'waiting', 'shut']),
  text: z.string(),
});

/** A condition of trading as it stood from a time on. */
export interface JournalledGate extends z.infer<typeof gateSchema> {
  /** Microseconds UTC. */
  readonly timeUs: number;
}

/** A person let a run trade. */
export interface JournalledArming {
  /** Microseconds UTC. */
  readonly timeUs: number;
  /** As the host names it; null where no orders are sent to one. */
  readonly account: string | null;
  readonly by: string;
}
