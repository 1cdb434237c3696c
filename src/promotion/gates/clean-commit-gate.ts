// The state of git in; a gate that says whether the code of a release can be found again, out.

import type { CheckedGate } from '../release/gate.ts';
import type { ReleaseDraft } from '../release/release-manifest.ts';

/** On paper it warns only: there a person may try what is not committed yet. */
export function cleanCommitGate(git: ReleaseDraft['git']): CheckedGate {
  const base = { id: 'cleanCommit', value: git.commit, limit: null } as const;
  if (git.commit !== null && git.clean)
    return { ...base, passed: true, reason: `Built from commit ${git.commit.slice(0, 12)}`, fix: '' };
  const reason = git.commit === null ? 'The code is in no commit' : 'There are changes that are in no commit';
  return { ...base, passed: false, reason, fix: 'Commit the changes, then promote again' };
}
