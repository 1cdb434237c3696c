// A verified release in; what is signed beside it and travels with it (approvals of stages, where the ledger of trials stood) out.

import { basename, resolve } from 'node:path';
import { readApproval, signedApproval } from '../release/approvals.ts';
import type { TrustedKey } from '../release/keys.ts';
import { newestEntryText, readNewestEntry } from '../release/newest-entry.ts';
import { STAGES } from '../release/stage.ts';
import type { VerifiedRelease } from '../release/verify-release.ts';
import type { DeliveryRequest } from './message.ts';

export interface Beside {
  readonly request: Extract<DeliveryRequest, { readonly kind: 'approve' | 'ledger' }>;
  readonly bytes: Uint8Array;
}

/** Only what is proved here; throws the errors of `readApproval` where an approval is not. */
export function besidesOf(
  { dir, id, manifest }: VerifiedRelease,
  trustedKeys: readonly TrustedKey[],
): readonly Beside[] {
  const { strategy } = manifest;
  const named = { strategy, release: id };
  const approvals = STAGES.flatMap((stage): readonly Beside[] => {
    const found = readApproval({ dir, manifest }, stage, trustedKeys);
    if (found === undefined) return [];
    const { bytes, signatures } = signedApproval(found);
    return [{ request: { kind: 'approve', ...named, stage, signatures }, bytes }];
  });
  // a release lies in HOME/releases/STRATEGY/ID
  const home = resolve(dir, '..', '..', '..');
  const ref = { strategy: basename(resolve(dir, '..')), id };
  const text = newestEntryText(ref, home);
  if (text === undefined || readNewestEntry(ref, home, trustedKeys) === 'changed') return approvals;
  return [...approvals, { request: { kind: 'ledger', ...named }, bytes: Buffer.from(text, 'utf8') }];
}
