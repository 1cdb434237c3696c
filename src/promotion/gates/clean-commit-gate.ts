// The state of git in; a gate that says whether the code of a release can be found again, and what keeps it from that, out.

import type { Uncommitted } from '../build-facts.ts';
import type { CheckedGate } from '../release/gate.ts';
import type { ReleaseDraft } from '../release/release-manifest.ts';

/** On paper it warns only: there a person may try what is not committed yet. `uncommitted` looks at the sources; a release has none. */
export function cleanCommitGate(
  git: ReleaseDraft['git'],
  uncommitted: () => Uncommitted | undefined = () => undefined,
): CheckedGate {
  const base = { id: 'cleanCommit', value: git.commit, limit: null } as const;
  if (git.commit !== null && git.clean)
    return { ...base, passed: true, reason: `Built from commit ${git.commit.slice(0, 12)}`, fix: '' };
  const none = { reason: 'The code is in no commit', fix: COMMIT };
  return { ...base, passed: false, ...(git.commit === null ? none : told(uncommitted())) };
}

const COMMIT = 'Commit the changes, then promote again';

/** What is mended since git was asked is a change all the same. */
function told(what: Uncommitted = { kind: 'changed' }): Pick<CheckedGate, 'reason' | 'fix'> {
  switch (what.kind) {
    case 'changed':
      return { reason: 'There are changes that are in no commit', fix: COMMIT };
    case 'unread':
      return {
        reason: 'git does not tell which files are in no commit',
        fix: 'Run git status and git ls-files in the repository, mend what they say, then promote again',
      };
    case 'ignored':
      return {
        reason: `${what.file} is code that git ignores: it is in no commit`,
        fix: `Add it to git (git add -f ${what.file}) and commit it, or move it out of src/ and strategies/, then promote again`,
      };
    case 'held':
      return {
        reason: `git is told to take ${what.file} for unchanged: what is in it may be in no commit`,
        fix: `Run git update-index --no-assume-unchanged --no-skip-worktree ${what.file}, commit what git status shows then, and promote again`,
      };
  }
}
