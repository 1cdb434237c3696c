// The gates of a promotion as the text of gates.json, and such a text back to gates.

import { z } from 'zod';
import type { Gate } from './gate.ts';
import { releaseError } from './release-error.ts';

const measured = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const gate = z
  .strictObject({
    id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected camelCase'),
    passed: z.boolean(),
    severity: z.enum(['required', 'warning']),
    value: measured,
    limit: measured,
    reason: z.string().min(1),
    fix: z.string(),
    /** Absent where nothing was waived, and in files of before there were waivers. */
    waived: z.strictObject({ by: z.string().min(1).max(200), reason: z.string().min(1).max(500) }).exactOptional(),
  })
  .refine(({ waived, passed, severity }) => waived === undefined || (!passed && severity === 'required'), {
    error: 'waived, though it stopped nothing',
    path: ['waived'],
  });

/** As it stands in gates.json and in approvals. */
export const gatesSchema = z.array(gate).min(1);

const gatesFile = z.strictObject({ schemaVersion: z.literal(1), gates: gatesSchema });

/** The same gates always give the same text; no time is in it. */
export function gatesText(gates: readonly Gate[]): string {
  return `${JSON.stringify({ schemaVersion: 1, gates: orderedGates(gates) }, null, 2)}\n`;
}

/** With their fields in one order. */
export function orderedGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.map(({ id, passed, severity, value, limit, reason, fix, waived }) => ({
    ...{ id, passed, severity },
    ...{ value, limit, reason, fix },
    ...(waived === undefined ? {} : { waived: { by: waived.by, reason: waived.reason } }),
  }));
}

/** Throws UserError `release-bad-manifest` naming the field. `file` is used in messages only. */
export function parseGates(text: string, file: string): readonly Gate[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('release-bad-manifest', `${file} is not JSON`, { file, cause });
  }
  const parsed = gatesFile.safeParse(json);
  if (parsed.success) return parsed.data.gates;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw releaseError('release-bad-manifest', `${file}: ${field}: ${issue.message}`, { file, field });
}
