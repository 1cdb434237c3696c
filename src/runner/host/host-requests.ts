// What an operator can ask the host for beside events: the form of a request, and of the one that reaches every trader.

import { z } from 'zod';
import type { Host } from './host.ts';

/** Gives a value that JSON can hold; an Error that it throws is told to the asker as its message. */
export type HostRequest = (args: unknown, host: Host) => Promise<unknown>;

export const operatorArgs = z.strictObject({
  command: z.enum(['pause', 'resume', 'flatten', 'halt', 'kill']),
  reason: z.string().min(1).max(500),
  /** All traders where absent. */
  account: z.string().max(128).optional(),
});

/** A host that stops leaves its sessions without orders, and nobody to look after what is open. */
export const stopArgs = z.strictObject({ force: z.boolean().optional() });
