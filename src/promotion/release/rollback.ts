// A channel in; the channel pointed back to the release before the current one, and what that changes, out.

import { UserError } from '../../adapters/user-error.ts';
import { brokenRelease } from './broken-release.ts';
import type { HistoryEntry } from './channel-file.ts';
import { channelHistory, type PointChannel, pointChannel, refuseMoved, requireChannel } from './channels.ts';
import { type ReleaseChange, releaseChanges } from './release-changes.ts';
import { messageOf, releaseError } from './release-error.ts';
import { releaseDir } from './release-folders.ts';
import type { ReleaseManifest } from './release-manifest.ts';
import { signaturesNeeded } from './signatures-needed.ts';
import type { Stage } from './stage.ts';
import { verifyRelease } from './verify-release.ts';

export interface RolledBack {
  readonly from: string;
  readonly to: string;
  /** From the release that ran to the one that runs now; undefined when the one that ran no longer verifies. */
  readonly changes: readonly ReleaseChange[] | undefined;
  /** Earlier releases that were passed over because they no longer verify, lack signatures that this machine wants, or broke their probation, newest first. */
  readonly skipped: readonly { readonly release: string; readonly reason: string }[];
}

export interface RollBack extends Omit<PointChannel, 'release' | 'expected'> {
  /** Id of the release that the caller saw run, to go back from that one and no other; undefined: from what the channel names. */
  readonly from?: string | undefined;
}

/**
 * Goes one release back; asked again, one more. Rolling back never returns to a release that was rolled back from: history
 * is a stack on which promoting puts and rolling back takes. Throws UserError `channel-missing`, `release-no-earlier`, and
 * `channel-moved` where the channel names another release than `from`, or another moved it meanwhile: nothing is moved then.
 */
export function rollback({ from, ...options }: RollBack): RolledBack {
  const { home, strategy, stage, trustedKeys } = options;
  const channel = requireChannel(home, strategy, stage);
  const { release: current } = channel;
  if (from !== undefined) refuseMoved(channel, from);
  const skipped: { readonly release: string; readonly reason: string }[] = [];
  const manifestOf = (release: string, signatures = 1): ReleaseManifest =>
    verifyRelease(releaseDir(home, strategy, release), trustedKeys, { strategy, stage, signatures }).manifest;
  const signatures = signaturesHere(home, stage);
  const history = channelHistory(home, strategy, stage);
  for (const release of earlierReleases(history, current)) {
    const broken = brokenRelease(history, release);
    if (broken !== undefined) {
      skipped.push({ release, reason: `it broke its probation: ${broken.reason}` });
      continue;
    }
    let target: ReleaseManifest;
    try {
      target = manifestOf(release, signatures);
    } catch (error) {
      skipped.push({ release, reason: messageOf(error) });
      continue;
    }
    const changes = changesSince(() => manifestOf(current), target);
    pointChannel({ ...options, release, expected: current }, 'rollback');
    return { from: current, to: release, changes, skipped };
  }
  const passedOver = skipped.map(({ release, reason }) => `${release}: ${reason}`).join('; ');
  throw releaseError(
    'release-no-earlier',
    `${strategy} has no earlier release at ${stage} to roll back to${passedOver === '' ? '' : ` (${passedOver})`}`,
    { fix: 'Stop the strategy, or promote a release that is right' },
  );
}

/** Releases under the current one on the stack, newest first, each once. */
export function earlierReleases(history: readonly HistoryEntry[], current: string): readonly string[] {
  const stack: string[] = [];
  for (const { release, action } of history) {
    const place = stack.lastIndexOf(release);
    if (action === 'rollback' && place >= 0) stack.length = place + 1;
    else if (stack[stack.length - 1] !== release) stack.push(release);
  }
  // The channel is right where the history says otherwise: a crash between the two, or a file changed by hand.
  const place = stack.lastIndexOf(current);
  const below = place < 0 ? stack : stack.slice(0, place);
  return [...new Set(below.reverse())].filter((release) => release !== current);
}

/** What does not run here is nothing to go back to. A machine.json that is wrong must not keep the release that runs: a run asks again. */
function signaturesHere(home: string, stage: Stage): number {
  try {
    return signaturesNeeded(home, stage);
  } catch (error) {
    if (error instanceof UserError) return 1;
    throw error;
  }
}

/** A rollback must work also away from a release that is damaged. */
function changesSince(current: () => ReleaseManifest, target: ReleaseManifest): readonly ReleaseChange[] | undefined {
  try {
    return releaseChanges(current(), target);
  } catch {
    return undefined;
  }
}
