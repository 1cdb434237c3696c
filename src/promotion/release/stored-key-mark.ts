// A home in; the fingerprint of its signing key where that is kept in the credential store of the system, and the mark that says so, out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { removeDurably, replaceDurably } from '../../adapters/durable-file.ts';
import { releaseError } from './release-error.ts';

const markSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The private key stands in the store under this name. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});

function markFile(home: string): string {
  return join(home, 'keys', 'signing.json');
}

/** Undefined where the key is in a file, or there is none yet. Throws UserError `key-invalid`. */
export function storedFingerprint(home: string): string | undefined {
  const file = markFile(home);
  if (!existsSync(file)) return undefined;
  try {
    return markSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).fingerprint;
  } catch (cause) {
    throw releaseError('key-invalid', `${file} does not name the key of this home`, {
      file,
      fix: 'Restore it from your copy, or remove it and make a new key with: qt keys init',
      cause,
    });
  }
}

export function writeStoredMark(home: string, fingerprint: string): void {
  replaceDurably(markFile(home), `${JSON.stringify({ schemaVersion: 1, fingerprint })}\n`);
}

export function removeStoredMark(home: string): void {
  if (existsSync(markFile(home))) removeDurably(markFile(home));
}
