// The state of git in; a gate that says whether the code of a release can be found again, out.

import type { Gate } from '../release/gate.ts';
import type { ReleaseDraft } from '../release/release-manifest.ts';
import type { Stage } from '../release/stage.ts';

/** Required for demo and live; on paper a person may try what is not committed yet. */
export function cleanCommitGate(git: ReleaseDraft['git'], stage: Stage): Gate {
  const severity = stage === 'paper' ? 'warning' : 'required';
  const base = { id: 'cleanCommit', severity, value: git.commit, limit: null } as const;
  if (git.commit !== null && git.clean)
    return { ...base, passed: true, reason: `Built from commit ${git.commit.slice(0, 12)}`, fix: '' };
  const reason = git.commit === null ? 'The code is in no commit' : 'There are changes that are in no commit';
  return { ...base, passed: false, reason, fix: 'Commit the changes, then promote again' };
}
