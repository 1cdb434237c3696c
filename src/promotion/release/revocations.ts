// The keys folder of a home in; the keys that were revoked here with time and reason out, and one more of them into the file.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { releaseError } from './release-error.ts';

const revocation = z.strictObject({
  /** sha256 of the public key. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'expected a fingerprint: 64 characters of lower-case hex'),
  /** UTC, for people: nothing is decided by it, so that a clock set back changes nothing. */
  at: z.iso.datetime(),
  by: z.string().min(1).max(200),
  reason: z.string().min(1).max(500),
  /** PEM, so that what it signed is still told apart from what nobody knows; null where the key was never here. */
  publicKey: z.string().max(1000).nullable(),
});
const revocationsSchema = z.strictObject({ schemaVersion: z.literal(1), revoked: z.array(revocation).max(1000) });

export type Revocation = Readonly<z.infer<typeof revocation>>;

export function revocationsFile(home: string): string {
  return join(home, 'keys', 'revoked.json');
}

/** By fingerprint; empty where nothing was revoked. Throws UserError `key-invalid` for a file that is damaged: then no key is trusted. */
export function readRevocations(home: string): ReadonlyMap<string, Revocation> {
  const file = revocationsFile(home);
  if (!existsSync(file)) return new Map();
  const { revoked } = parsed(readFileSync(file, 'utf8'), file);
  return new Map(revoked.map((each) => [each.fingerprint, each]));
}

/** Durable when it returns. A key is revoked once: the first time and reason stay. There is no way back. */
export function addRevocation(home: string, entry: Revocation): void {
  const before = readRevocations(home);
  if (before.has(entry.fingerprint)) return;
  const file = revocationsFile(home);
  const text = `${JSON.stringify({ schemaVersion: 1, revoked: [...before.values(), entry] }, null, 2)}\n`;
  parsed(text, file);
  replaceDurably(file, text);
}

function parsed(text: string, file: string): z.infer<typeof revocationsSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(file, undefined, 'it is not JSON');
  }
  const result = revocationsSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw damaged(file, issue.path.join('.') || undefined, issue.message);
}

function damaged(file: string, field: string | undefined, why: string): Error {
  return releaseError('key-invalid', `${file}: ${field === undefined ? '' : `${field}: `}${why}`, {
    file,
    field,
    fix: 'Restore the file; until then no key is trusted here, since nobody knows which were revoked',
  });
}
