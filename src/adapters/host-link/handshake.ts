// Takes the shared secret and two random numbers; gives the proofs by which each side shows that it has the secret, which never travels.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Peers of another version are refused with both numbers. */
export const LINK_VERSION = 1;
const NONCE_BYTES = 32;

/**
 * `vendor`: the process that loads the vendor's library. `reader`: events only. `trader`: events and the orders of one account.
 * `operator`: the commands of a person.
 */
const linkRoles = ['vendor', 'reader', 'trader', 'operator'] as const;
export type LinkRole = (typeof linkRoles)[number];

/** Key id of the token that stands in the home. */
export const HOME_KEY = 'home';

const nonce = z.string().regex(/^[0-9a-f]{64}$/);
const proof = nonce;

/** 1. The server speaks first. */
export const challengeSchema = z.strictObject({
  kind: z.literal('challenge'),
  version: z.int(),
  nonce,
});
/** 2. The client says who it is and proves that it has the key. */
export const answerSchema = z.strictObject({
  kind: z.literal('answer'),
  version: z.int(),
  role: z.enum(linkRoles),
  /** For people and logs. */
  name: z.string().regex(/^[\x20-\x7e]{1,64}$/),
  /** Which secret the proof was made with. */
  key: z.string().regex(/^[a-z0-9-]{1,40}$/),
  nonce,
  proof,
});
/** 3. The server proves that it has it too, or says why not. */
export const verdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), proof }),
  z.strictObject({ kind: z.literal('refused'), reason: z.string().max(200) }),
]);

export type Challenge = z.infer<typeof challengeSchema>;
export type Answer = z.infer<typeof answerSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

export function newNonce(): string {
  return randomBytes(NONCE_BYTES).toString('hex');
}

/** What both sides know of one handshake. All of it stands under the proof: nothing can be changed on the way. */
export interface Exchanged {
  readonly serverNonce: string;
  readonly clientNonce: string;
  readonly role: string;
  readonly name: string;
  readonly key: string;
}

/** `side` keeps the proof of one side from serving as that of the other. */
export function proofOf(side: 'client' | 'server', secret: Buffer, exchanged: Exchanged): string {
  const { serverNonce, clientNonce, role, name, key } = exchanged;
  const text = ['quantumtrader host link', LINK_VERSION, side, serverNonce, clientNonce, role, key, name].join('\n');
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Takes as long for a wrong proof as for the right one. */
export function isProof(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'hex');
  const b = Buffer.from(expected, 'hex');
  return a.length === b.length && timingSafeEqual(a, b);
}
