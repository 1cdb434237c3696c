// Takes nothing; gives what each branch of an explanation is made from.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { TrustedKey } from '../release/keys.ts';
import type { ReleaseParts } from '../release/release-parts.ts';
import type { VerifiedRelease } from '../release/verify-release.ts';

export interface ExplainedRelease {
  readonly home: string;
  readonly store: DatasetStore;
  readonly release: VerifiedRelease;
  readonly parts: ReleaseParts;
  readonly trustedKeys: readonly TrustedKey[];
}
