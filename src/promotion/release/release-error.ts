// Takes what is wrong with a release, channel or key; gives the error with its reason code and what to do about it.

import { UserError } from '../../adapters/user-error.ts';

/** Why a release is refused; stable, and the `code` of the error. */
export type ReleaseFault =
  | 'release-missing'
  | 'release-wrong-name'
  | 'release-bad-signature'
  | 'release-unknown-key'
  | 'release-revoked-key'
  | 'release-needs-signatures'
  | 'release-bad-manifest'
  | 'release-unsafe-path'
  | 'release-missing-file'
  | 'release-extra-file'
  | 'release-hash-mismatch'
  | 'release-wrong-strategy'
  | 'release-wrong-stage'
  | 'release-wrong-node'
  | 'release-wrong-lockfile'
  | 'release-missing-export'
  | 'release-code-failed'
  | 'release-gate-failed'
  | 'approval-invalid'
  | 'approval-wrong-release'
  | 'release-not-found'
  | 'release-ambiguous'
  | 'release-no-earlier'
  | 'release-rolled-back'
  | 'release-not-broken'
  | 'channel-missing'
  | 'channel-moved'
  | 'channel-busy'
  | 'channel-invalid'
  | 'candidates-invalid'
  | 'key-missing'
  | 'key-invalid'
  | 'key-exposed'
  | 'key-revoked'
  | 'key-in-store';

export interface ReleaseErrorPlace {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly field?: string | undefined;
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}

const DAMAGED = 'Do not trade with it: copy the release again from where it was built, or promote again';

export function releaseError(code: ReleaseFault, message: string, place: ReleaseErrorPlace = {}): UserError {
  return new UserError({ code, message, ...place, fix: place.fix ?? DAMAGED });
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
