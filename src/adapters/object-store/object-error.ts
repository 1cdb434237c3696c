// What went wrong with a store of objects in; a UserError that names the store without its keys out.

import { redact } from '../secrets/redact.ts';
import { UserError } from '../user-error.ts';

export function missingObject(label: string, sha256: string): UserError {
  return new UserError({
    code: 'object-missing',
    message: `${label} has no object ${sha256}`,
    field: 'store',
    fix: 'Name the same --store for the sweep and its workers; start the sweep again to put it there',
  });
}

/** `reason` in the words of the system or the server. */
export function unreachableStore(label: string, reason: string, cause?: unknown): UserError {
  return new UserError({
    code: 'object-store-unreachable',
    message: redact(`${label} does not answer as it should: ${reason}`),
    field: 'store',
    fix: 'Check the address, the bucket and the rights; for S3 the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    cause,
  });
}

export function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}
