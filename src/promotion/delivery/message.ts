// What sender and receiver of a release say to each other, as JSON beside bytes; a text in, a message that keeps the rules out.

import { z } from 'zod';
import { STAGES } from '../release/stage.ts';
import { deliveryError } from './delivery-error.ts';

/** Bytes of one chunk at most; a break costs no more than this. */
export const CHUNK_BYTES = 256 * 1024;
/** Of a header as JSON: an answer lists each file of a release. */
export const HEADER_BYTES_MAX = 1024 * 1024;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const strategy = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const bytes = z.int().min(0);
const stage = z.enum(STAGES);

const request = z.discriminatedUnion('kind', [
  /** With the bytes of release.json: may it come, and what of it is lacking? */
  z.strictObject({ kind: z.literal('offer'), strategy, release: sha256, signatures: z.string().max(4096) }),
  /** With bytes of one file, from `offset` on. */
  z.strictObject({ kind: z.literal('chunk'), release: sha256, sha256, offset: bytes }),
  /** Everything was sent: verify it and let it appear. */
  z.strictObject({ kind: z.literal('finish'), release: sha256 }),
  /** With the bytes of what is signed beside a release: an approval of a stage with its signatures, or where the ledger of trials stood. */
  z.strictObject({ kind: z.literal('approve'), strategy, release: sha256, stage, signatures: z.string().max(4096) }),
  z.strictObject({ kind: z.literal('ledger'), strategy, release: sha256 }),
  /** Point the channel to it. */
  z.strictObject({
    ...{ kind: z.literal('point'), strategy, release: sha256 },
    stage,
    by: z.string().min(1).max(100),
  }),
]);

const refusal = z.object({
  code: z.string().max(100),
  message: z.string().max(10_000),
  fix: z.string().max(10_000),
  field: z.string().max(1000).optional(),
});

const answer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offered'),
    /** The release is there already, whole, with these signatures. */
    isThere: z.boolean(),
    /** What is lacking, and how many bytes of it are on the disk there. */
    lacks: z.array(z.strictObject({ sha256, size: bytes, have: bytes })).max(1000),
  }),
  /** Bytes of the file that are on the disk there. */
  z.strictObject({ kind: z.literal('durable'), have: bytes }),
  z.strictObject({ kind: z.literal('finished') }),
  z.strictObject({ kind: z.literal('taken') }),
  z.strictObject({ kind: z.literal('pointed'), from: sha256.nullable() }),
  z.strictObject({ kind: z.literal('refused'), error: refusal }),
]);

export type DeliveryRequest = Readonly<z.infer<typeof request>>;
export type DeliveryAnswer = Readonly<z.infer<typeof answer>>;
export type Lacking = Extract<DeliveryAnswer, { readonly kind: 'offered' }>['lacks'][number];

/** Throws UserError `delivery-protocol`. */
export function parseRequest(header: string): DeliveryRequest {
  return parsed(header, request);
}

export function parseAnswer(header: string): DeliveryAnswer {
  return parsed(header, answer);
}

function parsed<T>(header: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    throw deliveryError('delivery-protocol', 'The other side did not send JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw deliveryError(
    'delivery-protocol',
    `The other side sent what is no message: ${issue.path.join('.')}: ${issue.message}`,
  );
}
