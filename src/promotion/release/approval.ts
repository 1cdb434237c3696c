// The text of an approval in and out: that a release passed the gates of a harder stage than it was built for, and which gates they were.

import { z } from 'zod';
import { blockingGates } from './gate.ts';
import { gatesSchema, orderedGates } from './gates-file.ts';
import { releaseError } from './release-error.ts';
import { STAGES } from './stage.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const day = z.iso.date();

const approvalSchema = z.strictObject({
  // no other signed file of a home can be read as one
  kind: z.literal('approval'),
  schemaVersion: z.literal(1),
  strategy: z.string().min(1),
  /** Id of the release. */
  release: sha256,
  stage: z.enum(STAGES),
  /** Those of the stage, with their waivers. */
  gates: gatesSchema,
  /** The weakest of the model's and of the validation's data. */
  provenance: z.enum(['exchange', 'simulated', 'synthetic']),
  validation: z.strictObject({ digest: sha256, from: day, to: day, trades: z.int().min(0) }),
  /**
   * Newest entry of the ledger of trials; `first`: its first one, which tells ledgers apart; `key`: of the home that keeps it. Approvals of earlier
   * versions have the newest entry that counted, and neither.
   */
  ledger: z.strictObject({
    ...{ seq: z.int().positive(), head: sha256 },
    ...{ first: sha256.exactOptional(), key: sha256.exactOptional() },
  }),
  /** UTC in ISO 8601, and who approved. */
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
});

export type Approval = Readonly<z.infer<typeof approvalSchema>>;

export function approvalText(approval: Approval): string {
  return `${JSON.stringify({ ...approval, gates: orderedGates(approval.gates) }, null, 2)}\n`;
}

/** Throws UserError `approval-invalid` with the field. `file` is used in messages only. */
export function parseApproval(text: string, file: string): Approval {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('approval-invalid', `${file} is not JSON`, { file, fix: PROMOTE_AGAIN, cause });
  }
  const parsed = approvalSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw releaseError('approval-invalid', `${file}: ${field}: ${issue.message}`, { file, field, fix: PROMOTE_AGAIN });
  }
  const [failed] = blockingGates(parsed.data.gates);
  if (failed === undefined) return parsed.data;
  const message = `${file}: the gate ${failed.id} failed: ${failed.reason}`;
  throw releaseError('approval-invalid', message, { file, field: failed.id, fix: PROMOTE_AGAIN });
}

export const PROMOTE_AGAIN = 'Remove it and promote again: qt promote STRATEGY STAGE --release RELEASE';
