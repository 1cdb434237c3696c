// The field `probation` of machine.json: for how many sessions a release is new, what it may do in them, and whether it is rolled back by itself.

import { z } from 'zod';

export const probationSettings = z.strictObject({
  /** Session days that a release must take to their close, at each stage, before it is new no more; 0: none is ever watched. */
  sessions: z.int().min(0).max(60).default(1),
  /** Errors of strategy and engine that a session on probation may have. */
  errors: z.int().min(0).max(100).default(0),
  /** Orders that may be rejected within an hour. */
  rejectedPerHour: z.int().min(0).max(10_000).default(20),
  /** False: the session is paused and people are told, and the channel stays. */
  rollBack: z.boolean().default(true),
});

export type ProbationSettings = Readonly<z.infer<typeof probationSettings>>;

export const defaultProbation: ProbationSettings = { sessions: 1, errors: 0, rejectedPerHour: 20, rollBack: true };
