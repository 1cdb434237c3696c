// The run.json of a run in; the choices from which its engine is composed again, checked, out.

import { z } from 'zod';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Composition } from './run-record.ts';

const sessionSchema = z.object({
  day: z.string().min(1),
  account: z.string().nullable(),
  continues: z.string().nullable(),
  isProtectOnly: z.boolean(),
});

const schema = z.object({
  strategyFile: z.string().nullable(),
  instrument: z.string().min(1),
  thresholds: z.string().nullable(),
  modelFolder: z.string().nullable(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
  thresholdChanges: z.record(z.string(), z.number()).optional(),
  engine: z.record(z.string(), z.union([z.number(), z.string(), z.record(z.string(), z.json())])),
  tighterLimits: z.record(z.string(), z.number()).optional(),
  session: sessionSchema.optional(),
});

/** Throws UserError `run-invalid` naming the field. */
export function readComposition({ composition }: RunInfo, file: string): Composition {
  const result = schema.safeParse(composition);
  if (result.success) return result.data as unknown as Composition;
  const issue = result.error.issues[0]!;
  const field = ['composition', ...issue.path].join('.');
  throw new UserError({
    code: 'run-invalid',
    message: `${file}: ${field}: ${issue.message}`,
    file,
    field,
    fix: 'Restore the run from a copy; a run.json is never edited.',
  });
}
