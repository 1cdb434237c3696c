// The gates of a promotion as the text of gates.json, and such a text back to gates.

import { z } from 'zod';
import type { Gate } from './gate.ts';
import { releaseError } from './release-error.ts';

const measured = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const gatesFile = z.strictObject({
  schemaVersion: z.literal(1),
  gates: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected camelCase'),
        passed: z.boolean(),
        severity: z.enum(['required', 'warning']),
        value: measured,
        limit: measured,
        reason: z.string().min(1),
        fix: z.string(),
      }),
    )
    .min(1),
});

/** The same gates always give the same text; no time is in it. */
export function gatesText(gates: readonly Gate[]): string {
  const ordered = gates.map(({ id, passed, severity, value, limit, reason, fix }) => ({
    ...{ id, passed, severity },
    ...{ value, limit, reason, fix },
  }));
  return `${JSON.stringify({ schemaVersion: 1, gates: ordered }, null, 2)}\n`;
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
